"""Rendered parts of designs and eligibility that come in few forms: design info and age limits."""

import random

from tests.registry.results import render
from tests.registry.sentences import DATA

MASKINGS = {"NONE": 0, "SINGLE": 1, "DOUBLE": 2, "TRIPLE": 3, "QUADRUPLE": 4}
MASKED = ("PARTICIPANT", "INVESTIGATOR", "CARE_PROVIDER", "OUTCOMES_ASSESSOR")
MODELS = ("PARALLEL",) * 3 + ("SINGLE_GROUP",) * 2 + ("CROSSOVER", "SEQUENTIAL", "FACTORIAL")
PURPOSES = ("TREATMENT",) * 6 + ("PREVENTION", "SUPPORTIVE_CARE", "DIAGNOSTIC", "BASIC_SCIENCE", "OTHER")
OBSERVED = ("COHORT", "COHORT", "CASE_CONTROL", "CASE_ONLY", "OTHER", "ECOLOGIC_OR_COMMUNITY", "NATURAL_HISTORY")
PERSPECTIVES = ("PROSPECTIVE", "PROSPECTIVE", "RETROSPECTIVE", "CROSS_SECTIONAL", "OTHER")
DAYS_A_UNIT = {"Year": 365.25, "Month": 30.44, "Week": 7, "Day": 1, "Hour": 1 / 24, "Minute": 1 / 1440}


def render_designs(count: int, rng: random.Random) -> list[str]:
    """`designInfo` objects of interventional studies; two in five are not masked."""
    return [render(_design(rng)) for _ in range(count)]


def _design(rng: random.Random) -> dict[str, object]:
    model = rng.choice(MODELS)
    masking = rng.choice(("NONE", "NONE", *MASKINGS))
    masks: dict[str, object] = {"masking": masking}
    if MASKINGS[masking]:
        masks["whoMasked"] = list(MASKED[: MASKINGS[masking]])
    return {
        "allocation": "NA" if model == "SINGLE_GROUP" else rng.choice(("RANDOMIZED",) * 5 + ("NON_RANDOMIZED",)),
        "interventionModel": model,
        "primaryPurpose": rng.choice(PURPOSES),
        "maskingInfo": masks,
    }


def render_observational_designs() -> list[str]:
    return [render({"observationalModel": m, "timePerspective": p}) for m in OBSERVED for p in PERSPECTIVES]


def render_ages() -> dict[str, int]:
    """The age members of an eligibility module, with the number of studies in a thousand that have them."""
    lines = (DATA / "ages.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("|") for line in lines if not line.startswith("#")]
    return {_ages(least, most): int(weight) for least, most, weight in rows}


def _ages(least: str, most: str) -> str:
    limits = {"minimumAge": least, "maximumAge": most, "stdAges": standard_ages(least, most)}
    return render({key: value for key, value in limits.items() if value})[1:-1]


def standard_ages(least: str, most: str) -> list[str]:
    """The age groups that the limits ("" for none) overlap: child to 17, adult 18 to 64, older adult from 65."""
    low = age_in_days(least) / 365.25 if least else 0
    high = age_in_days(most) / 365.25 if most else 200
    groups = (("CHILD", 0, 17.999), ("ADULT", 18, 64.999), ("OLDER_ADULT", 65, 200))
    return [name for name, start, end in groups if low <= end and high >= start]


def age_in_days(age: str) -> float:
    number, unit = age.split()
    return int(number) * DAYS_A_UNIT[unit.rstrip("s")]
