"""A small results section for some of the completed generated trials. All numbers are invented."""

from random import Random
from typing import Any

from .arms import arms_of
from .plans import Plan
from .protocol import build_outcomes
from .sponsors import Sponsor
from .wording import escape_markup

ADVERSE_EVENTS = [
    ("Headache", "Nervous system disorders"),
    ("Nausea", "Gastrointestinal disorders"),
    ("Fatigue", "General disorders"),
    ("Upper respiratory tract infection", "Infections and infestations"),
    ("Dizziness", "Nervous system disorders"),
]


def build_results(plan: Plan, sponsor: Sponsor, enrolled: int) -> dict[str, Any]:
    """The resultsSection of a completed trial with `enrolled` participants."""
    rng = plan.rng("result numbers")
    sizes = _split(enrolled, len(arms_of(plan)))
    return {
        "participantFlowModule": _flow(plan, sizes, rng),
        "baselineCharacteristicsModule": _baseline(plan, sizes, rng),
        "outcomeMeasuresModule": {"outcomeMeasures": [_primary(plan, sizes, rng)]},
        "adverseEventsModule": _adverse_events(plan, sizes, rng),
        "moreInfoModule": {
            "certainAgreement": {"piSponsorEmployee": sponsor.agency != "INDUSTRY"},
            "pointOfContact": {
                "title": "Clinical Trials Information Desk",
                "organization": sponsor.name,
                "email": "results@example.org",
                "phone": "800-555-0100",
            },
        },
    }


def _split(total: int, parts: int) -> list[int]:
    return [total // parts + (1 if n < total % parts else 0) for n in range(parts)]


def _groups(plan: Plan, prefix: str) -> list[dict[str, str]]:
    return [
        {"id": f"{prefix}{n:03}", "title": arm.label, "description": escape_markup(arm.text)}
        for n, arm in enumerate(arms_of(plan))
    ]


def _values(prefix: str, values: list[Any]) -> list[dict[str, str]]:
    return [{"groupId": f"{prefix}{n:03}", "value": str(value)} for n, value in enumerate(values)]


def _flow(plan: Plan, sizes: list[int], rng: Random) -> dict[str, Any]:
    lost = [rng.randint(0, max(1, size // 8)) for size in sizes]
    rows = [
        ("STARTED", sizes),
        ("COMPLETED", [size - gone for size, gone in zip(sizes, lost, strict=True)]),
        ("NOT COMPLETED", lost),
    ]
    milestones = [
        {
            "type": kind,
            "achievements": [{"groupId": f"FG{n:03}", "numSubjects": str(count)} for n, count in enumerate(counts)],
        }
        for kind, counts in rows
    ]
    return {
        "groups": _groups(plan, "FG"),
        "periods": [{"title": "Overall Study", "milestones": milestones}],
    }


def _baseline(plan: Plan, sizes: list[int], rng: Random) -> dict[str, Any]:
    counts = [*sizes, sum(sizes)]
    total = {"id": f"BG{len(sizes):03}", "title": "Total", "description": "Total of all reporting groups"}
    share = {"FEMALE": 1.0, "MALE": 0.0}.get(plan.population.sex, rng.uniform(0.4, 0.62))
    women = [round(size * share) for size in sizes]
    women.append(sum(women))
    men = [count - female for count, female in zip(counts, women, strict=True)]
    categories = [
        {"title": "Female", "measurements": _values("BG", women)},
        {"title": "Male", "measurements": _values("BG", men)},
    ]
    return {
        "groups": [*_groups(plan, "BG"), total],
        "denoms": [{"units": "Participants", "counts": _values("BG", counts)}],
        "measures": [
            {
                "title": "Sex: Female, Male",
                "paramType": "COUNT_OF_PARTICIPANTS",
                "unitOfMeasure": "Participants",
                "classes": [{"categories": categories}],
            }
        ],
    }


def _primary(plan: Plan, sizes: list[int], rng: Random) -> dict[str, Any]:
    outcome = plan.condition.outcomes[plan.tested.primary]
    listed = build_outcomes(plan)["primaryOutcomes"][0]
    measure: dict[str, Any] = {
        "type": "PRIMARY",
        "title": listed["measure"],
        "description": listed["description"],
        "reportingStatus": "POSTED",
    }
    if outcome.result[0] == "count":
        shares = [*outcome.result[1:2] * (len(sizes) - 1), outcome.result[2]]
        numbers = [round(size * share) for size, share in zip(sizes, shares, strict=True)]
        measure |= {"paramType": "COUNT_OF_PARTICIPANTS", "unitOfMeasure": "Participants"}
        entries = _values("OG", numbers)
    else:
        _, unit, tested, control, spread = outcome.result
        means = [tested + rng.uniform(-0.05, 0.05) * spread for _ in sizes[:-1]]
        means = [*means, control] if len(sizes) > 1 else [tested]
        measure |= {"paramType": "MEAN", "dispersionType": "Standard Deviation", "unitOfMeasure": unit}
        entries = [entry | {"spread": f"{spread:g}"} for entry in _values("OG", [f"{m:.3g}" for m in means])]
    return measure | {
        "timeFrame": listed["timeFrame"],
        "groups": _groups(plan, "OG"),
        "denoms": [{"units": "Participants", "counts": _values("OG", sizes)}],
        "classes": [{"categories": [{"measurements": entries}]}],
    }


def _adverse_events(plan: Plan, sizes: list[int], rng: Random) -> dict[str, Any]:
    groups = []
    for n, (group, size) in enumerate(zip(_groups(plan, "EG"), sizes, strict=True)):
        serious = rng.randint(0, max(1, size // 25))
        other = rng.randint(size // 5, size // 2)
        groups.append(
            group
            | {
                "deathsNumAffected": 0 if n else rng.randint(0, 1),
                "deathsNumAtRisk": size,
                "seriousNumAffected": serious,
                "seriousNumAtRisk": size,
                "otherNumAffected": other,
                "otherNumAtRisk": size,
            }
        )
    return {
        "frequencyThreshold": "5",
        "timeFrame": "From the first day of the study until the last visit",
        "eventGroups": groups,
        "seriousEvents": [_event("Pneumonia", "Infections and infestations", groups, "seriousNumAffected", rng)],
        "otherEvents": [
            _event(term, system, groups, "otherNumAffected", rng) for term, system in rng.sample(ADVERSE_EVENTS, 3)
        ],
    }


def _event(term: str, system: str, groups: list[dict[str, Any]], limit: str, rng: Random) -> dict[str, Any]:
    stats = [
        {
            "groupId": group["id"],
            "numAffected": rng.randint(0, group[limit]),
            "numAtRisk": group[limit.replace("Affected", "AtRisk")],
        }
        for group in groups
    ]
    return {
        "term": term,
        "organSystem": system,
        "sourceVocabulary": "MedDRA 28.0",
        "assessmentType": "SYSTEMATIC_ASSESSMENT",
        "stats": stats,
    }
