"""Titles and descriptions of the generated studies."""

import json
from functools import cache
from random import Random
from typing import Any

from .arms import comparator
from .catalogue import DATA, Treatment
from .plans import Plan
from .wording import escape_markup, first_capital, span_of, title_case

PHASE_WORDS = {
    ("PHASE1",): "Phase 1",
    ("PHASE1", "PHASE2"): "Phase 1/2",
    ("PHASE2",): "Phase 2",
    ("PHASE3",): "Phase 3",
    ("PHASE4",): "Phase 4",
}

DESIGN_WORDS = {
    "escalate": "Open-Label, Dose-Finding and Expansion Study",
    "single": "Open-Label, Single-Group Study",
    "placebo": "Randomized, Double-Blind, Placebo-Controlled Study",
    "dose": "Randomized, Double-Blind, Placebo-Controlled, Dose-Ranging Study",
    "active": "Randomized, Controlled, Parallel-Group Study",
    "addon": "Randomized, Open-Label Study",
    "usual": "Randomized, Controlled Trial",
    "wait": "Randomized, Waiting List-Controlled Trial",
    "sham": "Randomized, Sham-Controlled Trial",
    "cross": "Randomized, Crossover Study",
}

WATCHING_WORDS = {
    "registry": "Prospective Registry",
    "cohort": "Prospective Cohort Study",
    "survey": "Cross-Sectional Survey",
}

ACRONYM_STEMS = (
    *("ALDERLINE", "BRAMBLE", "CINDERPATH", "DOVECOTE", "EMBERWAY", "FERNLIGHT", "GOLDCREST", "HARROWGATE"),
    *("INKWELL", "JUNEBERRY", "KINGCUP", "LAPWING", "MEADOWLARK", "NUTHATCH", "OATHOUSE", "PINTAIL"),
    *("QUILLWORT", "REEDLING", "SANDERLING", "TEASEL", "UPLANDER", "VERDIN", "WHINCHAT", "YARROW"),
)


def build_titles(plan: Plan) -> dict[str, str]:
    """briefTitle, officialTitle and, for some, an acronym."""
    rng = plan.rng("titles")
    titles = {"briefTitle": _brief_title(plan, rng), "officialTitle": _official_title(plan)}
    if plan.arrangement != "access" and rng.random() < 0.28:
        titles["acronym"] = f"{rng.choice(ACRONYM_STEMS)}-{rng.randint(1, 9)}"
    return titles


def build_description(plan: Plan) -> dict[str, str]:
    """briefSummary and, for two trials in three, detailedDescription (both CommonMark)."""
    rng = plan.rng("description")
    module = {"briefSummary": escape_markup("\n\n".join(_summary(plan, rng)))}
    if plan.treatment and plan.arrangement != "access" and rng.random() < 0.67:
        module["detailedDescription"] = _details(plan.treatment, rng)
    return module


def build_conditions(plan: Plan) -> dict[str, Any]:
    """The conditionsModule; three studies in ten carry no keywords."""
    module: dict[str, Any] = {"conditions": list(plan.population.conditions)}
    if plan.rng("keywords").random() < 0.7:
        module["keywords"] = list(plan.condition.keywords)
    return module


@cache
def _sentences() -> dict[str, Any]:
    return json.loads((DATA / "sentences.json").read_text(encoding="utf-8"))


def _brief_title(plan: Plan, rng: Random) -> str:
    people, treatment = plan.population.title, plan.treatment
    if treatment is None:
        return _watching_title(plan, rng)
    name = title_case(treatment.name)
    if plan.second:
        return f"{PHASE_WORDS.get(plan.phases, 'Controlled')} Trial of {_titled(treatment)} in {people}"
    match plan.arrangement:
        case "access":
            return f"Expanded Access to {name} for {people}"
        case "active" | "cross":
            return f"{name} Compared With {comparator(plan).name} in {people}"
        case "addon":
            return f"{name} Added to {comparator(plan).name} in {people}"
        case "placebo" | "dose":
            return rng.choice([f"{name} in {people}", f"{name} Versus Placebo in {people}"])
        case _:
            return rng.choice([f"{name} for {people}", f"A Study of {_titled(treatment)} for {people}"])


