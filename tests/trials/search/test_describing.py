"""What is read in a description: what the patient has, not what is denied, the family's, or told in passing."""

import math
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.trials.search.terms.kit import ACUTE, ANEMIA, BREAST, CROHN, DIABETES, HEPATITIS, LEUKEMIA, small
from trials.search import describing
from trials.search.describing import affirmed, read
from trials.search.terms.rows import Heading

ALL = {ACUTE, ANEMIA, BREAST, CROHN, DIABETES, HEPATITIS, LEUKEMIA}


def diseases(text: str) -> set[Heading]:
    """The diseases that a description speaks of."""
    return {small().headings[mesh_id] for mesh_id, _ in read(text, small()).concepts}


def words(text: str) -> dict[str, float]:
    """Its stems with their weights."""
    return {stem.decode(): weight for stem, weight in read(text, small()).words}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("She has anemia and hepatitis.", {ANEMIA, HEPATITIS}),
        ("No anemia. Hepatitis.", {HEPATITIS}),
        ("Hepatitis without anemia.", {HEPATITIS}),
        ("He denies anemia, but has hepatitis.", {HEPATITIS}),
        ("He denied anemia and leukemia; hepatitis is known.", {HEPATITIS}),
        ("She doesn't have anemia however hepatitis was found.", {HEPATITIS}),
        ("She doesn’t have anemia, and she has hepatitis.", {HEPATITIS}),
        ("Negative for hepatitis. Anemia is severe.", {ANEMIA}),
        ("Anemia was ruled out", {ANEMIA}),  # what stands before is not read as denied
        ("Not only anemia, hepatitis too.", {ANEMIA, HEPATITIS}),
        ("NO ANEMIA.\nHEPATITIS.", {HEPATITIS}),
        ("Never had\nanemia in her life. Hepatitis.", {HEPATITIS}),  # a line that was only wrapped
        ("no anemia\n- Hepatitis", {HEPATITIS}),
        ("No anemia, no hepatitis, no leukemia.", set()),
    ],
)
def test_what_is_denied_is_left_out(text, found) -> None:
    assert diseases(text) == found


def test_a_negation_without_an_end_reaches_only_so_far() -> None:
    text = "no " + "fever or chills and " * 10 + "then came anemia"
    assert diseases(text) == {ANEMIA}


def test_what_names_a_cell_is_no_negation() -> None:
    assert "small" in words("Non-small cell lung cancer.")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A man with anemia. His mother had breast cancer.", {ANEMIA}),
        ("A man with anemia. Family history of breast cancer.", {ANEMIA}),
        ("A woman with a family history of leukemia.", set()),
        ("A man with anemia. Two brothers with hepatitis. He has Crohn's disease.", {ANEMIA, CROHN}),
        ("My daughter has leukemia. My daughter also has anemia.", {LEUKEMIA, ANEMIA}),
        ("My mother is 62. My mother has breast cancer. Her sister had leukemia.", {BREAST}),
        ("A boy is brought by his mother. The mother says that he has anemia.", {ANEMIA}),
        ("A man with anemia. According to his wife the patient has hepatitis.", {ANEMIA, HEPATITIS}),
    ],
)
def test_what_the_family_has_is_left_out(text, found) -> None:
    assert diseases(text) == found


@pytest.mark.parametrize(
    "sentence",
    ["He was diagnosed with {}.", "Findings were consistent with {}.", "A known case of {}.", "Found to have {}."],
)
def test_what_was_diagnosed_counts_double(sentence) -> None:
    told = dict(read(f"He speaks of anemia. {sentence.format('hepatitis')}", small()).concepts)
    assert told == {ANEMIA.mesh_id: 1.0, HEPATITIS.mesh_id: pytest.approx(1 + math.log(2))}


def test_what_comes_again_counts_more_but_ever_less_so() -> None:
    weights = words("Cough. Cough again. Coughing once more, and fever.")
    assert weights["cough"] == pytest.approx(1 + math.log(3))
    assert weights["fever"] == 1.0
    assert "and" not in weights


def test_words_are_spelled_for_an_address_as_the_text_has_them() -> None:
    assert describing.spellings("Leukemias, AML and Aml")[b"leukemia"] == "leukemias"
    assert describing.spellings("AML and aml")[b"aml"] == "AML"


@pytest.mark.parametrize("word", ["without", "mother", "diagnosed", "never"])
def test_words_that_turn_others_stand_for_nothing_by_themselves(word) -> None:
    assert describing.turns(word)
    assert not describing.turns("anemia")


@pytest.mark.parametrize(
    "text", ["", " \n\t", "no", "No. No. No.", "…!?", "😀 😀", "' OR 1=1; --", "\x00", "and the of"]
)
def test_what_tells_nothing_gives_nothing_or_plain_words(text) -> None:
    found = read(text, small())
    assert not found.concepts
    assert len(found.words) <= 4


@given(some.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_the_same_every_time(text) -> None:
    assert read(text, small()) == read(text, small())
    assert len(affirmed(text)) <= len(text) + text.count(" ") + 400


@pytest.mark.parametrize(
    "word",
    ["anemia ", "no ", "no anemia. ", "Mother had anemia. ", "he ", "diagnosed ", "- ", "\n a", "patient ", "1. "],
)
def test_ten_thousand_words_are_read_in_no_time(word) -> None:
    text = word * (70_000 // len(word))
    started = time.process_time()
    read(text, small())
    assert time.process_time() - started < 1.0  # it takes some 30 ms
