"""The registry's rule for UNKNOWN, worked out here too: it takes effect with the calendar, not with an update.

Source: the registry's glossary. A study that takes people, or will, or has taken them, is of unknown status when its
completion date is past and nobody has verified its status for two years.
"""

from datetime import date

from django.db import transaction

from trials.models import Site, Trial
from trials.partial_dates import last_day
from trials.vocabulary import Availability

CAN_LAPSE = ("RECRUITING", "NOT_YET_RECRUITING", "ENROLLING_BY_INVITATION", "ACTIVE_NOT_RECRUITING")
VERIFIED_FOR = 24  # months


def has_lapsed(overall_status: str, verified: str, completion: str, primary_completion: str, today: date) -> bool:
    """Whether the rule makes this study's status unknown by today. Dates are the registry's partial dates."""
    if overall_status not in CAN_LAPSE:
        return False
    end = last_day(completion) or last_day(primary_completion)
    confirmed = last_day(verified)
    return (end is None or end < today) and (confirmed is None or two_years_after(confirmed) < today)


def two_years_after(day: date) -> date:
    """The same day two years on; the 29th of February becomes the 28th."""
    year = day.year + VERIFIED_FOR // 12
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def mark_lapsed(today: date) -> int:
    """Make trials and sites unconfirmed whose status has lapsed with the calendar, and say how many trials."""
    open_ones = Trial.objects.filter(
        overall_status__in=CAN_LAPSE, availability__in=(Availability.OPEN, Availability.SOON, Availability.INVITATION)
    )
    dates = ("overall_status", "status_verified_date", "completion_date", "primary_completion_date")
    lapsed = [
        number
        for number, status, verified, completion, primary in open_ones.values_list("id", *dates).iterator()
        if has_lapsed(status, verified, completion, primary, today)
    ]
    with transaction.atomic():
        Trial.objects.filter(id__in=lapsed).update(availability=Availability.UNCONFIRMED)
        sites = Site.objects.filter(trial__in=lapsed).exclude(availability=Availability.CLOSED)
        sites.update(availability=Availability.UNCONFIRMED)
    return len(lapsed)
