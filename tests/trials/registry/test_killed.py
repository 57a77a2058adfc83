"""Runners that are killed at any moment, or stand still: the next one goes on, and nothing is lost or doubled."""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests.registry import Emulator, generate
from tests.trials.registry.kit import AGENT, TODAY, database_url
from tests.trials.registry.mirror import differences
from trials.models import Original, Partition, RefreshRun, Trial
from trials.registry.client import LEAST_FREE, RegistryClient
from trials.registry.refresh import refresh

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).parents[3]
PATIENCE = 120  # seconds for all that is due
State = RefreshRun.State


@pytest.fixture
def registry(request, monkeypatch) -> Iterator[Emulator]:
    """So many studies, of all years. References are found within a month, see test_month.py: here are none."""
    monkeypatch.setattr("tests.registry.clock.DERIVED", 0)
    monkeypatch.setattr("trials.registry.full_load.FIRST_MONTH", date(1999, 1, 1))  # as in the processes
    with Emulator(generate(request.param, seed=7, today=TODAY), today=TODAY, seed=7) as running:
        yield running


def runner(registry: Emulator, folder: Path, *, bulk: bool = False) -> subprocess.Popen[bytes]:
    """`manage.py refresh` as a process of its own, with the registry's one file or with pages alone."""
    own = {
        "DATABASE_URL": database_url(),
        "REGISTRY_URL": registry.url,
        "REGISTRY_PAUSE": "0",
        "REGISTRY_BULK": str(int(bulk)),
        "DATA_DIR": str(folder),
        "HTTPS": "0",
    }
    command = [sys.executable, "manage.py", "refresh"]
    return subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **own}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def finish(registry: Emulator, folder: Path, *, bulk: bool = False) -> None:
    """Let a runner do all that is due."""
    with runner(registry, folder, bulk=bulk) as process:
        said = process.communicate(timeout=PATIENCE)[1]
    assert process.returncode == 0, said.decode()


def kill_after(requests: int, seconds: float, registry: Emulator, folder: Path, *, bulk: bool) -> str | None:
    """Start a runner and kill it so long after it has made so many requests.

    Returns the kind of the run that was broken off, "" between two runs, or None where all was done before.
    """
    registry.requests.clear()
    with runner(registry, folder, bulk=bulk) as process:
        while len(registry.requests) < requests and process.poll() is None:
            time.sleep(0.002)
        time.sleep(seconds)
        process.kill()
    if process.returncode != -signal.SIGKILL:
        return None
    broken = RefreshRun.objects.filter(state=State.RUNNING).first()
    return broken.kind if broken else ""


def a_day_later(registry: Emulator) -> None:
    """The next day's data, and a week since all that was compared weekly: runs date from the clock of this machine."""
    registry.advance(days=1, scale=60)
    for run in RefreshRun.objects.all():
        run.started_at -= timedelta(days=7)
        run.save(update_fields=["started_at"])


def kill_often(registry: Emulator, folder: Path, *, kills: int, seed: int, bulk: bool) -> list[str]:
    """Kill so many runners at random moments, let days pass, and let the last one finish; say what was broken off."""
    chance = random.Random(seed)
    broken: list[str] = []
    held: set[int] = set()
    while len(broken) < kills:
        requests = chance.randint(2, 250 if loading() else 10)
        kind = kill_after(requests, chance.uniform(0, 0.1), registry, folder, bulk=bulk)
        if kind is None:
            a_day_later(registry)
        else:
            broken.append(kind)
        held |= set(Trial.objects.values_list("id", flat=True))
    finish(registry, folder, bulk=bulk)
    a_day_later(registry)
    finish(registry, folder, bulk=bulk)
    assert differences(registry, date.today(), held) == []
    return broken


def loading() -> bool:
    """Whether the full load, some 330 requests, is still to be done; a day's work is about ten."""
    return not RefreshRun.objects.filter(kind="full", state=State.DONE).exists()


