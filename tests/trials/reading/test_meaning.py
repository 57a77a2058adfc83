import statistics

import pytest

from tests.trials.reading.kit import HOSTILE, grade, real_studies, study
from trials.reading import groups, meaning
from trials.registry.records import Study

PLACEBO_ARMS = {
    "armGroups": [
        {"label": "A", "type": "EXPERIMENTAL", "interventionNames": ["Drug: Larchumab"]},
        {"label": "B", "type": "PLACEBO_COMPARATOR", "interventionNames": ["Drug: Placebo"]},
    ],
    "interventions": [{"type": "DRUG", "name": "Larchumab"}, {"type": "DRUG", "name": "Placebo"}],
}


def trial(phases: tuple[str, ...] = ("PHASE2",), purpose: str = "TREATMENT", **modules: dict) -> Study:
    design = {
        "studyType": "INTERVENTIONAL",
        "phases": list(phases),
        "designInfo": {"primaryPurpose": purpose, "allocation": "RANDOMIZED", "interventionModel": "PARALLEL"},
        "enrollmentInfo": {"count": 60, "type": "ESTIMATED"},
    }
    return study(**{"design": design, "armsInterventions": PLACEBO_ARMS, **modules})


OBSERVATIONAL = study(design={"studyType": "OBSERVATIONAL", "designInfo": {"timePerspective": "PROSPECTIVE"}})
EXPANDED = study(
    design={"studyType": "EXPANDED_ACCESS"},
    armsInterventions={"interventions": [{"type": "DRUG", "name": "Larchumab"}]},
)


def test_it_says_what_is_tested_against_what_in_how_many():
    assert meaning.what_is_tested(trial()) == (
        "This study tests a drug: Larchumab.",
        "It is compared with a placebo (something that looks the same but does not treat).",
        "It is a mid-stage study (phase 2). It checks if the treatment seems to work and how safe it is.",
        "It is planned for about 60 people.",
    )


def test_people_who_were_counted_took_part():
    design = {"studyType": "INTERVENTIONAL", "enrollmentInfo": {"count": 61, "type": "ACTUAL"}}
    assert meaning.what_is_tested(study(design=design))[-1] == "About 61 people took part."


def test_an_impossible_number_of_people_is_not_repeated():
    design = {"studyType": "INTERVENTIONAL", "enrollmentInfo": {"count": 99_999_999}}
    assert not any("people" in sentence for sentence in meaning.what_is_tested(study(design=design)))


def test_many_or_long_names_are_counted_instead():
    many = {"interventions": [{"type": "DRUG", "name": f"Larch {number}"} for number in range(5)]}
    long = {"interventions": [{"type": "DEVICE", "name": "a device with a name of far too many words"}]}
    assert meaning.what_is_tested(trial(armsInterventions=many))[0] == "This study uses 5 drugs."
    assert meaning.what_is_tested(trial(armsInterventions=long))[0] == "This study uses a device."


def test_a_study_that_only_watches_does_not_test():
    assert "watches" in meaning.what_is_tested(OBSERVATIONAL)[0]
    assert not any("tests" in sentence for sentence in meaning.what_is_tested(OBSERVATIONAL))
    assert meaning.what_it_could_lead_to(OBSERVATIONAL)[-1] == "It is not meant to change your treatment."


def test_expanded_access_is_not_called_a_trial():
    assert meaning.what_is_tested(EXPANDED)[0].startswith("This is not a trial.")


@pytest.mark.parametrize("phase", ["EARLY_PHASE1", "PHASE1"])
def test_an_early_study_cannot_show_that_it_works(phase):
    assert any("cannot show" in each for each in meaning.what_it_could_lead_to(trial((phase,))))
    assert any("early study" in each for each in meaning.what_could_go_wrong(trial((phase,))))


def test_first_in_people_is_said():
    first = trial(("PHASE1",), identification={"briefTitle": "A First-in-Human Study of Larchumab"})
    assert any("first time that people get it" in each for each in meaning.what_could_go_wrong(first))


def test_nothing_is_promised():
    for purpose in ("TREATMENT", "PREVENTION", "SUPPORTIVE_CARE", "NEW", ""):
        said = meaning.what_it_could_lead_to(trial(purpose=purpose))
        assert said[-1] == "Nobody can promise that it will help you."
        assert not any("will" in sentence.split() for sentence in said[:-1])


def test_a_placebo_a_sham_and_a_group_without_treatment_are_warned_of():
    assert any("placebo" in each for each in meaning.what_could_go_wrong(trial()))
    sham = {"interventions": [{"type": "PROCEDURE", "name": "Sham operation"}]}
    assert any("sham" in each for each in meaning.what_could_go_wrong(trial(armsInterventions=sham)))
    untreated = {"armGroups": [{"label": "A", "type": "EXPERIMENTAL"}, {"label": "B", "type": "NO_INTERVENTION"}]}
    assert any("no treatment" in each for each in meaning.what_could_go_wrong(trial(armsInterventions=untreated)))


def test_no_placebo_is_spoken_of_where_there_is_none():
    alone = {"interventions": [{"type": "DRUG", "name": "Larchumab"}]}
    assert not any("placebo" in each for each in meaning.what_could_go_wrong(trial(armsInterventions=alone)))
    assert not any("placebo" in each for each in meaning.what_is_tested(trial(armsInterventions=alone)))


def test_an_empty_record_claims_nothing():
    assert meaning.what_is_tested(Study()) == ("The record does not say what is tested.",)
    assert meaning.what_it_could_lead_to(Study()) == ("Nobody can promise that it will help you.",)
    assert meaning.what_could_go_wrong(Study())


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_makes_it_raise(text):
    made = study(
        identification={"briefTitle": text},
        design={"studyType": text, "phases": [text], "designInfo": {"primaryPurpose": text, "allocation": text}},
        armsInterventions={
            "armGroups": [{"label": text, "type": text, "interventionNames": [text]}],
            "interventions": [{"type": text, "name": text, "armGroupLabels": [text]}],
        },
    )
    for tell in (meaning.what_is_tested, meaning.what_it_could_lead_to, meaning.what_could_go_wrong):
        assert isinstance(tell(made), tuple)


def test_what_is_said_of_real_studies_can_be_read_after_eight_years_of_school():
    """Sentences with the names of treatments are left out: how hard those are is not ours to choose."""
    said = {
        sentence
        for each in real_studies()
        for tell in (meaning.what_is_tested, meaning.what_it_could_lead_to, meaning.what_could_go_wrong)
        for sentence in tell(each)
        if not sentence.startswith(("This study tests", "This study uses", "It is compared with", "The treatment is"))
    }
    grades = [grade(sentence) for sentence in said]
    assert statistics.median(grades) <= 8
    assert max(grades) <= 11


def test_every_fixed_sentence_can_be_read_after_eight_years_of_school():
    tables = (meaning._PHASE, meaning._LOOKS, meaning._COULD, meaning._NEXT, meaning._HARM)
    grades = [grade(sentence) for table in tables for sentence in table.values()]
    assert statistics.median(grades) <= 8
    assert max(grades) <= 11


def test_a_real_study_is_warned_of_a_placebo_exactly_where_some_people_get_one():
    for each in real_studies():
        if each.protocol.design.study_type == "INTERVENTIONAL":
            warned = any("may get a placebo" in sentence for sentence in meaning.what_could_go_wrong(each))
            assert warned is groups.has_placebo(each), each.nct_id
