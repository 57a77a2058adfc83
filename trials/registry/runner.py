"""One runner at a time, across all machines: whoever holds PostgreSQL's advisory lock. A dead runner's lock falls with
its connection; a stuck one's is taken away.
"""

import contextlib
import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import F
from django.utils import timezone

from trials.models import RefreshRun

log = logging.getLogger(__name__)

RUNNER_LOCK = 0x7265_6672  # any constant; held by the one runner
STUCK = timedelta(minutes=30)  # without a sign of life; the longest wait between two requests is ten minutes
REGISTRY_KINDS = [kind for kind in RefreshRun.Kind if kind not in (RefreshRun.Kind.FILE, RefreshRun.Kind.SAMPLE)]


@contextlib.contextmanager
def only_runner() -> Iterator[bool]:
    """Whether this is the only runner. A runner that gave no sign of life for long loses its connection to us."""
    alone = locked() or (end_stuck_runner() and locked())
    try:
        if alone:
            close_dead_runs()
        yield alone
    finally:
        if alone:
            execute("SELECT pg_advisory_unlock(%s)", RUNNER_LOCK)


def locked() -> bool:
    """Whether the lock is ours now."""
    return bool(execute("SELECT pg_try_advisory_lock(%s)", RUNNER_LOCK))


def end_stuck_runner() -> bool:
    """End the connection of a runner whose run shows no life, and say whether one was ended."""
    running = RefreshRun.objects.filter(state=RefreshRun.State.RUNNING, kind__in=REGISTRY_KINDS)
    last = running.order_by("-heartbeat_at").first()
    if last is None or last.heartbeat_at > timezone.now() - STUCK:
        return False
    log.error("The run that began %s is stuck. Taking over.", last.started_at)
    return bool(
        execute(
            "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_locks"
            " WHERE locktype = 'advisory' AND classid = 0 AND objid = %s AND granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            RUNNER_LOCK,
        )
    )


def close_dead_runs() -> None:
    """Mark runs that say they are running: we are the only runner, so their process is gone."""
    dead = RefreshRun.objects.filter(state=RefreshRun.State.RUNNING, kind__in=REGISTRY_KINDS)
    error = "It ended without a word: its process was killed. What it had stored stays."
    dead.update(state=RefreshRun.State.FAILED, ended_at=F("heartbeat_at"), error=error)


def execute(statement: str, *parameters: int) -> Any:
    """The one value that a statement gives."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchone()[0]