def _watching_title(plan: Plan, rng: Random) -> str:
    people, name = plan.population.title, plan.condition.name
    choices = {
        "registry": [f"{name} Registry: {people}", f"Patient Registry: {people}"],
        "cohort": [f"Health Over Time and Blood Samples in {people}", f"Understanding the Course of {name}"],
        "survey": [f"A Survey of Daily Life With {name}", f"Experiences of Care: {people}"],
    }
    return rng.choice(choices[plan.arrangement])


def _official_title(plan: Plan) -> str:
    people, treatment = plan.population.title, plan.treatment
    if treatment is None:
        return f"A {WATCHING_WORDS[plan.arrangement]} of {people}"
    if plan.arrangement == "access":
        return f"An Expanded Access Program of {_titled(treatment)} for the Treatment of {people}"
    start = f"{PHASE_WORDS.get(plan.phases, '')} {DESIGN_WORDS[plan.arrangement]}".strip()
    article = "An" if start.startswith("O") else "A"
    return f"{article} {start} of {_titled(treatment)}{_against(plan)} in {people}"


def _against(plan: Plan) -> str:
    match plan.arrangement:
        case "active" | "cross":
            return f" Versus {comparator(plan).name}"
        case "addon":
            return f" With {comparator(plan).name} Versus {comparator(plan).name} Alone"
        case "usual":
            return " Compared With Usual Care"
        case _:
            return ""


def _titled(treatment: Treatment) -> str:
    """The name with its article for the middle of a title."""
    return f"{treatment.article} {title_case(treatment.name)}".strip()


def _summary(plan: Plan, rng: Random) -> list[str]:
    """Paragraphs: why, what, and what taking part is like."""
    say, treatment = _sentences(), plan.treatment
    why = f"{plan.condition.about} {plan.condition.need}"
    join = say["join"].format(size=plan.size, who=plan.population.who)
    if treatment is None:
        watching = say["watching"][plan.arrangement].format(who=plan.population.who)
        return [why, watching, f"{join} {say['no_treatment']}"]
    facts = _facts(plan, treatment, rng)
    if plan.arrangement == "access":
        return [why, say["access"].format(**facts)]
    what = rng.choice(say["what"]).format(**facts)
    chance = say["chance"][plan.arrangement].format(**facts)
    return [why, what, f"{join} {chance} {_effort(treatment, facts, rng)}"]


def _facts(plan: Plan, treatment: Treatment, rng: Random) -> dict[str, Any]:
    """The words that the sentences ask for."""
    say = _sentences()
    return {
        "who": plan.population.who,
        "named": treatment.named,
        "what": treatment.what,
        "hope": treatment.hope,
        "question": treatment.hope.replace("may ", "can ", 1),
        "effects": treatment.effects,
        "weeks": treatment.weeks,
        "span": span_of(treatment.weeks),
        "usual": plan.condition.usual,
        "other": _mid(comparator(plan).name),
        "share": rng.choice(say["share"]),
        "visits": rng.choice(say["visits"]),
    }


def _effort(treatment: Treatment, facts: dict[str, Any], rng: Random) -> str:
    say = _sentences()
    if not treatment.is_medicine:
        return rng.choice(say["program_effort"]).format(**facts)
    effects = " " + say["side_effects"] if treatment.effects else ""
    return (say["medicine_effort"] + effects).format(**facts)


def _details(treatment: Treatment, rng: Random) -> str:
    """The parts of the study as a list or as paragraphs."""
    say = _sentences()
    checks = say["medicine_checks" if treatment.is_medicine else "program_checks"]
    facts = {
        "title": title_case(treatment.name),
        "how": first_capital(treatment.how.format(weeks=treatment.weeks)),
        "span": span_of(treatment.weeks),
        "checks": checks.format(checkups=rng.randint(3, 6)),
    }
    steps = [(step.format(**facts), text.format(**facts)) for step, text in say["steps"].items()]
    if rng.random() < 0.5:
        listed = "\n".join(f"* {escape_markup(f'{step}: {text}')}" for step, text in steps)
        return f"The study has three parts:\n\n{listed}\n\n{say['leaving']}"
    return "\n\n".join(escape_markup(f"{step}. {text}") for step, text in steps)


def _mid(name: str) -> str:
    """A title-case name for the middle of a sentence; words with inner capitals or digits stay."""
    words = name.split()
    kept = [w[1:] != w[1:].lower() or any(ch.isdigit() for ch in w) for w in words]
    return " ".join(word if keep else word.lower() for word, keep in zip(words, kept, strict=True))
