"""Design, arms, interventions and outcomes of the generated studies."""

from dataclasses import dataclass
from random import Random
from typing import Any

from .catalogue import Comparator, Outcome, Treatment
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

BLIND = ("QUADRUPLE", ("PARTICIPANT", "CARE_PROVIDER", "INVESTIGATOR", "OUTCOMES_ASSESSOR"))
HALF_BLIND = ("DOUBLE", ("PARTICIPANT", "OUTCOMES_ASSESSOR"))
RATER_BLIND = ("SINGLE", ("OUTCOMES_ASSESSOR",))
OPEN = ("NONE", ())


@dataclass(frozen=True)
class Arrangement:
    """How a trial is built: allocation, model and who does not know the groups."""

    allocation: str
    model: str
    masking: tuple[str, tuple[str, ...]]


ARRANGEMENTS = {
    "escalate": Arrangement("NON_RANDOMIZED", "SEQUENTIAL", OPEN),
    "single": Arrangement("NA", "SINGLE_GROUP", OPEN),
    "placebo": Arrangement("RANDOMIZED", "PARALLEL", BLIND),
    "dose": Arrangement("RANDOMIZED", "PARALLEL", BLIND),
    "active": Arrangement("RANDOMIZED", "PARALLEL", OPEN),
    "addon": Arrangement("RANDOMIZED", "PARALLEL", OPEN),
    "usual": Arrangement("RANDOMIZED", "PARALLEL", RATER_BLIND),
    "wait": Arrangement("RANDOMIZED", "PARALLEL", OPEN),
    "sham": Arrangement("RANDOMIZED", "PARALLEL", HALF_BLIND),
    "cross": Arrangement("RANDOMIZED", "CROSSOVER", OPEN),
}

SAFETY = {
    "measure": "Number of Participants With Serious Side Effects",
    "description": "Side effects that need a hospital stay, put life in danger or leave lasting harm.",
}

DOSE_LIMITS = {
    "measure": "Number of Participants With Dose-Limiting Side Effects",
    "description": "Side effects that are too strong to give the next higher dose, by the rules of the protocol.",
    "timeFrame": "First 28 days of treatment",
}

SURVEY = {
    "measure": "Symptoms, Care and Daily Life",
    "description": "Answers to a questionnaire that was written together with patients.",
}

CARE = {
    "measure": "Treatments Received and Reasons for Changing Them",
    "description": "Taken from medical records and from the participant.",
}


@dataclass(frozen=True)
class Arm:
    """An arm before it becomes JSON; `parts` are names of interventions."""

    label: str
    type: str
    text: str
    parts: tuple[str, ...] = ()


def build_design(plan: Plan) -> dict[str, Any]:
    """The designModule without enrollment."""
    if plan.arrangement == "access":
        individual = plan.rng("access kind").random() < 0.5
        kinds = {"individual": True} if individual else {"intermediate": True, "treatment": True}
        return {"studyType": "EXPANDED_ACCESS", "expandedAccessTypes": kinds}
    if plan.observational:
        return _observational_design(plan)
    arrangement = ARRANGEMENTS[plan.arrangement]
    masking, who = arrangement.masking
    if plan.arrangement == "active" and plan.treatment and not plan.treatment.is_medicine:
        masking, who = RATER_BLIND
    info: dict[str, Any] = {
        "allocation": arrangement.allocation,
        "interventionModel": arrangement.model,
        "primaryPurpose": _purpose(plan),
        "maskingInfo": {"masking": masking} | ({"whoMasked": list(who)} if who else {}),
    }
    return {"studyType": "INTERVENTIONAL", "phases": list(plan.phases), "designInfo": info}


def build_arms(plan: Plan) -> dict[str, Any]:
    """The armsInterventionsModule: arms, then the interventions that they are made of."""
    if plan.observational:
        label = first_capital(plan.population.who)
        what = "Answers questions once." if plan.arrangement == "survey" else "Followed over time."
        return {"armGroups": [{"label": label, "description": f"{what} The study gives no treatment."}]}
    if plan.arrangement == "access":
        return {"interventions": [_intervention(_treatment_part(plan), []) | _other_names(plan)]}
    arms = arms_of(plan)
    parts = _parts(plan)
    used = {name for arm in arms for name in arm.parts}
    interventions = [
        _intervention(part, [arm.label for arm in arms if part.name in arm.parts])
        for part in parts
        if part.name in used
    ]
    interventions[0] |= _other_names(plan)
    return {"armGroups": [_arm_group(arm, parts) for arm in arms], "interventions": interventions}


