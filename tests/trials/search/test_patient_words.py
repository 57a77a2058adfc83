"""Words that patients use, and the conditions that they mean: at least 95 of 100 lead there.

The list is this project's own. It was written without knowledge of the lay terms, and its misspelt words and word forms
are in none of them.
"""

import csv
from pathlib import Path

import pytest

from trials.search.conditions import meant
from trials.search.terms import current as terms

pytestmark = pytest.mark.django_db

LIST = Path(__file__).with_name("patient_words.csv")
ENOUGH = 0.95


def rows() -> list[tuple[str, frozenset[str]]]:
    with LIST.open(encoding="utf-8", newline="") as lines:
        return [(row["words"], frozenset(row["mesh_id"].split("|"))) for row in csv.DictReader(lines)]


def test_the_list_is_long_enough() -> None:
    assert len({words for words, _ in rows()}) >= 200


def test_patients_words_lead_to_the_condition_that_they_mean() -> None:
    vocabulary = terms.current()
    missed = []
    for words, wanted in rows():
        found = meant(words, vocabulary, about=lambda meaning: 10 * bool(meaning.meanings))
        if not wanted & {one.mesh_id for one in found.meanings}:
            missed.append((words, [vocabulary.shown(one.mesh_id) for one in found.meanings]))
    assert len(missed) <= (1 - ENOUGH) * len(rows()), missed
