"""The generated studies of the sample, put together from the building blocks in data/.

Everything is drawn from generators with fixed seeds and seen from one fixed day, so the
studies are the same on every machine and every day.
"""

from collections.abc import Iterator
from typing import Any

from .arms import build_arms
from .browse import build_condition_browse
from .criteria import build_eligibility, years
from .places import build_site, contact_name, draw_site_statuses, draw_spots, site_contacts, slug
from .plans import Plan, plan_studies
from .protocol import build_design, build_outcomes
from .results import build_results
from .sponsors import Sponsor, build_officials, build_sponsors, choose_sponsor
from .summaries import build_conditions, build_description, build_titles
from .timeline import TODAY, build_status, last_known_status

Study = dict[str, Any]


def generate() -> Iterator[Study]:
    """Every generated study in number order."""
    plans = plan_studies()
    statuses = {plan.nct_id: plan.status for plan in plans}
    for plan in plans:
        yield _study(plan, statuses.get(plan.access_id, ""))


def _study(plan: Plan, access_status: str) -> Study:
    sponsor = choose_sponsor(plan)
    status = build_status(plan, access_status)
    protocol = {
        "identificationModule": _identification(plan, sponsor),
        "statusModule": status,
        "sponsorCollaboratorsModule": build_sponsors(plan, sponsor),
        "oversightModule": _oversight(plan),
        "descriptionModule": build_description(plan),
        "conditionsModule": build_conditions(plan),
        "designModule": build_design(plan) | _enrollment(plan),
        "armsInterventionsModule": build_arms(plan),
        "outcomesModule": build_outcomes(plan),
        "eligibilityModule": build_eligibility(plan),
        "contactsLocationsModule": _contacts_and_locations(plan, sponsor),
        "ipdSharingStatementModule": _data_sharing(plan),
    }
    study: Study = {"protocolSection": {name: module for name, module in protocol.items() if module}}
    shown = "resultsFirstPostDateStruct" in status
    if shown:
        enrolled = protocol["designModule"]["enrollmentInfo"]["count"]
        study["resultsSection"] = build_results(plan, sponsor, enrolled)
    study["derivedSection"] = _derived(plan)
    study["hasResults"] = shown
    return study


def _identification(plan: Plan, sponsor: Sponsor) -> dict[str, Any]:
    rng = plan.rng("identification")
    initials = "".join(word[0] for word in slug(sponsor.name).split("-") if word).upper()
    own_id = f"{initials}-{rng.randint(20, 26)}-{rng.randint(100, 999)}"
    module: dict[str, Any] = {"nctId": plan.nct_id, "orgStudyIdInfo": {"id": own_id}}
    if sponsor.agency == "INDUSTRY" and rng.random() < 0.3:
        number = f"2025-5{rng.randint(10000, 99999)}-{rng.randint(10, 99)}-00"
        module["secondaryIdInfos"] = [{"id": number, "type": "CTIS"}]
    module["organization"] = {"fullName": sponsor.name, "class": sponsor.agency}
    return module | build_titles(plan)


def _oversight(plan: Plan) -> dict[str, bool]:
    if plan.treatment is None:
        return {"oversightHasDmc": False, "isFdaRegulatedDrug": False, "isFdaRegulatedDevice": False}
    device = plan.treatment.type in ("DEVICE", "COMBINATION_PRODUCT")
    medicine = plan.treatment.type in ("DRUG", "BIOLOGICAL", "GENETIC")
    return {
        "oversightHasDmc": plan.phases in (("PHASE2",), ("PHASE3",)),
        "isFdaRegulatedDrug": medicine,
        "isFdaRegulatedDevice": device and plan.treatment.new,
    }


def _enrollment(plan: Plan) -> dict[str, Any]:
    """Counts that follow from the status: nobody in a withdrawn study, few in a stopped one."""
    if plan.arrangement == "access":
        return {}
    rng = plan.rng("enrollment")
    match plan.status:
        case "WITHDRAWN":
            count, kind = 0, "ACTUAL"
        case "TERMINATED":
            count, kind = max(4, round(plan.size * rng.uniform(0.1, 0.5))), "ACTUAL"
        case "COMPLETED" | "ACTIVE_NOT_RECRUITING":
            count, kind = max(8, round(plan.size * rng.uniform(0.85, 1.06))), "ACTUAL"
        case _:
            count, kind = plan.size, "ESTIMATED"
    return {"enrollmentInfo": {"count": count, "type": kind}}


