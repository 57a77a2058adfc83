"""The order of the results: what a trial costs a visitor, in one number. docs/search.md tells the formula in words.

Every order ends in the NCT number, so that pages never overlap.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np

from trials.search.closeness import Closeness
from trials.search.index.build import EPOCH
from trials.search.index.columns import Array
from trials.search.index.evaluate import Found
from trials.vocabulary import Availability

# How far the condition is from what was meant.
CONDITION = {
    Closeness.OWN: 0.0,
    Closeness.WITHIN: 0.5,
    Closeness.MESH: 1.0,
    Closeness.KEYWORD: 2.5,
    Closeness.TITLE: 2.5,
}
# How far the trial is from taking somebody.
STATUS = {
    Availability.OPEN: 0.0,
    Availability.SOON: 4.0,
    Availability.INVITATION: 6.0,
    Availability.UNCONFIRMED: 8.0,
    Availability.CLOSED: 12.0,
}
CROWDED, CROWD = 10, 2.0  # a trial for so many conditions or more is hardly about any one of them
NEAR = 10.0  # miles: below this all is "here"; above it the cost grows by 1 with each doubling
NO_PLACE = 10.0  # no site with a place on the map
WORDS = 0.25  # what one rare word of a description, or one disease, saves about a tenth of
STALE = 0.3  # a year since its sponsor updated it
STALEST = 5.0  # years, at most


def ranked(parts: Sequence[Found], sort: str, today: date, stop: int) -> list[tuple[Found, int]]:
    """The first `stop` trials of a search, each as its part and its place among the part's positions."""
    at = [found.fitting for found in parts]
    numbers = np.concatenate([found.column("numbers")[chosen] for found, chosen in zip(parts, at, strict=True)])
    cost = np.concatenate([COSTS[sort](found, chosen, today) for found, chosen in zip(parts, at, strict=True)])
    owners = np.repeat(np.arange(len(parts)), [len(chosen) for chosen in at])
    places = np.concatenate(at)
    best = first(cost, numbers, stop)
    return [(parts[owners[one]], int(places[one])) for one in best]


def first(cost: Array, numbers: Array, stop: int) -> Array:
    """Where the `stop` cheapest are, the cheapest first; of equal ones the higher number."""
    chosen = np.arange(len(cost))
    if stop < len(cost):
        chosen = np.flatnonzero(cost <= np.partition(cost, stop - 1)[stop - 1])
    return chosen[np.lexsort((-numbers[chosen], cost[chosen]))][:stop]


def relevance(found: Found, chosen: Array, today: date) -> Array:
    """What a trial costs: a condition further from what was meant, a site further away, a status less open, an update
    longer ago."""
    cost = table(CONDITION)[found.closeness[chosen]] + table(STATUS)[found.column("availability")[chosen]]
    if found.question.about:
        cost += CROWD * (found.column("crowd")[chosen] >= CROWDED)
    if found.question.points:
        cost += distance(found.journey[chosen])
    if found.scores is not None:
        cost -= WORDS * found.scores[chosen]
    return cost + staleness(found.column("updated")[chosen], today)


def nearest(found: Found, chosen: Array, today: date) -> Array:
    """The distance first; only among those as far does the rest count."""
    if not found.question.points:
        return relevance(found, chosen, today)
    miles = np.minimum(found.journey[chosen], 20_000).astype(np.float64)
    return miles * 1e6 + relevance(found, chosen, today)


def newest(found: Found, chosen: Array, today: date) -> Array:
    """The day on which the registry first showed it."""
    return -found.column("first_posted")[chosen].astype(np.float64)


def distance(miles: Array) -> Array:
    """What a journey costs."""
    reachable = np.log2(1 + np.minimum(miles, 1e5) / NEAR).astype(np.float64)
    return np.where(np.isinf(miles), NO_PLACE, reachable)


def staleness(updated: Array, today: date) -> Array:
    """What an old update costs."""
    years = ((today - EPOCH).days - updated.astype(np.float64)) / 365.25
    return STALE * np.clip(years, 0.0, STALEST)


def table(costs: dict) -> Array:
    """Costs by code."""
    found = np.zeros(256, np.float64)
    found[list(costs)] = list(costs.values())
    return found


COSTS = {"relevance": relevance, "distance": nearest, "newest": newest}
