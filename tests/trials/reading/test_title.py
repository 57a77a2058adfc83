import pytest

from tests.trials.reading.kit import HOSTILE, real_studies, study
from trials.reading.title import MOST_WORDS, plain_title
from trials.registry.records import Study

LONG = "Evaluating Whether Twice Daily Larchumab Given for Up to One Whole Year Will Help Somewhat in Asthma of Adults"


def titled(title: str) -> str:
    return plain_title(study(identification={"briefTitle": title}))


def trial(title: str = LONG, **changes: dict) -> Study:
    modules = {
        "identification": {"briefTitle": title},
        "conditions": {"conditions": ["Severe Asthma"]},
        "design": {"studyType": "INTERVENTIONAL", "designInfo": {"primaryPurpose": "TREATMENT"}},
        "eligibility": {"healthyVolunteers": False, "stdAges": ["ADULT", "OLDER_ADULT"]},
        "armsInterventions": {"interventions": [{"type": "DRUG", "name": "Larchumab"}]},
    }
    return study(**{**modules, **changes})


@pytest.mark.parametrize(
    ("brief", "plain"),
    [
        ("A Study of Larchumab in Patients With Severe Asthma", "Larchumab in People With Severe Asthma"),
        (
            "A Phase 2, Randomized Study to Evaluate the Efficacy and Safety of Larchumab in Subjects With Gout",
            "Larchumab in People With Gout",
        ),
        ("Efficacy and Safety of Larchumab in Children With Asthma", "Larchumab in Children With Asthma"),
        ("Yoga for Back Pain", "Yoga for Back Pain"),
        ("A Pilot Study of a New Inhaler for Asthma", "A New Inhaler for Asthma"),
    ],
)
def test_words_about_the_design_are_taken_off(brief, plain):
    assert titled(brief) == plain


@pytest.mark.parametrize(
    "brief",
    [
        "The Effect of Larch Pollen on Sleep",
        "Evaluation of the Safety of Goat Milk on Digestion",
        "Larch Study",
        "A Study in Larch",
        "Asthma Patients With Hay Fever",
    ],
)
def test_a_title_that_would_say_something_else_without_them_is_left_alone(brief):
    assert titled(brief).lower() in brief.lower()
    assert "on" not in brief.split() or "of" in titled(brief).split()


def test_a_comparison_stays_a_comparison():
    assert (
        titled("A Study Comparing Larchumab and Sprucetinib in Gout") == "Comparing Larchumab and Sprucetinib in Gout"
    )


def test_names_keep_their_spelling():
    assert titled("Efficacy of larchX in Severe Asthma") == "larchX in Severe Asthma"


def test_a_long_title_becomes_treatment_and_illness():
    assert plain_title(trial()) == "Larchumab for severe asthma"


def test_children_and_placebos_are_named():
    interventions = [{"type": "DRUG", "name": "Larchumab"}, {"type": "DRUG", "name": "Placebo"}]
    made = trial(
        eligibility={"healthyVolunteers": False, "stdAges": ["CHILD"]},
        armsInterventions={"interventions": interventions},
    )
    assert plain_title(made) == "Larchumab compared with a placebo for severe asthma in children"


def test_names_of_people_in_an_illness_keep_their_capital():
    assert plain_title(trial(conditions={"conditions": ["Crohn's Disease"]})) == "Larchumab for Crohn's disease"


@pytest.mark.parametrize(
    "changes",
    [
        {"conditions": {"conditions": ["Asthma", "Gout"]}},
        {"conditions": {"conditions": ["Healthy Volunteers"]}},
        {"conditions": {}},
        {
            "armsInterventions": {
                "interventions": [{"type": "DRUG", "name": "Larchumab"}, {"type": "DRUG", "name": "B"}]
            }
        },
        {"armsInterventions": {"interventions": [{"type": "DRUG", "name": "Larchumab 5 mg"}]}},
        {"armsInterventions": {"interventions": [{"type": "DRUG", "name": "Sprucetinib"}]}},
        {"armsInterventions": {"interventions": [{"type": "OTHER", "name": "Larchumab"}]}},
        {"armsInterventions": {}},
        {"eligibility": {"healthyVolunteers": True}},
        {"eligibility": {}},
        {"design": {"designInfo": {"primaryPurpose": "PREVENTION"}}},
        {"title": LONG + " Combined With Sprucetinib"},
    ],
)
def test_where_the_record_leaves_a_doubt_the_registrys_title_stays(changes):
    made = trial(**changes)
    assert plain_title(made) == made.protocol.identification.brief_title


def test_a_study_without_a_title_still_has_one():
    assert plain_title(Study()) == "A study without a title"
    assert plain_title(study(identification={"officialTitle": "Official"})) == "Official"


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_makes_it_raise(text):
    assert plain_title(study(identification={"briefTitle": text}, conditions={"conditions": [text]}))


def test_real_titles_are_short_or_the_registrys_own():
    for each in real_studies():
        title = plain_title(each)
        brief = " ".join(each.protocol.identification.brief_title.split())
        assert len(title.split()) <= MOST_WORDS or title == brief, each.nct_id
