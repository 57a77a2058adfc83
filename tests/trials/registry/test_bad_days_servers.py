"""PostgreSQL, Redis and the worker die in the middle of the work: it goes on, and nothing is lost or doubled."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import dj_database_url
import pytest
from django.db import DatabaseError, close_old_connections, connection

from tests.registry import Emulator
from tests.trials.registry.kit import AGENT
from tests.trials.registry.mirror import a_week_later, differences, settle, small_registry
from tests.trials.registry.worker import Worker, a_day_later, wait_until
from trialfinder import embedded
from trials.models import RefreshRun, Trial
from trials.registry import store
from trials.registry.client import RegistryClient

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ROOT = Path(__file__).parents[3]
SMALL = {"shared_buffers": "16MB", "max_wal_size": "64MB"}  # and nothing that would make it forget what it promised


# ── PostgreSQL ───────────────────────────────────────────────────────────────
@contextlib.contextmanager
def connected_to(url: str) -> Iterator[None]:
    """Django's connection, led to another database for a while."""
    own = dict(connection.settings_dict)
    connection.close()
    try:
        connection.settings_dict.update(dj_database_url.parse(url, conn_health_checks=True))
        yield
    finally:
        connection.close()
        connection.settings_dict.update(own)


@pytest.fixture
def server(tmp_path) -> Iterator:
    """A PostgreSQL of this test's own, with our tables, where Django is connected."""
    postgres = pytest.importorskip("trialfinder.embedded.postgres")
    with postgres.running(tmp_path, lambda sentence: None, SMALL) as running:
        url = embedded.database_url(tmp_path)
        own = {"DATABASE_URL": url, "DATA_DIR": str(tmp_path), "HTTPS": "0"}
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, cwd=ROOT, env={**os.environ, **own}, check=True)
        with connected_to(url):
            yield running


def killing(server, at: int) -> Callable[..., object]:
    """What writes the sites, when the trials of its batch are written already; but before this
    so-many-th time the server is killed, as the system does when memory runs out."""
    write_sites, calls = store.write_sites, iter(range(1, 1000))

    def killed(*arguments: object) -> object:
        if next(calls) == at:
            server._child.kill()
            server._child.wait()
        return write_sites(*arguments)

    return killed


def broken_off(client: RegistryClient, registry: Emulator, server, monkeypatch, at: int) -> str:
    """The kind of the run under which the server died. It is back when this returns."""
    with monkeypatch.context() as patched, pytest.raises(DatabaseError):
        patched.setattr(store, "write_sites", killing(server, at))
        settle(client, registry)
    server.ensure_running(unused=True)
    close_old_connections()
    return RefreshRun.objects.order_by("id").last().kind


def test_postgresql_is_killed_in_the_middle_of_a_batch(server, monkeypatch) -> None:
    monkeypatch.setattr("trials.registry.loading.BATCH", 20)
    monkeypatch.setattr("tests.registry.clock.DERIVED", 0)
    broken = []
    with small_registry(60) as registry:
        client = RegistryClient(registry.url, AGENT, pause=0)
        for at in (1, 2, 2, 1):
            broken.append(broken_off(client, registry, server, monkeypatch, at))
        settle(client, registry)
        registry.advance(days=1, scale=150)
        broken.append(broken_off(client, registry, server, monkeypatch, 1))
        held = set(Trial.objects.values_list("id", flat=True))
        a_week_later(client, registry)
        assert differences(registry, registry.today, held) == []
    assert {"open", "full", "changes"} <= set(broken)


# ── Redis and the worker ─────────────────────────────────────────────────────
@pytest.fixture
def worker(tmp_path) -> Iterator[Worker]:
    pytest.importorskip("trialfinder.embedded.redis")
    with small_registry(60) as registry, Worker(registry.url, tmp_path) as running:
        running.registry = registry
        yield running


def at_work(registry: Emulator, worker: Worker) -> None:
    """Returns when the worker is in the middle of the full load."""
    registry.requests.clear()
    wait_until(lambda: len(registry.requests) > 40, meanwhile=worker.look)


def equal(registry: Emulator) -> Callable[[], bool]:
    return lambda: differences(registry, date.today()) == []


def test_redis_is_killed_under_a_worker_and_comes_back(worker, monkeypatch) -> None:
    monkeypatch.setattr("tests.registry.clock.DERIVED", 0)
    registry = worker.registry
    registry.faults.arm("slow", seconds=0.02, times=None, path="/studies")
    at_work(registry, worker)
    worker.kill_redis()
    time.sleep(1)
    worker.redis.start()
    registry.faults.clear()
    wait_until(equal(registry), meanwhile=worker.look)
    a_day_later(registry, scale=60)
    wait_until(equal(registry), meanwhile=worker.look)
    assert worker.process.poll() is None


def test_a_worker_is_killed_and_the_next_one_goes_on(worker, monkeypatch) -> None:
    monkeypatch.setattr("tests.registry.clock.DERIVED", 0)
    registry = worker.registry
    registry.faults.arm("slow", seconds=0.02, times=None, path="/studies")
    for _ in range(3):
        at_work(registry, worker)
        os.killpg(worker.process.pid, signal.SIGKILL)
        worker.process.wait()
        worker.start()
    registry.faults.clear()
    wait_until(equal(registry), meanwhile=worker.look)
    assert RefreshRun.objects.filter(kind="full").count() == 1