def build_outcomes(plan: Plan) -> dict[str, Any]:
    """The outcomesModule; nothing for expanded access."""
    if plan.arrangement == "access":
        return {}
    if plan.observational:
        return _observed_outcomes(plan)
    treatment = _treatment(plan)
    outcomes = plan.condition.outcomes
    keys = plan.condition.secondary_keys(treatment, plan.population_index)
    primary = [_outcome(outcomes[treatment.primary], treatment.weeks)]
    secondary = [_outcome(outcomes[key], treatment.weeks) for key in keys]
    if plan.arrangement == "escalate":
        primary, secondary = [dict(DOSE_LIMITS)], primary + secondary
    elif treatment.is_medicine and treatment.primary != "ae":
        secondary.append(SAFETY | {"timeFrame": f"Up to {treatment.weeks + 4} weeks"})
    return {"primaryOutcomes": primary} | ({"secondaryOutcomes": secondary} if secondary else {})


def arms_of(plan: Plan) -> list[Arm]:
    """The arms, the tested treatment first."""
    part, other = _treatment_part(plan), comparator(plan)
    name = part.name
    tested = Arm(name, "EXPERIMENTAL", _given(plan), (name,))
    placebo = Arm("Placebo", "PLACEBO_COMPARATOR", f"A placebo that looks like {_lower(plan)}, on the same schedule.", ("Placebo",))
    match plan.arrangement:
        case "single":
            return [tested]
        case "placebo":
            return [tested, placebo]
        case "escalate":
            rising = "Small groups of participants get rising doses until the best dose is found."
            return [
                Arm("Part 1: Finding the Dose", "EXPERIMENTAL", rising, (name,)),
                Arm("Part 2: Best Dose", "EXPERIMENTAL", "More participants get the dose that was found in part 1.", (name,)),
            ]
        case "dose":
            return [
                Arm(f"{name}, Lower Dose", "EXPERIMENTAL", "The lower of two doses.", (name,)),
                Arm(f"{name}, Higher Dose", "EXPERIMENTAL", "The higher of two doses.", (name,)),
                placebo,
            ]
        case "active":
            return [tested, Arm(other.name, "ACTIVE_COMPARATOR", _sentence(other.how), (other.name,))]
        case "addon":
            both = f"{first_capital(other.name)} together with {_lower(plan)}."
            return [
                Arm(f"{name} + {other.name}", "EXPERIMENTAL", both, (name, other.name)),
                Arm(other.name, "ACTIVE_COMPARATOR", _sentence(other.how), (other.name,)),
            ]
        case "sham":
            return [tested, Arm("Sham", "SHAM_COMPARATOR", "Looks and feels similar but should have no effect.", (f"Sham {_treatment(plan).name}",))]
        case "wait":
            later = f"Nothing new for {_treatment(plan).weeks} weeks, and then the same program."
            return [tested, Arm("Waiting List", "NO_INTERVENTION", later)]
        case "cross":
            names = (name, other.name)
            return [
                Arm(f"{name} First", "EXPERIMENTAL", f"{name} first, then {other.name}.", names),
                Arm(f"{other.name} First", "EXPERIMENTAL", f"{other.name} first, then {name}.", names),
            ]
        case _:
            return [tested, Arm("Usual Care", "NO_INTERVENTION", _sentence(plan.condition.usual))]


def comparator(plan: Plan) -> Comparator:
    """What the other group gets, named as in the record."""
    treatment = _treatment(plan)
    if plan.arrangement == "cross" and treatment.versus is None:
        return Comparator(treatment.type, "Placebo", "A placebo that looks the same, on the same schedule")
    other = treatment.versus or plan.condition.standard
    return Comparator(other.type, title_case(other.name), other.how)


