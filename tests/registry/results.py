"""Rendered pieces of results sections: flow, baseline, outcome measures and adverse events for one to four groups."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson

from tests.registry.sentences import Templates, expand

MOST_GROUPS = 4
OUTCOMES_A_GROUP = 220
EVENTS_A_GROUP = 500


@dataclass(frozen=True, slots=True)
class ResultsLibrary:
    """Rendered JSON by number of groups (index 0 is unused)."""

    flows: list[list[str]]
    baselines: list[list[str]]
    outcomes: list[list[str]]
    event_groups: list[list[str]]
    events: list[list[str]]
    more_info: list[str]


def build_library(templates: Templates, share: int, rng: random.Random) -> ResultsLibrary:
    def variants(make: Callable[[int, Templates, random.Random], Any], count: int) -> list[list[str]]:
        groups = range(1, MOST_GROUPS + 1)
        return [
            [],
            *([render(make(n, templates, rng)) for _ in range(max(20, count // share))] for n in groups),
        ]

    return ResultsLibrary(
        flows=variants(_flow, 40),
        baselines=variants(_baseline, 60),
        outcomes=variants(_outcome, OUTCOMES_A_GROUP),
        event_groups=variants(_event_groups, 30),
        events=variants(_event, EVENTS_A_GROUP),
        more_info=[render(_more_info(rng)) for _ in range(60)],
    )


def render(value: object) -> str:
    return orjson.dumps(value).decode()


def _groups(prefix: str, count: int, templates: Templates, rng: random.Random) -> list[dict[str, str]]:
    letters = "ABCD"
    return [
        {
            "id": f"{prefix}00{n}",
            "title": f"Group {letters[n]}",
            "description": expand(rng.choice(templates["intervention"]), rng),
        }
        for n in range(count)
    ]


def _counts(prefix: str, count: int, rng: random.Random) -> list[dict[str, str]]:
    return [{"groupId": f"{prefix}00{n}", "value": str(rng.randint(5, 400))} for n in range(count)]


def _denoms(prefix: str, count: int, rng: random.Random) -> list[dict[str, Any]]:
    return [{"units": "Participants", "counts": _counts(prefix, count, rng)}]


def _flow(count: int, templates: Templates, rng: random.Random) -> dict[str, Any]:
    def subjects(most: int) -> list[dict[str, str]]:
        return [{"groupId": f"FG00{n}", "numSubjects": str(rng.randint(0, most))} for n in range(count)]

    reasons = (
        "Adverse Event",
        "Lost to Follow-up",
        "Withdrawal by Subject",
        "Physician Decision",
        "Protocol Violation",
    )
    return {
        "preAssignmentDetails": expand(rng.choice(templates["detail"]).replace("{i}", "Study treatment"),
        rng).replace(
            "{c}", "the condition"
        ).replace("{p}", "participants"),
        "groups": _groups("FG", count, templates, rng),
        "periods": [
            {
                "title": "Overall Study",
                "milestones": [
                    {"type": "STARTED", "achievements": subjects(400)},
                    {"type": "COMPLETED", "achievements": subjects(300)},
                    {"type": "NOT COMPLETED", "achievements": subjects(60)},
                ],
                "dropWithdraws": [
                    {"type": reason, "reasons": subjects(20)} for reason in rng.sample(reasons, rng.randint(1,
                    4))
                ],
            }
        ],
    }  # fmt: skip


def _measurements(prefix: str, count: int, spread: bool, rng: random.Random) -> list[dict[str, str]]:
    found = []
    for n in range(count):
        row = {"groupId": f"{prefix}00{n}", "value": str(round(rng.uniform(0, 90), rng.choice((0, 1, 2))))}
        if spread:
            row["spread"] = str(round(rng.uniform(0.1, 20), 2))
        found.append(row)
    return found


def _baseline(count: int, templates: Templates, rng: random.Random) -> dict[str, Any]:
    def counted(title: str, categories: tuple[str, ...]) -> dict[str, Any]:
        rows = [{"title": name, "measurements": _measurements("BG", count, False, rng)} for name in categories]
        denoms = _denoms("BG", count, rng)
        return {
            "title": title, "paramType": "COUNT_OF_PARTICIPANTS", "unitOfMeasure": "Participants",
            "classes": [{"denoms": denoms, "categories": rows}],
        }  # fmt: skip

    age = {
        "title": "Age, Continuous", "paramType": "MEAN", "dispersionType": "STANDARD_DEVIATION",
        "unitOfMeasure": "years",
        "classes": [{"categories": [{"measurements": _measurements("BG", count, True, rng)}]}],
    }  # fmt: skip
    races = (
        "American Indian or Alaska Native",
        "Asian",
        "Black or African American",
        "White",
        "Unknown or Not Reported",
    )
    measures = [age, counted("Sex: Female, Male", ("Female", "Male")), counted("Race (NIH/OMB)", races)]
    if rng.random() < 0.6:
        measures.append(counted("Region of Enrollment", ("United States", "Germany", "Japan")))
    return {
        "groups": _groups("BG", count, templates, rng),
        "denoms": _denoms("BG", count, rng),
        "measures": measures,
    }


def _outcome(count: int, templates: Templates, rng: random.Random) -> dict[str, Any]:
    spread = rng.random() < 0.6
    moments = [f"Week {week}" for week in sorted(rng.sample(range(1, 105), rng.choice((1, 1, 2, 3, 6, 12))))]
    outcome = {
        "type": rng.choice(("PRIMARY", "SECONDARY", "SECONDARY", "SECONDARY", "OTHER_PRE_SPECIFIED")),
        "title": expand(rng.choice(templates["measure"]).replace("{i}", "the study treatment"), rng),
        "description": expand(rng.choice(templates["outcometext"]), rng),
        "populationDescription": "All randomized participants with at least one value after baseline.",
        "reportingStatus": "POSTED",
        "paramType": "MEAN" if spread else "COUNT_OF_PARTICIPANTS",
        "dispersionType": "Standard Deviation" if spread else None,
        "unitOfMeasure": "units on a scale" if spread else "Participants",
        "timeFrame": expand(rng.choice(templates["timeframe"]), rng),
        "groups": _groups("OG", count, templates, rng),
        "denoms": _denoms("OG", count, rng),
        "classes": [
            {"title": moment, "categories": [{"measurements": _measurements("OG", count, spread, rng)}]}
            for moment in moments
        ],
    }
    if count > 1 and rng.random() < 0.5:
        outcome["analyses"] = [_analysis(rng)]
    return {key: value for key, value in outcome.items() if value is not None}


def _analysis(rng: random.Random) -> dict[str, Any]:
    low = round(rng.uniform(-5, 5), 2)
    return {
        "groupIds": ["OG000", "OG001"],
        "testedNonInferiority": False,
        "nonInferiorityType": "SUPERIORITY",
        "pValue": rng.choice(("<0.001", "0.03", "0.21", "0.74", "= 0.049")),
        "statisticalMethod": "ANCOVA",
        "paramType": "Mean Difference (Final Values)",
        "paramValue": str(round(low + 1, 2)),
        "ciPctValue": "95",
        "ciNumSides": "TWO_SIDED",
        "ciLowerLimit": str(low),
        "ciUpperLimit": str(round(low + 2, 2)),
    }


def _event_groups(count: int, templates: Templates, rng: random.Random) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = []
    for group in _groups("EG", count, templates, rng):
        at_risk = rng.randint(10, 400)
        affected = {
            key: value
            for kind in ("deaths", "serious", "other")
            for key, value in (
                (f"{kind}NumAffected", rng.randint(0, at_risk // 2)),
                (f"{kind}NumAtRisk", at_risk),
            )
        }
        groups.append({**group, **affected})
    return groups


def _event(count: int, templates: Templates, rng: random.Random) -> dict[str, Any]:
    return {
        "term": expand(rng.choice(templates["event"]), rng),
        "organSystem": expand(rng.choice(templates["organ"]), rng),
        "sourceVocabulary": f"MedDRA {rng.randint(10, 27)}.{rng.randint(0, 1)}",
        "assessmentType": rng.choice(("SYSTEMATIC_ASSESSMENT", "NON_SYSTEMATIC_ASSESSMENT")),
        "stats": [
            {
                "groupId": f"EG00{n}",
                "numEvents": rng.randint(0, 60),
                "numAffected": rng.randint(0, 40),
                "numAtRisk": 100 + n,
            }
            for n in range(count)
        ],
    }


def _more_info(rng: random.Random) -> dict[str, Any]:
    return {
        "certainAgreement": {"piSponsorEmployee": rng.random() < 0.3, "restrictiveAgreement": False},
        "pointOfContact": {
            "title": "Clinical Trials Information", "organization": "Study Office",
            "email": "results@example.org",
            "phone": f"202-555-01{rng.randint(0, 99):02d}",
        },
    }  # fmt: skip


def render_results(library: ResultsLibrary, rng: random.Random) -> str:
    """One results section with its key; from about 15 to about 400 kilobytes."""
    groups = rng.choice((1, 2, 2, 2, 3, 4))
    outcomes = rng.choices(library.outcomes[groups], k=min(150, int(rng.lognormvariate(2.25, 0.95)) + 1))
    serious = rng.choices(library.events[groups], k=min(400, int(rng.lognormvariate(1.9, 1.3))))
    other = rng.choices(library.events[groups], k=min(500, int(rng.lognormvariate(2.7, 1.1))))
    return "".join((
        '"resultsSection":{"participantFlowModule":', rng.choice(library.flows[groups]),
        ',"baselineCharacteristicsModule":', rng.choice(library.baselines[groups]),
        ',"outcomeMeasuresModule":{"outcomeMeasures":[', ",".join(outcomes),
        ']},"adverseEventsModule":{"frequencyThreshold":"5",',
        '"timeFrame":"From the first dose to 30 days after the last",',
        '"eventGroups":', rng.choice(library.event_groups[groups]),
        ',"seriousEvents":[' + ",".join(serious) + "]" if serious else "",
        ',"otherEvents":[' + ",".join(other) + "]" if other else "",
        '},"moreInfoModule":', rng.choice(library.more_info), "}",
    ))  # fmt: skip
