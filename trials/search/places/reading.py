"""What somebody types for a place -> the place."""

import re
from collections.abc import Iterator

from trials.search.places.countries import country_called, country_meant
from trials.search.places.current import follower
from trials.search.places.gazetteer import STATE_KEYS, Gazetteer
from trials.search.places.geometry import miles_between
from trials.search.places.named import NamedPlace, NoPlace, Reading
from trials.search.places.names import DIVISIONS, NICKNAMES, STATES, name_key
from trials.search.places.postal import postal_places
from trials.search.places.zips import ZIP, zip_place

LONGEST = 200  # characters
SHARE = 40  # of several places with one name those are offered that weigh this part of the first, or more
OFFERED = 8  # beside the first
NEIGHBOURHOOD = 50.0  # miles from the middle of a city to a ZIP code in it, at most
QUALIFIER = 3  # words of a state or country behind a city without a comma
LEAD = re.compile(r"^(?:(?:close|next) to|near(?:by)?|around|from|in)\s+", re.IGNORECASE)
OR = re.compile(r"\s+or(?=\s)", re.IGNORECASE)
ZIP_LAST = re.compile(r"(?P<name>.*[^\s,])[\s,]+(?P<zip>\d{5}(?:-\d{4})?)")
ZIP_FIRST = re.compile(r"(?P<zip>\d{5}(?:-\d{4})?)[\s,]+(?P<name>\S.*)")


def read(text: str) -> Reading:
    """The place that a text names, with others that it could name as well.

    Raises:
        NoPlace: it names none that we know.
    """
    text = tidy(text)
    if ZIP.fullmatch(text):
        return read_zip(text)
    gazetteer = follower.gazetteer()
    if text not in follower.readings:
        follower.keep(text, chosen(text, candidates(text, gazetteer)))
    return follower.readings.get(text) or chosen(text, candidates(text, gazetteer))


def tidy(text: str) -> str:
    """A text without what says nothing: "near  Boston." -> "Boston"."""
    return LEAD.sub("", " ".join(text[:LONGEST].split()).strip(" ,;.")).strip(" ,;.")


def read_zip(text: str) -> Reading:
    """A US ZIP code; a code of another country where it is none."""
    try:
        return Reading(zip_place(text))
    except NoPlace:
        if found := postal_places(text, follower.gazetteer()):
            return chosen(text, found)
        raise


def candidates(text: str, gazetteer: Gazetteer) -> list[NamedPlace]:
    """All that a text can name, the likeliest first."""
    return beside_name(text, gazetteer) or by_name(text, gazetteer) or postal_places(text, gazetteer)


def beside_name(text: str, gazetteer: Gazetteer) -> list[NamedPlace]:
    """The ZIP code beside its city, state or country: "Boston MA 02139", "77030, USA"; not that of "Berlin 10115"."""
    parts = ZIP_LAST.fullmatch(text) or ZIP_FIRST.fullmatch(text)
    if not parts:
        return []
    try:
        found = zip_place(parts["zip"])
    except NoPlace:
        return []
    return [found] if any(is_around(one, found) for one in by_name(parts["name"], gazetteer)) else []


def is_around(place: NamedPlace, code: NamedPlace) -> bool:
    """Whether a ZIP code can lie in a city, or does in a state or country."""
    if place.point and code.point:
        return miles_between(place.point, code.point) <= NEIGHBOURHOOD
    return place.country == code.country and place.region in ("", code.region)


def chosen(text: str, found: list[NamedPlace]) -> Reading:
    """The first, and of the others those that are worth a choice. What stands in an address leaves none."""
    if not found:
        raise NoPlace(unknown(text))
    if found[0].text == text:
        return Reading(found[0])
    others = tuple(one for one in found[1:] if one.weight * SHARE >= found[0].weight)
    return Reading(found[0], others[:OFFERED])


