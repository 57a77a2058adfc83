"""Terms inside a longer text."""

import pytest

from tests.trials.search.terms.kit import names, packaged, small
from trials.search.terms.folding import tokens


def found(text: str, vocabulary=None) -> list[tuple[str, str]]:
    """The words of each mention, and the name of its likeliest meaning."""
    words = tokens(text)
    mentions = (vocabulary or small()).mentions(text)
    return [(" ".join(words[one.start : one.end]), one.meanings[0].name) for one in mentions]


def test_the_longest_term_counts_and_says_where_it_stands() -> None:
    (mention,) = small().mentions("A man with acute myeloid leukaemia since May")
    assert (mention.start, mention.end, names(mention.meanings)) == (3, 6, ["Leukemia, Myeloid, Acute"])


def test_a_text_that_is_a_term_is_one_mention_of_all_its_meanings() -> None:
    (mention,) = small().mentions("ms")
    assert (mention.start, mention.end, names(mention.meanings)) == (
        0,
        1,
        ["Multiple Sclerosis", "Mitral Valve Stenosis"],
    )


@pytest.mark.parametrize(
    "text",
    ["all of them", "we can all go ms by ms", "a cold room", "ALL IN A COLD ROOM", "Cold rooms", "Ms Miller came"],
)
def test_words_of_every_day_are_no_diseases(text) -> None:
    assert found(text) == []


def test_in_capitals_they_are() -> None:
    assert found("Children with ALL or MS") == [("ALL", "Lymphoblastic Leukemia"), ("MS", "Multiple Sclerosis")]


def test_mentions_do_not_overlap_and_come_in_order() -> None:
    text = "Leukemia, breast cancer and anemia"
    assert found(text) == [("Leukemia", "Leukemia"), ("breast cancer", "Breast Neoplasms"), ("anemia", "Anemia")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Leukemia, Myeloid, Acute", ["Leukemia Myeloid Acute"]),
        ("Anemia; Leukemia, Myeloid, Acute; Hepatitis", ["Anemia", "Leukemia Myeloid Acute", "Hepatitis"]),
        ("Leukemia, Myeloid, Acute, in remission", ["Leukemia Myeloid Acute"]),
        ("Diabetes Mellitus, Type 2, Anemia", ["Diabetes Mellitus Type 2", "Anemia"]),
        ("Leukemia. Acute myeloid leukemia", ["Leukemia", "Acute myeloid leukemia"]),
        ("anemia, breast cancer", ["anemia", "breast cancer"]),
        ("a lump in the breast. Cancer?", ["Cancer"]),
    ],
)
def test_terms_reach_across_commas_only_where_names_are_inverted(text, expected) -> None:
    assert [words for words, _ in found(text)] == expected


def test_brackets_part_but_the_whole_is_looked_at_first() -> None:
    assert found("Diabetes (type 2)") == [("Diabetes type 2", "Diabetes Mellitus, Type 2")]
    assert found("Anemia (breast cancer)") == [("Anemia", "Anemia"), ("breast cancer", "Breast Neoplasms")]


def test_a_possessive_alone_is_the_disease_but_the_name_alone_is_a_person() -> None:
    assert found("My father has Crohn's and anemia") == [("Crohns", "Crohn Disease"), ("anemia", "Anemia")]
    assert found("Dr Crohn saw him") == []


def test_places_are_those_of_the_whole_text() -> None:
    text = "A (b), c; d: anemia – e. Breast cancer!"
    assert [(one.start, one.end) for one in small().mentions(text)] == [(4, 5), (6, 8)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Stage IV breast cancer AJCC v8", [("breast cancer", "Breast Neoplasms")]),
        ("Malignant Neoplasm of Prostate", [("Neoplasm of Prostate", "Prostatic Neoplasms")]),
        ("Recurrent non-small cell lung cancer", [("non small cell lung cancer", "Carcinoma, Non-Small-Cell Lung")]),
        ("hearing aids and first aid", []),
        (
            "My husband has type two diabetes and high blood pressure",
            [("type two diabetes", "Diabetes Mellitus, Type 2"), ("high blood pressure", "Hypertension")],
        ),
        ("fever, pain, chest tightness", [("fever", "Fever"), ("pain", "Pain")]),
        ("the disease is a risk for all patients who fall ill", []),
    ],
)
def test_the_packaged_vocabulary_reads_names_and_sentences(text, expected) -> None:
    assert found(text, packaged()) == expected
