import pytest

from tests.trials.reading.kit import study
from trials.reading.groups import Group, compared, groups, has_placebo, has_sham, is_inert
from trials.reading.groups import tested as what_is_tested
from trials.registry.records import Intervention, Study

DRUG = {"type": "DRUG", "name": "Larchumab"}
OLD = {"type": "DRUG", "name": "Oldstatin"}
PLACEBO = {"type": "DRUG", "name": "Matching placebo"}


def arm(label: str, kind: str, *names: str) -> dict:
    return {"label": label, "type": kind, "interventionNames": [f"Drug: {name}" for name in names]}


def trial(interventions: list[dict], *arms: dict) -> Study:
    return study(armsInterventions={"interventions": interventions, "armGroups": list(arms)})


def names(interventions: tuple[Intervention, ...]) -> list[str]:
    return [each.name for each in interventions]


AGAINST_OLD = trial([DRUG, OLD], arm("A", "EXPERIMENTAL", "Larchumab"), arm("B", "ACTIVE_COMPARATOR", "Oldstatin"))
ADDED = trial(
    [DRUG, OLD, PLACEBO],
    arm("A", "EXPERIMENTAL", "Larchumab", "Oldstatin"),
    arm("B", "PLACEBO_COMPARATOR", "Matching placebo", "Oldstatin"),
)
DOUBLE_DUMMY = trial(
    [DRUG, OLD, PLACEBO],
    arm("A", "EXPERIMENTAL", "Larchumab", "Matching placebo"),
    arm("B", "ACTIVE_COMPARATOR", "Oldstatin", "Matching placebo"),
)


def test_arms_become_groups_with_plain_words():
    assert groups(AGAINST_OLD) == (
        Group("A", "Gets what is being tested", ("Larchumab",)),
        Group("B", "Gets a treatment already in use", ("Oldstatin",)),
    )


def test_an_unknown_kind_of_arm_is_not_guessed():
    assert groups(trial([], arm("A", "MYSTERY")))[0].kind == ""


def test_what_is_tested_is_what_only_the_experimental_arms_get():
    assert names(what_is_tested(AGAINST_OLD)) == ["Larchumab"]
    assert names(what_is_tested(ADDED)) == ["Larchumab"]
    assert names(compared(AGAINST_OLD)) == ["Oldstatin"]
    assert names(compared(ADDED)) == []


def test_without_experimental_arms_everything_but_placebos_is_tested():
    assert names(what_is_tested(trial([DRUG, PLACEBO]))) == ["Larchumab"]
    assert names(what_is_tested(trial([DRUG], arm("A", "OTHER", "Larchumab")))) == ["Larchumab"]


def test_a_placebo_for_some_is_told_from_a_placebo_beside_a_real_treatment():
    assert has_placebo(ADDED)
    assert has_placebo(trial([DRUG, PLACEBO]))
    assert has_placebo(
        trial([DRUG, PLACEBO], arm("A", "EXPERIMENTAL", "Larchumab"), arm("B", "OTHER", "Matching placebo"))
    )
    assert not has_placebo(DOUBLE_DUMMY)
    assert not has_placebo(AGAINST_OLD)


def test_a_sham_is_known_by_its_arm_or_its_name():
    assert has_sham(trial([DRUG], arm("A", "SHAM_COMPARATOR")))
    assert has_sham(trial([{"type": "PROCEDURE", "name": "Sham laser"}]))
    assert not has_sham(trial([{"type": "DRUG", "name": "Shampoo"}]))


@pytest.mark.parametrize(
    ("name", "inert"),
    [
        ("Placebo", True),
        ("Placebo for Larchumab", True),
        ("Sham surgery", True),
        ("Usual care", True),
        ("Control group", True),
        ("Saline", True),
        ("No intervention", True),
        ("Larchumab or placebo", False),
        ("Blood pressure control program", False),
        ("Hypertonic saline", False),
        ("Standard of care plus Larchumab", False),
    ],
)
def test_only_what_does_nothing_new_is_inert(name, inert):
    assert is_inert(Intervention(name=name)) is inert


def test_an_empty_record_has_no_groups():
    assert groups(Study()) == what_is_tested(Study()) == compared(Study()) == ()
    assert not has_placebo(Study()) and not has_sham(Study())
