"""Loading: records from anywhere, in batches, into the store, with a run that tells what became of them."""

import contextlib
import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import psycopg
from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, OperationalError, transaction
from django.utils import timezone

from trials.models import RefreshRun, RejectedRecord
from trials.registry.ids import Ids
from trials.registry.parse import SAMPLE_FROM, Rejected
from trials.registry.sources import Found
from trials.registry.store import Incoming, Stored, holds_real_trials, prepare, store, update_statistics

BATCH = 500  # records
BATCH_BYTES = 16 * 1024 * 1024  # a single record can have 3.5 MB
FIRST_STATISTICS = 500  # records written before the planner's statistics are made anew; then at each doubling
SIGN_OF_LIFE = 30.0  # seconds between two while the registry keeps us waiting
STOPPED_BY_PERSONS = (KeyboardInterrupt, SystemExit, SoftTimeLimitExceeded)  # the last is how the worker is stopped
EXCERPT = 500  # characters of a rejected record that are kept
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that was put aside, and why."""

    found: Found
    reason: str
    nct_id: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Records that are ready to be stored, with where each came from, and those that never will be."""

    ready: tuple[tuple[Found, Incoming], ...]
    refused: tuple[Refused, ...]
    bytes_read: int


@contextlib.contextmanager
def recorded_run(kind: RefreshRun.Kind, source: str, **details: object) -> Iterator[RefreshRun]:
    """A RefreshRun around the work: done, stopped by a person, or failed with the error as its text."""
    now = timezone.now()
    details = {"started_at": now, "heartbeat_at": now, **details}
    run = RefreshRun.objects.create(kind=kind, source=storable(source), **details)
    try:
        yield run
    except STOPPED_BY_PERSONS:
        end(run, RefreshRun.State.STOPPED)
        raise
    except Exception as error:
        end(run, RefreshRun.State.FAILED, f"{type(error).__name__}: {error}")
        raise
    end(run, RefreshRun.State.DONE)


def end(run: RefreshRun, state: RefreshRun.State, error: str = "") -> None:
    """Close a run. Its counts are those of the batches that were committed: the last may have been broken off."""
    run.state, run.error, run.ended_at = state, storable(error), timezone.now()
    run.failures += state == RefreshRun.State.FAILED
    run.save(update_fields=["state", "error", "ended_at", "failures", "expected", "pages", "bytes_read", "retries"])
    run.refresh_from_db()


class Loader:
    """Stores records for one run, one batch a transaction, and counts in the run what became of each.

    Leave it as a context manager: at the end PostgreSQL's planner is told of what was stored. `progress` is told the
    run and the bytes read after each batch.
    """

    def __init__(self, run: RefreshRun, progress: Callable[[RefreshRun, int], None] = lambda run, read: None) -> None:
        self.run, self.progress = run, progress
        self.ids = Ids()
        self.written = 0
        self.statistics_at = FIRST_STATISTICS

    def __enter__(self) -> "Loader":
        return self

    def __exit__(self, *error: object) -> None:
        if self.written and not any(error):
            update_statistics()

    def load(self, found: Iterable[Found]) -> None:
        """Store every record. The next batch is read and parsed while PostgreSQL stores this one."""
        batches = ready_batches(iter(found))
        with ThreadPoolExecutor(max_workers=1) as reader:
            upcoming = reader.submit(next, batches, None)
            while (batch := awaited(self.run, upcoming)) is not None:
                upcoming = reader.submit(next, batches, None)
                self.keep(batch)

    def keep(self, batch: Batch) -> None:
        """Store one batch."""
        before = self.run.new + self.run.changed
        keep(self.run, batch, timezone.now(), self.ids)
        self.written += self.run.new + self.run.changed - before
        self.progress(self.run, batch.bytes_read)
        if self.written >= self.statistics_at:
            self.statistics_at = 2 * self.written
            update_statistics()


def alive_during(run: RefreshRun, work: Callable[[], Result]) -> Result:
    """What the work gives. It is done in a thread, without the database, while the run gives signs of life."""
    with ThreadPoolExecutor(max_workers=1) as worker:
        return awaited(run, worker.submit(work))


def awaited(run: RefreshRun, upcoming: "Future[Result]") -> Result:
    """The result of what goes on in a thread. While it keeps us waiting, the run gives signs of life."""
    while True:
        try:
            return upcoming.result(timeout=SIGN_OF_LIFE)
        except TimeoutError:
            if upcoming.done():  # the work itself ran out of time
                raise
            still_alive(run)


