"""From a checked request to the rows it finds, in order."""

import math
from collections import OrderedDict
from typing import Any

import numpy as np
import numpy.typing as npt

from tests.registry import errors, facts
from tests.registry.corpus import Corpus, Rows
from tests.registry.matching import relevance, select, values_at
from tests.registry.model import INDEXED_ONLY, fields_by_name
from tests.registry.parameters import Search, SortKey

KEPT = 8
NEIGHBOURS = 10_000
LAST = np.inf


class Searcher:
    """Runs searches over a corpus and keeps the last few answers, so that paging does not search again."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._kept: OrderedDict[tuple[int, int, str], Rows] = OrderedDict()

    def rows(self, search: Search) -> Rows:
        key = (self._corpus.load, self._corpus.edits, search.identity)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        rows = self._kept[key] = in_order(search, self._corpus, find(search, self._corpus))
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return rows


def find(search: Search, corpus: Corpus) -> Rows:
    """Rows that fit, in no order. A query made of ids alone silences every other query and filter."""
    if search.ids_only is not None:
        return _by_ids(search.ids_only, corpus)
    rows = corpus.alive_rows()
    for ids in search.ids:
        rows = np.intersect1d(rows, _by_ids(ids, corpus))
    for statuses in search.statuses:
        codes = [corpus.book.by_column["status"].number(status) for status in statuses]
        rows = rows[np.isin(corpus.table["status"][rows], codes)]
    for facet in search.facets:
        rows = rows[_facet(facet, corpus)[rows]]
    for node in (*search.filters, *search.queries):
        rows = select(node, corpus, rows)
    return rows


def _by_ids(numbers: tuple[int, ...], corpus: Corpus) -> Rows:
    """Studies that carry the ids, or absorbed them."""
    found = {row for number in numbers for row in (corpus.row(number), corpus.survivor(number)) if row is not None}
    return np.array(sorted(found), dtype=np.int64)


# Option keys of `aggFilters`; an unknown option finds nothing, an unknown facet is an error.
STATUS_KEYS = {
    "not": "NOT_YET_RECRUITING", "rec": "RECRUITING", "act": "ACTIVE_NOT_RECRUITING", "com": "COMPLETED",
    "ter": "TERMINATED", "enr": "ENROLLING_BY_INVITATION", "sus": "SUSPENDED", "wit": "WITHDRAWN",
    "unk": "UNKNOWN", "ava": "AVAILABLE", "nla": "NO_LONGER_AVAILABLE", "tna": "TEMPORARILY_NOT_AVAILABLE",
    "afm": "APPROVED_FOR_MARKETING",
}  # fmt: skip
PHASE_KEYS = {"0": "EARLY_PHASE1", "1": "PHASE1", "2": "PHASE2", "3": "PHASE3", "4": "PHASE4", "NA": "NA"}
TYPE_KEYS = {"int": "INTERVENTIONAL", "obs": "OBSERVATIONAL", "exp": "EXPANDED_ACCESS"}


def _facet(text: str, corpus: Corpus) -> npt.NDArray[np.bool_]:
    facet, _, keys = text.partition(":")
    options = keys.split()
    table, book = corpus.table, corpus.book.by_column

    def coded(column: str, names: dict[str, str]) -> npt.NDArray[np.bool_]:
        return np.isin(table[column], [book[column].number(names[key]) for key in options if key in names])

    match facet:
        case "status":
            return coded("status", STATUS_KEYS)
        case "studyType":
            return coded("study_type", TYPE_KEYS)
        case "sex":
            return coded("sex", {"f": "FEMALE", "m": "MALE"}) if options else np.zeros(len(table), dtype=bool)
        case "phase":
            bits = sum({facts.PHASE_BITS[PHASE_KEYS[key]] for key in options if key in PHASE_KEYS})
            return (table["phases"] & bits) > 0
        case "results":
            return np.isin(table["has_results"], [key == "with" for key in options if key in ("with", "without")])
    raise errors.invalid_value("aggFilters", text)


def in_order(search: Search, corpus: Corpus, rows: Rows) -> Rows:
    """Sorted as asked. Without a sort, and among equals, in an order that every data load changes."""
    block = 1 + len(corpus.table) // NEIGHBOURS  # rows that lie side by side on the disk are read together
    shuffled = rows[np.argsort(_scatter(rows // block, corpus.load), kind="stable")]
    keys = [_values(key, search, corpus, shuffled) for key in reversed(search.sort)]
    return shuffled[np.lexsort(keys)] if keys else shuffled


def _scatter(rows: Rows, load: int) -> npt.NDArray[np.uint64]:
    """A number that has nothing to do with the row's place (the finalizer of splitmix64)."""
    mixed = rows.astype(np.uint64) + np.uint64((load + 1) * 0x9E3779B97F4A7C15 % 2**64)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def _values(key: SortKey, search: Search, corpus: Corpus, rows: Rows) -> npt.NDArray[np.float64]:
    """What to sort by, rising; a study without the value comes last in either direction."""
    column = {**facts.DATE_COLUMNS, **facts.NUMBER_COLUMNS, **facts.AGE_COLUMNS}.get(key.piece)
    if column is not None:
        values = corpus.table[column][rows].astype(np.float64)
        if column != "sites":
            values[values == facts.NONE] = np.nan
    elif key.piece == "@relevance":
        values = np.array([relevance(search.queries, study) for study in corpus.studies(rows.tolist())])
    else:
        values = np.array([_value(key.piece, study) for study in corpus.studies(rows.tolist())])
    values = values.astype(np.float64)
    return np.where(np.isnan(values), LAST, -values if key.descending else values)


def _value(piece: str, study: dict[str, Any]) -> float:
    if piece in INDEXED_ONLY:
        return len(values_at(study, fields_by_name()[INDEXED_ONLY[piece]].path))
    field = fields_by_name()[piece]
    found = values_at(study, field.path)
    if not found:
        return math.nan
    match field.kind:
        case "date" | "partial":
            return facts.first_day(found[0])
        case "age":
            return facts.minutes(found[0])
    return float(found[0])
