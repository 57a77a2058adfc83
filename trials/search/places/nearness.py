"""Sites in the order of their distance from where somebody is."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, F, FloatField, Q, QuerySet, Value, When

from trials.models import Site
from trials.search.places.geometry import miles_from
from trials.search.places.named import NamedPlace


def by_nearness(sites: QuerySet[Site], here: Sequence[NamedPlace], radius: int | None = None) -> QuerySet[Site]:
    """The sites with `miles` to the nearest point of some places, empty where there is none, and with their `nearness`
    to order by: within the radius of a point (None: any distance), else in an area, else the others."""
    points = [one.point for one in here if one.point]
    miles: Any = miles_from(points, "place") if points else Value(None, FloatField(null=True))
    close = Q(miles__isnull=False) if radius is None else Q(miles__lte=radius)
    ranks = [When(close, then=Value(0)), *(When(in_area(*area), then=Value(1)) for one in here for area in one.areas)]
    return sites.annotate(miles=miles).annotate(nearness=Case(*ranks, default=Value(2)))


NEAREST = ("nearness", F("miles").asc(nulls_last=True), "ordinal")


def in_area(country: str, region: str) -> Q:
    """Whether a site lies in a country, or in a region of it."""
    return Q(place__country=country, **({"place__state": region} if region else {}))
