"""Postal codes of other countries, as far as the operator has loaded them (manage.py load_postal_codes)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Avg, Min

from trials.models import PostalCode
from trials.search.places.countries import Country, by_code
from trials.search.places.gazetteer import Gazetteer
from trials.search.places.geometry import Point
from trials.search.places.named import NamedPlace
from trials.search.places.names import name_key

CODE = re.compile(r"(?=.*\d)[A-Z0-9]{2,10}")
NOT_CODE = re.compile(r"[^A-Z0-9]")
PIECES = 3  # a code is written in at most so many
# The part of a whole code that stands for a district: GeoNames' common files have no more for these countries.
DISTRICT = {
    "CA": re.compile(r"([A-Z]\d[A-Z])\d[A-Z]\d"),
    "GB": re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)\d[A-Z]{2}"),
    "IE": re.compile(r"([A-Z]\d[\dW])[A-Z\d]{4}"),
    "MT": re.compile(r"([A-Z]{3})\d{4}"),
    "NL": re.compile(r"(\d{4})[A-Z]{2}"),
}
# The same part alone, where only whole codes are loaded: how many characters are left out.
LEFT_OUT = {
    "CA": (re.compile(r"[A-Z]\d[A-Z]"), 3),
    "GB": (re.compile(r"[A-Z]{1,2}\d[A-Z\d]?"), 3),
    "NL": (re.compile(r"\d{4}"), 2),
}


@dataclass(frozen=True, slots=True)
class Guess:
    """A way to read a text: a code, and what stands beside it."""

    code: str
    beside: str


def code_key(code: str) -> str:
    """Letters and digits alone: "sw1a 1aa" -> "SW1A1AA"."""
    return NOT_CODE.sub("", code.upper())


def postal_places(text: str, gazetteer: Gazetteer) -> list[NamedPlace]:
    """The places of a postal code, alone or with a place or country beside it; where countries share it, those with the
    most sites first."""
    guesses = list(guessed(text))
    if not guesses:
        return []
    rows = {(one.key, one.country): one for one in PostalCode.objects.filter(key__in=wanted(guesses))}
    for guess in guesses:
        if found := [*matching(guess, rows), *of_district(guess)]:
            return sorted(found, key=lambda one: (-gazetteer.known_in(one.country.code), one.text))
    return []


def guessed(text: str) -> Iterator[Guess]:
    """The ways to read a text, the longest code first: "10115 Berlin", "London SW1A 1AA", "75013, France"."""
    words = text.replace(",", " ").split()
    for count in range(min(PIECES, len(words)), 0, -1):
        for code, beside in ((words[:count], words[count:]), (words[-count:], words[:-count])):
            if CODE.fullmatch(code_key("".join(code))):
                yield Guess(code_key("".join(code)), " ".join(beside))


def wanted(guesses: Iterable[Guess]) -> set[str]:
    """Keys that answer one of the guesses: the whole code, or the part of it that stands for a district."""
    keys = {guess.code for guess in guesses}
    districts = (form.fullmatch(key) for key in keys for form in DISTRICT.values())
    return keys | {found[1] for found in districts if found}


def matching(guess: Guess, rows: dict[tuple[str, str], PostalCode]) -> Iterator[NamedPlace]:
    """The places of those rows that a guess means: in each country the whole code before the district."""
    for country in {country for _, country in rows}:
        whole = DISTRICT[country].fullmatch(guess.code) if country in DISTRICT else None
        row = rows.get((guess.code, country)) or (rows.get((whole[1], country)) if whole else None)
        if row and fits(guess.beside, row.place, row.country):
            yield placed(row.code, row.place, row.country, Point(row.latitude, row.longitude))


def of_district(guess: Guess) -> Iterator[NamedPlace]:
    """The middle of a district of which only whole codes are known."""
    for country, (form, left_out) in LEFT_OUT.items():
        if not form.fullmatch(guess.code):
            continue
        inside = PostalCode.objects.filter(country=country, key__regex=f"^{guess.code}.{{{left_out}}}$")
        found = inside.aggregate(north=Avg("latitude"), east=Avg("longitude"), place=Min("place"))
        if found["north"] is not None and fits(guess.beside, found["place"], country):
            yield placed(guess.code, found["place"], country, Point(found["north"], found["east"]))


def fits(beside: str, place: str, code: str) -> bool:
    """Whether what stands beside a code is its place, its country, or both."""
    rest = name_key(beside)
    country = by_code().get(code)
    ends = [name_key(one) for one in country.spellings] if country else []
    for end in (*ends, code.lower()):
        if rest == end or rest.endswith(f" {end}"):
            rest = rest.removesuffix(end).strip()
            break
    key = name_key(place)
    return not rest or rest == key or f" {rest} " in f" {key} " or f" {key} " in f" {rest} "


def placed(code: str, place: str, country_code: str, point: Point) -> NamedPlace:
    """The place of a postal code."""
    country = by_code().get(country_code) or Country(country_code, (country_code,))
    words = f"{place}, {country.name}" if place else country.name
    return NamedPlace(f"{code}, {country.name}", words, country, place, "", point)
