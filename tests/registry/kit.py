"""Everything the generator draws from, made once for a seed: sentences, names, places and headings."""

import random
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import accumulate

from tests.registry.designs import render_ages, render_designs, render_observational_designs
from tests.registry.geography import Geography, load_geography
from tests.registry.names import (
    SITE_FORMS,
    Sponsor,
    invented_email,
    invented_people,
    invented_sponsors,
    invented_words,
)
from tests.registry.results import ResultsLibrary, build_library
from tests.registry.sentences import DATA, escape, expand, expand_pool, load_templates
from tests.registry.vocabulary import FULL_TABLE, Heading, load_vocabulary

POOL_SIZES = {
    "inclusion": 2500, "exclusion": 2500, "nested": 200, "summary": 1500, "detail": 2500, "armtext": 600,
    "intervention": 900, "measure": 700, "outcometext": 500, "timeframe": 300, "population": 300, "why": 60,
    "ipd": 4, "citation": 1500, "title": 250, "official": 1500, "keyword": 200,
}  # fmt: skip
FIRST_DAY = date(1950, 1, 1).toordinal()
DAYS = [date.fromordinal(FIRST_DAY + n).isoformat() for n in range(110 * 366)]


@dataclass(frozen=True, slots=True)
class Kit:
    """Pools of JSON-escaped text and objects to draw; `pools` has the headings of `data/sentences.txt`."""

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
def make_kit(seed: int, small: bool) -> Kit:
    """Build the pools, in about three seconds.

    The small kit takes a fifth of that and uses what the repository holds only, so that it is the same everywhere.
    """
    rng = random.Random(seed)
    share = 10 if small else 1
    templates = load_templates(DATA / "sentences.txt")
    pools = {name: expand_pool(templates[name], max(40, size // share), rng) for name, size in POOL_SIZES.items()}
    words = invented_words(60_000, rng)
    people = [escape(person) for person in invented_people(6_000, words, rng)]
    ages = render_ages()
    vocabulary = load_vocabulary(None if small else FULL_TABLE)
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
        designs=render_designs(300, rng),
        observational_designs=render_observational_designs(),
        ages=list(ages),
        age_weights=list(accumulate(ages.values())),
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
    return [_outcome(pools, rng) for _ in range(count)]


def _outcome(pools: dict[str, list[str]], rng: random.Random) -> str:
    text = " ".join(rng.choices(pools["outcometext"], k=rng.choice((1, 1, 2, 3))))
    description = f'"description":"{text}",' if rng.random() < 0.85 else ""
    measure, time_frame = rng.choice(pools["measure"]), rng.choice(pools["timeframe"])
    return f'{{"measure":"{measure}",{description}"timeFrame":"{time_frame}"}}'


def _references(citations: list[str], people: list[str], count: int, rng: random.Random) -> list[str]:
    return [_reference(citations, people, rng) for _ in range(count)]


def _reference(citations: list[str], people: list[str], rng: random.Random) -> str:
    """A citation in a journal that does not exist, with an id that PubMed has not reached."""
    kind = rng.choice(("BACKGROUND", "BACKGROUND", "RESULT", "DERIVED", "DERIVED"))
    cited = kind == "DERIVED" or rng.random() < 0.85
    pmid = f'"pmid":"{rng.randint(90_000_000, 99_999_999)}",' if cited else ""
    authors = ", ".join(person.partition(",")[0] for person in rng.choices(people, k=rng.randint(1, 9)))
    issue = f"{rng.randint(1995, 2026)};{rng.randint(1, 90)}({rng.randint(1, 12)}):{rng.randint(1, 990)}."
    citation = f"{authors}. {rng.choice(citations)}. J Invented Med. {issue}"
    return f'{{{pmid}"type":"{kind}","citation":"{citation}"}}'
