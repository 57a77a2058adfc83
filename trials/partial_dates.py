"""The registry's partial dates: "2026", "2026-03" or "2026-03-14". Their length is their precision."""

import calendar
import re
from datetime import date

PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def parts(text: str) -> tuple[int, int | None, int | None] | None:
    """(year, month, day) of a partial date, None for the parts not given; None if it is no date at all."""
    match = PARTIAL.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    return year or 0, month, day


def first_day(text: str) -> date | None:
    """The first day that the partial date may mean; None if it is no date."""
    known = parts(text)
    return date(known[0], known[1] or 1, known[2] or 1) if known else None


def last_day(text: str) -> date | None:
    """The last day that the partial date may mean, so that "2026-03" is not past before April; None if no date."""
    known = parts(text)
    if known is None:
        return None
    year, month = known[0], known[1] or 12
    return date(year, month, known[2] or calendar.monthrange(year, month)[1])
