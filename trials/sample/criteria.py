"""Eligibility of the generated studies: ages, sex and the text of the criteria."""

import re
from random import Random
from typing import Any

from .plans import Plan
from .wording import escape_markup

DAYS = {"Year": 365.25, "Month": 30.44, "Week": 7, "Day": 1}

ORGAN_FUNCTION = [
    "Blood and organ function that allow treatment:",
    [
        "Neutrophils ≥ 1,000/µL",
        "Platelets ≥ 75,000/µL",
        "Bilirubin ≤ 1.5 times the upper limit of normal",
        "Creatinine clearance ≥ 50 mL/min",
    ],
]

HEADINGS = [
    ("Inclusion Criteria:", "Exclusion Criteria:"),
    ("Inclusion Criteria:", "Exclusion Criteria:"),
    ("Inclusion Criteria:", "Exclusion Criteria:"),
    ("Inclusion Criteria:", "Exclusion Criteria:"),
    ("Inclusion Criteria:", "Exclusion Criteria:"),
    ("Inclusion Criteria:", "Exclusion Criteria:"),
    ("Key Inclusion Criteria:", "Key Exclusion Criteria:"),
    ("INCLUSION CRITERIA:", "EXCLUSION CRITERIA:"),
    ("Inclusion criteria", "Exclusion criteria"),
]


def build_eligibility(plan: Plan) -> dict[str, Any]:
    """The eligibilityModule."""
    population = plan.population
    module: dict[str, Any] = {
        "eligibilityCriteria": write_criteria(plan),
        "healthyVolunteers": plan.condition.healthy,
        "sex": population.sex,
    }
    if plan.min_age:
        module["minimumAge"] = plan.min_age
    if population.max:
        module["maximumAge"] = population.max
    module["stdAges"] = standard_ages(plan.min_age, population.max)
    if plan.observational:
        module["studyPopulation"] = escape_markup(
            f"{population.who[:1].upper()}{population.who[1:]} who come to one of the study clinics."
        )
        module["samplingMethod"] = "NON_PROBABILITY_SAMPLE"
    return module


def standard_ages(low: str, high: str) -> list[str]:
    """stdAges by overlap: children under 18, adults 18 to 64, older adults from 65."""
    first = years(low) if low else 0.0
    last = years(high) if high else 200.0
    groups = [("CHILD", 0, 17.99), ("ADULT", 18, 64.99), ("OLDER_ADULT", 65, 200)]
    return [name for name, start, end in groups if first <= end and last >= start]


def years(age: str) -> float:
    """An age such as "18 Months" in years."""
    number, unit = age.split()
    return int(number) * DAYS[unit.rstrip("s")] / DAYS["Year"]


def write_criteria(plan: Plan) -> str:
    """The criteria as CommonMark, in one of the ways in which sponsors lay them out."""
    rng = plan.rng("criteria")
    include, exclude = _inclusion(plan, rng), _exclusion(plan, rng)
    layout = rng.choices(["bullets", "numbers", "bare"], [76, 20, 4])[0]
    first, second = rng.choice(HEADINGS)
    if layout == "bare":
        others = escape_markup("; ".join(_lower_first(line) for line in _flat(exclude)))
        text = f"{_bullets(include)}\n\nNot eligible: {others}."
    else:
        write = _bullets if layout == "bullets" else _numbers
        text = f"{first}\n\n{write(include)}\n\n{second}\n\n{write(exclude)}"
    typed = rng.random() < 0.5
    return text.replace("≥", r"\>=").replace("≤", r"\<=") if typed else text


def _inclusion(plan: Plan, rng: Random) -> list[Any]:
    condition, population, treatment = plan.condition, plan.population, plan.treatment
    lines = _merged(population.include) + _merged(condition.include)
    lines += list(treatment.include) if treatment else []
    if condition.area == "cancer" and treatment and treatment.is_medicine and rng.random() < 0.6:
        lines += _merged(ORGAN_FUNCTION)
    age = _age_line(plan)
    if age and rng.random() < 0.6:
        lines.insert(0, age)
    return [*lines, _consent_line(plan, rng)]


def _exclusion(plan: Plan, rng: Random) -> list[Any]:
    lines = _merged(plan.condition.exclude)
    treatment = plan.treatment
    if treatment is None:
        return [*lines[:1], "Unable to answer questions in a language that the study team speaks"]
    lines += list(treatment.exclude)
    if treatment.type in ("DRUG", "BIOLOGICAL") and plan.arrangement != "access":
        named = treatment.new and " " not in treatment.name
        lines.append(f"Known allergy to {treatment.name if named else 'the study treatment'} or any of its ingredients")
    if treatment.is_medicine and _may_be_pregnant(plan):
        lines.append("Pregnant or breastfeeding")
    if plan.arrangement != "access" and rng.random() < 0.5:
        lines.append("Taking part in another study that tests a treatment")
    return lines


def _merged(items: list[Any]) -> list[Any]:
    """Items as lines, where a list belongs to the line before it: "a:", ["b"] becomes ("a:", ["b"])."""
    lines: list[Any] = []
    for item in items:
        if isinstance(item, list):
            lines[-1] = (lines[-1], item)
        else:
            lines.append(item)
    return lines


def _flat(lines: list[Any]) -> list[str]:
    return [line[0] if isinstance(line, tuple) else line for line in lines]


def _bullets(lines: list[Any]) -> str:
    return "\n".join(_item(line, "* ") for line in lines)


def _numbers(lines: list[Any]) -> str:
    return "\n".join(_item(line, f"{n}. ") for n, line in enumerate(lines, 1))


def _item(line: Any, mark: str) -> str:
    """One list item; what is nested in it starts below the first letter of its text."""
    if isinstance(line, tuple):
        head, nested = line
        inner = "\n".join(f"{' ' * len(mark)}* {escape_markup(item)}" for item in nested)
        return f"{mark}{escape_markup(head)}\n\n{inner}"
    return mark + escape_markup(line)


def _lower_first(text: str) -> str:
    """Lower-case start, unless the word is a name or an abbreviation."""
    return text if re.match(r"[A-Z][A-Z0-9]|[A-Z][a-z]+['-]s? |eGFR|HIV|COPD", text) else text[:1].lower() + text[1:]


def _age_line(plan: Plan) -> str:
    low, high = (age.lower() for age in (plan.min_age, plan.population.max))
    if low and high:
        return f"Age from {low} to {high}"
    return f"Age of {low} or older" if low else ""


def _consent_line(plan: Plan, rng: Random) -> str:
    low, high = plan.min_age, plan.population.max
    if high and years(high) < 18:
        older = "; children who are old enough agree as well"
        return "A parent or guardian gives written permission" + (older if years(high) >= 7 else "")
    if low and years(low) < 18:
        return "Written consent, or permission of a parent or guardian for participants under 18"
    if plan.arrangement == "access":
        return "Able to understand the program and give written consent"
    return rng.choice(
        [
            "Able to understand the study and give written consent",
            "Signed informed consent",
            "Willing to come to all study visits and to give written consent",
        ]
    )


def _may_be_pregnant(plan: Plan) -> bool:
    low, high = plan.min_age, plan.population.max
    old_enough = not high or years(high) > 12
    young_enough = not low or years(low) < 50
    pregnancy_study = plan.condition.name == "Preeclampsia"
    return plan.population.sex != "MALE" and old_enough and young_enough and not pregnancy_study
