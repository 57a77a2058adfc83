"""Where somebody is, and how far everything else is from there.

The registry places sites at the centre of their city, so there are about 40,000 places for 3.8 million sites: the
distance goes to places, and sites follow by an index. What somebody types is a point (a ZIP or postal code, a city) or
an area (a state, a country): a point has distances, an area has sites in it or not.
"""

from trials.search.criteria import SearchCriteria
from trials.search.places.geometry import EARTH_RADIUS, Point, miles_between, miles_from
from trials.search.places.named import NamedPlace, NoPlace, Reading
from trials.search.places.reading import place_named, read, read_several
from trials.search.places.registered import country_named

__all__ = [
    "EARTH_RADIUS",
    "NamedPlace",
    "NoPlace",
    "Point",
    "Reading",
    "areas",
    "country_named",
    "miles_between",
    "miles_from",
    "named",
    "place_named",
    "points",
    "read",
    "read_several",
]


def named(criteria: SearchCriteria) -> list[NamedPlace]:
    """The places of a search, in its order.

    Raises:
        NoPlace: one is no longer known.
    """
    return [read(text).place for text in criteria.places]


def points(criteria: SearchCriteria) -> list[Point]:
    """Where a search measures from; nowhere where it names no point."""
    return [one.point for one in named(criteria) if one.point]


def areas(criteria: SearchCriteria) -> list[tuple[str, str]]:
    """(country, region) as records spell them, of the areas that a search names."""
    return [area for one in named(criteria) for area in one.areas]
