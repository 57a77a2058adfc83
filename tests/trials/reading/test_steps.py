import statistics

import pytest

from tests.trials.reading.kit import HOSTILE, grade, real_studies, study
from trials.reading.steps import how_long, what_happens
from trials.registry.records import Study


def arms(count: int, kind: str = "EXPERIMENTAL") -> dict:
    return {"armGroups": [{"label": f"Group {number}", "type": kind} for number in range(count)]}


def trial(count: int, allocation: str, model: str = "PARALLEL", **masking: object) -> Study:
    info = {"allocation": allocation, "interventionModel": model, "maskingInfo": masking}
    return study(design={"studyType": "INTERVENTIONAL", "designInfo": info}, armsInterventions=arms(count))


def told(made: Study) -> str:
    return " ".join(sentence for step in what_happens(made) for sentence in step.sentences)


def frames(*time_frames: str) -> Study:
    return study(outcomes={"primaryOutcomes": [{"measure": "m", "timeFrame": frame} for frame in time_frames]})


def test_chance_is_named_where_it_decides():
    assert "There are 2 groups. Chance decides which one you are in." in told(trial(2, "RANDOMIZED"))
    assert "how likely" in told(trial(2, "RANDOMIZED"))


@pytest.mark.parametrize("allocation", ["NON_RANDOMIZED", "NA", "", "NEW"])
def test_chance_does_not_decide_where_the_record_does_not_say_so(allocation):
    assert "Chance decides" not in told(trial(2, allocation))


def test_one_group_is_not_left_to_chance():
    assert "Chance" not in told(trial(1, "RANDOMIZED"))
    assert "Everyone in the study is in the same group." in told(trial(1, "NA", "SINGLE_GROUP"))


def test_in_a_crossover_chance_decides_the_order():
    assert "Chance decides the order." in told(trial(2, "RANDOMIZED", "CROSSOVER"))


def test_in_a_study_of_many_parts_chance_decides_only_in_part():
    assert "at least in a part" in told(trial(12, "RANDOMIZED"))
    assert "at least in a part" in told(trial(3, "RANDOMIZED", "SEQUENTIAL"))


def test_the_groups_stand_on_the_step_that_forms_them():
    step = next(step for step in what_happens(trial(2, "RANDOMIZED")) if step.groups)
    assert [group.label for group in step.groups] == ["Group 0", "Group 1"]


def test_who_is_not_told_is_said():
    assert "You are not told" in told(trial(2, "RANDOMIZED", masking="DOUBLE", whoMasked=["PARTICIPANT"]))
    assert "You are not told" not in told(trial(2, "RANDOMIZED", masking="SINGLE", whoMasked=["OUTCOMES_ASSESSOR"]))
    assert "Everyone knows" in told(trial(2, "RANDOMIZED", masking="NONE"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("12 weeks",), "12 weeks"),
        (("Up to 24 months", "Week 12"), "24 months"),
        (("Baseline to week 52",), "52 weeks"),
        (("Day 28",), "28 days"),
        (("1 year",), "1 year."),
    ],
)
def test_a_clear_time_frame_says_how_long(given, said):
    assert said in how_long(frames(*given))


@pytest.mark.parametrize("given", [(), ("",), ("until progression",), ("12 weeks", "see protocol"), ("0 weeks",)])
def test_a_time_frame_that_is_not_clear_says_nothing(given):
    assert how_long(frames(*given)) == ""


def test_a_study_of_old_records_asks_nothing_of_anybody():
    made = study(design={"studyType": "OBSERVATIONAL", "designInfo": {"timePerspective": "RETROSPECTIVE"}})
    assert [step.title for step in what_happens(made)] == ["Your records are used"]


def test_an_empty_record_has_no_steps():
    assert what_happens(Study()) == ()


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_makes_it_raise(text):
    info = {"allocation": text, "interventionModel": text, "maskingInfo": {"masking": text, "whoMasked": [text]}}
    made = study(
        design={"studyType": text, "designInfo": info},
        armsInterventions={"armGroups": [{"label": text, "type": text}] * 3},
        outcomes={"primaryOutcomes": [{"timeFrame": text}]},
    )
    assert isinstance(what_happens(made), tuple)


def test_the_steps_of_real_studies_can_be_read_after_eight_years_of_school():
    said = {sentence for each in real_studies() for step in what_happens(each) for sentence in step.sentences}
    grades = [grade(sentence) for sentence in said]
    assert statistics.median(grades) <= 8
    assert max(grades) <= 11
