"""Keeping the mirror true. Each call does the one thing that is due most, and every run is recorded:

1. the open trials, on a new installation, so that the search is of use within minutes;
2. all trials, month by month;
3. what was posted since the last good run, whenever the registry's data stamp has moved;
4. once a registry day, a comparison of the open trials, since a status can lapse without an update;
5. after the first load and once a week, a comparison of all numbers: studies are merged and removed without a word;
6. once a day, the records that were fetched longest ago, since publications and MeSH terms move no date.

Nothing depends on the hour: what a dead worker missed is due when the next one looks.
"""

import contextlib
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import takewhile

from django.utils import timezone

from trials.models import Alarm, RefreshRun, Trial
from trials.partial_dates import first_day
from trials.registry.alarms import end_alarms, raise_alarm
from trials.registry.client import Forbidden, RegistryClient, RegistryError, Version
from trials.registry.full_load import Incomplete, load_all
from trials.registry.lapses import mark_lapsed
from trials.registry.loading import STOPPED_BY_PERSONS, Loader, end, recorded_run
from trials.registry.pages import Crawl
from trials.registry.runner import REGISTRY_KINDS, only_runner
from trials.registry.sweeps import refetch_oldest, sweep

log = logging.getLogger(__name__)

OVERLAP = timedelta(days=3)  # posts can appear a little after their date
TAKES_PEOPLE = ("RECRUITING", "NOT_YET_RECRUITING", "ENROLLING_BY_INVITATION", "AVAILABLE")
WATCHED = (*TAKES_PEOPLE, "ACTIVE_NOT_RECRUITING", "SUSPENDED", "TEMPORARILY_NOT_AVAILABLE")
WEEK = timedelta(days=6, hours=12)
DAY = timedelta(hours=20)
OLDEST_SHARE = 1 / 30  # of all records a day: each is fetched anew within a month
REST = timedelta(hours=3)  # in which a comparison that failed stands back
FAILING = 3  # failures in a row before somebody is told

Kind = RefreshRun.Kind
State = RefreshRun.State


def refresh(client: RegistryClient, now: datetime | None = None) -> RefreshRun | None:
    """Do what is due most; None where nothing is, or where another runner is at work.

    Raises:
        RegistryError: the registry does not answer as it should. The run, if it had begun, is recorded as failed, and
            the next call takes it up again.
    """
    now = now or timezone.now()
    with only_runner() as alone:
        if not alone:
            log.info("Another runner is at work.")
            return None
        mark_lapsed(now.date())
        with watched():
            version = news(client, now)
            kind = due(version, now)
            return run(client, kind, version, now) if kind else None


def due(version: Version, now: datetime) -> Kind | None:
    """What is to be done most of all."""
    whole = last_good(Kind.FULL)
    if whole is None:
        return Kind.FULL if last_good(Kind.OPEN) else Kind.OPEN
    if mark().data_timestamp != version.data_timestamp:
        return Kind.CHANGES
    waiting = [
        (Kind.STATUSES, swept_stamp(Kind.STATUSES) != version.data_timestamp),
        (Kind.NUMBERS, older(last_good(Kind.NUMBERS), now - WEEK)),
        (Kind.OLDEST, older(last_good(Kind.OLDEST) or whole, now - DAY)),
    ]
    wanted = [kind for kind, is_due in waiting if is_due]
    # A comparison that just failed lets the others go first, so that one list in trouble does not hold up all.
    return min(wanted, key=lambda kind: failed_since(kind, now - REST), default=None)


def last_good(kind: Kind) -> RefreshRun | None:
    """The last run of a kind that went well."""
    return RefreshRun.objects.filter(kind=kind, state=State.DONE).order_by("-started_at", "-id").first()


def mark() -> RefreshRun:
    """The last run that left the mirror as the registry's data of its stamp say."""
    good = RefreshRun.objects.filter(state=State.DONE, kind__in=[Kind.FULL, Kind.CHANGES])
    return good.order_by("-data_timestamp", "-id")[0]


def failed_since(kind: Kind, moment: datetime) -> bool:
    """Whether the last run of a kind failed, and that lately."""
    last = RefreshRun.objects.filter(kind=kind).first()
    return last is not None and last.state == State.FAILED and last.started_at >= moment


def swept_stamp(kind: Kind) -> str:
    """The registry's stamp at the last good run of a kind."""
    last = last_good(kind)
    return last.data_timestamp if last else ""


def older(run: RefreshRun | None, moment: datetime) -> bool:
    """Whether a run began before a moment, or never."""
    return run is None or run.started_at < moment


def run(client: RegistryClient, kind: Kind, version: Version, now: datetime) -> RefreshRun:
    """One recorded run."""
    with begun(kind, client, version, now) as record:
        WORK[kind](client, record, now)
        record.bytes_read, record.retries = client.bytes_read, client.retries
    end_alarms(Alarm.Kind.FORBIDDEN, Alarm.Kind.FAILING)
    end_alarms(Alarm.Kind.FAR_FEWER, run__kind=kind)
    return record


