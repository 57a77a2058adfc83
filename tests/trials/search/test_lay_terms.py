"""The list of patients' words: its form, and what it says about MeSH held against MeSH itself."""

import csv
import gzip
import os
from collections import Counter
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest

from trials.words import KEY_LENGTH, SMALL_WORDS, key

ROOT = Path(__file__).parents[3]
LAY_TERMS = ROOT / "trials" / "search" / "data" / "lay_terms.csv"
MESH = ROOT.parent / "shared" / "vocabulary" / "mesh_descriptors.tsv.gz"

HEADER = ["words", "language", "kind", "mesh_id", "mesh_name"]
KINDS = {"plain", "abbreviation", "spelling", "phrase"}
TREES = ("C", "F01", "F03", "G08")
MOST_MEANINGS = 4


@cache
def rows() -> list[dict[str, str]]:
    """The rows of the file, in its order."""
    with LAY_TERMS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def bag(words: str) -> tuple[str, ...]:
    """The words in no order: "Leukemia, Myeloid, Acute" and "acute myeloid leukemia" are the same name."""
    return tuple(sorted([word for word in key(words).split() if word not in SMALL_WORDS]))


@cache
def descriptors() -> dict[str, tuple[str, list[str], list[str]]]:
    """MeSH id -> name, all its names, tree numbers. Skips where MeSH is not at hand, but not on CI."""
    if not MESH.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{MESH} is missing")
        pytest.skip("MeSH is not beside the project")
    found = {}
    for line in gzip.decompress(MESH.read_bytes()).decode().splitlines():
        mesh_id, name, entries, trees, _ = line.split("\t")
        found[mesh_id] = (name, [name, *filter(None, entries.split("|"))], trees.split("|"))
    return found


def test_file_is_utf8_with_the_header_and_unix_line_ends():
    raw = LAY_TERMS.read_bytes()
    assert b"\r" not in raw and raw.endswith(b"\n") and not raw.startswith(b"\xef\xbb\xbf")
    assert raw.decode("utf-8").splitlines()[0].split(",") == HEADER


def test_there_are_words_enough_in_both_languages():
    assert len(rows()) >= 1500
    languages = Counter(row["language"] for row in rows())
    assert languages.keys() == {"en", "es"} and languages["es"] >= 450


def test_every_cell_is_filled_and_holds_an_allowed_value():
    for row in rows():
        assert list(row) == HEADER, row
        assert all(value and value == value.strip() for value in row.values()), row
        assert "  " not in row["words"] and 0 < len(key(row["words"])) < KEY_LENGTH, row
        assert row["kind"] in KINDS, row


def test_rows_are_sorted_and_none_stands_twice():
    keys = [key(row["words"]) for row in rows()]
    assert keys == sorted(keys)
    twice = [
        pair for pair, count in Counter(zip(keys, (row["mesh_id"] for row in rows()), strict=True)).items() if count > 1
    ]
    assert twice == []


def test_no_words_have_more_than_a_few_meanings():
    for words, meanings in groupby(rows(), key=lambda row: key(row["words"])):
        assert len(list(meanings)) <= MOST_MEANINGS, words


@pytest.mark.parametrize(
    ("words", "mesh_names"),
    [
        ("MS", ["Multiple Sclerosis", "Mitral Valve Stenosis", "Metabolic Syndrome"]),
        ("FA", ["Friedreich Ataxia", "Fanconi Anemia"]),
        ("ASD", ["Autism Spectrum Disorder", "Heart Septal Defects, Atrial"]),
    ],
)
def test_the_likeliest_meaning_comes_first(words: str, mesh_names: list[str]):
    assert [row["mesh_name"] for row in rows() if row["words"] == words] == mesh_names


def test_every_descriptor_exists_under_that_name_and_is_a_condition():
    for row in rows():
        name, _, trees = descriptors()[row["mesh_id"]]
        assert row["mesh_name"] == name
        assert any(tree.startswith(TREES) for tree in trees), row


def test_nothing_is_listed_that_mesh_has_under_the_same_descriptor():
    for row in rows():
        names = descriptors()[row["mesh_id"]][1]
        assert key(row["words"]) not in {key(name) for name in names}, row
        assert bag(row["words"]) not in {bag(name) for name in names}, row
