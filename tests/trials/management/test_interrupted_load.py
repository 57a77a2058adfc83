"""Ctrl-C in the middle of a load: a real process, a real signal, a real database."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from tests.studies import study
from tests.trials.registry.kit import database_url, second_connection
from trials.models import RefreshRun, Trial
from trials.registry.loading import BATCH
from trials.registry.store import WRITER_LOCK

pytestmark = pytest.mark.django_db(transaction=True)

WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND NOT granted"


def load_trials(path: Path) -> subprocess.Popen[str]:
    """The command at work on the tests' database."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "load_trials", str(path)],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": database_url()},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed_ctrl_c,
    )


def heed_ctrl_c() -> None:
    """Tests that run in the background inherit that Ctrl-C is ignored; a person's terminal has it otherwise."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def wait_until(true: Callable[[], bool]) -> None:
    patience = time.monotonic() + 60
    while not true():
        assert time.monotonic() < patience, "it never came to that"
        time.sleep(0.01)


def let_one_batch_through(other: psycopg.Connection) -> None:
    """Give the turn away once, and come back before the batch that follows."""
    other.execute("SELECT pg_advisory_unlock(%s)", [WRITER_LOCK])
    other.execute("SELECT pg_advisory_lock(%s)", [WRITER_LOCK])


def test_ctrl_c_loses_no_committed_batch_and_the_next_run_goes_on(tmp_path) -> None:
    path = tmp_path / "studies.jsonl"
    total = 3 * BATCH + 7
    path.write_text("\n".join(json.dumps(study(number)) for number in range(1, total + 1)))

    with second_connection() as other:

        def waits_for_its_turn() -> bool:
            return other.execute(WAITING, [WRITER_LOCK]).fetchone() == (1,)

        other.execute("SELECT pg_advisory_lock(%s)", [WRITER_LOCK])
        loading = load_trials(path)
        wait_until(waits_for_its_turn)
        let_one_batch_through(other)
        wait_until(waits_for_its_turn)
        loading.send_signal(signal.SIGINT)
        out, err = loading.communicate(timeout=60)

    assert loading.returncode == 130
    assert f"{BATCH} records in " in out
    assert f"{BATCH} new, 0 changed, 0 unchanged, 0 rejected." in out
    assert "Stopped. What was stored stays; run it again to go on." in err
    assert "Traceback" not in err
    assert Trial.objects.count() == BATCH
    stopped = RefreshRun.objects.get()
    assert (stopped.state, stopped.new) == (RefreshRun.State.STOPPED, BATCH)

    again = load_trials(path)
    out, err = again.communicate(timeout=60)
    assert (again.returncode, err) == (0, "")
    assert f"{total - BATCH:,} new, 0 changed, {BATCH} unchanged, 0 rejected." in out
    assert Trial.objects.count() == total
