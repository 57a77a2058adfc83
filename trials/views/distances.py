"""How far a site is from where the visitor is, in words. A site stands at the middle of its city, so a distance within
the city is not known: "in Boston", never "0 miles"."""

from collections.abc import Sequence
from dataclasses import dataclass

from trials.models import Place
from trials.reading.status import miles as miles_in_words
from trials.search.places import NamedPlace, Point, miles_between
from trials.search.places.countries import country_of
from trials.search.places.names import name_key

SAME_PLACE = 1.0  # miles between two middles of cities: below it they are one
TELLING = 200.0  # miles: rather "in Texas" than a distance larger than this


@dataclass(frozen=True, slots=True)
class Away:
    """Where a site is, as seen from one of the visitor's places.

    Args:
        there: the city or area that holds both; empty where a distance says it.
        miles: None in an area.
        origin: the place that it is measured from.
        several: whether there are other places, so that the origin must be named.
    """

    there: str
    miles: float | None
    origin: NamedPlace
    several: bool

    @property
    def in_city(self) -> bool:
        """Whether the site lies in the visitor's own city, so that nobody needs to name it again."""
        return bool(self.there) and self.origin.point is not None

    @property
    def words(self) -> str:
        """ "14 miles", "14 miles from 19104", "in Boston"."""
        if self.there or self.miles is None:
            return f"in {self.there}"
        distance = miles_in_words(self.miles)
        return f"{distance} from {self.origin.text}" if self.several else distance

    @property
    def phrase(self) -> str:
        """For a sentence: "14 miles away", "14 miles from 19104", "in Boston"."""
        return self.words if self.there or self.several else f"{self.words} away"

    @property
    def measured(self) -> str:
        """With its origin: "14 miles from Philadelphia, PA"; empty for a site in the same city or area."""
        return "" if self.there or self.miles is None else f"{miles_in_words(self.miles)} from {self.origin.words}"


def away(site: Place, here: Sequence[NamedPlace]) -> Away | None:
    """Where a site is, from the nearest of the visitor's places; None where nothing can be said."""
    several = len(here) > 1
    point = None if site.latitude is None or site.longitude is None else Point(site.latitude, site.longitude)
    measured = [(miles_between(one.point, point), one) for one in here if one.point and point]
    nearest = min(measured, key=lambda found: found[0], default=None)
    if city := next((one for one in here if is_city_of(one, site)), None):
        return Away(site.city, next((miles for miles, one in measured if one is city), None), city, several)
    if nearest and nearest[0] < SAME_PLACE:
        return Away(site.city, *nearest, several)
    area = next((one for one in here if holds(one, site)), None)
    if area and (nearest is None or nearest[0] > TELLING):
        return Away(area.words, None, area, several)
    return Away("", *nearest, several) if nearest else None


def is_city_of(here: NamedPlace, site: Place) -> bool:
    """Whether a site lies in the city of a place."""
    if not here.city or here.point is None or name_key(here.city) != name_key(site.city):
        return False
    regions = {name_key(one) for one in (here.region, site.state) if one}
    if country_of(site.country).code != here.country.code or (here.country.code == "US" and len(regions) > 1):
        return False
    # Beyond the United States a region has many spellings, and the distance tells two cities of one name apart.
    return site.latitude is None or site.longitude is None or is_near(here.point, Point(site.latitude, site.longitude))


def is_near(one: Point, other: Point) -> bool:
    """Whether two points can lie in one city."""
    return miles_between(one, other) <= 50


def holds(here: NamedPlace, site: Place) -> bool:
    """Whether a site lies in an area."""
    return (site.country, site.state) in here.areas or (site.country, "") in here.areas
