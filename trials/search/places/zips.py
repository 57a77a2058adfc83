"""US ZIP codes."""

import re
from collections.abc import Iterator
from functools import lru_cache

import zipcodes

from trials.search.places.countries import UNITED_STATES, Country, by_code
from trials.search.places.geometry import Point
from trials.search.places.named import NamedPlace, NoPlace
from trials.search.places.names import STATES

ZIP = re.compile(r"(\d{5})(?:[- ]?\d{4})?")
MILITARY = "MILITARY"


@lru_cache(maxsize=4096)
def zip_place(text: str) -> NamedPlace:
    """The place of a ZIP code such as "19104" or "19104-2601".

    Raises:
        NoPlace: it has not five digits, is not in use, or is a military address without a place on the map.
    """
    found = ZIP.fullmatch(text.strip())
    if not found:
        raise NoPlace("A US ZIP code has five digits, like 19104.")
    known = next(iter(zipcodes.matching(found[1])), None)
    if known is None:
        raise NoPlace(f"We do not know the ZIP code {found[1]}. Check it, or use one nearby.")
    point = Point(float(known["lat"] or 0), float(known["long"] or 0))
    if point == Point(0, 0):
        raise NoPlace(f"The ZIP code {found[1]} has no place on the map. Use one nearby.")
    country, region = country_and_region(known["state"])
    return NamedPlace(found[1], f"{known['city']}, {known['state']}", country, known["city"], region, point)


def country_and_region(state: str) -> tuple[Country, str]:
    """What the registry makes of a state's code in an address: territories are countries to it."""
    if state in STATES or state not in by_code():
        return by_code()[UNITED_STATES], STATES.get(state, state)
    return by_code()[state], ""


def zip_cities() -> Iterator[tuple[str, str, Point, int]]:
    """(city, state's code, its middle, how many ZIP codes) of each that has a ZIP code and a place on the map.

    Further names that the post accepts come as cities of one ZIP code.
    """
    points: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for one in zipcodes.list_all():
        point = float(one["lat"] or 0), float(one["long"] or 0)
        if one["zip_code_type"] != MILITARY and point != (0, 0):
            points.setdefault((one["city"], one["state"]), []).append(point)
            for name in one["acceptable_cities"]:
                points.setdefault((name, one["state"]), []).append(point)
    for (city, state), found in points.items():
        middle = Point(*(sum(values) / len(found) for values in zip(*found, strict=True)))
        yield city, state, middle, len(found)
