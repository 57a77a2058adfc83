"""Names of places -> the places: cities with their points, states and the like, countries. Pure."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Protocol

from trials.search.places.countries import UNITED_STATES, Country, by_code, by_key
from trials.search.places.geometry import Point, miles_between
from trials.search.places.named import NamedPlace
from trials.search.places.names import DIVISIONS, STATES, name_key

SAME = 30.0  # miles: what has one name in one country and is no farther apart is one city
PEOPLE = 5000.0  # taken for a city that nobody counted
AT_HOME = 5.0  # who says "Birmingham" here rather means the one in the United States
# What areas weigh beside cities, in people: "Georgia" is the state before the country, "Ontario" the province before
# the city in California, "Singapore" the whole country.
STATE, COUNTRY, REGION = 12e6, 10e6, 2e6
LARGE = 100_000  # people: a city of this size stands before the region that has its name
# Countries that a sentence calls "the …".
WITH_ARTICLE = {
    "AE", "BS", "CF", "CK", "DO", "FK", "FO", "GB", "GM", "IM", "KM", "KY", "MH", "MP", "MV", "NL", "PH", "SB", "SC",
    "TC", "US", "VG", "VI",
}  # fmt: skip
COUNTRY_WORD = " country"
AREA_WORDS = (COUNTRY_WORD, " province", " region", " state")
# States that share their name with something as well known, and what they are called to tell them from it.
TWICE = {"Georgia": "the state of Georgia", "New York": "New York State", "Washington": "Washington State"}


@dataclass(frozen=True, slots=True)
class City:
    """A city. Its region is the full name of a state or the like; empty where nobody says it."""

    name: str
    country: Country
    region: str
    point: Point
    people: float = PEOPLE

    @property
    def is_american(self) -> bool:
        return self.country.code == UNITED_STATES

    @property
    def weight(self) -> float:
        return self.people * (AT_HOME if self.is_american else 1.0)

    def is_same_as(self, other: "City") -> bool:
        """Whether two of one name are one: in the United States each state has at most one of a name."""
        if self.country.code != other.country.code:
            return False
        if self.is_american:
            return self.region == other.region
        return miles_between(self.point, other.point) <= SAME


class Table(Protocol):
    """Cities that never change."""

    def called(self, key: str) -> list[City]:
        """The cities of this name."""

    def also_called(self, key: str) -> list[City]:
        """The cities that have this name beside their own."""


class Gazetteer:
    """Cities and regions by their keys: those of a table, and what is added to them."""

    def __init__(self, table: Table | None = None) -> None:
        self.table = table
        self.own: dict[str, list[City]] = {}
        self.further: dict[str, list[City]] = {}
        self.later: dict[str, list[City]] = {}  # not yet held against the others: that waits until somebody asks
        # Key -> country's code -> (country, region) as records spell them.
        self.spelled: dict[str, dict[str, set[tuple[str, str]]]] = {}
        self.regions_of: dict[City, set[str]] = {}  # keys of what regions records say a city lies in
        self.places_in: Counter[str] = Counter()  # country's code -> how many places records know there

    # ── Filling ──────────────────────────────────────────────────────────────
    def add(self, city: City, further: Collection[str] = ()) -> None:
        """Take in a city; one that is known already only says in which region it lies."""
        key = name_key(city.name)
        known = next((one for one in (*self.called(key), *self.also_called(key)) if one.is_same_as(city)), None)
        if known is None:
            known = city
            self.own.setdefault(key, []).append(city)
        elif city.region != known.region:
            self.regions_of.setdefault(known, set()).add(name_key(city.region))
        for name in further:
            self.further.setdefault(name_key(name), []).append(known)

    def add_later(self, city: City) -> None:
        """Take in a city as soon as somebody asks for its name: of forty thousand few are ever asked for."""
        self.later.setdefault(name_key(city.name), []).append(city)

    def settle(self, key: str) -> None:
        """Take in what waits under a name."""
        for city in self.later.pop(key, ()):
            self.add(city)

    def add_region(self, country: Country, spelled: tuple[str, str]) -> None:
        """Take in how a record spells a country and a region in it."""
        self.places_in[country.code] += 1
        if spelled[1]:
            self.spelled.setdefault(name_key(spelled[1]), {}).setdefault(country.code, set()).add(spelled)

    # ── Asking ───────────────────────────────────────────────────────────────
    def called(self, key: str) -> list[City]:
        """The cities of this name."""
        self.settle(key)
        return [*(self.table.called(key) if self.table else ()), *self.own.get(key, ())]

    def also_called(self, key: str) -> list[City]:
        """The cities that have this name beside their own."""
        self.settle(key)
        return [*(self.table.also_called(key) if self.table else ()), *self.further.get(key, ())]

    def regions(self, city: City) -> set[str]:
        """Keys of the regions in which a city lies."""
        return {name_key(city.region)} | self.regions_of.get(city, set())

    def known_in(self, code: str) -> int:
        """How many places of a country the registry knows."""
        return self.places_in[code]

    def named(self, key: str) -> list[NamedPlace]:
        """All places of this name, the likeliest first."""
        short = next((key.removesuffix(word) for word in AREA_WORDS if key.endswith(word)), "")
        if short and (areas := [*self.areas(short)]):
            is_country = key.endswith(COUNTRY_WORD)
            return [one for one in areas if is_country == (not one.region)] or areas
        cities = self.called(key) or self.also_called(key)
        found = [*self.areas(key), *(place for city in cities for place in self.placed(city))]
        unique = {one.text: one for one in sorted(found, key=lambda one: one.weight)}
        return sorted(unique.values(), key=lambda one: (-one.weight, one.text))

    def placed(self, city: City) -> Iterator[NamedPlace]:
        """The city as a place; nothing where nothing tells it from a larger one."""
        if city.is_american:
            text = f"{city.name}, {POSTAL.get(city.region, city.region)}"
        elif city == self.largest(name_key(city.name), city.country):
            text = f"{city.name}, {city.country.name}"
        elif city.region:
            text = f"{city.name}, {city.region}, {city.country.name}"
        else:
            return
        yield NamedPlace(text, text, city.country, city.name, city.region, city.point, (), city.weight)

    def largest(self, key: str, country: Country) -> City | None:
        """The largest city of a name in a country; of equal ones the first that came."""
        cities = [one for one in self.called(key) if one.country.code == country.code]
        return max(cities, key=lambda one: one.people, default=None)

    def areas(self, key: str) -> Iterator[NamedPlace]:
        """The states, regions and countries of this name."""
        if name := STATE_KEYS.get(key):
            yield self.state(name)
        for code, spelled in self.spelled.get(key, {}).items():
            if code != UNITED_STATES:
                yield self.region(key, by_code().get(code) or Country(code, (code,)), tuple(sorted(spelled)))
        if country := by_key().get(key):
            text = f"{country.name} (country)" if name_key(country.name) in STATE_KEYS else country.name
            areas = tuple((one, "") for one in country.spellings)
            words = f"the {country.name}" if country.code in WITH_ARTICLE else country.name
            yield NamedPlace(text, words, country, areas=areas, weight=COUNTRY)

    def state(self, name: str) -> NamedPlace:
        """A state of the United States."""
        country = by_code()[UNITED_STATES]
        text, words = (f"{name} (state)", TWICE[name]) if name in TWICE else (name, name)
        weight = self.behind_city(name_key(name), country, name) or STATE
        return NamedPlace(text, words, country, "", name, None, ((country.name, name),), weight)

    def region(self, key: str, country: Country, spelled: tuple[tuple[str, str], ...]) -> NamedPlace:
        """A region of another country, by all its spellings."""
        name = DIVISION_KEYS.get((country.code, key)) or spelled[0][1]
        behind = self.behind_city(key, country)
        text = f"{name} (region), {country.name}" if behind else f"{name}, {country.name}"
        return NamedPlace(text, f"{name}, {country.name}", country, "", name, None, spelled, behind or REGION)

    def behind_city(self, key: str, country: Country, region: str = "") -> float:
        """What a region weighs where a large city in it has its name: just less. Else 0."""
        city = self.largest(key, country)
        if city is None or city.people < LARGE or (region and city.region != region):
            return 0.0
        return city.weight - 1


POSTAL = {name: code for code, name in STATES.items()}
STATE_KEYS = {name_key(name): name for name in STATES.values()}
DIVISION_KEYS = {(country, name_key(name)): name for country, names in DIVISIONS.items() for name in names.values()}