def news(client: RegistryClient, now: datetime) -> Version:
    """What the registry says of its data. That it says nothing is recorded as a run that failed, one for all the
    time until it is back; a good answer leaves no trace."""
    away = RefreshRun.objects.filter(kind=Kind.CONTACT, state=State.FAILED).first()
    try:
        version = client.version()
    except RegistryError as error:
        away = away or RefreshRun.objects.create(kind=Kind.CONTACT, source=client.url, started_at=now, heartbeat_at=now)
        end(away, State.FAILED, f"{type(error).__name__}: {error}")
        raise
    if away:
        end(away, State.DONE)
        end_alarms(Alarm.Kind.FAILING)
    return version


@contextlib.contextmanager
def begun(kind: Kind, client: RegistryClient, version: Version, now: datetime) -> Iterator[RefreshRun]:
    """A new run; of a full load the one that was broken off, with the months that it has done."""
    broken = RefreshRun.objects.filter(kind=Kind.FULL).exclude(state=State.DONE).order_by("-started_at").first()
    if kind == Kind.FULL and broken:
        with resumed(broken):
            yield broken
        return
    with recorded_run(kind, client.url, data_timestamp=version.data_timestamp, started_at=now) as record:
        yield record


@contextlib.contextmanager
def resumed(record: RefreshRun) -> Iterator[None]:
    """A run that goes on. Its data stamp stays that of its first day: what changed since comes with the changes."""
    record.state, record.ended_at, record.error, record.heartbeat_at = State.RUNNING, None, "", timezone.now()
    record.save()
    try:
        yield
    except BaseException as error:
        stopped = isinstance(error, STOPPED_BY_PERSONS)
        end(record, State.STOPPED if stopped else State.FAILED, f"{type(error).__name__}: {error}")
        raise
    end(record, State.DONE)


@contextlib.contextmanager
def watched() -> Iterator[None]:
    """Tell people of trouble that does not pass by itself."""
    try:
        yield
    except Forbidden as error:
        raise_alarm(Alarm.Kind.FORBIDDEN, str(error), RefreshRun.objects.filter(kind__in=REGISTRY_KINDS).first())
        raise
    except Exception as error:
        latest = RefreshRun.objects.filter(kind__in=REGISTRY_KINDS)[:FAILING]
        failed = list(takewhile(lambda one: one.state == State.FAILED, latest))
        if (times := sum(one.failures for one in failed)) >= FAILING:
            raise_alarm(Alarm.Kind.FAILING, f"It failed {times} times in a row, at last with: {error}", failed[0])
        raise


def load_open(client: RegistryClient, record: RefreshRun, now: datetime) -> None:
    """What takes people, the newest first."""
    search = {"filter.overallStatus": ",".join(TAKES_PEOPLE), "sort": "LastUpdatePostDate:desc"}
    load_search(client, record, search)


def load_changes(client: RegistryClient, record: RefreshRun, now: datetime) -> None:
    """What was posted since the last good run, a few days before it included."""
    day = first_day(mark().data_timestamp[:10])
    since = (day - OVERLAP).isoformat() if day else "MIN"
    search = {"filter.advanced": f"AREA[LastUpdatePostDate]RANGE[{since},MAX]", "sort": "LastUpdatePostDate:asc"}
    load_search(client, record, search)


def load_search(client: RegistryClient, record: RefreshRun, search: dict[str, str]) -> None:
    """Everything that a search gives.

    Raises:
        Incomplete: fewer studies came than were announced.
    """
    crawl = Crawl(client, record, search)
    with Loader(record) as loader:
        loader.load(crawl)
    record.expected = crawl.announced
    if not crawl.complete:
        raise Incomplete(f"The registry announced {crawl.announced} studies and gave {crawl.given}.")


def load_everything(client: RegistryClient, record: RefreshRun, now: datetime) -> None:
    load_all(client, record, now.date())


def compare_statuses(client: RegistryClient, record: RefreshRun, now: datetime) -> None:
    """The studies that take people now or may again, against ours."""
    stored = Trial.objects.filter(overall_status__in=WATCHED, removed_at=None)
    sweep(client, record, {"filter.overallStatus": ",".join(WATCHED), "sort": "StudyFirstPostDate:asc"}, stored)


def compare_numbers(client: RegistryClient, record: RefreshRun, now: datetime) -> None:
    """All numbers, against ours."""
    sweep(client, record, {"sort": "StudyFirstPostDate:asc"}, Trial.objects.filter(removed_at=None))


def fetch_oldest(client: RegistryClient, record: RefreshRun, now: datetime) -> None:
    refetch_oldest(client, record, OLDEST_SHARE)


WORK = {
    Kind.OPEN: load_open,
    Kind.FULL: load_everything,
    Kind.CHANGES: load_changes,
    Kind.STATUSES: compare_statuses,
    Kind.NUMBERS: compare_numbers,
    Kind.OLDEST: fetch_oldest,
}
