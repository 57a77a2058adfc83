import statistics

import pytest

from tests.trials.reading.kit import HOSTILE, grade, real_studies, study
from trials.reading.questions import questions
from trials.registry.records import Study


def asked(kind: str = "DRUG", **modules: dict) -> str:
    arms = {"interventions": [{"type": kind, "name": "Larch"}]}
    return " ".join(questions(study(**{"armsInterventions": arms, **modules})))


def test_a_placebo_raises_its_question():
    arms = {"interventions": [{"type": "DRUG", "name": "Larchumab"}, {"type": "DRUG", "name": "Placebo"}]}
    assert "How likely is it that I get the placebo?" in asked(armsInterventions=arms)
    assert "placebo" not in asked()


def test_an_early_study_raises_the_question_who_had_it_before():
    assert "had this before" in asked(design={"phases": ["PHASE1"]})
    assert "had this before" not in asked(design={"phases": ["PHASE3"]})


def test_questions_fit_what_is_tested():
    assert "side effects" in asked("DRUG") and "side effects" not in asked("BEHAVIORAL")
    assert "radiation" in asked("RADIATION") and "radiation" not in asked("DRUG")
    assert "my child" in asked(eligibility={"stdAges": ["CHILD"]})
    assert "my child" not in asked(eligibility={"stdAges": ["CHILD", "ADULT"]})


def test_a_study_that_only_watches_is_asked_about_data():
    assert "Does it change the care that I get?" in questions(study(design={"studyType": "OBSERVATIONAL"}))


def test_every_real_study_gets_six_to_ten_different_questions():
    for each in (*real_studies(), Study()):
        said = questions(each)
        assert 6 <= len(said) == len(set(said)) <= 10, each.nct_id
        assert all(question.endswith("?") for question in said)


def test_the_questions_can_be_read_after_eight_years_of_school():
    grades = [grade(question) for question in {question for each in real_studies() for question in questions(each)}]
    assert statistics.median(grades) <= 8
    assert max(grades) <= 11


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_makes_it_raise(text):
    assert asked(text, design={"studyType": text, "phases": [text]}, eligibility={"stdAges": [text]})
