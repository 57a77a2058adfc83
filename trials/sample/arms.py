"""Arms and interventions of the generated studies."""

from dataclasses import dataclass
from random import Random
from typing import Any

from .catalogue import Comparator, Treatment
from .plans import Plan
from .wording import escape_markup, first_capital, title_case

TYPE_LABELS = {
    "BEHAVIORAL": "Behavioral",
    "BIOLOGICAL": "Biological",
    "COMBINATION_PRODUCT": "Combination Product",
    "DEVICE": "Device",
    "DIETARY_SUPPLEMENT": "Dietary Supplement",
    "DRUG": "Drug",
    "GENETIC": "Genetic",
    "OTHER": "Other",
    "PROCEDURE": "Procedure",
    "RADIATION": "Radiation",
}


@dataclass(frozen=True)
class Arm:
    """An arm before it becomes JSON. In ARMS, `parts` are roles; afterwards, intervention names."""

    label: str
    type: str
    text: str
    parts: tuple[str, ...] = ()


TESTED = Arm("{tested}", "EXPERIMENTAL", "{how}", ("tested",))
OTHER = Arm("{other}", "ACTIVE_COMPARATOR", "{other_how}", ("other",))
PLACEBO = Arm("Placebo", "PLACEBO_COMPARATOR", "A placebo that looks like {named}, on the same schedule.", ("placebo",))
RISING = "Small groups of participants get rising doses until the best dose is found."
FOUND = "More participants get the dose that was found in part 1."
SHAM = "Looks and feels similar but should have no effect."
LATER = "Nothing new for {weeks} weeks, and then the same program."

ARMS = {
    "single": (TESTED,),
    "placebo": (TESTED, PLACEBO),
    "escalate": (
        Arm("Part 1: Finding the Dose", "EXPERIMENTAL", RISING, ("tested",)),
        Arm("Part 2: Best Dose", "EXPERIMENTAL", FOUND, ("tested",)),
    ),
    "dose": (
        Arm("{tested}, Lower Dose", "EXPERIMENTAL", "The lower of two doses.", ("tested",)),
        Arm("{tested}, Higher Dose", "EXPERIMENTAL", "The higher of two doses.", ("tested",)),
        PLACEBO,
    ),
    "active": (TESTED, OTHER),
    "addon": (
        Arm("{tested} + {other}", "EXPERIMENTAL", "{other} together with {named}.", ("tested", "other")),
        OTHER,
    ),
    "usual": (TESTED, Arm("Usual Care", "NO_INTERVENTION", "{usual}")),
    "wait": (TESTED, Arm("Waiting List", "NO_INTERVENTION", LATER)),
    "sham": (TESTED, Arm("Sham", "SHAM_COMPARATOR", SHAM, ("sham",))),
    "cross": (
        Arm("{tested} First", "EXPERIMENTAL", "{tested} first, then {other}.", ("tested", "other")),
        Arm("{other} First", "EXPERIMENTAL", "{other} first, then {tested}.", ("tested", "other")),
    ),
}


def build_arms(plan: Plan) -> dict[str, Any]:
    """The armsInterventionsModule: arms, then the interventions that they are made of."""
    if plan.observational:
        what = "Answers questions once." if plan.arrangement == "survey" else "Followed over time."
        label = first_capital(plan.population.who)
        return {"armGroups": [{"label": label, "description": f"{what} The study gives no treatment."}]}
    parts = _parts(plan)
    if plan.arrangement == "access":
        return {"interventions": [_intervention(parts["tested"], []) | _other_names(plan.tested)]}
    arms = arms_of(plan)
    interventions = [
        _intervention(part, labels)
        for part in parts.values()
        if (labels := [arm.label for arm in arms if part.name in arm.parts])
    ]
    interventions[0] |= _other_names(plan.tested)
    return {"armGroups": [_arm_group(arm, parts) for arm in arms], "interventions": interventions}


def arms_of(plan: Plan) -> list[Arm]:
    """The arms of a trial, the tested treatment first."""
    parts = _parts(plan)
    words = {
        "tested": parts["tested"].name,
        "other": parts["other"].name,
        "other_how": _sentence(parts["other"].how),
        "how": _given(plan.tested),
        "named": plan.tested.named,
        "weeks": plan.tested.weeks,
        "usual": _sentence(plan.condition.usual),
    }
    return [
        Arm(
            arm.label.format(**words),
            arm.type,
            first_capital(arm.text.format(**words)),
            tuple(parts[role].name for role in arm.parts),
        )
        for arm in ARMS[plan.arrangement]
    ]


def comparator(plan: Plan) -> Comparator:
    """What the other group gets, named as in the record."""
    treatment = plan.tested
    if plan.arrangement == "cross" and treatment.versus is None:
        return Comparator(treatment.type, "Placebo", "A placebo that looks the same, on the same schedule")
    other = treatment.versus or plan.condition.standard
    return Comparator(other.type, title_case(other.name), other.how)


def _parts(plan: Plan) -> dict[str, Comparator]:
    """Everything that an arm could be made of, by role."""
    treatment = plan.tested
    how = _given(treatment)
    if plan.arrangement in ("escalate", "dose"):
        how = f"The dose depends on the group. Highest planned dose: {how}"
    return {
        "tested": Comparator(treatment.type, title_case(treatment.name), how),
        "other": comparator(plan),
        "placebo": Comparator(treatment.type, "Placebo", f"Looks like {treatment.named} but has no active ingredient"),
        "sham": Comparator(
            treatment.type, f"Sham {treatment.name}", f"Looks and feels like {treatment.named} but is not active"
        ),
    }


def _arm_group(arm: Arm, parts: dict[str, Comparator]) -> dict[str, Any]:
    labels = {part.name: f"{TYPE_LABELS[part.type]}: {part.name}" for part in reversed(parts.values())}
    group: dict[str, Any] = {"label": arm.label, "type": arm.type, "description": escape_markup(arm.text)}
    if arm.parts:
        group["interventionNames"] = [labels[name] for name in arm.parts]
    return group


def _intervention(part: Comparator, labels: list[str]) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "type": part.type,
        "name": part.name,
        "description": escape_markup(_sentence(part.how)),
    }
    return entry | ({"armGroupLabels": labels} if labels else {})


def _other_names(treatment: Treatment) -> dict[str, list[str]]:
    """A laboratory code for some new medicines, the same in every study of the medicine."""
    if treatment.maker:
        return {"otherNames": [treatment.code]} if treatment.code else {}
    rng = Random(f"code/{treatment.name}")
    coded = any(ch.isdigit() for ch in treatment.name)
    if not treatment.new or not treatment.is_medicine or coded or rng.random() < 0.6:
        return {}
    letters = "".join(rng.sample("BCDFGHKLMNPRSTVZ", 3))
    return {"otherNames": [f"{letters}-{rng.randint(101, 998)}"]}


def _given(treatment: Treatment) -> str:
    return _sentence(treatment.how.format(weeks=treatment.weeks))


def _sentence(text: str) -> str:
    return first_capital(text) + ("" if text.endswith(".") else ".")
