"""/about/data/: how many trials, from when, how fresh, what we changed, the last runs. And the same for machines."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trials.models import Alarm, RefreshRun, Site, Trial
from trials.partial_dates import first_day
from trials.vocabulary import Availability

RUNS = 15
OLDEST = 2  # registry days: Monday to Friday


@dataclass(frozen=True, slots=True)
class Freshness:
    """How old the mirror's data are."""

    stamp: date | None  # the registry's own date of the data
    checked_at: datetime | None  # when we last compared ourselves with the registry
    days_behind: int | None  # registry days since the stamp

    @property
    def is_stale(self) -> bool:
        """Whether a person should look: no registry data at all, or data that are older than two registry days."""
        return self.days_behind is None or self.days_behind > OLDEST


def data(request: HttpRequest) -> HttpResponse:
    """The page."""
    by_availability = dict(Trial.objects.visible().values_list("availability").annotate(Count("id")).order_by())
    context = {
        "freshness": freshness(timezone.now()),
        "total": sum(by_availability.values()),
        "open_total": by_availability.get(Availability.OPEN, 0),
        "sites": Site.objects.count(),
        "runs": RefreshRun.objects.all()[:RUNS],
    }
    return render(request, "trials/data.html", context)


@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """ "ok" while the data are fresh and nothing waits for a person; else 503 with the reason."""
    now = freshness(timezone.now())
    alarms = [alarm.get_kind_display() for alarm in Alarm.objects.filter(ended_at=None)]
    reasons = [f"The data are of {now.stamp or 'no known day'}."] * now.is_stale + [f"{one}." for one in alarms]
    return HttpResponse("\n".join(reasons) or "ok", content_type="text/plain", status=503 if reasons else 200)


def freshness(now: datetime) -> Freshness:
    """How fresh the mirror is now."""
    kinds = [RefreshRun.Kind.OPEN, RefreshRun.Kind.FULL, RefreshRun.Kind.CHANGES]
    good = RefreshRun.objects.filter(state=RefreshRun.State.DONE)
    brought = good.filter(kind__in=kinds).order_by("-data_timestamp").first()
    stamp = first_day(brought.data_timestamp[:10]) if brought else None
    last = good.exclude(kind__in=[RefreshRun.Kind.FILE, RefreshRun.Kind.SAMPLE]).first()
    behind = registry_days(stamp, now.date()) if stamp else None
    return Freshness(stamp, last.ended_at if last else None, behind)


def registry_days(since: date, until: date) -> int:
    """Days after `since`, up to `until`, on which the registry makes new data: Monday to Friday."""
    days = (since + timedelta(days=step) for step in range(1, (until - since).days + 1))
    return sum(day.weekday() < 5 for day in days)
