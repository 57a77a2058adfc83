"""Terms for what somebody is typing."""

import pytest

from tests.trials.search.terms.kit import ACUTE, BREAST, LEUKEMIA, MYELOID, packaged, small
from trials.search.terms.suggestions import Suggestion


def offered(typed: str, **options) -> list[str]:
    return [one.words for one in small().suggestions(typed, **options)]


def test_each_typed_word_begins_a_word_of_the_term() -> None:
    assert offered("acu leuk") == ["Acute myeloid leukemia"]
    assert offered("leuk xyz") == []


def test_a_suggestion_carries_name_id_and_the_words_that_fit() -> None:
    assert small().suggestions("breast c") == [Suggestion("Breast cancer", BREAST.mesh_id, "Breast cancer")]
    (suggestion,) = packaged().suggestions("heart att")
    assert suggestion.words == "Myocardial infarction"
    assert suggestion.matched == "Heart attack"


def test_a_heading_is_offered_once() -> None:
    ids = [one.mesh_id for one in packaged().suggestions("diab", limit=50)]
    assert len(ids) == len(set(ids)) == 50 or len(ids) == len(set(ids))
    assert len(ids) > 8


def test_more_open_trials_come_first() -> None:
    assert offered("leukemia", weights={ACUTE.mesh_id: 5_000, MYELOID.mesh_id: 40_000})[:3] == [
        "Leukemia",  # what was typed
        "Myeloid leukemia",
        "Acute myeloid leukemia",
    ]
    assert offered("leuk", weights={ACUTE.mesh_id: 40_000})[0] == "Acute myeloid leukemia"


def test_a_term_that_begins_with_the_first_typed_word_goes_before_one_that_only_has_it() -> None:
    assert offered("leuk")[0] == "Leukemia"


@pytest.mark.parametrize("typed", ["", "  ", "?", "x" * 5_000, " ".join("abcdefgh") * 400])
def test_nothing_sensible_typed_nothing_offered(typed) -> None:
    assert offered(typed) == []


def test_no_more_than_asked_for() -> None:
    assert len(packaged().suggestions("c")) == 8
    assert len(packaged().suggestions("c", limit=3)) == 3
    assert packaged().suggestions("c", limit=0) == []


def test_a_misspelt_beginning_is_understood_when_nothing_fits() -> None:
    assert packaged().suggestions("lukem")[0].mesh_id == packaged().meanings("leukemia")[0].mesh_id
    assert offered("lukemia")[0] == "Leukemia"
    assert LEUKEMIA.mesh_id in {one.mesh_id for one in small().suggestions("lukem")}


def test_spanish_words_are_offered_too() -> None:
    assert small().suggestions("cancer de m")[0].mesh_id == BREAST.mesh_id
