"""What sponsors and the registry change in a record, one function a kind.

Each takes the record, the registry's day and a source of chance, edits the record and says whether it did.
"""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tests.registry.drafts import OPEN_SET
from tests.registry.facts import last_day

Study = dict[str, Any]
Edit = Callable[[Study, date, random.Random], bool]
NEXT_STATUSES = {
    "NOT_YET_RECRUITING": ("RECRUITING",) * 8 + ("WITHDRAWN", "ENROLLING_BY_INVITATION"),
    "RECRUITING": ("ACTIVE_NOT_RECRUITING",) * 4 + ("COMPLETED",) * 5 + ("TERMINATED", "SUSPENDED"),
    "ENROLLING_BY_INVITATION": ("ACTIVE_NOT_RECRUITING", "COMPLETED"),
    "ACTIVE_NOT_RECRUITING": ("COMPLETED",) * 6 + ("TERMINATED",),
    "SUSPENDED": ("RECRUITING", "TERMINATED"),
    "UNKNOWN": ("COMPLETED",) * 5 + ("RECRUITING",) * 3 + ("TERMINATED", "WITHDRAWN"),
    "AVAILABLE": ("NO_LONGER_AVAILABLE", "APPROVED_FOR_MARKETING"),
}
FAMILY_NAMES = ("Albrook", "Benholt", "Carrow", "Dunmere", "Elstead", "Farwick", "Galland", "Hurstwell")
AGE_STEPS = (16, 18, 18, 20, 21, 40, 50)


def status_of(study: Study) -> dict[str, Any]:
    return study["protocolSection"].setdefault("statusModule", {})


def contacts_of(study: Study) -> dict[str, Any]:
    return study["protocolSection"].get("contactsLocationsModule", {})


def post(study: Study, day: date, rng: random.Random) -> None:
    """Date an update as posted on `day`: submitted a few days before, verified in that month."""
    status = status_of(study)
    submitted = day - timedelta(days=rng.choice((1, 1, 2, 2, 3, 5, 11)))
    status["lastUpdateSubmitDate"] = submitted.isoformat()
    status["lastUpdatePostDateStruct"] = {"date": day.isoformat(), "type": "ACTUAL"}
    status["statusVerifiedDate"] = submitted.isoformat()[:7]


def change_status(study: Study, day: date, rng: random.Random) -> bool:
    status = status_of(study)
    choices = NEXT_STATUSES.get(status.get("overallStatus", ""))
    if not choices:
        return False
    new = rng.choice(choices)
    status["overallStatus"] = new
    status.pop("lastKnownStatus", None)
    if new in ("TERMINATED", "WITHDRAWN", "SUSPENDED"):
        status["whyStopped"] = rng.choice(("Slow recruitment.", "Lack of funding.", "Sponsor decision."))
    if new in ("COMPLETED", "TERMINATED", "WITHDRAWN"):
        _complete(study, day, rng)
    if new == "RECRUITING":
        _open_sites(study, rng)
    else:
        close_sites(study)
    return True


def _complete(study: Study, day: date, rng: random.Random) -> None:
    """The end is now a fact: its dates have passed and the number of participants is known."""
    ended = {"date": (day - timedelta(days=rng.randint(5, 90))).isoformat(), "type": "ACTUAL"}
    status_of(study)["completionDateStruct"] = ended
    primary = status_of(study).get("primaryCompletionDateStruct")
    if primary is None or last_day(primary["date"]) >= day.toordinal():
        status_of(study)["primaryCompletionDateStruct"] = dict(ended)
    enrollment = study["protocolSection"].get("designModule", {}).get("enrollmentInfo")
    if enrollment:
        enrollment["type"] = "ACTUAL"
        enrollment["count"] = 0 if status_of(study)["overallStatus"] == "WITHDRAWN" else enrollment.get("count", 0)


def _open_sites(study: Study, rng: random.Random) -> None:
    for location in contacts_of(study).get("locations", ()):
        _reorder(location, status="RECRUITING" if rng.random() < 0.7 else "NOT_YET_RECRUITING")


def close_sites(study: Study) -> None:
    """The registry drops site statuses and all contacts once a study no longer recruits."""
    module = contacts_of(study)
    module.pop("centralContacts", None)
    for location in module.get("locations", ()):
        location.pop("status", None)
        location.pop("contacts", None)
    if not module:
        study["protocolSection"].pop("contactsLocationsModule", None)


def _reorder(location: dict[str, Any], **values: Any) -> None:
    """Set values and keep the registry's order of a site's keys."""
    merged = {**location, **values}
    location.clear()
    order = ("facility", "status", "city", "state", "zip", "country", "contacts", "geoPoint")
    location.update({key: merged[key] for key in order if key in merged})
    location.update({key: value for key, value in merged.items() if key not in order})


def change_sites(study: Study, day: date, rng: random.Random) -> bool:
    """A site opens or closes, a new one joins, or one leaves; only while the study recruits."""
    locations = contacts_of(study).get("locations", [])
    if status_of(study).get("overallStatus") != "RECRUITING" or not locations:
        return False
    site = rng.choice(locations)
    draw = rng.random()
    if draw < 0.25:
        joined = {key: value for key, value in site.items() if key != "contacts"}
        _reorder(joined, facility=f"{rng.choice(FAMILY_NAMES)} Clinic", status="NOT_YET_RECRUITING")
        locations.insert(rng.randint(0, len(locations)), joined)
    elif draw < 0.35 and len(locations) > 1:
        locations.remove(site)
    elif site.get("status") == "NOT_YET_RECRUITING":
        _reorder(site, status="RECRUITING")
    elif site.get("status") == "RECRUITING":
        site.pop("contacts", None)
        _reorder(site, status=rng.choice(("COMPLETED", "ACTIVE_NOT_RECRUITING", "WITHDRAWN", "SUSPENDED")))
    else:
        _reorder(site, status="RECRUITING")
    return True