def unknown(text: str) -> str:
    """The sentence for a text that names no place."""
    if not text:
        return "Give a ZIP code like 19104, or a city and state like Boston, MA."
    if text.replace("-", "").isdigit():
        return f"We do not know the code {text[:20]}. A US ZIP code has five digits, like 19104."
    return f"We know no place called “{text[:60]}”. Try a ZIP code like 19104, or a city and state like Boston, MA."


# ── Names ────────────────────────────────────────────────────────────────────
def by_name(text: str, gazetteer: Gazetteer, depth: int = 2) -> list[NamedPlace]:
    """The places of a name, alone or with its state or country: "Boston", "boston ma", "London, ON, Canada"."""
    key = name_key(text)
    if found := [*nicknamed(key, gazetteer), *coded(key, gazetteer), *gazetteer.named(key)]:
        return found
    for name, qualifier in splits(text) if depth else ():
        if found := within(by_name(name, gazetteer, depth - 1), qualifier, gazetteer):
            return found
    return []


def nicknamed(key: str, gazetteer: Gazetteer) -> list[NamedPlace]:
    """The city that people call so: "NYC"."""
    if key not in NICKNAMES:
        return []
    name, _, state = NICKNAMES[key].partition(", ")
    return within(gazetteer.named(name_key(name)), state, gazetteer)[:1]


def coded(key: str, gazetteer: Gazetteer) -> list[NamedPlace]:
    """The states and provinces of a code: "TX", "ON"."""
    found = []
    for country, names in DIVISIONS.items():
        if (name := names.get(key.upper())) and country != "GB":
            areas = [one for one in gazetteer.areas(name_key(name)) if one.country.code == country and one.region]
            found += areas
    return found[:1]


def splits(text: str) -> Iterator[tuple[str, str]]:
    """A name and what stands behind it: after the last comma, else the last words, the longest first."""
    if "," in text:
        name, _, qualifier = text.rpartition(",")
        yield name.strip(), qualifier.strip()
        return
    words = text.split()
    for count in range(min(QUALIFIER, len(words) - 1), 0, -1):
        yield " ".join(words[:-count]), " ".join(words[-count:])


def within(places: list[NamedPlace], qualifier: str, gazetteer: Gazetteer) -> list[NamedPlace]:
    """Those places that lie in a state of the United States, else in a country or region, of this name or code.

    States come first: "Salem, IN" is in Indiana and not in India.
    """
    key = name_key(qualifier)
    state = STATE_KEYS.get(key) or STATES.get(key.upper())
    if found := [one for one in places if state and one.country.code == "US" and one.region == state and one.city]:
        return found
    if found := [one for one in places if name_key(one.region) == key or is_in(one, key, gazetteer)]:
        return found
    country = country_called(qualifier) or country_meant(qualifier)
    return [one for one in places if country and one.country.code == country.code]


def is_in(place: NamedPlace, key: str, gazetteer: Gazetteer) -> bool:
    """Whether a city lies in a region, by the registry's word or by the region's code."""
    region = DIVISIONS.get(place.country.code, {}).get(key.upper(), "")
    if region and place.region == region:
        return True
    known = [one for one in gazetteer.called(name_key(place.city)) if one.point == place.point]
    return any(key in gazetteer.regions(one) for one in known)


# ── For searches ─────────────────────────────────────────────────────────────
def place_named(text: str) -> str | None:
    """The text that stands in an address for the place that a text names; None where it names none."""
    try:
        return read(text).place.text
    except NoPlace:
        return None


def read_several(text: str) -> list[Reading]:
    """The places that a text names: one, or two with "or" between them.

    Raises:
        NoPlace: it, or one of the two, names none that we know.
    """
    try:
        return [read(text)]
    except NoPlace:
        halves = [(text[: found.start()], text[found.end() :]) for found in OR.finditer(text)]
        if not halves:
            raise
        both = (one for one in halves if place_named(one[0]) and place_named(one[1]))
        # Where no cut gives two places, one of the two is wrong: its sentence, not one about both.
        return [read(half) for half in next(both, halves[0])]
