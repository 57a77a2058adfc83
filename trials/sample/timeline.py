"""The status module: status, dates and reasons, all seen from one fixed day."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from .plans import Plan

TODAY = date(2026, 11, 16)

# Months from TODAY, low and high: start, end, last update (which follows the end of a study
# that is over).
SPANS = {
    "RECRUITING": ((-30, -1), (8, 48), (-11, 0)),
    "NOT_YET_RECRUITING": ((1, 7), (20, 56), (-3, 0)),
    "ENROLLING_BY_INVITATION": ((-24, -3), (6, 36), (-12, -1)),
    "ACTIVE_NOT_RECRUITING": ((-60, -24), (3, 30), (-12, 0)),
    "COMPLETED": ((-84, -44), (-40, -4), (0, 0)),
    "TERMINATED": ((-60, -26), (-20, -3), (0, 0)),
    "WITHDRAWN": ((-14, 2), (18, 40), (-12, 0)),
    "SUSPENDED": ((-24, -8), (8, 30), (-5, 0)),
    "UNKNOWN": ((-84, -66), (-42, -27), (-62, -44)),
    "AVAILABLE": ((-20, -4), (0, 0), (-9, 0)),
    "NO_LONGER_AVAILABLE": ((-60, -40), (0, 0), (-24, -2)),
    "TEMPORARILY_NOT_AVAILABLE": ((-30, -14), (0, 0), (-6, 0)),
    "APPROVED_FOR_MARKETING": ((-60, -40), (0, 0), (-30, -4)),
}

REASONS = {
    "TERMINATED": [
        "Fewer people joined than planned, and the funding ended.",
        "The sponsor stopped the study for business reasons. The decision was not related to safety.",
        "An early look at the results showed that the study was unlikely to answer its question.",
        "Slow enrollment.",
        "The manufacturer stopped making the study drug.",
        "An independent safety board advised to stop because side effects outweighed the benefit.",
    ],
    "WITHDRAWN": [
        "The study was not funded.",
        "The sponsor changed its plans before anyone joined.",
        "The principal investigator moved to another institution before the first participant joined.",
    ],
    "SUSPENDED": [
        "New participants cannot join while a safety board looks at side effects.",
        "Pause in the supply of the study drug; recruitment is expected to start again in early 2027.",
        "On hold until a change of the study plan has been approved.",
    ],
}

LAST_KNOWN = ["RECRUITING", "RECRUITING", "NOT_YET_RECRUITING", "ACTIVE_NOT_RECRUITING"]


@dataclass(frozen=True)
class Days:
    """The days that the rest of the dates follow from."""

    start: date
    end: date
    first_post: date
    updated: date


def build_status(plan: Plan, access_status: str) -> dict[str, Any]:
    """The statusModule of a plan. Dates follow from the status; posts fall on working days."""
    rng = plan.rng("timeline")
    days = _draw_days(plan, rng)
    results = _results_dates(plan, days.end, rng)
    if results:
        posted = date.fromisoformat(results["resultsFirstPostDateStruct"]["date"])
        days = replace(days, updated=max(days.updated, posted))
    module = _standing(plan, days, access_status, rng)
    if plan.arrangement != "access":
        module |= _study_dates(plan, days.start, days.end, rng)
    return module | _first_submission(days, rng) | results | _last_submission(days)


def last_known_status(plan: Plan) -> str:
    """What an UNKNOWN study said about itself when it was last heard of."""
    return plan.rng("last known").choice(LAST_KNOWN) if plan.status == "UNKNOWN" else ""


def _shows_results(plan: Plan) -> bool:
    """About half of the completed trials whose main outcome can be shown as numbers."""
    treatment = plan.treatment
    if plan.status != "COMPLETED" or treatment is None or plan.arrangement in ("escalate", "cross"):
        return False
    shown = bool(plan.condition.outcomes[treatment.primary].result)
    return shown and plan.rng("results").random() < 0.55


def _draw_days(plan: Plan, rng: Random) -> Days:
    start_span, end_span, updated_span = SPANS[plan.status]
    start = _months_from(TODAY, rng.uniform(*start_span))
    end = _months_from(TODAY, rng.uniform(*end_span))
    first_post = _working_day(_first_post(plan.status, start, rng))
    updated = _months_from(TODAY, _recent(updated_span, rng))
    if plan.status in ("COMPLETED", "TERMINATED"):
        updated = min(_months_from(end, rng.uniform(1, 14)), TODAY)
    updated = max(_working_day(updated), first_post)
    if last_known_status(plan) == "NOT_YET_RECRUITING":
        start = _months_from(updated, 2)
    return Days(start, end, first_post, updated)


def _standing(plan: Plan, days: Days, access_status: str, rng: Random) -> dict[str, Any]:
    """What the study says about itself, and when it last said so."""
    module: dict[str, Any] = {
        "statusVerifiedDate": _update_submitted(days).isoformat()[:7],
        "overallStatus": plan.status,
    }
    if plan.status == "UNKNOWN":
        module["lastKnownStatus"] = last_known_status(plan)
    if plan.status in REASONS:
        module["whyStopped"] = rng.choice(REASONS[plan.status])
    return module | {"expandedAccessInfo": _access_info(plan, access_status)}


def _first_submission(days: Days, rng: Random) -> dict[str, Any]:
    return {
        "studyFirstSubmitDate": (days.first_post - timedelta(days=rng.randint(3, 14))).isoformat(),
        "studyFirstSubmitQcDate": (days.first_post - timedelta(days=2)).isoformat(),
        "studyFirstPostDateStruct": _actual(days.first_post),
    }


def _last_submission(days: Days) -> dict[str, Any]:
    return {
        "lastUpdateSubmitDate": _update_submitted(days).isoformat(),
        "lastUpdatePostDateStruct": _actual(days.updated),
    }


def _update_submitted(days: Days) -> date:
    """Up to four days before the post, and never before the study itself was submitted."""
    gap = 2 if days.updated == days.first_post else 1 + days.updated.day % 4
    return max(days.updated - timedelta(days=gap), days.first_post - timedelta(days=2))


def _study_dates(plan: Plan, start: date, end: date, rng: Random) -> dict[str, Any]:
    ended = plan.status in ("COMPLETED", "TERMINATED")
    primary = end - timedelta(days=rng.randint(20, 240))
    if plan.status in ("RECRUITING", "SUSPENDED", "ENROLLING_BY_INVITATION"):
        primary = max(primary, TODAY + timedelta(days=60))
    begun = plan.status not in ("NOT_YET_RECRUITING", "WITHDRAWN")
    begun = begun and last_known_status(plan) != "NOT_YET_RECRUITING"
    return {
        "startDateStruct": _dated(start, begun, rng.random() < 0.6),
        "primaryCompletionDateStruct": _dated(
            max(primary, start + timedelta(days=30)), ended or _active_past(plan, primary), rng.random() < 0.4
        ),
        "completionDateStruct": _dated(end, ended, rng.random() < 0.4),
    }


def _active_past(plan: Plan, primary: date) -> bool:
    return plan.status == "ACTIVE_NOT_RECRUITING" and primary < _months_from(TODAY, -3)


def _access_info(plan: Plan, access_status: str) -> dict[str, Any]:
    if not plan.access_id:
        return {"hasExpandedAccess": False}
    return {
        "hasExpandedAccess": True,
        "nctId": plan.access_id,
        "statusForNctId": access_status,
    }


def _results_dates(plan: Plan, end: date, rng: Random) -> dict[str, Any]:
    posted = _working_day(_months_from(end, rng.uniform(12, 15)))
    if not _shows_results(plan) or posted > TODAY:
        return {}
    return {
        "resultsFirstSubmitDate": (posted - timedelta(days=rng.randint(40, 90))).isoformat(),
        "resultsFirstSubmitQcDate": (posted - timedelta(days=rng.randint(5, 25))).isoformat(),
        "resultsFirstPostDateStruct": _actual(posted),
    }


def _first_post(status: str, start: date, rng: Random) -> date:
    if status == "NOT_YET_RECRUITING":
        return _months_from(TODAY, -4 * rng.random() ** 2)
    if status == "WITHDRAWN":
        return min(_months_from(start, -3), _months_from(TODAY, -2))
    return _months_from(start, rng.uniform(-2.5, 0.5))


def _recent(span: tuple[float, float], rng: Random) -> float:
    """A month in the span, nearer to its end than to its beginning."""
    low, high = span
    return high - (high - low) * rng.random() ** 1.7


def _months_from(day: date, months: float) -> date:
    return day + timedelta(days=round(months * 30.44))


def _working_day(day: date) -> date:
    """The day itself or the Monday after it, but never later than TODAY (a Monday)."""
    weekend_shift = {6: 2, 7: 1}
    return min(day + timedelta(days=weekend_shift.get(day.isoweekday(), 0)), TODAY)


def _dated(day: date, actual: bool, exact: bool) -> dict[str, str]:
    text = day.isoformat() if exact else day.isoformat()[:7]
    return {"date": text, "type": "ACTUAL" if actual else "ESTIMATED"}


def _actual(day: date) -> dict[str, str]:
    return {"date": day.isoformat(), "type": "ACTUAL"}
