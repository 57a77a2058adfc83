"""What of a doctor's note may stand in an address: what the illness is, and nothing of who has it."""

import pytest

from tests.studies import stored, study
from trials.search.gist import gist
from trials.search.index.current import follower
from trials.search.understanding.addressed import without_names

pytestmark = pytest.mark.django_db

NOTE = """Mrs. Johnson of Larchville is a 58 year old teacher with metastatic pancreatic cancer. Johnson was seen by
Dr. Miller after her second line of chemotherapy. She has Parkinson disease too, and jaundice since spring."""


@pytest.fixture
def index():
    stored(
        study(1, conditions=("Pancreatic Cancer",), keywords=("Metastatic", "Chemotherapy", "Jaundice")),
        study(2, conditions=("Parkinson Disease",), keywords=("Johnson", "Miller", "Larchville", "Teacher")),
    )
    return follower.index()


def test_the_illness_is_told_and_no_name(index) -> None:
    told = gist(without_names(NOTE), index).casefold()
    assert "pancreatic cancer" in told
    assert "parkinson" in told
    assert "retinopathy" not in told, "Dr. is no diabetic retinopathy"
    assert not {"johnson", "miller", "larchville"} & set(told.replace(";", " ").split())


def test_a_word_that_also_stands_in_small_letters_is_no_name(index) -> None:
    assert "jaundice" in gist("Jaundice was first. The jaundice grew worse. Pancreatic cancer was found.", index)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Ms. Jones, 58, has asthma", ", 58, has asthma"),
        ("Dr Miller says that Miller's clinic treats ALL", "says that clinic treats ALL"),
        ("MS since 2019, seen by Mrs Jane van Dyke", "MS since 2019, seen by"),
        ("she has MS. Diagnosed in May", "she has MS. Diagnosed in May"),
        ("my Dr. said it is COPD", "my said it is COPD"),
    ],
)
def test_people_are_taken_out_of_a_note(said, left) -> None:
    assert without_names(said).split() == left.split()


def test_ms_jones_has_asthma_and_no_multiple_sclerosis(client, index) -> None:
    page = client.get("/trials/", {"condition": "Ms. Jones is 58 and has asthma"})
    assert "multiple sclerosis" not in page.content.decode().casefold()
    page = client.get("/trials/", {"condition": "Ms. Jones is 58 years old and has asthma"})
    assert page.context["results"].criteria.condition == "asthma"
