"""Every study of the registry, month by month of first posting. Each month is held to its own total and then done
for good: a load that is killed goes on with the months that are left.

A first load tries the registry's one file before (bulk.py). Months that add up with what came from it are done; the
others, and all of them where there is no such file, are read in pages.
"""

import calendar
import logging
from collections import deque
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone

from trials.models import Partition, RefreshRun, Trial
from trials.registry import bulk
from trials.registry.client import RegistryClient, RegistryError
from trials.registry.loading import Loader, still_alive
from trials.registry.pages import Crawl
from trials.registry.sources import Found

log = logging.getLogger(__name__)

FIRST_MONTH = date(1999, 1, 1)  # nothing was posted before September 1999
TRIES = 3  # for a month whose pages do not add up to its total: the registry was being rebuilt meanwhile


class Incomplete(RegistryError):
    """The registry gave fewer studies than it had announced."""


def load_all(client: RegistryClient, run: RefreshRun, today: date) -> None:
    """Load every month that the run has not done yet: from the registry's file while most are left, then in pages, the
    newest first.

    Raises:
        Incomplete: a month did not add up, however often it was asked for.
    """
    done = {month for (month,) in run.partitions.values_list("month")}
    left = [month for month in months(today) if month not in done]
    run.expected = client.size()
    run.save(update_fields=["expected"])
    if client.bulk_folder:
        if len(left) > len(done):
            left = load_bulk(client, run, client.bulk_folder, left)
        bulk.forget(client.bulk_folder)  # before any page is read, which may be newer than the file
    if left:
        load_pages(client, run, left)


def load_bulk(client: RegistryClient, run: RefreshRun, folder: Path, left: list[date]) -> list[date]:
    """Load what the registry's file holds, and say which months are left. Whatever is wrong with the file, they are."""
    try:
        file = bulk.usable(client, run, folder)
    except (RegistryError, OSError) as error:
        log.warning("%s The registry is read in pages.", error)
        return left
    run.bytes_read, run.retries = client.bytes_read, client.retries
    began = timezone.now()
    with file, Loader(run) as loader:
        loader.load(file)
    return settle(client, run, left, began)


def settle(client: RegistryClient, run: RefreshRun, left: Sequence[date], began: datetime) -> list[date]:
    """Mark the months of which as many studies are stored since the load began as the registry has, and say which
    others there are. What is stored from before does not count: the file did not vouch for it."""
    seen = Trial.objects.filter(removed_at=None, original__last_seen__gte=began).order_by()
    held = dict(seen.values_list(TruncMonth("first_posted")).annotate(Count("id")))
    short = []
    for month in left:
        announced = client.count(posted_in(month))
        if held.get(month, 0) == announced:
            Partition.objects.create(run=run, month=month, expected=announced, done_at=timezone.now())
        else:
            short.append(month)
        still_alive(run)
    log.info("%s of %s months add up with the registry's file.", len(left) - len(short), len(left))
    return short


def load_pages(client: RegistryClient, run: RefreshRun, left: Sequence[date]) -> None:
    """Load these months, page after page.

    Raises:
        Incomplete: a month did not add up, however often it was asked for.
    """
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
