"""A second, slow reading of the search, straight from the registry's JSON: no model, no SQL, no index. Only what words
mean is asked of the same vocabulary.

What the search finds is held against it, trial for trial.
"""

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import snowballstemmer
import zipcodes

from trials.search.terms.current import current

OPEN_STUDY = {"RECRUITING", "AVAILABLE"}
DAYS = {"year": 365.25, "month": 365.25 / 12, "week": 7, "day": 1, "hour": 1 / 24, "minute": 1 / 1440}
SMALL_WORDS = ["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"]
stem = snowballstemmer.stemmer("english").stemWord


@dataclass(frozen=True)
class Question:
    """A search in the words of its address."""

    condition: str = ""
    age: tuple[int, str] | None = None  # (7, "year")
    places: tuple[str, ...] = ()
    radius: int | None = 50
    status: str = "open"
    sex: str = ""
    phase: str = ""
    healthy: bool | None = None
    country: str = ""


def fits(study: dict, asked: Question) -> bool:
    """Whether the study belongs into the list."""
    protocol = study["protocolSection"]
    return (
        has_status(protocol, asked.status)
        and is_about(study, asked.condition)
        and takes_age(protocol.get("eligibilityModule", {}), asked.age)
        and protocol.get("eligibilityModule", {}).get("sex", "ALL") in ("ALL", asked.sex or "ALL", *SEXES[asked.sex])
        and (not asked.phase or asked.phase in protocol.get("designModule", {}).get("phases", []))
        and asked.healthy in (None, protocol.get("eligibilityModule", {}).get("healthyVolunteers"))
        and (not asked.country or any(site["country"] == asked.country for site in counting(protocol)))
        and is_in_reach(protocol, asked)
    )


SEXES = {"": ("FEMALE", "MALE"), "FEMALE": (), "MALE": ()}


def has_status(protocol: dict, wanted: str) -> bool:
    status = protocol["statusModule"].get("overallStatus")
    return {
        "open": status in OPEN_STUDY,
        "soon": status == "NOT_YET_RECRUITING",
        "invitation": status == "ENROLLING_BY_INVITATION",
        "any": True,
    }[wanted]


def counting(protocol: dict) -> Iterator[dict]:
    """The sites that count for "near you": those as open as their study."""
    status = protocol["statusModule"].get("overallStatus")
    for site in protocol.get("contactsLocationsModule", {}).get("locations", []):
        own = site.get("status")
        if (status in OPEN_STUDY and own in OPEN_STUDY) or (
            status in ("NOT_YET_RECRUITING", "ENROLLING_BY_INVITATION")
            and own in (None, "RECRUITING", "NOT_YET_RECRUITING", "ENROLLING_BY_INVITATION", "AVAILABLE")
        ):
            yield site


POINTS = {
    "Boston, MA": (42.35843, -71.05977),
    "Paris, France": (48.85341, 2.3488),
    "Houston, TX": (29.76328, -95.36327),
}
AREAS = {
    "Texas": {("United States", "Texas")},
    "California": {("United States", "California")},
    "Ontario, Canada": {("Canada", "Ontario")},
    "France": {("France", None)},
    "South Korea": {("South Korea", None), ("Korea, Republic of", None)},
}


def is_in_reach(protocol: dict, asked: Question) -> bool:
    """Whether a site that counts is within the radius of one of the points, or in one of the areas."""
    points = [point(one) for one in asked.places if one not in AREAS]
    areas = {area for one in asked.places for area in AREAS.get(one, ())}
    if not asked.places or (points and asked.radius is None):
        return True
    far = nearest(protocol, *points)
    if far is not None and asked.radius is not None and far <= asked.radius:
        return True
    return any(
        (site["country"], site.get("state")) in areas or (site["country"], None) in areas for site in counting(protocol)
    )


def point(place: str) -> tuple[float, float]:
    """Where a ZIP code or one of a few cities is."""
    if place in POINTS:
        return POINTS[place]
    here = zipcodes.matching(place)[0]
    return float(here["lat"]), float(here["long"])


def nearest(protocol: dict, *points: tuple[float, float]) -> float | None:
    """Miles from the nearest of some points to the nearest site that counts."""
    there = [site["geoPoint"] for site in counting(protocol) if "geoPoint" in site]
    return min((miles(here, one) for here in points for one in there), default=None)


def miles(here: tuple[float, float], there: dict) -> float:
    """Great-circle miles by the spherical law of cosines, on the mean radius of the earth."""
    a, b, c, d = map(math.radians, (*here, there["lat"], there["lon"]))
    cosine = math.sin(a) * math.sin(c) + math.cos(a) * math.cos(c) * math.cos(d - b)
    return 3958.7613 * math.acos(max(-1.0, min(1.0, cosine)))


def takes_age(who: dict, age: tuple[int, str] | None) -> bool:
    """Whether somebody of that age can be within the limits, both limits with their whole last unit."""
    if age is None:
        return True
    number, unit = age
    youngest, too_old = number * DAYS[unit], (number + 1) * DAYS[unit]
    low, high = limit(who.get("minimumAge")), limit(who.get("maximumAge"))
    return (low is None or low[0] * DAYS[low[1]] < too_old) and (
        high is None or (high[0] + 1) * DAYS[high[1]] > youngest
    )


def limit(text: str | None) -> tuple[int, str] | None:
    if not text:
        return None
    number, unit = text.split()
    return int(number), unit.lower().rstrip("s")


def is_about(study: dict, words: str) -> bool:
    """Whether a condition, keyword, MeSH term or the title names what the words mean, or a kind of it.

    Of words that mean nothing known: whether one name, or the title, holds them all in any form.
    """
    if not words:
        return True
    title = study["protocolSection"]["identificationModule"].get("briefTitle", "")
    if wanted := meant(words):
        return any(mesh_id in wanted for name in (*names(study), title) for mesh_id in named(name))
    wanted = stems(" ".join(word for word in words.split() if word.lower() not in SMALL_WORDS))
    return any(wanted <= stems(name) for name in (*names(study), title))


@cache
def meant(words: str) -> frozenset[str]:
    """The headings that the words mean, and those whose place in the tree is below."""
    vocabulary = current()
    means = vocabulary.meanings(words)[:1] or [one.meanings[0] for one in vocabulary.mentions(words)]
    above = tuple(number for one in means for number in one.tree_numbers)
    below = {
        one.mesh_id
        for one in vocabulary.headings.values()
        for number in one.tree_numbers
        if number in above or number.startswith(tuple(f"{up}." for up in above))
    }
    return frozenset(below)


@cache
def named(name: str) -> frozenset[str]:
    """The headings that a name names, by the vocabulary, whose own tests are elsewhere."""
    return frozenset(one.meanings[0].mesh_id for one in current().mentions(name))


def names(study: dict) -> Iterator[str]:
    conditions = study["protocolSection"].get("conditionsModule", {})
    browse = study.get("derivedSection", {}).get("conditionBrowseModule", {})
    yield from conditions.get("conditions", [])
    yield from conditions.get("keywords", [])
    yield from (mesh["term"] for mesh in browse.get("meshes", []))


@cache
def stems(text: str) -> frozenset[str]:
    """The words of a text, without accents and apostrophes, brought to their stems."""
    bare = unicodedata.normalize("NFKD", re.sub("['’ʼ`´]", "", text.lower()))
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return frozenset(stem(word) for word in re.findall(r"[^\W_]+", bare))
