"""Headings as patients read them."""

import pytest

from tests.trials.search.terms.kit import packaged
from trials.search.terms.rows import Heading
from trials.search.terms.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("mesh_id", "expected"),
    [
        ("D015470", "Acute myeloid leukemia"),
        ("D001943", "Breast cancer"),
        ("D003424", "Crohn's disease"),
        ("D000544", "Alzheimer's disease"),
        ("D003924", "Type 2 diabetes mellitus"),
        ("D006526", "Hepatitis C"),
        ("D002289", "Non-small-cell lung carcinoma"),
        ("D008228", "Non-Hodgkin lymphoma"),
        ("D000086382", "COVID-19"),
        ("D015658", "HIV infections"),
        ("D020388", "Duchenne muscular dystrophy"),
        ("D014927", "Wolff-Parkinson-White syndrome"),
        ("D006232", "Hand, foot and mouth disease"),
        ("D001249", "Asthma"),
    ],
)
def test_a_heading_is_shown_in_natural_order_and_sentence_case(mesh_id, expected) -> None:
    assert packaged().shown(mesh_id) == expected


def test_an_unknown_heading_has_no_name() -> None:
    assert packaged().shown("D999999") == ""


def test_without_any_word_list_only_abbreviations_and_lone_letters_keep_their_capitals() -> None:
    headings = [Heading("A", "Vitamin K Deficiency, IgA-Related", ("C01",)), Heading("B", "Crohn Disease", ("C02",))]
    bare = Vocabulary(headings)
    assert bare.shown("A") == "IgA-related vitamin K deficiency"
    assert bare.shown("B") == "Crohn disease"


def test_every_packaged_name_can_be_shown() -> None:
    for mesh_id, heading in packaged().headings.items():
        shown = packaged().shown(mesh_id)
        assert shown and shown[0] == shown[0].upper(), heading
