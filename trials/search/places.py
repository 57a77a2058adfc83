"""Where somebody is, and how far everything else is from there.

The registry places sites at the centre of their city, so there are about 40,000 places for 3.8 million sites: the
distance goes to places, and sites follow by an index.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import zipcodes
from django.db.models import F, Value
from django.db.models.functions import ASin, Cos, Least, Power, Radians, Sin, Sqrt

from trials.models import Place
from trials.search.criteria import SearchCriteria

EARTH_RADIUS = 3958.7613  # miles, mean
ZIP = re.compile(r"(\d{5})(?:-?\d{4})?")

COUNTRY_NAMES = {
    "america": "United States",
    "england": "United Kingdom",
    "great britain": "United Kingdom",
    "holland": "Netherlands",
    "korea": "South Korea",
    "scotland": "United Kingdom",
    "u.k.": "United Kingdom",
    "u.s.": "United States",
    "u.s.a.": "United States",
    "uk": "United Kingdom",
    "us": "United States",
    "usa": "United States",
    "wales": "United Kingdom",
}


class NoPlace(ValueError):
    """A text that names no place. Its text says what would."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point on the earth, in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class ZipPlace:
    """A US ZIP code."""

    zip: str
    city: str
    state: str
    point: Point


@lru_cache(maxsize=4096)
def zip_place(text: str) -> ZipPlace:
    """The place of a ZIP code such as "19104" or "19104-2601".

    Raises:
        NoPlace: it has not five digits, is not in use, or is a military address without a place on the map.
    """
    found = ZIP.fullmatch(text.strip())
    if not found:
        raise NoPlace("A ZIP code has five digits, like 19104.")
    known = next(iter(zipcodes.matching(found[1])), None)
    if known is None:
        raise NoPlace(f"We do not know the ZIP code {found[1]}. Check it, or use one nearby.")
    point = Point(float(known["lat"] or 0), float(known["long"] or 0))
    if point == Point(0, 0):
        raise NoPlace(f"The ZIP code {found[1]} has no place on the map. Use one nearby.")
    return ZipPlace(found[1], known["city"], known["state"], point)


def place_named(words: str) -> str | None:
    """What stands in an address for a place that a sentence names; None where we know no such place."""
    try:
        return zip_place(words).zip
    except NoPlace:
        return None


def country_named(text: str) -> str:
    """The registry's name of a country.

    Raises:
        NoPlace: no site is there.
    """
    wanted = COUNTRY_NAMES.get(text.strip().casefold(), text.strip())
    exact = Place.objects.filter(country__iexact=wanted)
    close = Place.objects.filter(country__istartswith=wanted)  # "Turkey" -> "Turkey (Türkiye)"
    found = exact.first() or close.order_by("country").first()
    if found is None or not wanted:
        raise NoPlace(f"We know no study site in a country called “{text.strip()[:60]}”. Check the spelling.")
    return found.country


def points(criteria: SearchCriteria) -> list[Point]:
    """Where a search starts from; nowhere where it names no place."""
    return [zip_place(criteria.zip).point] if criteria.zip else []


def miles_between(one: Point, other: Point) -> float:
    """Miles along the earth's surface: the haversine formula, as in `near`."""
    phi, theta = math.radians(one.latitude), math.radians(other.latitude)
    chord = (
        math.sin((theta - phi) / 2) ** 2
        + math.cos(phi) * math.cos(theta) * math.sin(math.radians(other.longitude - one.longitude) / 2) ** 2
    )
    return 2 * EARTH_RADIUS * math.asin(min(1.0, math.sqrt(chord)))


def miles_from(points: Sequence[Point], place: str) -> Any:
    """A database expression: miles from the nearest of some points to a place; empty where it has no point.

    Args:
        place: the lookup that leads to the Place, for example "place".
    """
    distances = [distance_from(point, F(f"{place}__latitude"), F(f"{place}__longitude")) for point in points]
    return Least(*distances) if len(distances) > 1 else distances[0]


def distance_from(point: Point, latitude: F, longitude: F) -> Any:
    """The haversine formula as a database expression."""
    half_north = Radians(latitude - Value(point.latitude)) / 2
    half_east = Radians(longitude - Value(point.longitude)) / 2
    parallel = Value(math.cos(math.radians(point.latitude)))
    chord = Power(Sin(half_north), 2) + parallel * Cos(Radians(latitude)) * Power(Sin(half_east), 2)
    return Value(2 * EARTH_RADIUS) * ASin(Least(Value(1.0), Sqrt(chord)))
