"""Keeping the mirror true: the first load of what is open, then each day's changes. Every run is recorded."""

import contextlib
import logging
from collections.abc import Iterator, Mapping
from datetime import timedelta

from django.db import connection
from django.db.models import F

from trials.models import RefreshRun
from trials.partial_dates import first_day
from trials.registry.client import RegistryClient, RegistryError, Version
from trials.registry.loading import load, recorded_run
from trials.registry.sources import Found
from trials.registry.store import seen_since

log = logging.getLogger(__name__)

RUNNER_LOCK = 0x7265_6672  # any constant; held by the one runner
OVERLAP = timedelta(days=3)  # posts can appear a little after their date
OPEN_STATUSES = "RECRUITING,NOT_YET_RECRUITING,ENROLLING_BY_INVITATION,AVAILABLE"

Kind = RefreshRun.Kind


class Incomplete(RegistryError):
    """The registry gave fewer studies than it had announced: the run counts for nothing."""


def refresh(client: RegistryClient) -> RefreshRun | None:
    """Load what is new at the registry; None where nothing is, or where another runner is at work.

    Raises:
        RegistryError: the registry does not answer as it should. The run, if it had begun, is recorded as failed.
    """
    with only_runner() as alone:
        if not alone:
            log.info("Another runner is at work.")
            return None
        close_dead_runs()
        version = client.version()
        last = last_good_run()
        if last is None:
            return run(client, Kind.OPEN, version, {"filter.overallStatus": OPEN_STATUSES, "sort": NEWEST_FIRST})
        if last.data_timestamp == version.data_timestamp:
            return None
        return run(client, Kind.CHANGES, version, {"filter.advanced": changed_since(last), "sort": OLDEST_FIRST})


NEWEST_FIRST = "LastUpdatePostDate:desc"
OLDEST_FIRST = "LastUpdatePostDate:asc"


def close_dead_runs() -> None:
    """Mark runs that say they are running: we are the only runner, so their process is gone."""
    dead = RefreshRun.objects.filter(state=RefreshRun.State.RUNNING, kind__in=[Kind.OPEN, Kind.CHANGES])
    error = "It ended without a word: its process was killed. What it had stored stays."
    dead.update(state=RefreshRun.State.FAILED, ended_at=F("heartbeat_at"), error=error)


def last_good_run() -> RefreshRun | None:
    """The last run that brought all that it should from the registry."""
    done = RefreshRun.objects.filter(state=RefreshRun.State.DONE, kind__in=[Kind.OPEN, Kind.CHANGES])
    return done.order_by("-data_timestamp", "-id").first()


def changed_since(last: RefreshRun) -> str:
    """The registry's expression for what was posted since that run, a few days before it included."""
    day = first_day(last.data_timestamp[:10])
    since = (day - OVERLAP).isoformat() if day else "MIN"
    return f"AREA[LastUpdatePostDate]RANGE[{since},MAX]"


def run(client: RegistryClient, kind: Kind, version: Version, params: Mapping[str, str]) -> RefreshRun:
    """One recorded run over all pages of a search."""
    with recorded_run(kind, client.url, data_timestamp=version.data_timestamp) as record:
        load(record, studies(client, record, params))
        # Counted in the table: when rows shift between two pages, one study comes twice and another not at all.
        given = seen_since(record.started_at) + record.rejected
        if record.expected is not None and given < record.expected:
            raise Incomplete(f"The registry announced {record.expected} studies and gave {given}.")
    return record


def studies(client: RegistryClient, record: RefreshRun, params: Mapping[str, str]) -> Iterator[Found]:
    """Every study of a search. Counts the pages in the record as it goes; the next batch saves them."""
    for number, page in enumerate(client.pages(params), start=1):
        record.pages = number
        if page.total_count is not None:
            record.expected = page.total_count
        for position, study in enumerate(page.studies, start=1):
            yield Found(f"page {number} study {position}", bytes(study), client.bytes_read)


@contextlib.contextmanager
def only_runner() -> Iterator[bool]:
    """Whether this is the only runner, across all machines; PostgreSQL frees the lock if we die."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [RUNNER_LOCK])
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [RUNNER_LOCK])