def _contacts_and_locations(plan: Plan, sponsor: Sponsor) -> dict[str, Any]:
    """Contacts stand only where the registry shows them: on open studies, at open sites."""
    rng = plan.rng("contacts")
    module: dict[str, Any] = {}
    shares = {"RECRUITING": 0.94, "NOT_YET_RECRUITING": 0.88, "UNKNOWN": 0.7, "AVAILABLE": 1.0}
    if rng.random() < shares.get(plan.status, 0.0):
        module["centralContacts"] = [_central_contact(sponsor, rng) for _ in range(rng.choice([1, 1, 2]))]
    if rng.random() < 0.85:
        module["overallOfficials"] = build_officials(plan, sponsor)
    sites = _sites(plan, sponsor)
    if sites:
        module["locations"] = sites
    return module


def _central_contact(sponsor: Sponsor, rng: Any) -> dict[str, str]:
    contact = {"name": contact_name(rng), "role": "CONTACT", "phone": f"800-555-01{rng.randrange(100):02}"}
    return contact | {"email": f"trials@{slug(sponsor.name)}.example"}


def _sites(plan: Plan, sponsor: Sponsor) -> list[dict[str, Any]]:
    rng = plan.rng("sites")
    company = sponsor.agency == "INDUSTRY"
    abroad = rng.choice([0.0, 0.15, 0.4]) if company and plan.arrangement != "access" else 0.0
    spots = draw_spots(rng, _site_count(plan, sponsor), abroad, sponsor.home)
    if sponsor.home and not sponsor.home.american:
        spots = [(sponsor.home, n) for n, _ in enumerate(sponsor.home.facilities)]
    sites = [build_site(spot, _flavour(plan, company), rng) for spot in spots]
    if company and rng.random() < 0.2:
        for number, site in enumerate(sites, 101):
            site["facility"] = f"Research Site {number}"
    if "RECRUITING" in (plan.status, last_known_status(plan)):
        statuses = draw_site_statuses(rng, len(sites))
        sites = [
            {"facility": site["facility"], "status": status} | site
            for site, status in zip(sites, statuses, strict=True)
        ]
    for site, spot in zip(sites, spots, strict=True):
        if rng.random() < _contact_share(plan, site):
            _add_contacts(site, site_contacts(spot, site["facility"], rng))
    return sites


def _site_count(plan: Plan, sponsor: Sponsor) -> int:
    rng = plan.rng("site count")
    if sponsor.agency == "INDUSTRY":
        if plan.status in ("NOT_YET_RECRUITING", "WITHDRAWN") and rng.random() < 0.12:
            return 0
        return rng.randint(1, 4) if plan.phases == ("PHASE1",) else rng.randint(3, 12)
    if sponsor.agency == "NETWORK":
        return rng.randint(5, 12)
    return rng.choice([1, 1, 1, 2, 3, 4, 6]) if not plan.observational else rng.choice([1, 2, 4, 8])


def _flavour(plan: Plan, company: bool) -> str:
    high = plan.population.max
    if high and years(high) < 18:
        return "child"
    if plan.condition.area == "cancer":
        return "cancer"
    return "industry" if company else "general"


def _contact_share(plan: Plan, site: dict[str, Any]) -> float:
    if plan.status == "NOT_YET_RECRUITING":
        return 0.85
    open_site = site.get("status") in ("RECRUITING", "NOT_YET_RECRUITING")
    return 0.6 if open_site and plan.status in ("RECRUITING", "UNKNOWN") else 0.0


def _add_contacts(site: dict[str, Any], contacts: list[dict[str, str]]) -> None:
    """Puts the contacts before the point, where the registry has them."""
    point = site.pop("geoPoint")
    site |= {"contacts": contacts, "geoPoint": point}


def _data_sharing(plan: Plan) -> dict[str, Any]:
    draw = plan.rng("sharing").random()
    if plan.arrangement == "access" or draw < 0.45:
        return {}
    if draw > 0.85:
        return {
            "ipdSharing": "YES",
            "description": "Data without names can be shared with researchers whose plan is approved.",
            "infoTypes": ["STUDY_PROTOCOL", "SAP"],
            "timeFrame": "From 12 months after the main results are published",
        }
    return {"ipdSharing": "NO" if draw < 0.75 else "UNDECIDED"}


def _derived(plan: Plan) -> dict[str, Any]:
    browse = build_condition_browse(plan.population.mesh or plan.condition.mesh)
    derived: dict[str, Any] = {"miscInfoModule": {"versionHolder": TODAY.isoformat()}}
    return derived | ({"conditionBrowseModule": browse} if browse else {})
