"""When the study begins and ends, how many take part, and whether its results are posted."""

from collections.abc import Iterator
from enum import StrEnum

from trials.partial_dates import first_day, last_day
from trials.registry.changes.base import Change, Rank
from trials.registry.records import DateStruct, Enrollment, Study

MONTH = 28  # days: a date that moved by as many counts as moved
NOTICEABLE = 0.1  # share by which the number of people has to differ
UNKNOWN_COUNT = 99_999_999  # the registry's sentinel for "unknown"
ACTUAL = "ACTUAL"


class Milestone(StrEnum):
    START = "start"
    PRIMARY_COMPLETION = "primary_completion"  # the last data for the main question
    COMPLETION = "completion"


class DateMoved(Change, tag="date", frozen=True):
    """A date is another, or is now known to be the ACTUAL one. Partial dates, "" for none."""

    milestone: Milestone
    before: str
    after: str
    type_before: str = ""
    type_after: str = ""

    @property
    def rank(self) -> Rank:
        return Rank.MINOR if is_month_apart(self.before, self.after) else Rank.HOUSEKEEPING

    @property
    def happened(self) -> bool:
        """It was a plan before, and has come."""
        return self.type_after == ACTUAL and self.type_before != ACTUAL


class EnrollmentChanged(Change, tag="enrollment", frozen=True):
    """How many people take part: planned (ESTIMATED) or counted (ACTUAL). None where nobody says."""

    before: int | None = None
    after: int | None = None
    type_before: str = ""
    type_after: str = ""

    @property
    def rank(self) -> Rank:
        was, now = self.before or 0, self.after or 0
        return Rank.MINOR if abs(was - now) > NOTICEABLE * max(was, now) else Rank.HOUSEKEEPING

    @property
    def counted(self) -> bool:
        """It was a plan before, and is a count now."""
        return self.type_after == ACTUAL and self.type_before != ACTUAL


class ResultsChanged(Change, tag="results", frozen=True):
    """Results were posted or, against all custom, taken back. The date on which the registry first posted them."""

    before: bool
    after: bool
    posted: str = ""

    @property
    def rank(self) -> Rank:
        return Rank.MAJOR


def is_month_apart(before: str, after: str) -> bool:
    """The dates are surely a month apart or more, or one of them is missing or no date.

    Two dates of one precision are compared as they stand; of "2026-01" and "2026-02-11" it is only sure that eleven
    days lie between.
    """
    known = first_day(before), last_day(before), first_day(after), last_day(after)
    if None in known:
        return before != after
    first, last, new_first, new_last = (day.toordinal() for day in known if day)
    if len(before) == len(after):
        return abs(first - new_first) >= MONTH
    return max(new_first - last, first - new_last) >= MONTH


def compare_schedule(before: Study, after: Study) -> Iterator[Change]:
    if before.has_results != after.has_results:
        posted = after.protocol.status.results_first_post_date.date
        yield ResultsChanged(before.has_results, after.has_results, posted)
    for milestone in Milestone:
        old, new = _date(before, milestone), _date(after, milestone)
        if old.date != new.date or (new.type == ACTUAL != old.type):
            yield DateMoved(milestone, old.date, new.date, old.type, new.type)
    count, recount = before.protocol.design.enrollment, after.protocol.design.enrollment
    if _people(count) != _people(recount) or (recount.type == ACTUAL != count.type and _people(recount) is not None):
        yield EnrollmentChanged(_people(count), _people(recount), count.type, recount.type)


def _date(study: Study, milestone: Milestone) -> DateStruct:
    status = study.protocol.status
    return {
        Milestone.START: status.start_date,
        Milestone.PRIMARY_COMPLETION: status.primary_completion_date,
        Milestone.COMPLETION: status.completion_date,
    }[milestone]


def _people(enrollment: Enrollment) -> int | None:
    known = enrollment.count is not None and enrollment.count < UNKNOWN_COUNT
    return enrollment.count if known else None
