"""Titles and descriptions of the generated studies."""

from random import Random
from typing import Any

from .catalogue import Treatment
from .plans import Plan
from .protocol import comparator
from .wording import escape_markup, first_capital, span_of, title_case

PHASE_WORDS = {
    ("PHASE1",): "Phase 1",
    ("PHASE1", "PHASE2"): "Phase 1/2",
    ("PHASE2",): "Phase 2",
    ("PHASE3",): "Phase 3",
    ("PHASE4",): "Phase 4",
}

ACRONYM_STEMS = (
    "ALDERLINE BRAMBLE CINDERPATH DOVECOTE EMBERWAY FERNLIGHT GOLDCREST HARROWGATE INKWELL JUNEBERRY "
    "KINGCUP LAPWING MEADOWLARK NUTHATCH OATHOUSE PINTAIL QUILLWORT REEDLING SANDERLING TEASEL "
    "UPLANDER VERDIN WHINCHAT YARROW"
).split()


def build_titles(plan: Plan) -> dict[str, str]:
    """briefTitle, officialTitle and, for some, an acronym."""
    rng = plan.rng("titles")
    titles = {"briefTitle": _brief_title(plan, rng), "officialTitle": _official_title(plan)}
    if plan.arrangement != "access" and rng.random() < 0.28:
        titles["acronym"] = f"{rng.choice(ACRONYM_STEMS)}-{rng.randint(1, 9)}"
    return titles


def build_description(plan: Plan) -> dict[str, str]:
    """briefSummary and, for two studies in three, detailedDescription (both CommonMark)."""
    rng = plan.rng("description")
    module = {"briefSummary": escape_markup("\n\n".join(_summary(plan, rng)))}
    if plan.treatment and plan.arrangement != "access" and rng.random() < 0.67:
        module["detailedDescription"] = _details(plan, plan.treatment, rng)
    return module


def _brief_title(plan: Plan, rng: Random) -> str:
    people = plan.population.title
    if plan.treatment is None:
        return _watching_title(plan, rng)
    name = title_case(plan.treatment.name)
    match plan.arrangement:
        case "access":
            return f"Expanded Access to {name} for {people}"
        case "active" | "cross":
            return f"{name} Compared With {comparator(plan).name} in {people}"
        case "addon":
            return f"{name} Added to {comparator(plan).name} in {people}"
        case "placebo" | "dose":
            return rng.choice([f"{name} in {people}", f"A Study of {name} in {people}", f"{name} Versus Placebo in {people}"])
        case _:
            return rng.choice([f"{name} for {people}", f"A Study of {name} in {people}"])


def _watching_title(plan: Plan, rng: Random) -> str:
    people = plan.population.title
    choices = {
        "registry": [f"{plan.condition.name} Registry: {people}", f"A Registry of {people}"],
        "cohort": [f"Health Over Time and Blood Samples in {people}", f"Understanding the Course of {plan.condition.name}"],
        "survey": [f"A Survey of Daily Life With {plan.condition.name}", f"Experiences of Care Among {people}"],
    }
    return rng.choice(choices[plan.arrangement])


def _official_title(plan: Plan) -> str:
    people = plan.population.title
    if plan.treatment is None:
        kind = {"registry": "Prospective Registry", "cohort": "Prospective Cohort Study", "survey": "Cross-Sectional Survey"}
        return f"A Multicenter {kind[plan.arrangement]} of {people}"
    name = title_case(plan.treatment.name)
    if plan.arrangement == "access":
        return f"An Expanded Access Program of {name} for the Treatment of {people}"
    start = " ".join(w for w in (PHASE_WORDS.get(plan.phases, ""), _design_words(plan)) if w)
    article = "An" if start[0] in "AEIOU" else "A"
    return f"{article} {start} of {name}{_against(plan)} in {people}"


def _design_words(plan: Plan) -> str:
    return {
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
    }[plan.arrangement]


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


def _summary(plan: Plan, rng: Random) -> list[str]:
    """Paragraphs: why, what, and what taking part is like."""
    condition, people, treatment = plan.condition, plan.population.who, plan.treatment
    why = f"{condition.about} {condition.need}"
    if treatment is None:
        return [why, _watching(plan), f"About {plan.size} {people} will take part. The study gives no treatment and does not change the care that people get."]
    name = treatment.name
    what = rng.choice(
        [
            f"This study tests {name}, {treatment.what}. The hope is that this approach {treatment.hope}.",
            f"The purpose of this study is to learn more about {name}, {treatment.what}. The researchers want to find out whether this approach {_question(treatment)}.",
            f"In this study, {people} try {name}, {treatment.what}. The idea is that this approach {treatment.hope}.",
        ]
    )
    if plan.arrangement == "access":
        return [why, _access(plan, treatment)]
    join = f"About {plan.size} {people} will take part. {_chance(plan, rng)}"
    return [why, what, f"{join} {_effort(plan, treatment, rng)}"]


