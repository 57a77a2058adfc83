"""Dates, spans of time and numbers of people, in words.

The registry's dates are partial: "2026", "2026-03" or "2026-03-14". A text that is none of these is shown as
it is.
"""

import calendar
from datetime import date

from trials.partial_dates import first_day, last_day, parts

NOT_GIVEN = "number not given"
_COUNT_NOT_GIVEN = 99_999_999  # the registry's sentinel for "unknown"; nothing real comes near it


def month(date_text: str) -> str:
    """ "2026-03-14" and "2026-03" are "March 2026", "2026" is "2026"; anything else is returned as it
    came.
    """
    known = parts(date_text)
    if known is None:
        return date_text
    return f"{calendar.month_name[known[1]]} {known[0]}" if known[1] else str(known[0])


def full(date_text: str) -> str:
    """ "2026-03-14" is "March 14, 2026"; a date without a day is as exact as the registry gave it."""
    known = parts(date_text)
    if known is None or known[1] is None or known[2] is None:
        return month(date_text)
    return f"{calendar.month_name[known[1]]} {known[2]}, {known[0]}"


def months_since(date_text: str, today: date) -> int | None:
    """Whole months from the end of the partial date to today; negative if it lies ahead; None if it is no
    date.
    """
    end = last_day(date_text)
    if end is None:
        return None
    known = parts(date_text)
    months = (today.year - end.year) * 12 + today.month - end.month
    by_the_day = known is not None and known[2] is not None
    return months - 1 if by_the_day and months > 0 and today.day < end.day else months


def ago(date_text: str, today: date) -> str:
    """How long ago, only as exact as the date: "3 days ago", "26 months ago", "6 years ago"; "" if no date.

    A date that lies ahead is named instead ("in March 2027").
    """
    known, months = parts(date_text), months_since(date_text, today)
    first, last = first_day(date_text), last_day(date_text)
    if known is None or months is None or first is None or last is None:
        return ""
    if first > today:
        return f"in {month(date_text)}"
    if known[1] is None:
        years = today.year - known[0]
        return f"{_counted(years, 'year')} ago" if years else "this year"
    if months >= 36:
        return f"{_counted(months // 12, 'year')} ago"
    if months >= 1 and (known[2] is None or (today - last).days > 31):
        return f"{_counted(months, 'month')} ago"
    return _days_ago((today - last).days) if known[2] else "this month"


def people(count: int | None) -> str:
    """ "about 30 people"; the registry's "unknown" (99999999), a missing and an impossible number are said
    to be so.
    """
    if count is None or count < 0 or count >= _COUNT_NOT_GIVEN:
        return NOT_GIVEN
    if count == 0:
        return "nobody"
    return "1 person" if count == 1 else f"about {count:,} people"


def _days_ago(days: int) -> str:
    return {0: "today", 1: "yesterday"}.get(days) or f"{days} days ago"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
