"""The choices beside the results: each with how many trials it would bring, and the address that it leads to.

Every choice is the same search with one thing changed, so its address stands on its own: it can be opened in a new
tab, passed on and gone back from.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from urllib.parse import urlencode

from trials.search.criteria import DEFAULTS, SearchCriteria, as_param, param
from trials.search.facets import MOST_COUNTRIES, Counts
from trials.search.filters import (
    GROUP_CHOICES,
    HEALTHY_CHOICES,
    KIND_CHOICES,
    MULTIPLE,
    PHASE_CHOICES,
    RADIUS_CHOICES,
    RESULTS_CHOICES,
    SEX_CHOICES,
    SPONSOR_CHOICES,
    STATUS_CHOICES,
    STUDY_TYPE_CHOICES,
)
from trials.search.matching import Matches

FIELDS = tuple(param(one.name) for one in fields(SearchCriteria))  # as an address calls them
GROUPS: dict[str, tuple[str, Sequence[tuple[str, str]]]] = {
    "radius": ("Distance", RADIUS_CHOICES),
    "status": ("Status", STATUS_CHOICES),
    "kind": ("Kind of treatment", KIND_CHOICES),
    "phase": ("Phase", PHASE_CHOICES),
    "group": ("Age group", GROUP_CHOICES),
    "sex": ("Sex", SEX_CHOICES),
    "healthy": ("Healthy people", HEALTHY_CHOICES),
    "country": ("Country", ()),
    "study_type": ("Kind of study", STUDY_TYPE_CHOICES),
    "sponsor": ("Who runs it", SPONSOR_CHOICES),
    "results": ("Results", RESULTS_CHOICES),
}
UNFOLDED = ("radius", "status")  # the choices that most people need first
SCALES = ("radius", "status")  # every step is shown, those that bring nothing too


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter.

    Args:
        key: tells it from every other on the page.
        query: the search with the choice, or without it where it is in force; None where it would bring nothing.
        chosen: whether it is in force.
        removable: whether it is in force and can be taken away; what holds when nothing is chosen cannot.
    """

    key: str
    words: str
    count: int
    query: str | None
    chosen: bool
    removable: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A filter with its choices."""

    name: str
    label: str
    choices: list[Choice]
    unfolded: bool


def groups(matches: Matches) -> list[Group]:
    """The filters that can narrow these results, or are in force."""
    shown = (group(name, matches) for name in GROUPS)
    return [one for one in shown if one]


def group(name: str, matches: Matches) -> Group | None:
    """One filter; None where none of its choices would change the list."""
    criteria, counts = matches.criteria, matches.facets[name]
    in_force = getattr(criteria, name) != DEFAULTS[name]
    if name == "group" and criteria.age and not in_force:
        return None  # an age says more
    found = list(choices(name, criteria, counts))
    if not in_force and not any(one.count and one.count != matches.total for one in found):
        return None
    return Group(name, GROUPS[name][0], found, in_force or name in UNFOLDED)


def choices(name: str, criteria: SearchCriteria, counts: Counts) -> Iterator[Choice]:
    """The choices of a filter that are worth showing."""
    before, after = around(name, criteria.params())
    given = getattr(criteria, name)
    in_force = set(given) if name in MULTIPLE else {as_param(given)}
    for value, words in offered(name, counts, in_force):
        chosen, count = value in in_force, counts.get(value, 0)
        if not (count or chosen or name in SCALES):
            continue
        if name in MULTIPLE:
            kept = [one for one in given if one != value] + [value] * (not chosen)
        else:
            kept = [value] * (not chosen and value != as_param(DEFAULTS[name]))
        query = "&".join([*before, *(urlencode({name: one}) for one in kept), *after]) if count or chosen else None
        yield Choice(f"{name}-{value}".lower(), words, count, query, chosen, chosen and given != DEFAULTS[name])


def offered(name: str, counts: Counts, in_force: set) -> Sequence[tuple[str, str]]:
    """The values of a filter with their words: of countries those with most trials."""
    if name != "country":
        return GROUPS[name][1] if counts else ()
    most = sorted(counts, key=lambda country: (-counts[country], country))[:MOST_COUNTRIES]
    chosen = [country for country in sorted(in_force - {""}) if country not in most]
    return [(country, country) for country in (*most, *chosen) if country]


def around(name: str, params: Mapping[str, str | list[str]]) -> tuple[list[str], list[str]]:
    """The parts of an address before and after a filter, in the order that every address of a search has."""
    place = FIELDS.index(name)
    parts = {one: urlencode({one: params[one]}, doseq=True) for one in FIELDS if one in params}
    before = [text for one, text in parts.items() if FIELDS.index(one) < place]
    return before, [text for one, text in parts.items() if FIELDS.index(one) > place]
