"""The filters of a search in words: for chips, and for the sentence that says which one emptied a list."""

from trials.search import places
from trials.search.criteria import DEFAULT_RADIUS, DEFAULTS, SearchCriteria
from trials.search.filters import GROUP_CHOICES, RESULTS_CHOICES, STATUS_CHOICES
from trials.vocabulary import INTERVENTION_TYPE, PHASE, SPONSOR_CLASS, STUDY_TYPE

HEALTHY = {True: "Takes healthy people", False: "Only people with the condition"}
SEX = {"FEMALE": "Female", "MALE": "Male"}
STATUS = dict(STATUS_CHOICES)
GROUPS = dict(GROUP_CHOICES)
RESULTS = {True: RESULTS_CHOICES[0][1], False: RESULTS_CHOICES[1][1]}


def in_force(criteria: SearchCriteria) -> dict[str, str]:
    """Filter -> what it asks; only filters that were chosen, in the order of the form."""
    place = places.zip_place(criteria.zip) if criteria.zip else None
    words = {
        "condition": criteria.condition,
        "words": f"Fits best: {criteria.words}" if criteria.words else "",
        "age": f"Age {criteria.age.words}" if criteria.age else "",
        "zip": f"Near {place.zip} ({place.city}, {place.state})" if place else "",
        "radius": radius(criteria) if criteria.zip and criteria.radius != DEFAULT_RADIUS else "",
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
