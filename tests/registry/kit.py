"""Everything the generator draws from, made once for a seed: rendered sentences, names, places and headings."""

import random
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import accumulate

from tests.registry.geography import Geography, load_geography
from tests.registry.names import (
    SITE_FORMS,
    Sponsor,
    invented_email,
    invented_people,
    invented_sponsors,
    invented_words,
)
from tests.registry.results import ResultsLibrary, build_library, render
from tests.registry.sentences import DATA, escape, expand, expand_pool, load_templates
from tests.registry.vocabulary import Heading, load_vocabulary

POOL_SIZES = {
    "inclusion": 2500, "exclusion": 2500, "nested": 200, "summary": 1500, "detail": 2500, "armtext": 600,
    "intervention": 900,
    "measure": 700, "outcometext": 500, "timeframe": 300, "population": 300, "why": 60, "ipd": 4,
    "citation": 1500, "title": 250,
    "official": 1500, "keyword": 200,
}  # fmt: skip
FIRST_DAY = date(1950, 1, 1).toordinal()
DAYS = [date.fromordinal(FIRST_DAY + n).isoformat() for n in range(110 * 366)]
AGES: tuple[tuple[str | None, str | None, int], ...] = (
    ("18 Years", None, 270), ("18 Years", "65 Years", 60), ("18 Years", "75 Years", 60), ("18 Years",
    "80 Years", 50),
    ("18 Years", "70 Years", 30), ("18 Years", "85 Years", 25), ("18 Years", "60 Years", 25), ("18 Years",
    "45 Years", 20),
    ("18 Years", "50 Years", 15), ("18 Years", "99 Years", 12), ("18 Years", "30 Years", 8), (None, None, 55),
    (None, "18 Years", 18), (None, "17 Years", 12), ("12 Years", None, 25), ("12 Years", "17 Years", 15),
    ("6 Years", "17 Years", 15),
    ("2 Years", "12 Years", 12), ("1 Year", "6 Years", 10), ("20 Years", "80 Years", 20), ("20 Years", None,
    30),
    ("16 Years", None, 15), ("40 Years", "75 Years", 20), ("40 Years", "80 Years", 20), ("50 Years", None,
    20),
    ("50 Years", "85 Years", 20), ("55 Years", "90 Years", 10), ("60 Years", None, 20), ("65 Years", None,
    30),
    ("19 Years", "64 Years", 10), ("21 Years", None, 15), ("6 Months", "5 Years", 12), ("1 Month", "17 Years",
    10),
    ("6 Weeks", "12 Weeks", 6), ("3 Months", None, 8), (None, "12 Months", 8), ("1 Day", "28 Days", 6), (None,
    "28 Days", 4),
    ("24 Weeks", "37 Weeks", 4), (None, "72 Hours", 2), ("1 Hour", "7 Days", 1), ("30 Minutes", "12 Hours",
    1),
)  # fmt: skip
DAYS_A_UNIT = {"Year": 365.25, "Month": 30.44, "Week": 7, "Day": 1, "Hour": 1 / 24, "Minute": 1 / 1440}


@dataclass(frozen=True, slots=True)
class Kit:
    """Pools of rendered text (JSON-escaped), and objects to draw; `pools` is keyed as `data/sentences.txt` is."""

    pools: dict[str, list[str]]
    interventions: dict[str, list[str]]
    words: list[str]
    people: list[str]
    contacts: list[str]
    facilities: list[str]
    sponsors: dict[str, list[Sponsor]]
    conditions: tuple[Heading, ...]
    condition_weights: list[float]
    siblings: dict[str, list[Heading]]
    substances: tuple[Heading, ...]
    substance_weights: list[float]
    geography: Geography
    results: ResultsLibrary
    outcomes: list[str]
    references: list[str]
    designs: list[str]
    observational_designs: list[str]
    ages: list[str]
    age_weights: list[float]


