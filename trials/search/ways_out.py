"""The ways out of a short list: what each filter costs, and the searches that find more, the gentlest first.

All numbers but those for another condition come from the arrays of the search itself, so that they are exact and cost
next to nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from trials.search import wording
from trials.search.criteria import ANY, DEFAULTS, RADII, SearchCriteria
from trials.search.matching import Matches, matching

# What can be left out without giving up what the visitor needs, the gentlest first.
WISHES = {
    "results": "question about results",
    "sponsor": "kind of sponsor",
    "study_type": "kind of study",
    "kind": "kind of treatment",
    "phase": "phase",
    "healthy": "question about healthy people",
    "group": "age group",
    "country": "country",
    "intervention": "treatment",
}
FACTS = {"sex": "sex", "age": "age"}  # they are as they are: looking without them is for somebody else's sake
GENTLEST = ("radius", *WISHES, "status", *FACTS)


@dataclass(frozen=True, slots=True)
class WayOut:
    """A search that is wider in one point, and how many trials it finds."""

    words: str
    criteria: SearchCriteria
    total: int


def ways_out(matches: Matches) -> list[WayOut]:
    """Each search that gives up one thing and finds more, the gentlest first. Where no single thing helps, those that
    give up several."""
    single = [way for way in (*farther(matches), *otherwise(matches)) if way.total > matches.total]
    if single or matches.total:
        return single
    together = [WayOut(words, wider, matching(wider).total) for words, wider in widest(matches)]
    return [way for way in together if way.total][:1]


def farther(matches: Matches) -> Iterator[WayOut]:
    """The distances, one after the other: each adds something to the one before. From an area: out of it."""
    criteria = matches.criteria
    if not matches.question.points:
        if criteria.places:
            yield WayOut("Search everywhere", criteria.without("places"), matches.without("radius"))
        return
    if not criteria.radius:
        return
    reached, counts = matches.total, matches.facets["radius"]
    for radius in (*(one for one in RADII if one > criteria.radius), None):
        total = counts[ANY if radius is None else str(radius)]
        if total > reached:
            words = f"Search within {radius} miles" if radius else "Search at any distance"
            yield WayOut(words, replace(criteria, radius=radius), total)
            reached = total


def otherwise(matches: Matches) -> Iterator[WayOut]:
    """Another status, or one filter left out."""
    criteria, by_status = matches.criteria, matches.facets["status"]
    if criteria.status == "open":
        yield WayOut("Show trials that open soon", replace(criteria, status="soon"), by_status["soon"])
    yield from left_out(matches, WISHES)
    if criteria.status != ANY:
        yield WayOut("Show trials of any status", replace(criteria, status=ANY), by_status[ANY])
    yield from left_out(matches, FACTS)


def left_out(matches: Matches, filters: dict[str, str]) -> Iterator[WayOut]:
    """The search without each of some filters."""
    for name, words in filters.items():
        if getattr(matches.criteria, name) != DEFAULTS[name]:
            yield WayOut(f"Leave out the {words}", matches.criteria.without(name), matches.without(name))


def widest(matches: Matches) -> Iterator[tuple[str, SearchCriteria]]:
    """Searches that keep the facts and give up everything else, then the facts too."""
    criteria, is_area = matches.criteria, bool(matches.question.areas and not matches.question.points)
    here = SearchCriteria(condition=criteria.condition, places=() if is_area else criteria.places, radius=None)
    where = "everywhere" if is_area else "at any distance"
    person = replace(here, age=criteria.age, sex=criteria.sex)
    for words, wider in (
        (f"Search {where}, without further choices", person),
        (f"Search {where}, with any status", replace(person, status=ANY)),
        (f"Search for any age, {where}, with any status", replace(here, status=ANY)),
        ("Leave out the condition", replace(criteria, condition="")),
    ):
        if wider != criteria:
            yield words, wider


def costliest(matches: Matches) -> str:
    """The sentence that says which filter leaves out most: "Within 10 miles leaves none; at any distance there are 12."

    Of two that cost the same the gentler one to give up. Empty where no filter on its own leaves out anything.
    """
    names = [name for name in GENTLEST if name in matches.asked and matches.without(name) > matches.total]
    if not names:
        return ""
    name = max(names, key=matches.without)
    shown, without = with_and_without(matches, name)
    count = matches.without(name)
    left = f"{matches.total:,}" if matches.total else "none"
    there = f"{'is' if count == 1 else 'are'} {count:,}"
    return f"{shown} leaves {left}; {without} there {there}."


def with_and_without(matches: Matches, name: str) -> tuple[str, str]:
    """A filter in words, and what the search is without it."""
    criteria = matches.criteria
    if name == "radius" and not matches.question.points:
        return f"“{wording.where(criteria)}”", "everywhere"
    if name == "radius":
        return wording.radius(criteria), "at any distance"
    if name == "status":
        return f"“{wording.STATUS[criteria.status]}”", "with any status"
    if name == "age" and criteria.age:
        return f"Age {criteria.age.words}", "for any age"
    return f"“{wording.in_force(criteria).get(name, '')}”", "without it"
