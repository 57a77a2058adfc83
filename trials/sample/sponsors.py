"""Who runs a generated study: lead sponsor, collaborators, responsible party and officials."""

import json
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from .catalogue import DATA
from .places import City, cities, doctor_name
from .plans import Plan


@dataclass(frozen=True)
class Sponsor:
    """`home` is the city of a university or hospital; companies and networks have none."""

    name: str
    agency: str
    home: City | None = None


@cache
def _organizations() -> dict[str, Any]:
    return json.loads((DATA / "sponsors.json").read_text(encoding="utf-8"))


def choose_sponsor(plan: Plan) -> Sponsor:
    """The lead sponsor: a company for most new medicines, else mostly a university."""
    rng = plan.rng("sponsor")
    known = _organizations()
    if "Veterans" in plan.population.title and rng.random() < 0.7:
        return Sponsor(known["federal"], "FED")
    treatment = plan.treatment
    if treatment and plan.arrangement == "access":
        return Sponsor(_company_of(plan), "INDUSTRY")
    if treatment and treatment.new and rng.random() < (0.45 if treatment.type == "GENETIC" else 0.75):
        return Sponsor(_company_of(plan), "INDUSTRY")
    draw = rng.random()
    if draw < 0.08:
        names = known["networks"]["cancer" if plan.condition.area == "cancer" else "other"]
        return Sponsor(_fitting_network(plan, names, rng), "NETWORK")
    if draw < 0.12:
        return Sponsor(known["institute"], "NIH")
    return _academic(rng)


def build_sponsors(plan: Plan, sponsor: Sponsor) -> dict[str, Any]:
    """The sponsorCollaboratorsModule."""
    rng = plan.rng("collaborators")
    module: dict[str, Any] = {
        "responsibleParty": _responsible_party(sponsor, lead_doctor(plan), rng),
        "leadSponsor": {"name": sponsor.name, "class": sponsor.agency},
    }
    collaborators = _collaborators(plan, sponsor, rng)
    if collaborators:
        module["collaborators"] = collaborators
    return module


def build_officials(plan: Plan, sponsor: Sponsor) -> list[dict[str, str]]:
    """overallOfficials: a company names a role rather than a person."""
    if sponsor.agency == "INDUSTRY":
        return [{"name": "Study Director", "affiliation": sponsor.name, "role": "STUDY_DIRECTOR"}]
    role = "STUDY_CHAIR" if sponsor.agency == "NETWORK" else "PRINCIPAL_INVESTIGATOR"
    return [{"name": lead_doctor(plan), "affiliation": sponsor.name, "role": role}]


def lead_doctor(plan: Plan) -> str:
    """The one investigator whom both sponsor and officials name."""
    return doctor_name(plan.rng("lead doctor"))


def _company_of(plan: Plan) -> str:
    """The same company for every study of one treatment."""
    if plan.tested.maker:
        return plan.tested.maker
    known = _organizations()
    names = known["companies"]["any"] + known["companies"].get(plan.condition.area, []) * 3
    if plan.tested.type == "DEVICE":
        names = known["devices"]
    return Random(plan.tested.name).choice(names)


def _fitting_network(plan: Plan, names: list[str], rng: Random) -> str:
    young = plan.population.max.endswith(("Days", "Weeks", "Months")) or plan.condition.area == "child"
    fitting = [n for n in names if ("Children" not in n and "Newborn" not in n) or young]
    return rng.choice(fitting)


def _academic(rng: Random) -> Sponsor:
    """A university hospital; now and then one outside the United States."""
    abroad = rng.random() < 0.08
    pool = [city for city in cities() if city.american is not abroad]
    home = rng.choices(pool, [city.weight for city in pool])[0]
    name = home.facilities[0] if abroad else f"{home.facilities[0]} University"
    return Sponsor(name, "OTHER", home)


def _responsible_party(sponsor: Sponsor, doctor: str, rng: Random) -> dict[str, str]:
    if sponsor.agency != "OTHER" or rng.random() < 0.4:
        return {"type": "SPONSOR"}
    return {
        "type": "PRINCIPAL_INVESTIGATOR",
        "investigatorFullName": doctor.split(",")[0],
        "investigatorTitle": rng.choice(["Professor", "Associate Professor", "Assistant Professor"]),
        "investigatorAffiliation": sponsor.name,
    }


def _collaborators(plan: Plan, sponsor: Sponsor, rng: Random) -> list[dict[str, str]]:
    known = _organizations()
    found = []
    if sponsor.agency != "INDUSTRY" and plan.treatment and plan.treatment.new:
        found.append({"name": _company_of(plan), "class": "INDUSTRY"})
    if sponsor.agency == "OTHER" and rng.random() < 0.2:
        found.append({"name": known["institute"], "class": "NIH"})
    if sponsor.agency != "INDUSTRY" and rng.random() < 0.15:
        found.append({"name": rng.choice(known["foundations"]), "class": "OTHER"})
    return found