def change_ages(study: Study, day: date, rng: random.Random) -> bool:
    eligibility = study["protocolSection"].get("eligibilityModule")
    if eligibility is None:
        return False
    old = eligibility.get("minimumAge")
    new = f"{rng.choice(AGE_STEPS)} Years"
    eligibility["minimumAge"] = new if new != old else "19 Years"
    if eligibility.get("maximumAge"):
        eligibility["maximumAge"] = f"{rng.choice((65, 70, 75, 80, 85))} Years"
    return True


def change_contacts(study: Study, day: date, rng: random.Random) -> bool:
    """A new person to call, for the study or at a site."""
    module = contacts_of(study)
    found = list(module.get("centralContacts", ()))
    for location in module.get("locations", ()):
        found += [contact for contact in location.get("contacts", ()) if contact.get("role") == "CONTACT"]
    if not found or status_of(study).get("overallStatus") not in OPEN_SET:
        return False
    name = rng.choice(FAMILY_NAMES)
    contact = rng.choice(found)
    contact.clear()
    phone = f"{rng.randint(201, 989)}-555-01{rng.randint(0, 99):02d}"
    contact.update(name=f"Nora {name}", role="CONTACT", phone=phone, email=f"n.{name.lower()}@example.org")
    return True


def change_dates(study: Study, day: date, rng: random.Random) -> bool:
    """The end moves: later, as ends do."""
    status = status_of(study)
    if status.get("overallStatus") not in OPEN_SET or "completionDateStruct" not in status:
        return False
    later = day + timedelta(days=rng.randint(60, 900))
    for name in ("primaryCompletionDateStruct", "completionDateStruct"):
        if name in status:
            status[name] = {"date": later.isoformat(), "type": "ESTIMATED"}
    return True


def change_criteria(study: Study, day: date, rng: random.Random) -> bool:
    eligibility = study["protocolSection"].get("eligibilityModule", {})
    if "eligibilityCriteria" not in eligibility:
        return False
    added = f"\n* Amended on {day.isoformat()}: no vaccination within {rng.randint(2, 90)} days"
    eligibility["eligibilityCriteria"] = eligibility["eligibilityCriteria"][:19_000] + added
    return True


def change_enrollment(study: Study, day: date, rng: random.Random) -> bool:
    enrollment = study["protocolSection"].get("designModule", {}).get("enrollmentInfo")
    if not enrollment:
        return False
    enrollment["count"] = enrollment.get("count", 0) + rng.randint(1, 60)
    return True


def post_results(study: Study, day: date, rng: random.Random) -> bool:
    status = status_of(study)
    if study.get("hasResults") or status.get("overallStatus") not in ("COMPLETED", "TERMINATED"):
        return False
    if study["protocolSection"].get("designModule", {}).get("studyType") != "INTERVENTIONAL":
        return False
    status["resultsFirstSubmitDate"] = status["resultsFirstSubmitQcDate"] = (day - timedelta(days=30)).isoformat()
    status["resultsFirstPostDateStruct"] = {"date": day.isoformat(), "type": "ACTUAL"}
    study["resultsSection"] = {
        "participantFlowModule": {
            "groups": [{"id": "FG000", "title": "All participants"}],
            "periods": [
                {
                    "title": "Overall Study",
                    "milestones": [{"type": "STARTED", "achievements": [{"groupId": "FG000", "numSubjects": "20"}]}],
                }
            ],
        },
        "moreInfoModule": {"certainAgreement": {"piSponsorEmployee": False, "restrictiveAgreement": False}},
    }
    study["hasResults"] = True
    order = (
        "protocolSection",
        "resultsSection",
        "documentSection",
        "annotationSection",
        "derivedSection",
        "hasResults",
    )
    ordered = {key: study[key] for key in order if key in study}
    study.clear()
    study.update(ordered)
    return True


def flip_to_unknown(study: Study) -> None:
    """What the registry itself computes: no date moves, and the sites keep what they showed."""
    status = status_of(study)
    known = status.get("overallStatus", "RECRUITING")
    status["overallStatus"] = "UNKNOWN"
    position = list(status).index("overallStatus") + 1
    items = [item for item in status.items() if item[0] != "lastKnownStatus"]
    status.clear()
    status.update([*items[:position], ("lastKnownStatus", known), *items[position:]])


def add_derived_reference(study: Study, rng: random.Random) -> None:
    """A publication found in PubMed by its mention of the id: no date moves."""
    module = study["protocolSection"].setdefault("referencesModule", {})
    pmid = str(rng.randint(90_000_000, 99_999_999))
    citation = (
        f"{rng.choice(FAMILY_NAMES)} N. Results of a registered study. J Invented Med. 2026;1(1):{rng.randint(1, 99)}."
    )
    module.setdefault("references", []).append({"pmid": pmid, "type": "DERIVED", "citation": citation})


def turns_unknown(study: Study, day: date) -> bool:
    """The registry's rule: open when last heard of, its end past (or unknown), and not verified for two years."""
    status = status_of(study)
    if status.get("overallStatus") not in OPEN_SET or "statusVerifiedDate" not in status:
        return False
    end = status.get("completionDateStruct") or status.get("primaryCompletionDateStruct")
    if end and last_day(end["date"]) >= day.toordinal():
        return False
    year, month = map(int, status["statusVerifiedDate"].split("-")[:2])
    return (day.year - year) * 12 + day.month - month > 24
