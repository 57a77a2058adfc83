"""Every study of the registry, month by month of first posting. Each month is held to its own total and then done
for good: a load that is killed goes on with the months that are left.
"""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone

from trials.models import Partition, RefreshRun
from trials.registry.client import RegistryClient, RegistryError
from trials.registry.loading import Loader
from trials.registry.pages import Crawl

FIRST_MONTH = date(1999, 1, 1)  # nothing was posted before September 1999
TRIES = 3  # for a month whose pages do not add up to its total: the registry was being rebuilt meanwhile


class Incomplete(RegistryError):
    """The registry gave fewer studies than it had announced."""


def load_all(client: RegistryClient, run: RefreshRun, today: date) -> None:
    """Load every month that the run has not done yet, the newest first.

    Raises:
        Incomplete: a month did not add up, however often it was asked for.
    """
    done = {month for (month,) in run.partitions.values_list("month")}
    run.expected = client.size()
    run.save(update_fields=["expected"])
    with Loader(run) as loader:
        for month in months(today):
            if month not in done:
                load_month(client, run, loader, month)


def months(today: date) -> Iterator[date]:
    """The first day of each month from now back to the first."""
    month = today.replace(day=1)
    while month >= FIRST_MONTH:
        yield month
        month = (month - timedelta(days=1)).replace(day=1)


def load_month(client: RegistryClient, run: RefreshRun, loader: Loader, month: date) -> None:
    """Load one month, and mark it done once as many different studies came as the registry announced."""
    last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    params = {
        "filter.advanced": f"AREA[StudyFirstPostDate]RANGE[{month},{last}]",
        "sort": "StudyFirstPostDate:asc,LastUpdatePostDate:asc",
    }
    for _ in range(TRIES):
        crawl = Crawl(client, run, params)
        loader.load(crawl)
        if crawl.complete:
            Partition.objects.create(run=run, month=month, expected=crawl.announced, done_at=timezone.now())
            return
    raise Incomplete(f"{month:%B %Y}: the registry announced {crawl.announced} studies and gave {crawl.given}.")
