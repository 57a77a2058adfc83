"""Whether a parsed query fits studies: by columns where they know the answer, else by reading each record."""

import math
import re
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from tests.registry import facts
from tests.registry.corpus import Corpus, Rows
from tests.registry.model import Field
from tests.registry.syntax import All, And, Missing, Near, Nested, Node, Not, Or, Range, Size, Words

EARTH = 6_371_008.8  # mean radius in metres
WORD = re.compile(r"\w+")


def select(node: Node, corpus: Corpus, candidates: Rows) -> Rows:
    """The candidates the query fits, in their order."""
    match node:
        case And():
            for part in sorted(node.nodes, key=lambda part: not _by_columns(part)):
                candidates = select(part, corpus, candidates)
            return candidates
        case Or() if any(_by_columns(part) for part in node.nodes):
            found = [select(part, corpus, candidates) for part in node.nodes]
            return candidates[np.isin(candidates, np.concatenate(found))]
        case Not() if _by_columns(node.node):
            return candidates[~np.isin(candidates, select(node.node, corpus, candidates))]
    answer = _column_answer(node, corpus)
    if answer is not None:
        return candidates[answer[candidates]]
    return np.array([row for row in candidates.tolist() if _fits_raw(node, corpus.raw(row))], dtype=np.int64)


def _fits_raw(node: Node, raw: bytes) -> bool:
    """Whether a record as text fits; most of those without the words are told apart before they are parsed."""
    if isinstance(node, Words):
        lowered = raw.lower()
        words = normal_words(" ".join(node.words))
        if not all(word.encode() in lowered for word in words if word.isascii()):
            return False
    return fits_study(node, orjson.loads(raw))


def _by_columns(node: Node) -> bool:
    """Whether columns answer the whole query."""
    match node:
        case And() | Or():
            return all(_by_columns(part) for part in node.nodes)
        case Not():
            return _by_columns(node.node)
        case All():
            return True
        case Range() | Missing():
            return node.field.piece in _KNOWN
        case Near():
            return True
        case Size():
            return node.field.piece == "Phase"
        case Words():
            return len(node.weights) == 1 and node.weights[0][0].piece in _KNOWN
        case Nested():
            return False


_KNOWN = {
    *facts.DATE_COLUMNS,
    *facts.NUMBER_COLUMNS,
    *facts.AGE_COLUMNS,
    *facts.ENUM_COLUMNS,
    "Phase",
    "HasResults",
}


def _column_answer(node: Node, corpus: Corpus) -> npt.NDArray[np.bool_] | None:
    """Whether each row of the corpus fits, or `None` where the columns cannot tell."""
    if not _by_columns(node):
        return None
    table = corpus.table
    match node:
        case All():
            return np.ones(len(table), dtype=bool)
        case Near():
            return near_rows(corpus, node)
        case Size():
            bits = (*facts.PHASE_BITS.values(), facts.OTHER_PHASE)
            return np.sum([(table["phases"] & bit) > 0 for bit in bits], axis=0) == node.size
        case Words():
            return _equal(node, corpus)
        case Missing():
            return ~_present(node.field, table)
        case Range():
            return _present(node.field, table) & _in_range(node, table)
    return None


