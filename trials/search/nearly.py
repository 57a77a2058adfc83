"""What fits but for one thing: it opens soon, it is a little farther, or the patient is not quite old enough."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from trials.search.index.columns import Array
from trials.search.index.evaluate import FARTHEST_BAND, Found
from trials.search.matching import Hit, Matches, hit
from trials.vocabulary import Availability

MOST = 3
MUCH_FARTHER = 100  # miles beyond the distance that was asked for: more is another journey
A_YEAR = 365.25  # days: who is older than that too young has to look for something else


class Lack(IntEnum):
    """What is lacking, the easiest to wait for first."""

    SOON = 1
    FARTHER = 2
    YOUNG = 3


@dataclass(frozen=True, slots=True)
class Nearly:
    """A trial that fits but for one thing.

    Args:
        by: how much is lacking: miles beyond the distance that was asked for, or days until the patient is old enough.
    """

    hit: Hit
    lack: Lack
    by: float


def nearly(matches: Matches, most: int = MOST) -> list[Nearly]:
    """The trials that lack least: those that open soon before those farther away, and those before a birthday."""
    found = [one for part in matches.parts for one in lacking(part)]
    return sorted(found, key=lambda one: (one.lack, one.by, -one.hit.number))[:most]


def lacking(found: Found) -> Iterator[Nearly]:
    """The trials of one part."""
    asked = found.question
    if asked.availability == (Availability.OPEN,):
        soon = found.column("availability") == Availability.SOON
        near = found.journey if asked.points else np.zeros(len(found.positions))
        yield from least(found, "status", Lack.SOON, near, soon)
    if asked.points and asked.radius is not None:
        beyond = found.journey - asked.radius
        reach = min(asked.radius + MUCH_FARTHER, max(asked.radius, FARTHEST_BAND))
        yield from least(found, "radius", Lack.FARTHER, beyond, (beyond > 0) & (found.journey <= reach))
    if asked.age is not None:
        until = found.column("age_from") - asked.age[1]
        yield from least(found, "age", Lack.YOUNG, until, (until >= 0) & (until < A_YEAR))


def least(found: Found, name: str, lack: Lack, by: Array, lacks: Array) -> Iterator[Nearly]:
    """Of the trials that fit everything but one filter the few that lack least."""
    at = found.selected(name)
    at = at[lacks[at]]
    order = np.lexsort((-found.column("numbers")[at], by[at]))
    for one in at[order][:MOST].tolist():
        yield Nearly(hit(found, one), lack, float(by[one]))
