"""The filters of a search in words: for chips, and for the sentence that says which one emptied a list."""

from collections.abc import Iterator

from trials.search import places
from trials.search.criteria import DEFAULT_RADIUS, DEFAULTS, SearchCriteria
from trials.search.filters import GROUP_CHOICES, RESULTS_CHOICES, STATUS_CHOICES
from trials.search.places import NamedPlace
from trials.vocabulary import INTERVENTION_TYPE, PHASE, SPONSOR_CLASS, STUDY_TYPE

HEALTHY = {True: "Takes healthy people", False: "Only people with the condition"}
SEX = {"FEMALE": "Female", "MALE": "Male"}
STATUS = dict(STATUS_CHOICES)
GROUPS = dict(GROUP_CHOICES)
RESULTS = {True: RESULTS_CHOICES[0][1], False: RESULTS_CHOICES[1][1]}


def in_force(criteria: SearchCriteria) -> dict[str, str]:
    """Filter -> what it asks; only filters that were chosen, in the order of the form."""
    words = {
        "condition": criteria.condition,
        "words": f"Fits best: {criteria.words}" if criteria.words else "",
        "age": f"Age {criteria.age.words}" if criteria.age else "",
        "places": where(criteria),
        "radius": radius(criteria) if criteria.radius != DEFAULT_RADIUS and places.points(criteria) else "",
        "status": STATUS[criteria.status] if criteria.status != DEFAULTS["status"] else "",
        "sex": SEX.get(criteria.sex, ""),
        "phase": " or ".join(PHASE[one] for one in criteria.phase),
        "kind": " or ".join(INTERVENTION_TYPE[one] for one in criteria.kind),
        "study_type": STUDY_TYPE.get(criteria.study_type, ""),
        "healthy": HEALTHY[criteria.healthy] if criteria.healthy is not None else "",
        "group": GROUPS.get(criteria.group, ""),
        "intervention": criteria.intervention,
        "country": criteria.country,
        "sponsor": SPONSOR_CLASS.get(criteria.sponsor, ""),
        "results": RESULTS[criteria.results] if criteria.results is not None else "",
    }
    return {name: text for name, text in words.items() if text}


def radius(criteria: SearchCriteria) -> str:
    """How far the search goes."""
    return f"Within {criteria.radius} miles" if criteria.radius else "Any distance"


def removable(criteria: SearchCriteria) -> Iterator[tuple[str, SearchCriteria]]:
    """What each filter in force asks, with the search without it; each place for itself."""
    for name, words in in_force(criteria).items():
        if name == "places":
            for text, one in zip(criteria.places, places.named(criteria), strict=True):
                yield place(one), criteria.without_place(text)
        else:
            yield words, criteria.without(name)


def where(criteria: SearchCriteria) -> str:
    """All its places: "Near Boston, MA or in Texas"."""
    words = " or ".join(place(one)[0].lower() + place(one)[1:] for one in places.named(criteria))
    return words[:1].upper() + words[1:]


def place(one: NamedPlace) -> str:
    """One place: "Near 19104 (Philadelphia, PA)", "In Texas"."""
    return f"Near {one.full}" if one.point else f"In {one.words}"


def near(criteria: SearchCriteria) -> str:
    """Where sites must be, for a sentence: "at a site within 50 miles of Boston, MA or in Texas"."""
    here = places.named(criteria)
    points = " or ".join(one.words for one in here if one.point)
    areas = " or ".join(one.words for one in here if not one.point)
    if points and criteria.radius is None:
        return f"at any distance from {points}"
    parts = [f"within {criteria.radius} miles of {points}"] * bool(points) + [f"in {areas}"] * bool(areas)
    return f"at a site {' or '.join(parts)}" if parts else ""


def note(criteria: SearchCriteria) -> str:
    """What of the search could not count, for want of a place."""
    here = places.named(criteria)
    asked = criteria.radius not in (DEFAULT_RADIUS, None) or criteria.sort == "distance"
    if not asked or any(one.point for one in here):
        return ""
    then = f"All of {here[0].words} is searched." if here else "Add one to use it."
    return f"A distance counts from a ZIP code or a city. {then}"
