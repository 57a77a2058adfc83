"""The study as a whole: its status, its dates, its people, what came of it."""

from trials import vocabulary
from trials.reading import dates
from trials.reading.history.phrases import counted, inner, number, opening, quoted, where
from trials.reading.history.sites import area
from trials.registry.changes import (
    DateMoved,
    EnrollmentChanged,
    ExpandedAccessChanged,
    Milestone,
    ReasonChanged,
    ResultsChanged,
    StatusChanged,
    StudyTypeChanged,
    Verified,
)
from trials.vocabulary import Availability

_CLOSED = {
    "ACTIVE_NOT_RECRUITING": "It goes on, but takes no new people.",
    "COMPLETED": "It finished.",
    "SUSPENDED": "It was paused: it takes no new people for now.",
    "TERMINATED": "It stopped early.",
    "WITHDRAWN": "It was called off before anyone joined.",
    "NO_LONGER_AVAILABLE": "The treatment is no longer given outside a trial.",
    "TEMPORARILY_NOT_AVAILABLE": "The treatment is not given for now.",
    "APPROVED_FOR_MARKETING": "The treatment was approved. Ask your doctor about it.",
    "WITHHELD": "The sponsor now holds back the details of the study.",
}
_LAST_KNOWN = {
    "RECRUITING": " When last heard of, it was open.",
    "NOT_YET_RECRUITING": " When last heard of, it was still to open.",
    "ENROLLING_BY_INVITATION": " When last heard of, it took people whom it asked to join.",
    "ACTIVE_NOT_RECRUITING": " When last heard of, it took no new people.",
}
_PLANNED = {
    Milestone.START: "start",
    Milestone.PRIMARY_COMPLETION: "end of the main part",
    Milestone.COMPLETION: "end",
}
_CAME = {
    Milestone.START: "It began in",
    Milestone.PRIMARY_COMPLETION: "Its main part ended in",
    Milestone.COMPLETION: "It ended in",
}


def status_sentence(change: StatusChanged) -> str:
    if change.availability_after is Availability.OPEN:
        return _opened(change)
    if change.after == "UNKNOWN":
        return f"Nobody has confirmed its status for two years or more.{_LAST_KNOWN.get(change.last_known, '')}"
    if change.after == "NOT_YET_RECRUITING":
        return "It is marked as not open yet."
    if change.after == "ENROLLING_BY_INVITATION":
        return "It now takes only people whom it asks to join."
    told = _closed(change)
    return f"{told} {_reason(change.why_stopped)}" if change.why_stopped else told


def _opened(change: StatusChanged) -> str:
    if change.after == "AVAILABLE":
        return "The treatment is now given outside a trial. Your doctor has to ask for it."
    if change.availability_before is Availability.OPEN:
        return "It is still open."
    again = change.before not in ("NOT_YET_RECRUITING", "ENROLLING_BY_INVITATION", "UNKNOWN")
    lead = "It was confirmed as open" if change.last_known_before == "RECRUITING" else "It opened"
    return f"{lead}{' again' if again else ''}{_takes_patients(change)}"


def _takes_patients(change: StatusChanged) -> str:
    sites = change.open_at
    if not sites:
        return ", but it names no site that takes patients yet." if change.sites else ", but it names no site yet."
    if len(sites) == 1:
        return f": it now takes patients in {where(sites[0])}."
    return f": it now takes patients at {counted(len(sites), 'site')} in {area(sites)}."


def _closed(change: StatusChanged) -> str:
    had = counted(change.open_sites_before, "site")
    if change.after == "ACTIVE_NOT_RECRUITING" and change.closed:
        lead = "It closed to new people"
        where_ = f" at all {had} that took them" if change.open_sites_before > 1 else ""
        return f"{lead}{where_}. It goes on with those who have joined."
    known = _CLOSED.get(
        change.after, f"Its status is now “{inner(vocabulary.plain(vocabulary.STATUS, change.after))}”."
    )
    if change.closed and change.after in ("COMPLETED", "TERMINATED"):
        known = f"{known} It takes no new people."
    return known


def _reason(why_stopped: str) -> str:
    return f"The sponsor’s reason: {quoted(why_stopped)}"


def reason_sentence(change: ReasonChanged) -> str:
    if not change.after:
        return "The sponsor no longer says why it stopped."
    now = "now says" if not change.before else "says anew"
    return f"The sponsor {now} why it stopped: {quoted(change.after)}"


def study_type_sentence(change: StudyTypeChanged) -> str:
    return f"The kind of study changed: it now {inner(vocabulary.plain(vocabulary.STUDY_TYPE, change.after))}."


def expanded_access_sentence(change: ExpandedAccessChanged) -> str:
    if change.after:
        return "The treatment may now be given outside the trial too. Ask your doctor."
    return "The treatment is no longer offered outside the trial."


def verified_sentence(change: Verified) -> str:
    return f"The sponsor checked the record in {dates.month(change.after)}."


def results_sentence(change: ResultsChanged) -> str:
    return "Its results were posted." if change.after else "Its results were taken back."


def date_sentence(change: DateMoved) -> str:
    name, came = _PLANNED[change.milestone], _CAME[change.milestone]
    before, after = _told_apart(change.before, change.after)
    if not change.after:
        return f"The {name} is no longer given."
    if change.happened:
        planned, came_in = dates.month(change.before), dates.month(change.after)
        late = f" The plan had been {planned}." if change.before and planned != came_in else ""
        return f"{came} {came_in}.{late}"
    if not change.before:
        return f"The {name} is now given: {after}."
    if change.type_after == "ACTUAL":
        return f"The date of the {name} was put right: {after}, not {before}."
    if change.type_before == "ACTUAL":
        return f"The {name} is still to come: {after}."
    return f"The planned {name} moved from {before} to {after}."


def _told_apart(before: str, after: str) -> tuple[str, str]:
    """Both dates by the month; by the day where the month is the same."""
    months = dates.month(before), dates.month(after)
    return months if months[0] != months[1] else (dates.full(before), dates.full(after))


def enrollment_sentence(change: EnrollmentChanged) -> str:
    was, now = change.before, change.after
    if now is None:
        return "The number of people is no longer given."
    if change.counted:
        plan = f" The plan had been {was:,}." if was is not None and was != now else ""
        joined = "Nobody joined." if now == 0 else opening(f"{_people(now)} joined.")
        return f"{joined}{plan}"
    if was is None:
        return f"The number of people is now given: {now:,}."
    if change.type_after == "ACTUAL":
        return f"The number of people who joined was put right: {now:,}, not {was:,}."
    return f"The number of people planned {'rose' if now > was else 'fell'} from {was:,} to {now:,}."


def _people(count: int) -> str:
    return "one person" if count == 1 else f"{number(count)} people"
