"""The real worker with a Redis of its own, at the tests' database."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from celery import Celery
from django.db.models import F
from kombu.exceptions import OperationalError

from tests.registry import Emulator
from tests.trials.registry.kit import database_url
from trialfinder import embedded
from trials.models import RefreshRun

ROOT = Path(__file__).parents[3]
PATIENCE = 120  # seconds


class Worker:
    """A worker that looks at the registry when it is told to, as the schedule tells it."""

    def __init__(self, registry_url: str, folder: Path) -> None:
        from trialfinder.embedded.redis import Redis

        url = embedded.redis_url(folder)
        self.redis = Redis(folder)
        self.environment = {
            **os.environ,
            "DATABASE_URL": database_url(),
            "REDIS_URL": url,
            "REGISTRY_URL": registry_url,
            "REGISTRY_PAUSE": "0",
            "DATA_DIR": str(folder),
            "HTTPS": "0",
        }
        self.sender = Celery(broker=url.replace("unix://", "redis+socket://", 1))

    def __enter__(self) -> Self:
        self.redis.start()
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.sender.close()
        self.redis.stop()

    def start(self) -> None:
        command = [sys.executable, "-m", "celery", "--app", "trialfinder", "--quiet", "worker", "--concurrency", "1"]
        alone = ["--without-mingle", "--without-gossip"]
        self.process = subprocess.Popen(
            [*command, *alone],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # its pool ends with it
        )

    def kill_redis(self) -> None:
        self.redis._child.kill()
        self.redis._child.wait()

    def look(self) -> None:
        """Tell it to look at the registry; a message that nobody takes is dropped."""
        try:
            self.sender.send_task("trials.tasks.refresh", expires=5, retry=False)
        except OperationalError:
            time.sleep(0.1)  # Redis is away; the schedule comes again


def a_day_later(registry: Emulator, scale: float) -> None:
    """The next day's data. The worker keeps the time of this machine, so all that it did is a day older instead."""
    registry.advance(days=1, scale=scale)
    RefreshRun.objects.update(started_at=F("started_at") - timedelta(days=1))


def wait_until(true: Callable[[], bool], meanwhile: Callable[[], None] = lambda: None) -> None:
    """Wait, and do something else every two seconds."""
    began = time.monotonic()
    done = 0
    while not true():
        waited = time.monotonic() - began
        assert waited < PATIENCE, "It takes too long."
        if waited >= 2 * done:
            meanwhile()
            done += 1
        time.sleep(0.05)