@pytest.mark.parametrize("bulk", [False, True])
@pytest.mark.parametrize("registry", [60], indirect=True)
def test_a_runner_that_is_killed_a_few_times_loses_and_doubles_nothing(registry, tmp_path, bulk) -> None:
    assert any(kill_often(registry, tmp_path, kills=3, seed=1, bulk=bulk))


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("bulk", [False, True])
@pytest.mark.parametrize("registry", [1200], indirect=True)
def test_a_runner_that_is_killed_in_every_phase_loses_and_doubles_nothing(registry, tmp_path, bulk) -> None:
    broken = kill_often(registry, tmp_path, kills=24, seed=2, bulk=bulk)
    assert {"full", "changes"} <= set(broken)


# ── A load that goes on ──────────────────────────────────────────────────────
@pytest.mark.slow
@pytest.mark.parametrize("registry", [1200], indirect=True)
def test_a_killed_full_load_goes_on_from_the_months_that_are_left(registry, tmp_path) -> None:
    with runner(registry, tmp_path) as process:
        while not Partition.objects.exists() and process.poll() is None:
            time.sleep(0.01)
        time.sleep(0.1)  # the first batch is stored and its months are marked; the second is on its way
        process.kill()
    done = {partition.month.isoformat() for partition in Partition.objects.all()}
    for month in Partition.objects.all():
        of_month = Trial.objects.filter(first_posted__year=month.month.year, first_posted__month=month.month.month)
        assert of_month.count() == month.expected
    stored = Trial.objects.count()
    registry.requests.clear()
    finish(registry, tmp_path)
    searches = [request.params.get("filter.advanced", "") for request in registry.requests]
    asked = {one.partition("RANGE[")[2].partition(",")[0] for one in searches if "StudyFirstPostDate" in one}
    assert done
    assert asked
    assert asked.isdisjoint(done)
    run = RefreshRun.objects.get(kind="full")
    assert run.partitions.count() == len(done) + len(asked)
    assert sum(run.partitions.values_list("expected", flat=True)) == len(registry.ids())
    assert stored < Trial.objects.count() == len(registry.ids())
    assert differences(registry, date.today()) == []


@pytest.mark.slow
@pytest.mark.skipif(shutil.disk_usage(tempfile.gettempdir()).free < 2 * LEAST_FREE, reason="the disk is too full")
@pytest.mark.parametrize("registry", [1200], indirect=True)
def test_a_load_that_is_killed_over_the_registrys_file_goes_on_with_that_file(registry, tmp_path) -> None:
    with runner(registry, tmp_path, bulk=True) as process:
        full = RefreshRun.objects.filter(kind="full").exclude(new=0, changed=0, unchanged=0)
        while not full.exists() and process.poll() is None:
            time.sleep(0.005)
        process.kill()
    assert not Partition.objects.exists(), "it was killed while the file was read"
    assert [path.name for path in (tmp_path / "bulk").iterdir()] == ["ctg-studies.json.zip"]
    written = full.get().new
    registry.requests.clear()
    finish(registry, tmp_path, bulk=True)
    assert 0 < written < RefreshRun.objects.get(kind="full").new
    assert "/studies/download" not in [request.path for request in registry.requests]
    assert Trial.objects.count() == len(registry.ids())
    assert differences(registry, date.today()) == []
    assert list((tmp_path / "bulk").iterdir()) == []


# ── A runner that stands still ───────────────────────────────────────────────
@pytest.mark.parametrize("registry", [60], indirect=True)
def test_a_stuck_runner_is_taken_over_and_does_no_harm_when_it_wakes(registry, tmp_path) -> None:
    client = RegistryClient(registry.url, AGENT, pause=0)
    registry.faults.arm("slow", seconds=0.02, times=None)
    with runner(registry, tmp_path) as stuck:
        while not RefreshRun.objects.filter(kind="full").exists():
            time.sleep(0.01)
        stuck.send_signal(signal.SIGSTOP)
        registry.faults.clear()
        try:
            assert refresh(client) is None, "it gave a sign of life just now"
            long_ago = timezone.now() - timedelta(hours=1)
            RefreshRun.objects.filter(state=State.RUNNING).update(heartbeat_at=long_ago)
            while refresh(client):
                pass
            before = RefreshRun.objects.count(), Original.objects.count()
        finally:
            stuck.send_signal(signal.SIGCONT)
        assert stuck.wait(PATIENCE) != 0
    assert (RefreshRun.objects.count(), Original.objects.count()) == before
    assert refresh(client) is None
    assert differences(registry, date.today()) == []
