"""Who gets what: a study's arms and interventions as groups of plain values."""

import re
from dataclasses import dataclass

from trials.registry.records import ArmGroup, Intervention, Study
from trials.vocabulary import ARM_TYPE

_PLACEBO = re.compile(r"\bplacebos?\b|\bsugar pills?\b|\bdummy\b", re.IGNORECASE)
_SHAM = re.compile(r"\bsham\b", re.IGNORECASE)
# "Drug A or placebo" as the name of one intervention is more than a placebo.
_OR_PLACEBO = re.compile(r"(?:\bor\b|\bversus\b|\bvs\.?|/) ?(?:\w+ )?placebo|placebo (?:or|versus|vs)\b", re.IGNORECASE)
_NOTHING = re.compile(
    r"(?:vehicle|no (?:intervention|treatment|drug|therapy)|not applicable|none|n/?a|observation|usual care|"
    r"(?:local )?standard (?:of )?care|standard (?:treatment|therapy)|treatment as usual|"
    r"wait(?:ing)?[ -]?list|"
    r"(?:normal |physiologic(?:al)? |isotonic )?saline|controls?)\b(?: (?:group|arm|only|alone|solution|"
    r"injection|cream|gel))*"
    r"(?: ?\([^()]*\))?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Group:
    """One arm: the registrant's label, what its type means ("" if not given), and the names of what it
    gets.
    """

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
    name = intervention.name.strip()
    if _OR_PLACEBO.search(name):
        return False
    return bool(_PLACEBO.search(name) or _SHAM.search(name) or _NOTHING.fullmatch(name))


def has_placebo(study: Study) -> bool:
    """Some people get a placebo instead of what is tested; not where everyone gets a placebo beside a real
    treatment.
    """
    return _has(study, "PLACEBO_COMPARATOR", _PLACEBO)


def has_sham(study: Study) -> bool:
    """Some people get a sham treatment instead of what is tested."""
    return _has(study, "SHAM_COMPARATOR", _SHAM)


def has_experimental_arm(study: Study) -> bool:
    return any(arm.type == "EXPERIMENTAL" for arm in study.protocol.arms.arm_groups)


def _has(study: Study, arm_type: str, name: re.Pattern[str]) -> bool:
    arms = study.protocol.arms
    if any(arm.type == arm_type for arm in arms.arm_groups):
        return True
    given = {arm.label: [each for each in arms.interventions if _is_given(each, arm)] for arm in arms.arm_groups}
    if not any(given.values()):
        return any(name.search(each.name) for each in arms.interventions)
    return any(
        any(name.search(each.name) for each in got) and all(is_inert(each) for each in got) for got in given.values()
    )


def tested(study: Study) -> tuple[Intervention, ...]:
    """What the study is about: what its experimental arms get, without placebos and what every arm gets.

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
    """What the tested treatment is compared with, beyond placebos: given only where an arm is no
    experimental one.
    """
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
