"""Invented words, people, sponsors and sites. Nothing here names a real organisation or person on purpose."""

import random
from dataclasses import dataclass

STARTS = [
    "Ald",
    "Ar",
    "Bel",
    "Ber",
    "Bran",
    "Bren",
    "Cal",
    "Car",
    "Cas",
    "Cor",
    "Dal",
    "Del",
    "Dor",
    "Ed",
    "El",
    "Fal",
    "Far",
    "Fen",
    "Gal",
    "Gar",
    "Glen",
    "Gran",
    "Hal",
    "Har",
    "Hel",
    "Hol",
    "Il",
    "Jor",
    "Kal",
    "Kel",
    "Kir",
    "Lan",
    "Lar",
    "Lin",
    "Lor",
    "Mal",
    "Mar",
    "Mer",
    "Mor",
    "Nor",
    "Ol",
    "Or",
    "Pel",
    "Per",
    "Quin",
    "Ran",
    "Rav",
    "Ros",
    "Sal",
    "Sel",
    "Sor",
    "Stan",
    "Tal",
    "Tor",
    "Ul",
    "Val",
    "Ver",
    "Wal",
    "Wen",
    "Win",
    "Yar",
    "Zel",
]
MIDDLES = ["", "a", "e", "i", "o", "en", "er", "in", "or", "an", "al", "el", "is", "ul", "ev", "om"]
ENDS = [
    "bach",
    "berg",
    "boro",
    "bourne",
    "brook",
    "bury",
    "by",
    "combe",
    "dale",
    "den",
    "field",
    "ford",
    "gate",
    "grove",
    "ham",
    "haven",
    "holm",
    "holt",
    "hurst",
    "lake",
    "land",
    "leigh",
    "ley",
    "lin",
    "lund",
    "mark",
    "mere",
    "mond",
    "mont",
    "more",
    "mouth",
    "nes",
    "ney",
    "port",
    "ridge",
    "rin",
    "rose",
    "sand",
    "stad",
    "stead",
    "sten",
    "ster",
    "stock",
    "ston",
    "tal",
    "ton",
    "vale",
    "vern",
    "view",
    "ville",
    "wald",
    "water",
    "well",
    "wick",
    "wood",
    "worth",
]
FIRST_NAMES = [
    "Ada",
    "Adam",
    "Agnes",
    "Aisha",
    "Alba",
    "Alex",
    "Amir",
    "Ana",
    "Anders",
    "Anna",
    "Antonio",
    "Asha",
    "Ben",
    "Bruno",
    "Camille",
    "Carlos",
    "Chen",
    "Clara",
    "Dana",
    "Daniel",
    "Diego",
    "Elena",
    "Elif",
    "Emma",
    "Erik",
    "Fatima",
    "Felix",
    "Gita",
    "Grace",
    "Hana",
    "Hiro",
    "Hugo",
    "Ida",
    "Imran",
    "Ines",
    "Ingrid",
    "Ivan",
    "Jan",
    "Joana",
    "Jonas",
    "Jun",
    "Karim",
    "Kofi",
    "Lara",
    "Lars",
    "Lea",
    "Leila",
    "Lin",
    "Luca",
    "Magda",
    "Marco",
    "Maria",
    "Mei",
    "Mina",
    "Nadia",
    "Nils",
    "Nora",
    "Olga",
    "Omar",
    "Paula",
    "Petra",
    "Ravi",
    "Rosa",
    "Ruth",
    "Sara",
    "Sven",
    "Tariq",
    "Tomas",
    "Uma",
    "Vera",
    "Viktor",
    "Wei",
    "Yara",
    "Yusuf",
    "Zoe",
]
DEGREES = ["", "", "", ", MD", ", MD", ", PhD", ", MD, PhD", ", RN", ", MSc"]
SPONSOR_FORMS = {
    "OTHER": ("{} University Hospital", "{} University", "University of {}", "{} Medical School",
    "{} Cancer Institute",
              "{} Children's Hospital", "Hospital {}", "{} Foundation", "{} Health System",
              "{} Research Institute"),
    "INDUSTRY": ("{} Pharmaceuticals", "{} Therapeutics, Inc.", "{} Biotech", "{} Pharma AG",
    "{} Medical Ltd.", "{} Biosciences",
                 "{} Laboratories", "{} Oncology, LLC"),
    "OTHER_GOV": ("{} Ministry of Health", "{} Public Health Agency", "{} Regional Health Authority",
    "Region {}"),
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
    "{} Health",
    "{} Research Associates", "{} Clinical Research", "{} Regional Hospital", "{} Family Medicine",
    "Hospital {}", "{} Institute",
    "{} Children's Hospital", "{} Hospital & Health Services", "{} Eye Center", "{} Dermatology",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sponsor:
    name: str
    agency_class: str


def invented_words(count: int, rng: random.Random) -> list[str]:
    """Different place-like words; at most about sixty thousand exist."""
    every = [start + middle + end for middle in MIDDLES for start in STARTS for end in ENDS]
    rng.shuffle(every)
    return every[:count]


def invented_people(count: int, words: list[str], rng: random.Random) -> list[str]:
    return [f"{rng.choice(FIRST_NAMES)} {rng.choice(words)}{rng.choice(DEGREES)}" for _ in range(count)]


def invented_sponsors(words: list[str], share: int, rng: random.Random) -> dict[str, list[Sponsor]]:
    """Sponsors by class, one in `share` of them; the first of a list are the busiest."""
    return {
        kind: list(_sponsors(kind, max(5, count // share), words, rng))
        for kind, count in SPONSOR_COUNTS.items()
    }


def _sponsors(agency_class: str, count: int, words: list[str], rng: random.Random) -> dict[Sponsor, None]:
    forms = SPONSOR_FORMS[agency_class]
    chosen: dict[Sponsor, None] = {}
    while len(chosen) < count:
        word = rng.choice(words)
        second = rng.choice(FIRST_NAMES) if agency_class == "INDIV" else word[0]
        chosen[Sponsor(rng.choice(forms).format(word, second), agency_class)] = None
    return chosen


def invented_email(person: str) -> str:
    """An address at example.org made of the initial and the family name."""
    first, _, rest = person.partition(" ")
    return f"{first[0].lower()}.{rest.partition(',')[0].lower()}@example.org"
