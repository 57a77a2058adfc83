"""Whole descriptions: which trials they find, in which order, and that this is what the formula says."""

import random

import numpy as np
import pytest

from tests.studies import real_lines, stored, study
from tests.trials.search.plain_scoring import Registry
from trials.models import Trial
from trials.registry.parse import nct_id
from trials.search import describing
from trials.search.criteria import SearchCriteria
from trials.search.gist import LONGEST, gist
from trials.search.index.current import follower
from trials.search.matching import Matches, matching

pytestmark = pytest.mark.django_db

OTHERS = tuple(study(number, conditions=("Deafness",)) for number in range(100, 140))


def found(**search: object) -> list[int]:
    """Numbers in the order of the results."""
    return [hit.number for hit in matching(SearchCriteria(**search))]


def told(number: int, title: str = "A study", summary: str = "", **more: object) -> dict:
    """A study with a title and a brief summary."""
    return study(
        number,
        identificationModule={"briefTitle": title},
        descriptionModule={"briefSummary": summary},
        **{"conditions": ("Frailty",), **more},
    )


def scores(words: str) -> dict[int, float]:
    """Number -> how well the trial fits."""
    found = matching(SearchCriteria(words=words, status="any")).parts
    return {
        number: score
        for part in found
        for number, score in zip(part.column("numbers").tolist(), part.scores.tolist(), strict=True)
    }


# ── What is found ────────────────────────────────────────────────────────────
def test_a_description_finds_what_has_something_in_common_with_it_the_best_first() -> None:
    stored(
        told(1, "Pacing in the elderly"),
        told(2, summary="Of interest are people whose asthma wakes them."),
        told(3, "Inhalers for asthma", conditions=("Asthma",)),
        *OTHERS,
    )
    assert found(words="She wakes at night. Her asthma got worse.") == [3, 2]


@pytest.mark.parametrize("words", ["zzyzx", "the of and", "No asthma.", "…", "' OR x=x; --"])
def test_words_that_tell_nothing_find_nothing(words) -> None:
    stored(study(1), *OTHERS)
    assert found(words=words) == []


@pytest.mark.parametrize("words", ["", "  ", "\t"])
def test_no_words_ask_nothing(words) -> None:
    stored(study(1), study(2))
    assert found(words=words) == [2, 1]


def test_beside_a_condition_words_order_the_list_and_leave_nobody_out() -> None:
    stored(
        study(1, conditions=("Asthma",), identificationModule={"briefTitle": "Asthma of brittle kind"}),
        study(2, conditions=("Asthma",)),
        study(3, conditions=("Brittle Nails",)),
        study(4, conditions=("Asthma",)),
    )
    assert found(condition="asthma") == [4, 2, 1]
    assert found(condition="asthma", words="brittle") == [1, 4, 2]
    assert found(condition="asthma", words="zzyzx") == [4, 2, 1]


def test_filters_hold_for_descriptions_too() -> None:
    stored(
        told(1, "Asthma", eligibilityModule={"sex": "FEMALE"}),
        told(2, "Asthma", eligibilityModule={"minimumAge": "60 Years"}),
        told(3, "Asthma", status="COMPLETED"),
        told(4, "Asthma"),
        *OTHERS,
    )
    assert found(words="asthma", sex="MALE") == [4, 2]
    assert found(words="asthma", status="closed") == [3]


# ── The order ────────────────────────────────────────────────────────────────
def test_a_title_counts_more_than_a_keyword_and_both_more_than_a_summary() -> None:
    stored(
        told(1, summary="Kelpine is told of here."),
        told(2, keywords=("kelpine",)),
        told(3, "The kelpine study"),
        *OTHERS,
    )
    assert found(words="kelpine") == [3, 2, 1]


def test_a_long_summary_says_less_of_each_of_its_words() -> None:
    stored(
        told(1, summary="kelpine " + "and so on and on " * 60),
        told(2, summary="kelpine and so on"),
        told(3, "Kelpine"),
        *OTHERS,
    )
    assert found(words="kelpine") == [3, 2, 1]


