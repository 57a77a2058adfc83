"""Countries: their codes, their names and what else they are called, also by the registry over the years."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from trials.search.places.names import name_key

COUNTRIES = Path(__file__).parents[1] / "data" / "countries.csv"
UNITED_STATES = "US"


@dataclass(frozen=True, slots=True)
class Country:
    """A country, or what has a code like one.

    Args:
        code: two letters, ISO 3166-1.
        spellings: all its names, the one that we show first.
    """

    code: str
    spellings: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.spellings[0]


@cache
def by_code() -> dict[str, Country]:
    """Code -> country."""
    with COUNTRIES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    spellings = {row["code"]: (row["name"], *filter(None, row["spellings"].split("|"))) for row in rows}
    return {code: Country(code, names) for code, names in spellings.items()}


@cache
def by_key() -> dict[str, Country]:
    """The key of each name -> country."""
    return {name_key(name): country for country in by_code().values() for name in country.spellings}


def country_called(name: str) -> Country | None:
    """The country of that name, however it is spelled."""
    return by_key().get(name_key(name))


def country_of(name: str) -> Country:
    """The country of a record's name; one of its own where we do not know the name."""
    return country_called(name) or Country(name, (name,))


def country_meant(text: str) -> Country | None:
    """The country that stands behind a city: by its name, or by its two letters."""
    return country_called(text) or by_code().get(text.strip().upper())
