"""A second reading of a registry record: what its rows must say, from its JSON and with nothing of the product's."""

import datetime
import unicodedata
from collections.abc import Iterable
from fractions import Fraction

YEAR = Fraction("365.25")
UNIT = {
    "year": YEAR,
    "month": YEAR / 12,
    "week": Fraction(7),
    "day": Fraction(1),
    "hour": Fraction(1, 24),
    "minute": Fraction(1, 24 * 60),
}
OPEN_SITE = {"RECRUITING": 1, "AVAILABLE": 1, "NOT_YET_RECRUITING": 2, "ENROLLING_BY_INVITATION": 3, "": 4}


def trial(record: dict) -> dict[str, object]:
    """Column -> value of the trial, but for the days on which we saw it."""
    protocol = record["protocolSection"]
    identity, status = protocol["identificationModule"], protocol.get("statusModule", {})
    design, who = protocol.get("designModule", {}), protocol.get("eligibilityModule", {})
    sponsor = protocol.get("sponsorCollaboratorsModule", {}).get("leadSponsor", {})
    tested = protocol.get("armsInterventionsModule", {}).get("interventions", [])
    row = {
        "id": int(identity["nctId"].removeprefix("NCT")),
        "brief_title": identity.get("briefTitle") or identity.get("officialTitle", ""),
        "acronym": identity.get("acronym", ""),
        "overall_status": status.get("overallStatus", ""),
        "last_known_status": status.get("lastKnownStatus", ""),
        "availability": availability(status),
        "study_type": design.get("studyType", ""),
        "phases": design.get("phases", []),
        "sex": who.get("sex", ""),
        "healthy_volunteers": who.get("healthyVolunteers"),
        "minimum_age": who.get("minimumAge", ""),
        "maximum_age": who.get("maximumAge", ""),
        "age_from_days": days(who.get("minimumAge"), 0),
        "age_until_days": days(who.get("maximumAge"), 1),
        "status_verified_date": status.get("statusVerifiedDate", ""),
        "first_posted": posted(status, "studyFirstPostDateStruct"),
        "last_update_posted": posted(status, "lastUpdatePostDateStruct"),
        "results_first_posted": posted(status, "resultsFirstPostDateStruct"),
        "enrollment": design.get("enrollmentInfo", {}).get("count"),
        "enrollment_type": design.get("enrollmentInfo", {}).get("type", ""),
        "lead_sponsor": sponsor.get("name", ""),
        "sponsor_class": sponsor.get("class", ""),
        "intervention_types": once(one.get("type", "") for one in tested),
        "intervention_words": tested_words(record),
        "has_results": record.get("hasResults", False),
        "removed_at": None,
    }
    for column, key in (
        ("start_date", "startDateStruct"),
        ("primary_completion_date", "primaryCompletionDateStruct"),
        ("completion_date", "completionDateStruct"),
    ):
        row[column] = status.get(key, {}).get("date", "")
        row[f"{column}_type"] = status.get(key, {}).get("type", "")
    return row


def availability(status: dict) -> int:
    """1 open, 2 soon, 3 by invitation, 4 not confirmed, 5 closed."""
    own = status.get("overallStatus", "")
    if own == "UNKNOWN":
        takes_people = ("RECRUITING", "NOT_YET_RECRUITING", "ENROLLING_BY_INVITATION", "AVAILABLE")
        return 4 if status.get("lastKnownStatus") in takes_people else 5
    return OPEN_SITE.get(own, 5) if own else 5


def days(age: str | None, units_more: int) -> float | None:
    if not age:
        return None
    number, unit = age.split()
    return float((int(number) + units_more) * UNIT[unit.lower().removesuffix("s")])


def posted(status: dict, name: str) -> datetime.date | None:
    return datetime.date.fromisoformat(status[name]["date"]) if name in status else None


def words(name: str) -> str:
    """Small letters and digits, without accents and apostrophes."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(
        "" if unicodedata.combining(one) or one in "'’ʼ`´" else one if one.isalnum() else " " for one in bare
    )
    return " ".join(kept.split())[:300].strip()


def tested_words(record: dict) -> str:
    """The names of what is tested, each once."""
    tested = record["protocolSection"].get("armsInterventionsModule", {}).get("interventions", [])
    names = [one.get("name", "") for one in tested] + [other for one in tested for other in one.get("otherNames", [])]
    browse = record.get("derivedSection", {}).get("interventionBrowseModule", {})
    names += [mesh["term"] for mesh in browse.get("meshes", [])]
    return " ".join(once(map(words, names)))


def once(values: Iterable[str]) -> list[str]:
    """Each value that is one, where it first stands."""
    found = []
    for value in values:
        if value and value not in found:
            found.append(value)
    return found


def sites(record: dict) -> list[tuple]:
    """Facility, status, availability, zip and place of each site in its order."""
    protocol = record["protocolSection"]
    study = availability(protocol.get("statusModule", {}))
    return [
        (
            ordinal,
            site.get("facility", ""),
            site.get("status", ""),
            site_availability(study, site.get("status", "")),
            site.get("zip", ""),
            *place(site),
        )
        for ordinal, site in enumerate(protocol.get("contactsLocationsModule", {}).get("locations", []))
    ]


def place(site: dict) -> tuple:
    point = site.get("geoPoint", {})
    return site.get("city", ""), site.get("state", ""), site.get("country", ""), point.get("lat"), point.get("lon")


def site_availability(study: int, status: str) -> int:
    own = OPEN_SITE.get(status, 5)
    return own if study == 1 or own == 5 else study


def listings(record: dict) -> set[tuple[str, int]]:
    """Words and source of each condition: 1 the registrant's own, 2 MeSH, 3 broader MeSH, 4 keyword."""
    said = record["protocolSection"].get("conditionsModule", {})
    browse = record.get("derivedSection", {}).get("conditionBrowseModule", {})
    named = [(name, 1) for name in said.get("conditions", [])] + [(name, 4) for name in said.get("keywords", [])]
    named += [(one["term"], 2) for one in browse.get("meshes", [])]
    named += [(one["term"], 3) for one in browse.get("ancestors", [])]
    return {(words(name), source) for name, source in named if words(name)}


def aliases(record: dict) -> set[int]:
    given = record["protocolSection"]["identificationModule"].get("nctIdAliases", [])
    return {int(alias.removeprefix("NCT")) for alias in given}