def test_words_that_name_trials_count_more_than_words_that_only_come_in_their_texts() -> None:
    stored(
        told(1, "Dornal", summary="."),
        told(2, summary="kelpine"),
        told(3, "Kelpine"),
        told(4, summary="dornal"),
        told(5, summary="plain talk of mostrin"),
        *(told(number, summary="kelpine") for number in range(6, 12)),
        *(told(number, "Dornal") for number in range(12, 18)),
        *OTHERS,
    )
    # Each stands in eight trials; dornal in seven of the titles.
    order = found(words="dornal and kelpine, not told: mostrin")
    assert order.index(1) < order.index(3)
    # What no trial is named after tells nothing.
    assert 5 not in order


def test_rare_words_count_more() -> None:
    stored(told(1, "Kelpine"), told(2, "Dornal"), *(told(number, "Dornal") for number in range(3, 20)), *OTHERS)
    assert found(words="dornal kelpine")[0] == 1


def test_a_disease_counts_by_any_of_its_names_and_its_relatives_less_by_each_step() -> None:
    stored(
        study(1, conditions=("Leukemia",)),
        study(2, conditions=("AML",)),
        study(3, conditions=("Myeloid Leukemia",)),
        study(4, keywords=("AML",), conditions=("Frailty",)),
        *OTHERS,
    )
    assert found(words="acute myelogenous leukaemia")[:1] == [2]
    by = scores("AML")
    assert by[2] > by[4] > 0
    assert by[2] > by[3] > by[1] > 0
    assert 100 not in by


def test_what_is_denied_finds_nothing() -> None:
    stored(study(1, conditions=("Asthma",)), study(2, conditions=("Eczema",)), *OTHERS)
    assert found(words="Eczema of both hands. No asthma. Her mother had asthma.") == [2]


def test_the_same_words_give_the_same_list() -> None:
    stored(*(told(number, f"Asthma {number % 3}") for number in range(1, 40)))
    first = found(words="asthma 1 and 2")
    follower.forget()
    assert found(words="asthma 1 and 2") == first


# ── What was written since ───────────────────────────────────────────────────
def test_a_trial_that_was_written_since_fits_as_well_as_before() -> None:
    summary = "Kelpine is what we look at, in people with frailty."
    stored(told(1, summary=summary), told(2, "Kelpine"), told(3, summary=summary), *OTHERS)
    assert scores("kelpine").keys() == {1, 2, 3}
    stored(told(3, summary=summary, status="COMPLETED"))
    after = scores("kelpine")
    assert len(follower.parts) > 1
    assert after[1] == pytest.approx(after[3])
    Trial.objects.filter(pk=3).delete()
    assert 3 not in scores("kelpine")


def test_a_summary_that_is_missing_or_null_harms_nothing() -> None:
    stored(study(1, conditions=("Asthma",)), told(2, summary=None, conditions=("Asthma",)), *OTHERS)
    assert found(words="asthma") == [2, 1]


# ── What stands for it in an address ─────────────────────────────────────────
NOTE = """A 58-year-old woman from Larchville, a teacher, presents with wheezing at night. She was diagnosed with asthma
and type 2 diabetes. She denies eczema. Her mother, who lives with her, had breast cancer. She likes gardening."""


def test_a_note_becomes_its_diseases_and_words_and_loses_its_story() -> None:
    stored(
        told(1, "Wheezing at night", conditions=("Asthma",)),
        study(2, conditions=("Type 2 Diabetes", "Eczema")),
        study(3, conditions=("Breast Cancer",)),
        told(4, "Gardening without pain", conditions=("Mothers", "Diagnosed")),
        *OTHERS,
    )
    parts = gist(NOTE, follower.index()).split("; ")
    assert set(parts[:2]) == {"asthma", "type 2 diabetes mellitus"}
    assert {"wheezing", "night", "gardening"} <= set(parts)
    assert not {"Larchville", "larchville", "teacher", "eczema", "breast cancer", "mother", "diagnosed"} & set(parts)
    assert found(words="; ".join(parts))[0] == 1


