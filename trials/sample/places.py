"""Where the generated studies take place: cities, invented facilities, sites and contacts.

City points are GeoNames centroids (CC BY 4.0); see data/places.csv.
"""

import csv
import json
import unicodedata
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from .catalogue import DATA

# A recruiting study's sites are not all recruiting.
SITE_STATUSES = {
    "RECRUITING": 74,
    "NOT_YET_RECRUITING": 19,
    "WITHDRAWN": 3,
    "ACTIVE_NOT_RECRUITING": 1.5,
    "COMPLETED": 1.5,
    "SUSPENDED": 1,
}

FLAVOURS = {
    "child": ("{} Children's Hospital", "{} Pediatrics & Adolescent Health"),
    "cancer": ("{} Cancer Institute", "{} Oncology Associates"),
    "industry": ("{} University Hospital", "{} Clinical Research"),
    "general": ("{} University Hospital", "{} Medical Center"),
}


@dataclass(frozen=True)
class City:
    """A row of places.csv; `facilities` are name stems in the United States, else whole names."""

    city: str
    state: str
    country: str
    lat: float
    lon: float
    zips: list[str]
    dial: str
    weight: int
    facilities: list[str]

    @property
    def american(self) -> bool:
        """Whether the city is in the United States."""
        return self.country == "United States"

    def facility(self, index: int, flavour: str) -> str:
        """The name of one of the city's facilities, in a flavour of FLAVOURS."""
        name = self.facilities[index % len(self.facilities)]
        return FLAVOURS[flavour][index % 2].format(name) if self.american else name

    def phone(self, rng: Random) -> str:
        """A number of the range that is kept for fiction (555-01xx)."""
        return (
            f"{self.dial}-555-01{rng.randrange(100):02}"
            if self.american
            else f"{self.dial} 555-01{rng.randrange(100):02}"
        )


@cache
def cities() -> tuple[City, ...]:
    """Every city of places.csv, in the order of the file."""
    with (DATA / "places.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return tuple(_city(row) for row in rows)


def _city(row: dict[str, str]) -> City:
    return City(
        row["city"],
        row["state"],
        row["country"],
        float(row["lat"]),
        float(row["lon"]),
        row["zips"].split("|") if row["zips"] else [],
        row["dial"],
        int(row["weight"]),
        row["facilities"].split("|"),
    )


def draw_spots(rng: Random, count: int, abroad: float, home: City | None) -> list[tuple[City, int]]:
    """`count` different (city, facility index) pairs, the home city's first facility among them.

    `abroad` is the chance of each further spot to lie outside the United States.
    """
    spots = [(home, 0)] if home and count else []
    pools = {american: [c for c in cities() if c.american is american] for american in (True, False)}
    while len(spots) < count:
        pool = pools[rng.random() >= abroad]
        city = rng.choices(pool, [c.weight for c in pool])[0]
        spot = (city, rng.randrange(len(city.facilities)))
        if spot not in spots:
            spots.append(spot)
    return sorted(spots, key=lambda spot: (spot[0].country, spot[0].state, spot[0].city, spot[1]))


def build_site(spot: tuple[City, int], flavour: str, rng: Random) -> dict[str, Any]:
    """One entry of `locations` without status and contacts."""
    city, index = spot
    site: dict[str, Any] = {"facility": city.facility(index, flavour), "city": city.city}
    if city.state:
        site["state"] = city.state
    if city.zips:
        site["zip"] = city.zips[index % len(city.zips)] if city.american else rng.choice(city.zips)
    site["country"] = city.country
    site["geoPoint"] = {"lat": city.lat, "lon": city.lon}
    return site


def draw_site_statuses(rng: Random, count: int) -> list[str]:
    """Statuses for the sites of a recruiting study; at least one of them recruits."""
    statuses = rng.choices(list(SITE_STATUSES), list(SITE_STATUSES.values()), k=count)
    if statuses and "RECRUITING" not in statuses:
        statuses[rng.randrange(count)] = "RECRUITING"
    return statuses


def site_contacts(spot: tuple[City, int], facility: str, rng: Random) -> list[dict[str, str]]:
    """A contact with phone or e-mail, sometimes followed by the investigator's name."""
    contact = {"name": contact_name(rng), "role": "CONTACT"}
    if rng.random() < 0.85:
        contact["phone"] = spot[0].phone(rng)
        if rng.random() < 0.08:
            contact["phoneExt"] = str(rng.randrange(100, 999))
    if rng.random() < 0.8 or "phone" not in contact:
        contact["email"] = f"{rng.choice(['trials', 'research', 'studies'])}@{slug(facility)}.example"
    contacts = [contact]
    if rng.random() < 0.35:
        contacts.append({"name": doctor_name(rng), "role": "PRINCIPAL_INVESTIGATOR"})
    return contacts


@cache
def _names() -> dict[str, list[str]]:
    return json.loads((DATA / "names.json").read_text(encoding="utf-8"))


def person_name(rng: Random) -> str:
    """An invented name."""
    return f"{rng.choice(_names()['given'])} {rng.choice(_names()['family'])}"


def doctor_name(rng: Random) -> str:
    """An invented name with a degree."""
    return f"{person_name(rng)}, {rng.choice(['MD', 'MD', 'MD, PhD', 'MD, MPH', 'DO'])}"


def contact_name(rng: Random) -> str:
    """Whom to ask for: an office or an invented person."""
    if rng.random() < 0.4:
        return rng.choice(_names()["coordinators"])
    return person_name(rng)


def slug(name: str) -> str:
    """The name as a label of an e-mail domain: ASCII, lower case, its first words up to 26 letters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = "".join(ch if ch.isalnum() else " " for ch in plain.replace("'", "").lower()).split()
    label = words[0]
    for word in words[1:]:
        if len(label) + len(word) > 25:
            break
        label = f"{label}-{word}"
    return label
