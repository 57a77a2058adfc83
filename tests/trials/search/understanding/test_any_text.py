"""Whatever somebody writes: an answer, soon, and the same every time. And names stay names."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.studies import real_studies
from tests.trials.search.understanding.kit import PLACES, read, vocabulary
from tests.trials.search.understanding.test_sentences import ALL_ROWS
from trials.search.conditions import meant as meaning
from trials.search.criteria import Age
from trials.search.terms.folding import tokens
from trials.search.understanding import is_sentence
from trials.search.understanding.params import params
from trials.search.understanding.text import Text

PIECES = st.sampled_from(
    [piece for row in ALL_ROWS for piece in row[0].split()]
    + ["no", ",", ".", "\n", "'", "’s", "½", "İ", "ﬁ", "\x00", "😷"]
)
TEXTS = st.text(max_size=300) | st.lists(PIECES, max_size=60).map(" ".join)
ENOUGH = 1.5  # seconds of this process for 60,000 characters: twenty times what it takes on an idle machine


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_any_text_is_read_the_same_twice(text: str) -> None:
    found = read(text)
    assert found == read(text)
    is_sentence(text, vocabulary())
    if found.age:
        assert Age.parse(str(found.age)) == found.age
    assert found.sex in ("", "FEMALE", "MALE")
    assert len(found.conditions) <= 4
    assert len(found.leftover) <= 200


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_words_are_those_of_the_vocabularys_mentions(text: str) -> None:
    read_as = Text(text)
    assert [word.replace("'", "") for word in map(str.casefold, read_as.words)] == [
        one.casefold() for one in tokens(text)
    ] or (
        # letters that have no single small letter of their own
        not text.isascii() and len(read_as.words) == len(tokens(text))
    )


@pytest.mark.parametrize(
    "piece",
    [row[0] + ". " for row in ALL_ROWS[:3]]
    + [
        "no ",
        "7 ",
        "the patient was walking and ",
        "in her late ",
        "my mother ",
        "19104 ",
        "live in Paris ",
        "x'",
        "a.",
        "('",
    ],
)
def test_ten_thousand_words_take_a_bounded_time(piece: str) -> None:
    text = (piece * 20_000)[:60_000]
    read("lukemia")  # the speller is made at its first use
    before = time.process_time()
    read(text)
    is_sentence(text, vocabulary())
    assert time.process_time() - before < ENOUGH


def test_no_term_of_the_vocabulary_is_a_sentence() -> None:
    words = {term.words for terms in vocabulary().terms_of.values() for term in terms}
    assert len(words) > 30_000
    assert [one for one in words if is_sentence(one, vocabulary())] == []


@pytest.mark.parametrize(
    "term",
    [
        *("type 2 diabetes", "stage 4 breast cancer", "breast cancer HER2 negative", "lukemia", "crones", "asthma"),
        *("non-small cell lung cancer", "migraine without aura", "triple negative breast cancer", "stage I melanoma"),
        *("Stage IV breast cancer AJCC v8", "hepatitis B", "COVID-19", "long covid", "relapsed AML", "", "   "),
        *("type 1 diabetes mellitus in pregnancy", "vitamin D deficiency", "HER 2 positive breast cancer", "zzzz"),
        *("osteoarthritis knee", "alzhimers diseese", "a" * 10_000, "age related macular degeneration", "MI", "her2"),
        *("chronic kidney disease stage 3", "breast cancer or lung cancer", "asthma, eczema", "no-reflow phenomenon"),
    ],
)
def test_a_plain_term_is_no_sentence(term: str) -> None:
    assert not is_sentence(term, vocabulary())


def test_hardly_a_name_that_registrants_use_is_taken_for_a_sentence() -> None:
    names = {name for one in real_studies() for name in one["protocolSection"]["conditionsModule"]["conditions"]}
    taken = [name for name in names if is_sentence(name, vocabulary())]
    assert len(taken) <= len(names) / 100, taken


def test_what_was_understood_leads_to_the_same_conditions_without_the_sentence() -> None:
    for sentence, *_ in ALL_ROWS:
        found = read(sentence)
        words = params(found, vocabulary()).get("condition", [""])[0]
        wanted = [one.heading.mesh_id for one in found.conditions]
        if wanted:
            meanings = meaning(words, vocabulary(), about=lambda meant: 10 * bool(meant.meanings)).meanings
            assert [one.mesh_id for one in meanings] == wanted, (sentence, words)
            assert not is_sentence(words, vocabulary()), words


def test_the_kits_places_are_found_wherever_they_stand() -> None:
    for place in PLACES:
        assert [one.casefold() for one in read(f"I live in {place.title()}.").places] == [place]
