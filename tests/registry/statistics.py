"""The registry's statistics over the whole corpus: study sizes, values of fields, lengths of lists."""

from collections import Counter
from typing import Any

import numpy as np

from tests.registry import errors, facts
from tests.registry.corpus import Corpus
from tests.registry.matching import values_at
from tests.registry.model import DATE_TYPES, Field, fields_by_name, sections

TYPES = ("ENUM", "STRING", "DATE", "INTEGER", "NUMBER", "BOOLEAN")
MOST_VALUES = 250
PERCENTILES = (1, 5, 25, 50, 75, 95, 99)
RANGES = (2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096)  # upper bounds in kilobytes


def sizes(corpus: Corpus, keep: int | None) -> dict[str, Any]:
    """`/stats/size`: bytes of compact JSON."""
    rows = corpus.alive_rows()[:keep]
    lengths = corpus.table["length"][rows]
    if not len(rows):
        return {
            "averageSizeBytes": 0,
            "largestStudies": [],
            "percentiles": {},
            "ranges": [],
            "totalStudies": 0,
        }
    largest = rows[np.argsort(-lengths, kind="stable")[:10]]
    edges = np.array([0, *RANGES]) * 1024
    counts, _ = np.histogram(lengths, bins=edges)
    return {
        "averageSizeBytes": int(lengths.mean()),
        "largestStudies": [
            {"id": f"NCT{corpus.table['number'][row]:08d}", "sizeBytes": int(corpus.table["length"][row])}
            for row in largest.tolist()
        ],
        "percentiles": {str(p): int(np.percentile(lengths, p)) for p in PERCENTILES},
        "ranges": [
            {"sizeRange": f"{low // 1024}-{high // 1024} KB", "studiesCount": int(count)}
            for low, high, count in zip(edges, edges[1:], counts, strict=False)
        ],
        "totalStudies": len(rows),
    }


def field_values(corpus: Corpus, names: tuple[str, ...] | None, types: list[str]) -> list[dict[str, Any]]:
    """`/stats/field/values`. Status, phase, type, sex and country come from the columns, the rest reads every study."""
    fields = _leaves(names) if names else [field for section in sections() for field in section.walk() if field.kind]
    wanted = [field for field in fields if field.kind != "point" and (not types or _type(field) in types)]
    counted = {field.piece: _columns(field, corpus) for field in wanted}
    read = [field for field in wanted if counted[field.piece] is None]
    values = _read(corpus, read) if read else {}
    return [_stats(field, *(counted[field.piece] or values[field.piece])) for field in wanted]


def _leaves(names: tuple[str, ...]) -> list[Field]:
    found = []
    for name in names:
        field = fields_by_name().get(name)
        if field is None or not field.kind:
            raise errors.unknown_piece(name)
        found.append(field)
    return found


def _type(field: Field) -> str:
    if field.is_enum:
        return "ENUM"
    if field.kind in DATE_TYPES:
        return "DATE"
    return {"int": "INTEGER", "bool": "BOOLEAN"}.get(field.kind, "STRING")


Counted = tuple[Counter[Any], int, str]


def _columns(field: Field, corpus: Corpus) -> Counted | None:
    """Studies by value, studies without one, and the id of the study with the longest value (unknown here)."""
    rows = corpus.alive_rows()
    table = corpus.table[rows]
    if field.piece in facts.ENUM_COLUMNS:
        column = facts.ENUM_COLUMNS[field.piece]
        return _coded(table[column], corpus.book.by_column[column].names)
    if field.piece == "Phase":
        counts = Counter({name: int((table["phases"] & bit > 0).sum()) for name, bit in facts.PHASE_BITS.items()})
        return +counts, int((table["phases"] == 0).sum()), ""
    if field.piece == "LocationCountry":
        names = corpus.book.countries.names
        sites = corpus.sites[corpus.sites["row"] != facts.NONE]
        there = np.zeros((len(corpus.table), len(names)), dtype=bool)
        there[sites["row"], sites["country"]] = True
        return (
            +Counter(dict(zip(names, there.sum(axis=0).tolist(), strict=True))),
            int((~there[rows].any(axis=1)).sum()),
            "",
        )
    return None


def _coded(codes: Any, names: list[str]) -> Counted:
    present = codes[codes != facts.NONE]
    counts = np.bincount(present, minlength=len(names))
    return +Counter(dict(zip(names, counts.tolist(), strict=True))), len(codes) - len(present), ""


def _read(corpus: Corpus, fields: list[Field]) -> dict[str, Counted]:
    counters: dict[str, Counter[Any]] = {field.piece: Counter() for field in fields}
    missing = dict.fromkeys(counters, 0)
    longest = dict.fromkeys(counters, ("", ""))
    for study in corpus.studies(corpus.alive_rows().tolist()):
        nct_id = study["protocolSection"]["identificationModule"]["nctId"]
        for field in fields:
            values = values_at(study, field.path)
            missing[field.piece] += not values
            counters[field.piece].update(set(values))
            top = max((str(value) for value in values), key=len, default="")
            if len(top) > len(longest[field.piece][0]):
                longest[field.piece] = (top, nct_id)
    return {piece: (counters[piece], missing[piece], longest[piece][1]) for piece in counters}


def _stats(field: Field, counts: Counter[Any], missing: int, longest_in: str) -> dict[str, Any]:
    kind = _type(field)
    stats: dict[str, Any] = {
        "type": kind,
        "piece": field.piece,
        "field": field.dotted,
        "missingStudiesCount": missing,
    }
    if kind in ("ENUM", "STRING"):
        stats["uniqueValuesCount"] = len(counts)
        stats["topValues"] = [{"value": str(v), "studiesCount": n} for v, n in counts.most_common(MOST_VALUES)]
    if kind == "STRING" and counts and longest_in:
        longest = max(map(str, counts), key=len)
        stats["longest"] = {"length": len(longest), "nctId": longest_in, "value": longest}
    if kind == "DATE":
        stats["formats"] = ["yyyy-MM-dd"] if field.kind == "date" else ["yyyy", "yyyy-MM", "yyyy-MM-dd"]
    if kind == "BOOLEAN":
        stats |= {"trueCount": counts[True], "falseCount": counts[False]}
    if kind in ("DATE", "INTEGER") and counts:
        stats |= {"min": min(counts), "max": max(counts)}
    if kind == "INTEGER" and counts:
        stats["avg"] = sum(value * n for value, n in counts.items()) / counts.total()
    return stats


def field_sizes(corpus: Corpus, names: tuple[str, ...] | None) -> list[dict[str, Any]]:
    """`/stats/field/sizes`, for list fields only."""
    every = [field for section in sections() for field in section.walk() if field.is_list]
    by_name = {name: field for field in every for name in (field.piece, field.dotted)}
    for name in names or ():
        if name not in by_name:
            raise errors.unknown_piece(name)
    fields = [by_name[name] for name in names] if names else every
    counters: dict[str, Counter[int]] = {field.piece: Counter() for field in fields}
    for study in corpus.studies(corpus.alive_rows().tolist()):
        for field in fields:
            length = len(values_at(study, field.path))
            if length:
                counters[field.piece][length] += 1
    return [_list_stats(field, counters[field.piece]) for field in fields]


def _list_stats(field: Field, counts: Counter[int]) -> dict[str, Any]:
    stats: dict[str, Any] = {"piece": field.piece, "field": field.dotted, "uniqueSizesCount": len(counts)}
    if counts:
        stats |= {"minSize": min(counts), "maxSize": max(counts)}
        stats["topSizes"] = [{"size": size, "studiesCount": n} for size, n in counts.most_common(10)]
    return stats
