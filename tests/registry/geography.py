"""The places of the generated sites: real cities, and invented towns around them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import orjson

CITIES = Path(__file__).parent / "data" / "cities.txt"
TOWNS = 16_000
UNITED_STATES = "United States"
US_TAIL = 20_000
WITHOUT_POINT = {"Japan": 0.35, "South Korea": 0.3}
STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas",
    "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan",
    "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada",
    "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina",
    "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania",
    "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas",
    "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin",
    "WY": "Wyoming",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A city as a site carries it, with its registry JSON in two halves: before and after the contacts."""

    city: str
    state: str
    country: str
    latitude: float
    longitude: float
    address: str
    point: str


@dataclass(slots=True)
class Country:
    """Weights in thousandths. `pool` names each place as often as its weight asks."""

    name: str
    home_weight: int
    site_weight: int
    places: list[Place] = field(default_factory=list)
    pool: list[Place] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Geography:
    """Countries repeated by weight, so that one uniform draw is a weighted one."""

    homes: list[Country]
    destinations: list[Country]


def load_geography(rng: random.Random, words: list[str], share: int = 1) -> Geography:
    """The places, with one in `share` of the small towns."""
    countries = list(_read_countries(rng))
    for country in countries:
        _add_towns(country, words, share, rng)
        country.pool = _pool(country, rng)
    return Geography(
        [country for country in countries for _ in range(country.home_weight)],
        [country for country in countries for _ in range(country.site_weight)],
    )


def _read_countries(rng: random.Random) -> Iterator[Country]:
    country = None
    for line in CITIES.read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            if country:
                yield country
            name, home, site = line[1:].split("|")
            country = Country(name, int(home), int(site))
        elif country and line:
            city, state, latitude, longitude = line.split("|")
            country.places.append(_place(city, state, country.name, float(latitude), float(longitude), rng))
    if country:
        yield country


def _place(city: str, state: str, country: str, latitude: float, longitude: float, rng: random.Random) -> Place:
    address: dict[str, str] = {"city": city}
    if state:
        address["state"] = state
    if rng.random() < 0.87:
        address["zip"] = f"{rng.randint(1000, 99999):05d}"
    address["country"] = country
    point = "}"
    if rng.random() >= WITHOUT_POINT.get(country, 0.012):
        point = ',"geoPoint":' + orjson.dumps({"lat": latitude, "lon": longitude}).decode() + "}"
    return Place(city, state, country, latitude, longitude, orjson.dumps(address).decode()[1:-1], point)


def _add_towns(country: Country, words: list[str], share: int, rng: random.Random) -> None:
    """Real American cities from the postal table; else invented towns within about 150 km of a real city."""
    cities = list(country.places)
    if country.name == UNITED_STATES and share == 1:
        known = {(place.city, place.state) for place in cities}
        tail = [row for row in _american_cities() if (row[0], row[1]) not in known]
        rng.shuffle(tail)
        for city, state, latitude, longitude in tail[:US_TAIL]:
            country.places.append(_place(city, state, country.name, latitude, longitude, rng))
        return
    for _ in range(TOWNS * country.site_weight // 1000 // share + 20):
        near = rng.choice(cities)
        latitude = round(near.latitude + rng.uniform(-1.2, 1.2), 5)
        longitude = round(near.longitude + rng.uniform(-1.5, 1.5), 5)
        country.places.append(_place(rng.choice(words), near.state, country.name, latitude, longitude, rng))


def _american_cities() -> list[tuple[str, str, float, float]]:
    """City, state, latitude and longitude of the postal table; empty where the package is missing."""
    try:
        import zipcodes
    except ImportError:
        return []
    found: dict[tuple[str, str], tuple[str, str, float, float]] = {}
    for row in zipcodes.list_all():
        if row["state"] in STATES and row["lat"] and row["zip_code_type"] == "STANDARD":
            key = (row["city"], STATES[row["state"]])
            found.setdefault(key, (*key, round(float(row["lat"]), 5), round(float(row["long"]), 5)))
    return list(found.values())


def _pool(country: Country, rng: random.Random) -> list[Place]:
    """Half of the draws go to the first, large cities by a falling weight, the rest to any place."""
    places = country.places
    top = places[:100]
    weights = [1 / (rank + 4) for rank in range(len(top))]
    size = max(200, 2 * len(places))
    return rng.choices(top, weights, k=size) + rng.choices(places, k=size // 2) + places