def _present(field: Field, table: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    piece = field.piece
    if piece == "Phase":
        return table["phases"] > 0
    if piece == "HasResults":
        return np.ones(len(table), dtype=bool)
    if piece in facts.AGE_COLUMNS:
        return ~np.isnan(table[facts.AGE_COLUMNS[piece]])
    columns = facts.DATE_COLUMNS | facts.NUMBER_COLUMNS | facts.ENUM_COLUMNS
    return table[columns[piece]] != facts.NONE


def _equal(node: Words, corpus: Corpus) -> npt.NDArray[np.bool_]:
    piece, value = node.weights[0][0].piece, " ".join(node.words)
    if piece == "Phase":
        return (corpus.table["phases"] & facts.PHASE_BITS[value]) > 0
    if piece == "HasResults":
        return corpus.table["has_results"] == (value.lower() == "true")
    column = facts.ENUM_COLUMNS[piece]
    return corpus.table[column] == corpus.book.by_column[column].number(value)


def _in_range(node: Range, table: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    piece = node.field.piece
    column = {**facts.DATE_COLUMNS, **facts.NUMBER_COLUMNS, **facts.AGE_COLUMNS}.get(piece)
    if column is None:
        return np.ones(len(table), dtype=bool)
    low, high = bounds(node)
    return (table[column] >= low) & (table[column] <= high)


def bounds(node: Range) -> tuple[float, float]:
    """Bounds in the unit of the field's column; a year or month stands for all of its days."""
    low, high = -math.inf, math.inf
    kind = node.field.kind
    if kind in ("date", "partial"):
        low = _first(node.low) if node.low else low
        high = _last(node.high) if node.high else high
    elif kind == "age":
        low = facts.minutes(node.low) if node.low else low
        high = facts.minutes(node.high) if node.high else high
    else:
        low = int(node.low) if node.low else low
        high = int(node.high) if node.high else high
    return low, high


def _first(bound: str) -> int:
    return facts.first_day(_real_date(bound))


def _last(bound: str) -> int:
    return facts.last_day(_real_date(bound))


def _real_date(bound: str) -> str:
    """A day beyond its month (2026-02-31) counts as the month, a year 0 as year 1."""
    bound = bound.replace("0000", "0001", 1) if bound.startswith("0000") else bound
    try:
        facts.last_day(bound)
    except ValueError:
        return bound[:7]
    return bound


def near_rows(corpus: Corpus, node: Near) -> npt.NDArray[np.bool_]:
    """Rows with a site inside the circle (haversine)."""
    sites = corpus.sites
    latitude, longitude = np.radians(sites["latitude"]), np.radians(sites["longitude"])
    here_latitude, here_longitude = math.radians(node.latitude), math.radians(node.longitude)
    half = (
        np.sin((latitude - here_latitude) / 2) ** 2
        + math.cos(here_latitude) * np.cos(latitude) * np.sin((longitude - here_longitude) / 2) ** 2
    )
    inside = 2 * EARTH * np.arcsin(np.sqrt(np.clip(half, 0, 1))) <= node.metres
    answer = np.zeros(len(corpus.table), dtype=bool)
    rows = sites["row"][inside]
    answer[rows[rows >= 0]] = True
    return answer


def distance(point: dict[str, float], node: Near) -> float:
    """Metres along the great circle."""
    latitude, here = math.radians(point["lat"]), math.radians(node.latitude)
    turn = math.radians(point["lon"] - node.longitude)
    half = math.sin((latitude - here) / 2) ** 2 + math.cos(here) * math.cos(latitude) * math.sin(turn / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(min(max(half, 0), 1)))


def fits_study(node: Node, study: dict[str, Any], depth: int = 0) -> bool:
    """Whether one record fits. `depth` levels of the fields' paths lie outside `study` (inside SEARCH)."""
    match node:
        case All():
            return True
        case And():
            return all(fits_study(part, study, depth) for part in node.nodes)
        case Or():
            return any(fits_study(part, study, depth) for part in node.nodes)
        case Not():
            return not fits_study(node.node, study, depth)
        case Nested():
            elements = values_at(study, node.field.path[depth:])
            return any(fits_study(node.node, element, len(node.field.path)) for element in elements)
        case Words():
            return any(_has_words(node, field, study, depth) for field, _ in node.weights)
    return _fits_values(node, values_at(study, node.field.path[depth:]))


def _fits_values(node: Missing | Size | Near | Range, values: list[Any]) -> bool:
    match node:
        case Missing():
            return not values
        case Size():
            return len(values) == node.size
        case Near():
            return any(distance(point, node) <= node.metres for point in values)
        case Range():
            return any(_within(node, value) for value in values)


def values_at(value: Any, path: tuple[str, ...]) -> list[Any]:
    """Every value at a path, lists flattened."""
    found = value if isinstance(value, list) else [value]
    for name in path:
        below: list[Any] = []
        for item in found:
            next_value = item.get(name) if isinstance(item, dict) else None
            if isinstance(next_value, list):
                below.extend(next_value)
            elif next_value is not None:
                below.append(next_value)
        found = below
    return found


def _within(node: Range, value: Any) -> bool:
    low, high = bounds(node)
    if node.field.kind in ("date", "partial"):
        return low <= facts.first_day(value) <= high
    if node.field.kind == "age":
        return low <= facts.minutes(value) <= high
    if node.field.kind == "int":
        return low <= int(value) <= high
    return True


def _has_words(node: Words, field: Field, study: dict[str, Any], depth: int) -> bool:
    found = values_at(study, field.path[depth:])
    if field.is_enum:
        return " ".join(node.words) in found
    if field.kind == "bool":
        return any(str(value).lower() == " ".join(node.words).lower() for value in found)
    wanted = normal_words(" ".join(node.words))
    return any(has_words(wanted, normal_words(value), node.phrase) for value in found if isinstance(value, str))


def normal_words(text: str) -> list[str]:
    """Lower-case words without a plural "s": the little that is kept of the registry's relaxation."""
    return [word.removesuffix("s") if len(word) > 3 else word for word in WORD.findall(text.lower())]


def has_words(wanted: list[str], words: list[str], phrase: bool) -> bool:
    if not phrase:
        return bool(wanted) and set(wanted) <= set(words)
    size = len(wanted)
    return any(words[start : start + size] == wanted for start in range(len(words) - size + 1)) if wanted else False


def relevance(nodes: Iterable[Node], study: dict[str, Any]) -> float:
    """The sum over all words of the heaviest piece that has them: an order, not the registry's number."""
    total = 0.0
    for node in nodes:
        match node:
            case And() | Or():
                total += relevance(node.nodes, study)
            case Words():
                total += max(
                    (weight for field, weight in node.weights if _has_words(node, field, study, 0)),
                    default=0.0,
                )
    return total