def _watching(plan: Plan) -> str:
    people = plan.population.who
    return {
        "registry": f"This registry follows {people} for up to 5 years to learn which treatments they get and how they do.",
        "cohort": f"This study follows {people} over time. Visits include questions about health and a blood sample that is kept for research.",
        "survey": f"In this study, {people} answer questions once, online or on paper, about symptoms, care and daily life.",
    }[plan.arrangement]


def _access(plan: Plan, treatment: Treatment) -> str:
    return (
        f"This program offers {treatment.name}, {treatment.what}, to {plan.population.who} who have no other good choice "
        f"and cannot join a clinical trial. A doctor has to ask for it on behalf of the patient. Side effects can include {treatment.effects}."
    )


def _chance(plan: Plan, rng: Random) -> str:
    assert plan.treatment
    name, other = plan.treatment.name, _mid(comparator(plan).name)
    match plan.arrangement:
        case "single":
            return f"Everyone gets {name}. There is no comparison group."
        case "escalate":
            return "The first people get a low dose. If it is safe, the next group gets a higher one. Once the best dose is known, more people get that dose."
        case "placebo":
            share = rng.choice(["Half of the participants", "Two out of three participants"])
            return f"{share} get {name} and the others get a placebo, which looks the same but has no active ingredient. A computer decides by chance, and neither the participants nor the study doctors know who gets what."
        case "dose":
            return f"A computer decides by chance who gets a lower dose of {name}, who gets a higher dose and who gets a placebo. Nobody knows who gets what until the end."
        case "active":
            return f"A computer decides by chance who gets {name} and who gets {other}."
        case "addon":
            return f"Everyone gets {other}. A computer decides by chance who gets {name} as well."
        case "wait":
            return f"Half of the participants start right away. The other half start after {plan.treatment.weeks} weeks, so that the two groups can be compared."
        case "sham":
            return f"A computer decides by chance who gets {name} and who gets a sham version, which looks and feels similar but is not active."
        case "cross":
            return f"Everyone gets both {name} and {other}, one after the other. A computer decides the order by chance."
        case _:
            return f"A computer decides by chance who gets {name}. The others get {plan.condition.usual}."


def _effort(plan: Plan, treatment: Treatment, rng: Random) -> str:
    span = span_of(treatment.weeks)
    if treatment.is_medicine:
        effects = f" Side effects can include {treatment.effects}." if treatment.effects else ""
        visits = rng.choice(["every 2 to 4 weeks", "about once a month", "every 4 weeks at first and less often later"])
        return f"Each person is in the study for {span}, with visits {visits}.{effects}"
    return rng.choice(
        [
            f"The study lasts {span} for each person.",
            f"People answer questions at the start and after {span}.",
            f"The program and the check-ups take {span}.",
        ]
    )


def _details(plan: Plan, treatment: Treatment, rng: Random) -> str:
    """The parts of the study as a list or as paragraphs."""
    checks = "Each visit includes a check-up and blood tests." if treatment.is_medicine else (
        f"There are about {rng.randint(3, 6)} check-ups, some of them by phone or video."
    )
    steps = {
        "Screening (up to 4 weeks)": "The study team explains the study, asks for consent and checks whether a person can join.",
        f"Study period ({span_of(treatment.weeks)})": f"{_plain(plan)} {checks}",
        "Follow-up (4 to 12 weeks)": "The team checks how people are doing after the study period.",
    }
    if rng.random() < 0.5:
        listed = "\n".join(f"* {escape_markup(f'{step}: {text}')}" for step, text in steps.items())
        return f"The study has three parts:\n\n{listed}\n\nPeople may leave the study at any time and for any reason."
    return "\n\n".join(escape_markup(f"{step}. {text}") for step, text in steps.items())


def _plain(plan: Plan) -> str:
    assert plan.treatment
    how = first_capital(plan.treatment.how.format(weeks=plan.treatment.weeks))
    return f"{title_case(plan.treatment.name)}: {how}."


def _question(treatment: Treatment) -> str:
    """The hope as an open question: "may help" becomes "can help"."""
    return treatment.hope.replace("may ", "can ", 1)


def _mid(name: str) -> str:
    """A title-case name for the middle of a sentence; names with inner capitals stay."""
    words = [w if w[1:] != w[1:].lower() or any(ch.isdigit() for ch in w) else w.lower() for w in name.split()]
    return " ".join(words)


def build_keywords(plan: Plan) -> dict[str, Any]:
    """The conditionsModule."""
    rng = plan.rng("keywords")
    module: dict[str, Any] = {"conditions": list(plan.population.conditions)}
    if rng.random() < 0.7:
        module["keywords"] = list(plan.condition.keywords)
    return module
