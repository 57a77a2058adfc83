"""Misspelt words."""

import pytest

from tests.trials.search.terms.kit import packaged, small
from trials.search.terms.sounds import skeleton, sound


@pytest.mark.parametrize(
    ("words", "understood", "meaning"),
    [
        ("alzhimers", "Alzheimer's disease", "Alzheimer Disease"),
        ("lukemia", "leukemia", "Leukemia"),
        ("type two diabetes", "type 2 diabetes", "Diabetes Mellitus, Type 2"),
        ("diabetis", "diabetes", "Diabetes Mellitus"),
        ("fibromialgia", "fibromyalgia", "Fibromyalgia"),
        ("parkinsons", "Parkinson's disease", "Parkinson Disease"),
        ("crones disease", "Crohn's disease", "Crohn Disease"),
        ("brest cancer", "breast cancer", "Breast Neoplasms"),
        ("breastcancer", "breast cancer", "Breast Neoplasms"),
        ("fibro myalgia", "fibromyalgia", "Fibromyalgia"),
        ("numonia", "pneumonia", "Pneumonia"),
        ("asma", "asthma", "Asthma"),
        ("cronic fatigue", "chronic fatigue syndrome", "Fatigue Syndrome, Chronic"),
        ("chest plain", "chest pain", "Chest Pain"),
        ("rhumatoid arthritis", "rheumatoid arthritis", "Arthritis, Rheumatoid"),
    ],
)
def test_misspelt_words_are_understood(words, understood, meaning) -> None:
    correction = packaged().corrected(words)
    assert correction is not None
    assert (correction.words, correction.meanings[0].name) == (understood, meaning)


@pytest.mark.parametrize(
    "words",
    [
        *(
            "plain",
            "maria",
            "houston",
            "movie",
            "pencil",
            "chatbot",
            "sealing",
            "metformin",
            "hemodialysis",
            "knee replacement",
        ),
        *(
            "the quick brown fox",
            "my doctor told me to look for a trial of something new",
            "xqzvw",
            "12345",
            "",
            "crab",
        ),
    ],
)
def test_better_nothing_than_a_wrong_disease(words) -> None:
    assert packaged().corrected(words) is None


@pytest.mark.parametrize("words", ["leukemia", "Acute Myeloid Leukemia", "MS", "Crohn’s disease"])
def test_what_is_right_is_not_corrected(words) -> None:
    assert small().corrected(words) is None


def test_two_diseases_that_are_as_near_are_no_answer() -> None:
    assert packaged().meanings("otitis") and packaged().meanings("mitosis") == ()
    assert small().corrected("leukemia myeloid akute") is not None
    assert small().corrected("hepatitis b") is None


def test_every_meaning_of_the_understood_words_is_carried() -> None:
    correction = packaged().corrected("melenoma")
    assert correction is not None
    assert correction.meanings == packaged().meanings(correction.words)


def test_a_letter_too_few_in_any_name_finds_that_name_or_nothing_and_hardly_ever_another() -> None:
    vocabulary = packaged()
    headings = [one for one in list(vocabulary.headings.values())[::40] if "," not in one.name and len(one.name) > 7]
    right = wrong = 0
    for one in headings:
        middle = len(one.name) // 2
        typed = one.name[:middle] + one.name[middle + 1 :]
        if vocabulary.meanings(typed) or not (correction := vocabulary.corrected(typed)):
            continue
        right, wrong = (right + 1, wrong) if one in correction.meanings else (right, wrong + 1)
    assert right > len(headings) * 0.7
    assert wrong <= len(headings) * 0.02


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("crohn", "crone"),
        ("eczema", "exema"),
        ("pneumonia", "numonia"),
        ("fibromyalgia", "fibromialgia"),
        ("asthma", "asma"),
    ],
)
def test_words_that_are_heard_as_one_sound_the_same(one, other) -> None:
    assert sound(one) == sound(other)


def test_the_skeleton_of_a_sound_has_no_vowels() -> None:
    assert skeleton("lupis") == skeleton("lupus")
    assert skeleton("maria") != skeleton("mania")
