"""Points on the earth, and how far they are from each other."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import ASin, Cos, Least, Power, Radians, Sin, Sqrt

EARTH_RADIUS = 3958.7613  # miles, mean


@dataclass(frozen=True, slots=True)
class Point:
    """A point on the earth, in degrees."""

    latitude: float
    longitude: float


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
