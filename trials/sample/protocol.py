"""Design and outcomes of the generated studies."""

from dataclasses import dataclass
from typing import Any

from .catalogue import Outcome
from .plans import Plan
from .wording import escape_markup

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
    "timeFrame": "Once, at the start",
}

CARE = {
    "measure": "Treatments Received and Reasons for Changing Them",
    "description": "Taken from medical records and from the participant.",
    "timeFrame": "Every 12 months, up to 5 years",
}

# Descriptions with these words speak of a trial and do not fit a study that only watches.
TRIAL_WORDS = ("do not know", "Compared with", "diary")


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
    if plan.arrangement in ("active", "cross") and not plan.tested.is_medicine:
        masking, who = RATER_BLIND
    info: dict[str, Any] = {
        "allocation": arrangement.allocation,
        "interventionModel": arrangement.model,
        "primaryPurpose": _purpose(plan),
        "maskingInfo": {"masking": masking} | ({"whoMasked": list(who)} if who else {}),
    }
    return {"studyType": "INTERVENTIONAL", "phases": list(plan.phases), "designInfo": info}


def build_outcomes(plan: Plan) -> dict[str, Any]:
    """The outcomesModule; nothing for expanded access."""
    if plan.arrangement == "access":
        return {}
    if plan.observational:
        return _split(_watched(plan))
    treatment, outcomes = plan.tested, plan.condition.outcomes
    keys = plan.condition.secondary_keys(treatment, plan.population_index)
    listed = [_outcome(outcomes[key], treatment.weeks) for key in (treatment.primary, *keys)]
    if plan.arrangement == "escalate":
        listed.insert(0, DOSE_LIMITS)
    elif treatment.is_medicine and treatment.primary != "ae":
        listed.append(SAFETY | {"timeFrame": f"Up to {treatment.weeks + 4} weeks"})
    return _split(listed)


def _split(listed: list[dict[str, str]]) -> dict[str, Any]:
    """The first outcome is the primary one."""
    module = {"primaryOutcomes": listed[:1]}
    return module | ({"secondaryOutcomes": listed[1:]} if listed[1:] else {})


def _outcome(outcome: Outcome, weeks: int) -> dict[str, str]:
    return {
        "measure": outcome.measure,
        "description": escape_markup(outcome.description),
        "timeFrame": outcome.time.format(weeks=weeks),
    }


def _watched(plan: Plan) -> list[dict[str, str]]:
    """What a study without treatment looks at: answers, or the condition's measures over time."""
    if plan.arrangement == "survey":
        return [SURVEY]
    condition = plan.condition
    fitting = [
        {
            "measure": outcome.measure,
            "description": escape_markup(outcome.description),
            "timeFrame": "Every 6 to 12 months, up to 5 years",
        }
        for key, outcome in condition.outcomes.items()
        if condition.suits(key, plan.population_index) and not any(word in outcome.description for word in TRIAL_WORDS)
    ]
    return fitting if plan.arrangement == "cohort" and fitting else [CARE, *fitting]


def _observational_design(plan: Plan) -> dict[str, Any]:
    registry = plan.arrangement == "registry"
    module: dict[str, Any] = {"studyType": "OBSERVATIONAL", "patientRegistry": registry}
    if registry:
        module["targetDuration"] = "5 Years"
    module["designInfo"] = {
        "observationalModel": "COHORT",
        "timePerspective": "CROSS_SECTIONAL" if plan.arrangement == "survey" else "PROSPECTIVE",
    }
    if plan.arrangement == "cohort":
        module["bioSpec"] = {
            "retention": "SAMPLES_WITH_DNA",
            "description": "Blood is stored for research on why the illness differs from person to person.",
        }
    return module


def _purpose(plan: Plan) -> str:
    if plan.condition.name == "Healthy Volunteers" and plan.tested.type == "DRUG":
        return "BASIC_SCIENCE"
    if "vaccine" in plan.tested.name and plan.condition.area in ("infection", "other"):
        return "PREVENTION"
    if "Prevention" in plan.population.title or plan.condition.name == "Preeclampsia":
        return "PREVENTION"
    if plan.condition.area == "cancer" and not plan.tested.is_medicine:
        return "SUPPORTIVE_CARE"
    return "TREATMENT"
