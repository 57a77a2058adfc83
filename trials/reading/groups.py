"""Who gets what: a study's arms and interventions as groups of plain values."""

import re
from dataclasses import dataclass

from trials.registry.records import ArmGroup, Intervention, Study
from trials.vocabulary import ARM_TYPE

_INERT = re.compile(
    r"\b(placebos?|sham|dummy|vehicle|saline|sugar pills?|no (?:intervention|treatment|drug)|not applicable|none|"
    r"n/?a|observation(?:al)?|usual care|standard (?:of )?care|standard treatment|waiting list|wait-?list|controls?)\b",
    re.IGNORECASE,
)
_PLACEBO = re.compile(r"\bplacebos?\b|\bsugar pills?\b", re.IGNORECASE)
_SHAM = re.compile(r"\bsham\b", re.IGNORECASE)


@dataclass(frozen=True)
class Group:
    """One arm: the registrant's label, what its type means ("" if not given), and the names of what it gets."""

    label: str
    kind: str
    gets: tuple[str, ...]
    description: str = ""  # markup


def groups(study: Study) -> tuple[Group, ...]:
    """The arms in the registry's order; empty where the record has none."""
    return tuple(
        Group(arm.label, ARM_TYPE.get(arm.type, ""), _gets(arm), arm.description)
        for arm in study.protocol.arms.arm_groups
    )


def is_inert(intervention: Intervention) -> bool:
    """A placebo, a sham, usual care or nothing at all, rather than something that is tested."""
    return bool(_INERT.search(intervention.name))


def has_placebo(study: Study) -> bool:
    """Some people get a placebo, by an arm's type or by the name of an intervention."""
    arms = study.protocol.arms
    by_type = any(arm.type == "PLACEBO_COMPARATOR" for arm in arms.arm_groups)
    return by_type or any(_PLACEBO.search(each.name) for each in arms.interventions)


def has_sham(study: Study) -> bool:
    arms = study.protocol.arms
    by_type = any(arm.type == "SHAM_COMPARATOR" for arm in arms.arm_groups)
    return by_type or any(_SHAM.search(each.name) for each in arms.interventions)


def tested(study: Study) -> tuple[Intervention, ...]:
    """What the study is about: the interventions of its experimental arms, without placebos and what every arm gets.

    Where no arm is experimental, every intervention that is more than a placebo.
    """
    arms = study.protocol.arms
    active = tuple(each for each in arms.interventions if each.name.strip() and not is_inert(each))
    experimental = [arm for arm in arms.arm_groups if arm.type == "EXPERIMENTAL"]
    others = [arm for arm in arms.arm_groups if arm.type != "EXPERIMENTAL"]
    given = tuple(each for each in active if any(_is_given(each, arm) for arm in experimental))
    new = tuple(each for each in given if not any(_is_given(each, arm) for arm in others))
    return new or given or active


def compared(study: Study) -> tuple[Intervention, ...]:
    """What the tested treatment is compared with, beyond placebos: given only where an arm is no experimental one."""
    arms = study.protocol.arms
    experimental = [arm for arm in arms.arm_groups if arm.type == "EXPERIMENTAL"]
    comparators = [arm for arm in arms.arm_groups if arm.type == "ACTIVE_COMPARATOR"]
    return tuple(
        each
        for each in arms.interventions
        if not is_inert(each)
        and any(_is_given(each, arm) for arm in comparators)
        and experimental
        and not any(_is_given(each, arm) for arm in experimental)
    )


def _gets(arm: ArmGroup) -> tuple[str, ...]:
    """The names behind "Drug: Name", each once."""
    names = (name.partition(": ")[2] or name for name in arm.intervention_names)
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))


def _is_given(intervention: Intervention, arm: ArmGroup) -> bool:
    return arm.label in intervention.arm_group_labels or intervention.name.strip() in _gets(arm)
