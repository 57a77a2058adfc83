"""Every study of the registry, month by month of first posting. Each month is held to its own total and then done
for good: a load that is killed goes on with the months that are left.
"""

import calendar
from collections import deque
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.utils import timezone

from trials.models import Partition, RefreshRun
from trials.registry.client import RegistryClient, RegistryError
from trials.registry.loading import Loader
from trials.registry.pages import Crawl
from trials.registry.sources import Found

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
    left = [month for month in months(today) if month not in done]
    run.expected = client.size()
    run.save(update_fields=["expected"])
    for _ in range(TRIES):
        crawl = MonthByMonth(client, run, left)
        with Loader(run, crawl.settle) as loader:
            loader.load(crawl)
        crawl.settle(run)
        left = crawl.short
        if not left:
            return
    raise Incomplete(f"{len(left)} months did not add up to what the registry announced, {left[0]:%B %Y} among them.")


def months(today: date) -> Iterator[date]:
    """The first day of each month from now back to the first."""
    month = today.replace(day=1)
    while month >= FIRST_MONTH:
        yield month
        month = (month - timedelta(days=1)).replace(day=1)


class MonthByMonth:
    """The studies of many months in a row, so that one month is fetched while the last of another is stored.

    A month is marked done when its last study is stored, if as many different ones came as were announced; the others
    are kept in `short`.
    """

    def __init__(self, client: RegistryClient, run: RefreshRun, left: Sequence[date]) -> None:
        self.client, self.run, self.left = client, run, left
        self.read_before = run.read
        self.given = 0
        self.fetched: deque[tuple[int, date, Crawl]] = deque()  # how many studies had come by the end of each month
        self.short: list[date] = []

    def __iter__(self) -> Iterator[Found]:
        for month in self.left:
            crawl = Crawl(self.client, self.run, posted_in(month))
            for found in crawl:
                self.given += 1
                yield found
            self.fetched.append((self.given, month, crawl))

    def settle(self, run: RefreshRun, bytes_read: int = 0) -> None:
        """Mark the months whose studies are all stored by now."""
        while self.fetched and self.fetched[0][0] <= run.read - self.read_before:
            _, month, crawl = self.fetched.popleft()
            if crawl.complete:
                Partition.objects.create(run=run, month=month, expected=crawl.announced, done_at=timezone.now())
            else:
                self.short.append(month)


def posted_in(month: date) -> dict[str, str]:
    """The search for what was first posted in a month."""
    last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    return {
        "filter.advanced": f"AREA[StudyFirstPostDate]RANGE[{month},{last}]",
        "sort": "StudyFirstPostDate:asc,LastUpdatePostDate:asc",
    }