def test_a_note_of_any_length_fits_into_an_address() -> None:
    stored(*(told(number, f"Word{number}word of trials") for number in range(1, 200)))
    text = " ".join(f"Word{number}word" for number in range(1, 200))
    assert 0 < len(gist(text, follower.index())) <= LONGEST
    assert gist("", follower.index()) == gist("the of", follower.index()) == ""


def test_a_page_of_a_note_and_the_link_to_it_show_the_same(client) -> None:
    stored(told(1, "Wheezing at night", conditions=("Asthma",)), study(2, conditions=("Type 2 Diabetes",)), *OTHERS)
    page = client.post("/describe/", {"text": NOTE + " So it has been for years, and now it is too much for her."})
    assert page.status_code == 200
    criteria = page.context["results"].criteria
    assert criteria.condition == "" and "asthma" in criteria.words
    assert str(criteria.age) == "58" and criteria.sex == "FEMALE"
    assert "gardening" not in criteria.query_string() and "Larchville" not in page.context["heard"].query
    again = client.get(f"/trials/?{criteria.query_string()}")
    assert again.context["results"].criteria == criteria
    assert [card.trial.pk for card in again.context["results"].cards] == [1, 2]
    assert "fit all of it best" in page.content.decode()


def test_a_sentence_is_searched_by_its_condition_and_ordered_by_the_rest(client) -> None:
    stored(
        study(1, conditions=("Asthma",), identificationModule={"briefTitle": "Severe asthma"}),
        study(2, conditions=("Asthma",)),
        told(3, "Severe pain"),
        *OTHERS,
    )
    page = client.get("/trials/", {"condition": "My son is 7 and has severe asthma"})
    criteria = page.context["results"].criteria
    assert (criteria.condition, criteria.words) == ("asthma", "severe")
    assert [card.trial.pk for card in page.context["results"].cards] == [1, 2]


# ── The formula ──────────────────────────────────────────────────────────────
DESCRIPTIONS = (
    "A 61-year-old man was diagnosed with acute myeloid leukemia, which relapsed after a stem cell transplant.",
    "She has metastatic breast cancer, HER2 positive; no brain metastases. Family history: sister with melanoma.",
    "Type 2 diabetes, hypertension and chronic kidney disease. He denies chest pain. COPD exacerbation last year.",
    "7 yo boy, asthma and peanut allergy, atopic dermatitis since birth",
    "depression after stroke, insomnia, anxiety; smoking 20 pack years",
)


@pytest.mark.slow
def test_scores_are_those_of_a_plain_reading_of_the_real_records() -> None:
    import json

    from django.utils import timezone

    from trials.registry.store import prepare, store

    lines = random.Random(7).sample(real_lines(), 400)
    store([prepare(line) for line in lines], now=timezone.now())
    index = follower.index()
    studies = [json.loads(line) for line in lines]
    registry = Registry(studies, index.vocabulary)
    numbers = [one["protocolSection"]["identificationModule"]["nctId"] for one in studies]
    for text in DESCRIPTIONS:
        plain = registry.scores(describing.read(text, index.vocabulary))
        matches = Matches(SearchCriteria(words=text, status="any"), index)
        ours = {
            nct_id(number): score
            for part in matches.parts
            for number, score in zip(part.column("numbers").tolist(), part.scores.tolist(), strict=True)
        }
        assert ours.keys() == {number for number, score in zip(numbers, plain, strict=True) if score > 0}
        assert len(ours) > 20
        expected = np.array(plain)
        # An impact is stored in steps of a 255th.
        assert np.array([ours.get(number, 0.0) for number in numbers]) == pytest.approx(expected, rel=0.01, abs=0.05)
