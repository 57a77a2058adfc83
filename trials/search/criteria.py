"""What a visitor asks for, as one frozen value: the page, the feeds and the alerts all speak it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

RADII = (10, 25, 50, 100, 200)  # miles
DEFAULT_RADIUS = 50
ANY = "any"
MOST_PLACES = 2  # that one search starts from

# Days in each unit; the same that the trials' own limits are counted in.
UNIT_DAYS = {"years": 365.25, "months": 30.4375, "weeks": 7.0, "days": 1.0}
AGE = re.compile(r"(?P<number>\d{1,5})\s*(?P<unit>[a-z]*)\.?(?:\s+old)?", re.IGNORECASE)
UNIT_WORDS = {
    "years": {"", "y", "yr", "yrs", "yo", "year", "years"},
    "months": {"m", "mo", "mos", "mth", "mths", "month", "months"},
    "weeks": {"w", "wk", "wks", "week", "weeks"},
    "days": {"d", "day", "days"},
}
OLDEST = 120  # years


class NoAge(ValueError):
    """A text that is no age. Its text says what would be."""


@dataclass(frozen=True, slots=True)
class Age:
    """An age as people give it: somebody of "7 years" is anything from the seventh birthday to the eighth."""

    number: int
    unit: str  # a key of UNIT_DAYS

    @classmethod
    def parse(cls, text: str) -> "Age":
        """The age in "7", "8m", "8 months", "3 weeks" or "10 days".

        Raises:
            NoAge: it is none, or nobody is that old.
        """
        found = AGE.fullmatch(text.strip())
        unit = found and next((name for name, words in UNIT_WORDS.items() if found["unit"].lower() in words), None)
        if not found or not unit:
            raise NoAge("Give the age in years, like 47. For a baby, add months: 8 months.")
        age = cls(int(found["number"]), unit)
        if age.from_days >= (OLDEST + 1) * UNIT_DAYS["years"]:
            raise NoAge(f"Give an age from 0 to {OLDEST} years.")
        return age

    @property
    def from_days(self) -> float:
        """The youngest that this age can mean, in days."""
        return self.number * UNIT_DAYS[self.unit]

    @property
    def until_days(self) -> float:
        """The age in days that is older than this age can mean."""
        return (self.number + 1) * UNIT_DAYS[self.unit]

    def __str__(self) -> str:
        """The form that stands in an address: "7", "8 months"."""
        return str(self.number) if self.unit == "years" else f"{self.number} {self.unit}"

    @property
    def words(self) -> str:
        """For a sentence: "7 years", "1 month"."""
        return f"{self.number} {self.unit.removesuffix('s') if self.number == 1 else self.unit}"


@dataclass(frozen=True, slots=True)
class SearchCriteria:
    """A search. Every field's default is the search that leaves it out."""

    condition: str = ""
    words: str = ""  # more about the patient, in any words: they order the list
    age: Age | None = None
    places: tuple[str, ...] = ()  # as trials.search.places names them: "19104", "Boston, MA", "Texas"; a site near any
    radius: int | None = DEFAULT_RADIUS  # miles; None is any distance
    status: str = "open"  # a key of filters.STATUSES
    sex: str = ""  # "FEMALE" or "MALE": the person's
    phase: tuple[str, ...] = ()  # registry values
    healthy: bool | None = None  # True: takes healthy people; False: only people with the condition
    intervention: str = ""
    country: str = ""
    kind: tuple[str, ...] = ()  # of treatment: registry values
    study_type: str = ""  # a registry value
    group: str = ""  # of ages: "child", "adult" or "older"
    sponsor: str = ""  # a registry value: the lead sponsor's class
    results: bool | None = None  # True: with results posted at the registry
    sort: str = "relevance"

    def without(self, name: str) -> "SearchCriteria":
        """The same search with one field left out."""
        return replace(self, **{name: DEFAULTS[name]})  # type: ignore[arg-type]  # each field gets its own default

    def without_place(self, text: str) -> "SearchCriteria":
        """The same search with one of its places left out."""
        return replace(self, places=tuple(one for one in self.places if one != text))

    def params(self) -> dict[str, str | list[str]]:
        """The search as the parameters of an address, or as JSON; what is left out is left out here too."""
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        return {param(name): as_param(value) for name, value in given.items() if value != DEFAULTS[name]}

    @property
    def place_query(self) -> str:
        """Its places alone as an address's query, for a trial's page; empty where there is none."""
        return place_query(self.places)

    def query_string(self, **more: object) -> str:
        """The search as an address's query, with further parameters such as page=2."""
        return urlencode(self.params() | {name: str(value) for name, value in more.items()}, doseq=True)


DEFAULTS: Mapping[str, object] = {one.name: one.default for one in fields(SearchCriteria)}


PARAMS = {"places": "zip"}  # what an address calls a field, where that is not its name


def param(name: str) -> str:
    """What an address calls a field."""
    return PARAMS.get(name, name)


def place_query(places: tuple[str, ...]) -> str:
    """Places as an address's query."""
    return urlencode({param("places"): places}, doseq=True)


def as_param(value: object) -> str | list[str]:
    """A field's value as the form reads it."""
    if value is None:
        return ANY
    if isinstance(value, bool):
        return "yes" if value else "no"
    return list(value) if isinstance(value, tuple) else str(value)