def _parts(plan: Plan) -> list[Comparator]:
    treatment = _treatment(plan)
    lower = _lower(plan)
    return [
        _treatment_part(plan),
        comparator(plan),
        Comparator(treatment.type, "Placebo", f"Looks like {lower} but has no active ingredient"),
        Comparator(treatment.type, f"Sham {treatment.name}", f"Looks and feels like {lower} but is not active"),
    ]


def _treatment_part(plan: Plan) -> Comparator:
    treatment = _treatment(plan)
    how = _given(plan)
    if plan.arrangement in ("escalate", "dose"):
        how = f"The dose depends on the group. Highest planned dose: {how}"
    return Comparator(treatment.type, title_case(treatment.name), how)


def _arm_group(arm: Arm, parts: list[Comparator]) -> dict[str, Any]:
    labels = {part.name: f"{TYPE_LABELS[part.type]}: {part.name}" for part in reversed(parts)}
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


def _other_names(plan: Plan) -> dict[str, list[str]]:
    """A laboratory code for some new medicines, the same in every study of the medicine."""
    treatment = _treatment(plan)
    if treatment.maker:
        return {"otherNames": [treatment.code]} if treatment.code else {}
    rng = Random(f"code/{treatment.name}")
    coded = any(ch.isdigit() for ch in treatment.name)
    if not treatment.new or not treatment.is_medicine or coded or rng.random() < 0.6:
        return {}
    letters = "".join(rng.sample("BCDFGHKLMNPRSTVZ", 3))
    return {"otherNames": [f"{letters}-{rng.randint(101, 998)}"]}


def _outcome(outcome: Outcome, weeks: int) -> dict[str, str]:
    return {
        "measure": outcome.measure,
        "description": escape_markup(outcome.description),
        "timeFrame": outcome.time.format(weeks=weeks),
    }


def _observed_outcomes(plan: Plan) -> dict[str, Any]:
    """What a study without treatment looks at: answers, or the condition's measures over time."""
    if plan.arrangement == "survey":
        return {"primaryOutcomes": [SURVEY | {"timeFrame": "Once, at the start"}]}
    watched = [
        {"measure": o.measure, "description": escape_markup(o.description), "timeFrame": "Every 6 to 12 months, up to 5 years"}
        for key, o in plan.condition.outcomes.items()
        if plan.condition.suits(key, plan.population_index) and not any(word in o.description for word in ("do not know", "Compared with", "diary"))
    ]
    if plan.arrangement == "registry":
        watched.insert(0, CARE | {"timeFrame": "Every 12 months, up to 5 years"})
    return {"primaryOutcomes": watched[:1]} | ({"secondaryOutcomes": watched[1:]} if watched[1:] else {})


def _observational_design(plan: Plan) -> dict[str, Any]:
    registry = plan.arrangement == "registry"
    survey = plan.arrangement == "survey"
    module: dict[str, Any] = {"studyType": "OBSERVATIONAL", "patientRegistry": registry}
    if registry:
        module["targetDuration"] = "5 Years"
    module["designInfo"] = {
        "observationalModel": "COHORT",
        "timePerspective": "CROSS_SECTIONAL" if survey else "PROSPECTIVE",
    }
    if plan.arrangement == "cohort":
        module["bioSpec"] = {
            "retention": "SAMPLES_WITH_DNA",
            "description": "Blood is stored for research on why the illness differs from person to person.",
        }
    return module


def _purpose(plan: Plan) -> str:
    treatment = _treatment(plan)
    if plan.condition.name == "Healthy Volunteers" and treatment.type == "DRUG":
        return "BASIC_SCIENCE"
    if "vaccine" in treatment.name and plan.condition.area in ("infection", "other"):
        return "PREVENTION"
    if "revent" in plan.population.title:
        return "PREVENTION"
    if plan.condition.area == "cancer" and not treatment.is_medicine:
        return "SUPPORTIVE_CARE"
    return "TREATMENT"


def _treatment(plan: Plan) -> Treatment:
    assert plan.treatment, "an observational study tests no treatment"
    return plan.treatment


def _given(plan: Plan) -> str:
    treatment = _treatment(plan)
    return _sentence(treatment.how.format(weeks=treatment.weeks))


def _lower(plan: Plan) -> str:
    return _treatment(plan).named


def _sentence(text: str) -> str:
    return first_capital(text) + ("" if text.endswith(".") else ".")