@lru_cache(maxsize=2)
def make_kit(seed: int, small: bool = False) -> Kit:
    """Build the pools; about three seconds, or half a second for the small ones."""
    rng = random.Random(seed)
    share = 10 if small else 1
    templates = load_templates(DATA / "sentences.txt")
    pools = {
        name: expand_pool(templates[name], max(40, size // share), rng) for name, size in POOL_SIZES.items()
    }
    words = invented_words(60_000, rng)
    people = [escape(person) for person in invented_people(6_000, words, rng)]
    vocabulary = load_vocabulary()
    return Kit(
        pools=pools,
        interventions=_interventions(words, 9_000 // share, rng),
        words=words,
        people=people,
        contacts=[_contact(person, rng) for person in people],
        facilities=_facilities(words, 25_000 // share, rng),
        sponsors=invented_sponsors(words, share, rng),
        conditions=vocabulary.conditions,
        condition_weights=zipf(len(vocabulary.conditions), 10),
        siblings=_siblings(vocabulary.conditions),
        substances=vocabulary.substances,
        substance_weights=zipf(len(vocabulary.substances), 15),
        geography=load_geography(rng, words, share),
        results=build_library(templates, share, rng),
        outcomes=_outcomes(pools, 4_000 // share, rng),
        references=_references(pools["citation"], people, 4_000 // share, rng),
        designs=_designs(rng),
        observational_designs=_observational_designs(),
        ages=[_age(least, most) for least, most, _ in AGES],
        age_weights=list(accumulate(weight for *_, weight in AGES)),
    )


def zipf(count: int, offset: int) -> list[float]:
    """Cumulative weights of a Zipf law, flattened at the top by `offset`."""
    return list(accumulate(1 / (rank + offset) for rank in range(1, count + 1)))


def _siblings(conditions: tuple[Heading, ...]) -> dict[str, list[Heading]]:
    """Headings under the same parent, by the parent's rendering."""
    families: dict[str, list[Heading]] = {}
    for heading in conditions:
        if heading.ancestors:
            families.setdefault(heading.ancestors[0], []).append(heading)
    return families


def _interventions(words: list[str], count: int, rng: random.Random) -> dict[str, list[str]]:
    """Names by type: an invented word or code stands in most of them, so that most names are rare."""
    templates = load_templates(DATA / "interventions.txt")
    return {
        kind: [escape(expand(rng.choice(forms), rng).replace("{w}", rng.choice(words))) for _ in range(count)]
        for kind, forms in templates.items()
    }


def _facilities(words: list[str], count: int, rng: random.Random) -> list[str]:
    return [escape(rng.choice(SITE_FORMS).format(rng.choice(words))) for _ in range(count)]


def _contact(person: str, rng: random.Random) -> str:
    """The inside of a contact object: name, role, and mostly phone and e-mail."""
    fields = [f'"name":"{person}","role":"CONTACT"']
    if rng.random() < 0.85:
        fields.append(f'"phone":"{rng.randint(201, 989)}-555-01{rng.randint(0, 99):02d}"')
        if rng.random() < 0.08:
            fields.append(f'"phoneExt":"{rng.randint(1, 9999)}"')
    if rng.random() < 0.9:
        fields.append(f'"email":"{invented_email(person)}"')
    return "{" + ",".join(fields) + "}"


def _outcomes(pools: dict[str, list[str]], count: int, rng: random.Random) -> list[str]:
    made = []
    for _ in range(count):
        description = (
            f'"description":"{" ".join(rng.choices(pools["outcometext"], k=rng.choice((1, 1, 2, 3))))}",'
        )
        made.append(
            f'{{"measure":"{rng.choice(pools["measure"])}",'
            f'{description if rng.random() < 0.85 else ""}"timeFrame":"{rng.choice(pools["timeframe"])}"}}'
        )
    return made


def _references(citations: list[str], people: list[str], count: int, rng: random.Random) -> list[str]:
    made = []
    for _ in range(count):
        authors = ", ".join(person.partition(",")[0] for person in rng.choices(people, k=rng.randint(1, 9)))
        kind = rng.choice(("BACKGROUND", "BACKGROUND", "RESULT", "DERIVED", "DERIVED"))
        pmid = (
            f'"pmid":"{rng.randint(90_000_000, 99_999_999)}",'
            if rng.random() < 0.85 or kind == "DERIVED"
            else ""
        )
        issue = f"J Invented Med. {rng.randint(1995, 2026)};{rng.randint(1, 90)}({rng.randint(1, 12)}):{rng.randint(1, 990)}."
        made.append(f'{{{pmid}"type":"{kind}","citation":"{authors}. {rng.choice(citations)}. {issue}"}}')
    return made


def _designs(rng: random.Random) -> list[str]:
    made = []
    for _ in range(300):
        masking = rng.choice(("NONE", "NONE", "NONE", "SINGLE", "DOUBLE", "TRIPLE", "QUADRUPLE"))
        model = rng.choice(
            (
                "PARALLEL",
                "PARALLEL",
                "PARALLEL",
                "SINGLE_GROUP",
                "SINGLE_GROUP",
                "CROSSOVER",
                "SEQUENTIAL",
                "FACTORIAL",
            )
        )
        who = ("PARTICIPANT", "INVESTIGATOR", "CARE_PROVIDER", "OUTCOMES_ASSESSOR")
        named = {"SINGLE": 1, "DOUBLE": 2, "TRIPLE": 3, "QUADRUPLE": 4}.get(masking, 0)
        masks: dict[str, object] = {"masking": masking}
        if named:
            masks["whoMasked"] = list(who[:named])
        purpose = rng.choice(
            ("TREATMENT",) * 6 + ("PREVENTION", "SUPPORTIVE_CARE", "DIAGNOSTIC", "BASIC_SCIENCE", "OTHER")
        )
        allocation = (
            "NA" if model == "SINGLE_GROUP" else rng.choice(("RANDOMIZED",) * 5 + ("NON_RANDOMIZED",))
        )
        made.append(
            render(
                {
                    "allocation": allocation,
                    "interventionModel": model,
                    "primaryPurpose": purpose,
                    "maskingInfo": masks,
                }
            )
        )
    return made


def _observational_designs() -> list[str]:
    models = (
        "COHORT",
        "COHORT",
        "CASE_CONTROL",
        "CASE_ONLY",
        "OTHER",
        "ECOLOGIC_OR_COMMUNITY",
        "NATURAL_HISTORY",
    )
    perspectives = ("PROSPECTIVE", "PROSPECTIVE", "RETROSPECTIVE", "CROSS_SECTIONAL", "OTHER")
    return [render({"observationalModel": m, "timePerspective": p}) for m in models for p in perspectives]


def age_in_days(age: str) -> float:
    number, unit = age.split()
    return int(number) * DAYS_A_UNIT[unit.rstrip("s")]


def standard_ages(least: str | None, most: str | None) -> list[str]:
    """The age groups that the limits overlap: child under 18, adult 18 to 64, older adult from 65."""
    low = age_in_days(least) / 365.25 if least else 0
    high = age_in_days(most) / 365.25 if most else 200
    groups = (("CHILD", 0, 17.999), ("ADULT", 18, 64.999), ("OLDER_ADULT", 65, 200))
    return [name for name, start, end in groups if low <= end and high >= start]


def _age(least: str | None, most: str | None) -> str:
    limits = {"minimumAge": least, "maximumAge": most, "stdAges": standard_ages(least, most)}
    return render({key: value for key, value in limits.items() if value})[1:-1]
