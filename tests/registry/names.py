"""Invented words, people, sponsors and sites: nothing here names a real organisation or person on purpose."""

import random
from dataclasses import dataclass

from tests.registry.sentences import DATA, load_templates

DEGREES = ["", "", "", ", MD", ", MD", ", PhD", ", MD, PhD", ", RN", ", MSc"]
SPONSOR_FORMS = {
    "OTHER": (
        "{} University Hospital", "{} University", "University of {}", "{} Medical School", "{} Cancer Institute",
        "{} Children's Hospital", "Hospital {}", "{} Foundation", "{} Health System", "{} Research Institute",
    ),
    "INDUSTRY": (
        "{} Pharmaceuticals", "{} Therapeutics, Inc.", "{} Biotech", "{} Pharma AG", "{} Medical Ltd.",
        "{} Biosciences", "{} Laboratories", "{} Oncology, LLC",
    ),
    "OTHER_GOV": ("{} Ministry of Health", "{} Public Health Agency", "{} Regional Health Authority", "Region {}"),
    "NIH": ("National Institute of {} Research (NI{})",),
    "FED": ("{} Veterans Medical Center", "{} Army Medical Center"),
    "NETWORK": ("{} Oncology Group", "{} Clinical Trials Network", "{} Study Group"),
    "INDIV": ("{}, {}",),
    "UNKNOWN": ("{} Association",),
}  # fmt: skip
SPONSOR_COUNTS = {
    "OTHER": 30_400, "INDUSTRY": 18_400, "OTHER_GOV": 1_300, "NIH": 28, "FED": 110, "NETWORK": 240,
    "INDIV": 1_100, "UNKNOWN": 60,
}  # fmt: skip
SITE_FORMS = (
    "{} University Hospital", "{} Medical Center", "{} General Hospital", "{} Clinic", "{} Cancer Center",
    "{} Health", "{} Research Associates", "{} Clinical Research", "{} Regional Hospital", "{} Family Medicine",
    "Hospital {}", "{} Institute", "{} Children's Hospital", "{} Hospital & Health Services", "{} Eye Center",
    "{} Dermatology",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sponsor:
    name: str
    agency_class: str


def _parts(heading: str) -> list[str]:
    return " ".join(load_templates(DATA / "names.txt")[heading]).split()


def invented_words(count: int, rng: random.Random) -> list[str]:
    """Different place-like words; about fifty-five thousand exist."""
    middles, ends = ["", *_parts("middles")], _parts("ends")
    every = [start + middle + end for middle in middles for start in _parts("starts") for end in ends]
    rng.shuffle(every)
    return every[:count]


def invented_people(count: int, words: list[str], rng: random.Random) -> list[str]:
    first_names = _parts("first names")
    return [f"{rng.choice(first_names)} {rng.choice(words)}{rng.choice(DEGREES)}" for _ in range(count)]


def invented_sponsors(words: list[str], share: int, rng: random.Random) -> dict[str, list[Sponsor]]:
    """Sponsors by class, one in `share` of them; the first of a list are the busiest."""
    return {kind: list(_sponsors(kind, max(5, count // share), words, rng)) for kind, count in SPONSOR_COUNTS.items()}


def _sponsors(agency_class: str, count: int, words: list[str], rng: random.Random) -> dict[Sponsor, None]:
    forms, first_names = SPONSOR_FORMS[agency_class], _parts("first names")
    chosen: dict[Sponsor, None] = {}
    while len(chosen) < count:
        word = rng.choice(words)
        second = rng.choice(first_names) if agency_class == "INDIV" else word[0]
        chosen[Sponsor(rng.choice(forms).format(word, second), agency_class)] = None
    return chosen


def invented_email(person: str) -> str:
    """An address at example.org made of the initial and the family name."""
    first, _, rest = person.partition(" ")
    return f"{first[0].lower()}.{rest.partition(',')[0].lower()}@example.org"
