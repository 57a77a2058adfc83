"""Which sites of two versions are the same site. Sites have no ids and move in their order; what they have is a place,
a name that is spelled many ways, and often a postal code.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from trials.registry.changes import spelling
from trials.registry.changes.pairing import Pairing
from trials.registry.records import Location
from trials.words import key

# Names that the registry gave countries, and what it calls them since its geographic database of 2025-08-26. The
# first six were seen in records; the others are the old list's names for countries that such databases call otherwise.
RENAMED_COUNTRIES = {
    "czech republic": "czechia",
    "iran islamic republic of": "iran",
    "korea republic of": "south korea",
    "moldova republic of": "moldova",
    "russian federation": "russia",
    "turkey": "turkey turkiye",
    "brunei darussalam": "brunei",
    "cape verde": "cabo verde",
    "congo the democratic republic of the": "democratic republic of the congo",
    "cote divoire": "ivory coast",
    "holy see vatican city state": "vatican city",
    "korea democratic peoples republic of": "north korea",
    "lao peoples democratic republic": "laos",
    "libyan arab jamahiriya": "libya",
    "macau": "macao",
    "macedonia the former yugoslav republic of": "north macedonia",
    "micronesia federated states of": "micronesia",
    "palestinian territories occupied": "palestinian territories",
    "palestinian territory occupied": "palestinian territories",
    "swaziland": "eswatini",
    "syrian arab republic": "syria",
    "tanzania united republic of": "tanzania",
    "turkiye": "turkey turkiye",
    "viet nam": "vietnam",
}
UNITED_STATES = "united states"

# What a sponsor writes instead of a name: "Research Site", "Example Pharma Investigational Site - 0042". Real centres
# do call themselves "Example City Clinical Research Site".
_NUMBERS = r"(?: (?:no|nr|number|id|\w*\d\w*)){0,3}"
_MASKED = re.compile(
    rf"(?:\w+ ){{0,5}}(?:investigational|investigative|investigator|study|trials?)(?: research)? sites?{_NUMBERS}"
    r"|(?:clinical |medical )?(?:research|clinical|investigational|investigative|investigator|study)(?: trial| study)? "
    rf"(?:site|center|centre|facility|institution)s?{_NUMBERS}"
    rf"|(?:\w+ ){{0,2}}local institution(?: site)?{_NUMBERS}|site(?: \w*\d\w*){{1,2}}"
    r"|\w{0,6}\d[\d ]*|for additional information .*"
)
_SITE_NUMBER = re.compile(r"\bsite (?:no |number )?(\w*\d\w*)\b")
_COMMON = re.compile(  # words that the hospitals of a town share
    r"hosp(?:ital\w*)?|h[oô]pital|clini\w+|kliniku?m?|cent\w{2,3}|medi\w+|univ\w*|instit\w+|cancer|oncolog\w+|research|"
    r"health\w*|care|group|system|department|school|college|of|de|del|della|di|la|le|the|and|y|e|et|at|for|site"
)
_NAMES_ALIKE = 0.6  # share of words in common
_NEAR_DEGREES = 0.3  # about 20 miles: two spellings of a city may have the points of the city and of its district


@dataclass(frozen=True, slots=True)
class _Listed:
    """A location with what it is recognised by."""

    location: Location
    country: str
    town: str
    zip: str
    name: str
    masked: bool


@lru_cache(maxsize=10_000)
def is_masked(facility: str) -> bool:
    """The sponsor gives no name for the site."""
    return not facility.strip() or _MASKED.fullmatch(key(facility)) is not None


def match_sites(before: Sequence[Location], after: Sequence[Location]) -> Pairing[Location]:
    """The sites of both versions in pairs, and those that only one of them lists."""
    identical = Pairing(before, after)
    identical.by(lambda one: (one.facility, one.city, one.state, one.zip, one.country, one.status))
    if not (identical.before and identical.after):
        return identical
    other = Pairing(map(_listed, identical.before), map(_listed, identical.after))
    _by_name(other)
    _by_place(other)
    found = Pairing(
        [each.location for each in other.before],
        [each.location for each in other.after],
    )
    found.pairs = identical.pairs + [(one.location, two.location) for one, two in other.pairs]
    return found


def _by_name(sites: Pairing[_Listed]) -> None:
    """The same name, with the postal code where both have one; a site that kept its status goes first."""
    for with_zip in (True, False):
        for status in (True, False):
            sites.by(
                lambda one, with_zip=with_zip, status=status: (  # type: ignore[misc]
                    one.country,
                    one.town,
                    one.name,
                    one.zip if with_zip else None,
                    one.location.status if status else None,
                )
            )
    sites.by(lambda one: (one.country, one.zip, one.name) if one.zip else None)
    sites.by(_site_number)
    sites.by_likeness(_alike, _NAMES_ALIKE, within=lambda one: None if one.masked else (one.country, one.town))
    sites.by_likeness(_nearness, 1, within=lambda one: None if one.masked else (one.country, one.name))


def _by_place(sites: Pairing[_Listed]) -> None:
    """Another name in the same town: the same postal code, or a site that got its name, or lost it."""
    for status in (True, False):
        sites.by(
            lambda one, status=status: (  # type: ignore[misc]
                (one.country, one.town, one.zip, one.location.status if status else None) if one.zip else None
            )
        )
    sites.by_likeness(_unmasked, 1, within=lambda one: (one.country, one.town))


def _listed(location: Location) -> _Listed:
    country, town, postal = country_key(location.country), key(location.city), key(location.zip).replace(" ", "")
    short = postal.lstrip("0")  # spreadsheets drop the zeros that a code begins with
    if country == UNITED_STATES:  # elsewhere states come and go in the record, and their spelling changes
        town = f"{town}, {key(location.state)}"
        short = short[: 5 - (len(postal) - len(short))]  # ZIP+4 is the same ZIP code
    return _Listed(location, country, town, short, key(location.facility), is_masked(location.facility))


def country_key(country: str) -> str:
    """One key for all the names that the registry has given a country."""
    name = key(country)
    return RENAMED_COUNTRIES.get(name, name)


def _site_number(one: _Listed) -> tuple[str, str, str] | None:
    """The sponsor's own number of the site, where the name has one: "Local Institution ( Site 0012)"."""
    number = _SITE_NUMBER.search(one.name)
    return (one.country, one.town, number[1]) if number else None


def _alike(one: _Listed, other: _Listed) -> float:
    """How alike two real names in one town are."""
    return spelling.likeness(_distinctive(one.name, one.town), _distinctive(other.name, one.town))


def _nearness(one: _Listed, other: _Listed) -> float:
    """One name in two spellings of its town, 1 or 0."""
    return float(_is_near(one.location, other.location))


def _unmasked(one: _Listed, other: _Listed) -> float:
    """The site got a name, or lost it, and no postal code speaks against it, 1 or 0."""
    return float((one.masked or other.masked) and not (one.zip and other.zip))


def _is_near(one: Location, other: Location) -> bool:
    here, there = one.geo_point, other.geo_point
    if here is None or there is None or None in (here.lat, here.lon, there.lat, there.lon):
        return False
    return abs(here.lat - there.lat) < _NEAR_DEGREES and abs(here.lon - there.lon) < _NEAR_DEGREES  # type: ignore[operator]


@lru_cache(maxsize=10_000)
def _distinctive(name: str, town: str) -> frozenset[str]:
    """The words of a name that the town's other hospitals do not share; all of them where none is left."""
    words = frozenset(name.split())
    shared = {word for word in words if _COMMON.fullmatch(word)}
    return words - shared - frozenset(town.replace(",", "").split()) or words