def still_alive(run: RefreshRun) -> None:
    """Write a sign of life, so that nobody takes the runner for stuck."""
    RefreshRun.objects.filter(pk=run.pk).update(heartbeat_at=timezone.now())


def load(
    run: RefreshRun, found: Iterable[Found], progress: Callable[[RefreshRun, int], None] = lambda run, read: None
) -> None:
    """Store every record; see Loader."""
    with Loader(run, progress) as loader:
        loader.load(found)


def ready_batches(found: Iterator[Found]) -> Iterator[Batch]:
    """The records in batches of a bounded number and size."""
    ready: list[tuple[Found, Incoming]] = []
    refused: list[Refused] = []
    size = 0
    read = 0
    for one in found:
        read = one.bytes_read
        size += len(one.raw)
        try:
            if one.error:
                raise Rejected(one.error)
            ready.append((one, prepare(one.raw)))
        except Rejected as reason:
            refused.append(Refused(one, str(reason)))
        if len(ready) + len(refused) >= BATCH or size >= BATCH_BYTES:
            yield Batch(tuple(ready), tuple(refused), read)
            ready, refused, size = [], [], 0
    if ready or refused:
        yield Batch(tuple(ready), tuple(refused), read)


@transaction.atomic
def keep(run: RefreshRun, batch: Batch, now: datetime.datetime, ids: Ids) -> None:
    """Store one batch and write its outcome down, both or neither."""
    ready, refused = without_stray_samples(batch.ready)
    refused += batch.refused
    try:
        outcomes = [store((incoming for _, incoming in ready), now=now, ids=ids)]
    except DatabaseError as error:
        if not blames_a_record(error):
            raise
        outcomes, blamed = store_singly(ready, now)
        refused += blamed
    run.rejected += len(refused)
    # What a later record of the same number replaced has changed nothing.
    run.unchanged += len(batch.ready) + len(batch.refused) - len(refused)
    for stored in outcomes:
        run.new += len(stored.new)
        run.changed += len(stored.changed)
        run.unchanged -= len(stored.new) + len(stored.changed)
        run.merged += stored.merged
        run.sample_removed += stored.sample_removed
    run.heartbeat_at = now
    RejectedRecord.objects.bulk_create([rejected_record(run, one, now) for one in refused])
    run.save()


def without_stray_samples(
    ready: Sequence[tuple[Found, Incoming]],
) -> tuple[Sequence[tuple[Found, Incoming]], tuple[Refused, ...]]:
    """Sample records are refused where real ones are: the two never mix."""
    sample = [pair for pair in ready if pair[1].number >= SAMPLE_FROM]
    real = [pair for pair in ready if pair[1].number < SAMPLE_FROM]
    if not sample or not (real or holds_real_trials()):
        return ready, ()
    reason = "Numbers from NCT99000000 on belong to sample data, and this site holds real trials."
    return real, tuple(Refused(found, reason, incoming.study.nct_id) for found, incoming in sample)


def store_singly(
    ready: Sequence[tuple[Found, Incoming]], now: datetime.datetime
) -> tuple[list[Stored], tuple[Refused, ...]]:
    """Store a batch that PostgreSQL refused record by record, so that only the record to blame stays out."""
    outcomes, blamed = [], []
    for found, incoming in ready:
        try:
            outcomes.append(store([incoming], now=now))
        except DatabaseError as error:
            if not blames_a_record(error):
                raise
            blamed.append(Refused(found, f"PostgreSQL refused it: {error}", incoming.study.nct_id))
    return outcomes, tuple(blamed)


def blames_a_record(error: DatabaseError) -> bool:
    """Whether it is a record that PostgreSQL refuses, rather than the database that is in trouble.

    What is too long for an index is refused as an operational error, like a lost connection.
    """
    return isinstance(error.__cause__, psycopg.errors.ProgramLimitExceeded) or not isinstance(error, OperationalError)


def storable(text: str) -> str:
    """The text without what PostgreSQL does not take: NUL, and the halves of characters in odd file names."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")


def rejected_record(run: RefreshRun, refused: Refused, now: datetime.datetime) -> RejectedRecord:
    """The row that tells an administrator of it."""
    return RejectedRecord(
        run=run,
        origin=storable(refused.found.origin),
        nct_id=refused.nct_id,
        reason=storable(refused.reason),
        excerpt=storable(refused.found.raw[:EXCERPT].decode("utf-8", "replace")),
        seen_at=now,
    )
