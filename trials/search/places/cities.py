"""The cities that come with Trialfinder: GeoNames' larger ones of the world, and all that have a US ZIP code.

A hundred thousand names would be fifty megabytes of objects in each process. They stay the bytes of their file, in the
order of their keys, and a look-up reads the few lines that it finds.
"""

import gzip
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np

from trials.search.places.countries import UNITED_STATES, Country, by_code
from trials.search.places.gazetteer import City
from trials.search.places.geometry import Point
from trials.search.places.names import DIVISIONS
from trials.search.places.zips import country_and_region

CITY_TABLE = Path(__file__).parents[1] / "data" / "cities.tsv.gz"
OWN, FURTHER = "n", "f"


class CityTable:
    """Lines of key, kind of name, name, country, state, latitude, longitude, people; sorted by their bytes."""

    def __init__(self, lines: bytes) -> None:
        self.lines = lines
        ends = np.flatnonzero(np.frombuffer(lines, np.uint8) == ord("\n"))
        self.starts = array("q", np.concatenate([[0], ends + 1]).astype(np.int64).tobytes())

    def called(self, key: str) -> list[City]:
        """The cities of this name."""
        return [city for kind, city in self.found(key) if kind == OWN]

    def also_called(self, key: str) -> list[City]:
        """The cities that have this name beside their own."""
        return [city for kind, city in self.found(key) if kind == FURTHER]

    def found(self, key: str) -> Iterator[tuple[str, City]]:
        """Each city that has the name, with the kind of name that it is."""
        wanted = f"{key}\t".encode()
        at = bisect_left(range(len(self)), wanted, key=self.line)
        while at < len(self) and self.line(at).startswith(wanted):
            yield parsed(self.line(at).decode())
            at += 1

    def __len__(self) -> int:
        return len(self.starts) - 1

    def line(self, at: int) -> bytes:
        return self.lines[self.starts[at] : self.starts[at + 1] - 1]


def parsed(line: str) -> tuple[str, City]:
    """A line as the kind of name and the city."""
    _, kind, name, code, state, latitude, longitude, people = line.split("\t")
    country, region = division(code, state)
    return kind, City(name, country, region, Point(float(latitude), float(longitude)), float(people))


def division(code: str, state: str) -> tuple[Country, str]:
    """A country, and the name of its state."""
    if code == UNITED_STATES:
        return country_and_region(state)
    return by_code().get(code) or Country(code, (code,)), DIVISIONS.get(code, {}).get(state, "")


@cache
def city_table() -> CityTable:
    """The table that is packaged."""
    with gzip.open(CITY_TABLE) as file:
        return CityTable(b"".join(line for line in file if not line.startswith(b"#")))
