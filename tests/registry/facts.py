"""The few values of a study that lists are filtered and sorted by, as one row of a numpy table.

Dates are proleptic ordinals of the first day of their period, ages are minutes, `NONE` stands for "absent".
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np

from tests.registry.model import enums

NONE = -1
ROW = np.dtype([
    ("number", "i4"), ("start", "i8"), ("length", "i4"), ("holder", "i4"), ("alive", "?"), ("has_results", "?"),
    ("status", "i2"), ("last_known", "i2"), ("study_type", "i1"), ("sex", "i1"), ("phases", "u1"),
    ("first_post", "i4"), ("last_post", "i4"), ("results_post", "i4"), ("start_date", "i4"),
    ("primary_completion", "i4"), ("completion", "i4"), ("verified", "i4"), ("enrollment", "i8"),
    ("minimum_age", "f8"), ("maximum_age", "f8"), ("sites", "i4"), ("first_site", "i8"),
])  # fmt: skip
SITE = np.dtype([("row", "i4"), ("country", "i2"), ("latitude", "f4"), ("longitude", "f4")])
MINUTES_A_UNIT = {"Minute": 1, "Hour": 60, "Day": 1440, "Week": 10_080, "Month": 43_830, "Year": 525_960}
AGE = re.compile(r"(\d+) (year|month|week|day|hour|minute)s?", re.IGNORECASE)
OTHER_PHASE = 64
PHASE_BITS = {name: 1 << n for n, name in enumerate(enums()["Phase"])}
# The column that answers a piece.
DATE_COLUMNS = {
    "StudyFirstPostDate": "first_post", "LastUpdatePostDate": "last_post", "ResultsFirstPostDate": "results_post",
    "StartDate": "start_date", "PrimaryCompletionDate": "primary_completion", "CompletionDate": "completion",
    "StatusVerifiedDate": "verified",
}  # fmt: skip
NUMBER_COLUMNS = {"EnrollmentCount": "enrollment", "NumLocations": "sites"}
AGE_COLUMNS = {"MinimumAge": "minimum_age", "MaximumAge": "maximum_age"}
ENUM_COLUMNS = {
    "OverallStatus": "status",
    "LastKnownStatus": "last_known",
    "StudyType": "study_type",
    "Sex": "sex",
}


class Codes:
    """Small numbers for strings; a value nobody declared gets the next number."""

    def __init__(self, *names: str) -> None:
        self.names = list(names)
        self._numbers = {name: n for n, name in enumerate(names)}

    def number(self, name: str | None) -> int:
        """The number of a name, `NONE` for none."""
        if name is None:
            return NONE
        if name not in self._numbers:
            self._numbers[name] = len(self.names)
            self.names.append(name)
        return self._numbers[name]


class Codebook:
    """The codes of one corpus."""

    def __init__(self) -> None:
        self.by_column = {column: Codes(*enums()[kind]) for column, kind in _ENUM_KINDS.items()}
        self.countries = Codes()

    def names(self) -> dict[str, list[str]]:
        return {
            **{column: codes.names for column, codes in self.by_column.items()},
            "country": self.countries.names,
        }

    @classmethod
    def restore(cls, names: dict[str, list[str]]) -> "Codebook":
        book = cls()
        book.countries = Codes(*names["country"])
        book.by_column = {column: Codes(*names[column]) for column in book.by_column}
        return book


_ENUM_KINDS = {"status": "Status", "last_known": "Status", "study_type": "StudyType", "sex": "Sex"}


def first_day(value: str | None) -> int:
    """The first day of a partial date, or `NONE`; a day that no calendar has counts as none."""
    if not value:
        return NONE
    try:
        parts = [int(part) for part in value.split("-")]
        return date(*[*parts, 1, 1][:3]).toordinal()
    except ValueError:
        return NONE


def last_day(value: str) -> int:
    """The last day of the period a partial date names."""
    parts = [int(part) for part in value.split("-")]
    if len(parts) == 3:
        return date(*parts).toordinal()
    year, month = [*parts, 12][:2]
    return date(year, month, monthrange(year, month)[1]).toordinal()


def minutes(age: str | None) -> float:
    """An age such as "18 Years" in minutes, not-a-number for none and for what is no age ("N/A")."""
    match = AGE.fullmatch(age or "")
    return int(match[1]) * MINUTES_A_UNIT[match[2].capitalize()] if match else float("nan")


def _date_of(status: dict[str, Any], name: str) -> int:
    return first_day(status.get(name, {}).get("date"))


def row_of(study: dict[str, Any], book: Codebook) -> tuple[Any, ...]:
    """The values of `ROW`, with `start`, `length`, `holder` and `first_site` left to the corpus."""
    protocol = study["protocolSection"]
    status = protocol.get("statusModule", {})
    design = protocol.get("designModule", {})
    eligibility = protocol.get("eligibilityModule", {})
    phases = 0
    for phase in design.get("phases", ()):
        phases |= PHASE_BITS.get(phase, OTHER_PHASE)
    return (
        number_of(study), 0, 0, NONE, True, study.get("hasResults", False),
        book.by_column["status"].number(status.get("overallStatus")),
        book.by_column["last_known"].number(status.get("lastKnownStatus")),
        book.by_column["study_type"].number(design.get("studyType")),
        book.by_column["sex"].number(eligibility.get("sex")), phases,
        _date_of(status, "studyFirstPostDateStruct"), _date_of(status, "lastUpdatePostDateStruct"),
        _date_of(status, "resultsFirstPostDateStruct"), _date_of(status, "startDateStruct"),
        _date_of(status, "primaryCompletionDateStruct"), _date_of(status, "completionDateStruct"),
        first_day(status.get("statusVerifiedDate")), design.get("enrollmentInfo", {}).get("count", NONE),
        minutes(eligibility.get("minimumAge")), minutes(eligibility.get("maximumAge")),
        len(protocol.get("contactsLocationsModule", {}).get("locations", ())), 0,
    )  # fmt: skip


def sites_of(study: dict[str, Any], row: int, book: Codebook) -> Iterator[tuple[int, int, float, float]]:
    """The values of `SITE`, one a location; without a point the coordinates are not-a-number."""
    for location in study["protocolSection"].get("contactsLocationsModule", {}).get("locations", ()):
        point = location.get("geoPoint") or _NOWHERE
        yield row, book.countries.number(location.get("country")), point["lat"], point["lon"]


_NOWHERE = {"lat": float("nan"), "lon": float("nan")}


def number_of(study: dict[str, Any]) -> int:
    return int(study["protocolSection"]["identificationModule"]["nctId"][3:])


def aliases_of(study: dict[str, Any]) -> list[int]:
    return [int(alias[3:]) for alias in study["protocolSection"]["identificationModule"].get("nctIdAliases", ())]
