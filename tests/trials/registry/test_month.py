"""A month of the registry's days: the mirror follows each, and ends equal to the source."""

import random
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import orjson
import pytest
import requests

from tests.registry import Emulator, generate, oddities
from tests.trials.registry.kit import AGENT, TODAY
from tests.trials.registry.mirror import Record, differences, settle
from tests.trials.registry.worker import Worker, wait_until
from trials.models import Alarm, RefreshRun, Trial
from trials.registry.client import RegistryClient

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
MONTH = 30  # days
STUDIES = 300
SCALE = 30.0  # so many times as much happens as at the registry, for its size
FAULTS = ("429", "502", "503", "html", "truncated", "cut", "token", "403", "reload")
PASSING_ODDITIES = sorted(oddities.KINDS.keys() - {"huge", "withheld", "missing-modules", "unknown-enum"})


@pytest.mark.django_db
@pytest.mark.timeout(900)
def test_a_month_of_changes_and_troubles_ends_in_a_mirror_equal_to_the_source(monkeypatch) -> None:
    monkeypatch.setattr("trials.registry.full_load.FIRST_MONTH", date(1999, 1, 1))
    chance = random.Random(11)
    held: set[int] = set()
    with Emulator(generate(STUDIES, seed=11, today=TODAY), today=TODAY, seed=11) as registry:
        client = RegistryClient(registry.url, AGENT, pause=0, backoff=0.001)
        settle(client, registry)
        assert differences(registry, registry.today) == []
        for _ in range(MONTH):
            happen(registry, chance)
            settle(client, registry)
            registry.faults.clear()
            held |= set(Trial.objects.values_list("id", flat=True))
        for _ in range(MONTH + 1):  # quiet days, until every record has been fetched anew
            registry.advance(days=1, scale=0)
            settle(client, registry)
        assert differences(registry, registry.today, held) == []
    assert Alarm.objects.filter(ended_at=None).count() == 0
    assert Trial.objects.exclude(removed_at=None).count()
    assert RefreshRun.objects.filter(kind="numbers", state="done").count() > 4


def happen(registry: Emulator, chance: random.Random) -> None:
    """A day at the registry: what always happens, and on some days a merge, a removal, an oddity or trouble."""
    registry.advance(days=1, scale=SCALE)
    ids = registry.ids()
    if chance.random() < 0.2:
        registry.merge(*chance.sample(ids, 2))
    elif chance.random() < 0.2:
        registry.remove(chance.choice(ids))
    elif chance.random() < 0.4:
        with_sites = [one for one in ids if registry.truth(one)["protocolSection"].get("contactsLocationsModule")]
        registry.spoil(chance.choice(PASSING_ODDITIES), chance.choice(with_sites))
    if chance.random() < 0.5:
        registry.faults.arm(chance.choice(FAULTS), after=chance.randint(0, 5), times=chance.randint(1, 3))


# ── The registry as one process, the worker as another ───────────────────────
class Remote:
    """`python -m tests.registry`, asked over HTTP."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.root = url.removesuffix("/api/v2")

    def ask(self, method: str, path: str) -> Record | list[str]:
        answer = requests.request(method, f"{self.root}/emulator/{path}", timeout=60)
        answer.raise_for_status()
        return orjson.loads(answer.content)

    def ids(self) -> list[str]:
        return self.ask("GET", "ids")

    def truth(self, nct_id: str) -> Record:
        return self.ask("GET", f"truth/{nct_id}")

    def advance(self, days: int, scale: float) -> None:
        self.ask("POST", f"advance?days={days}&scale={scale}")


@contextmanager
def registry_process(folder: Path) -> Iterator[Remote]:
    command = [sys.executable, "-m", "tests.registry", "--generate", str(STUDIES), "--seed", "12"]
    command += ["--cache", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            said = process.stdout.readline()
            yield Remote(re.search(r"http://\S+", said)[0])
        finally:
            process.terminate()
            process.wait()


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(1800)
def test_a_month_with_a_running_worker_ends_in_a_mirror_equal_to_the_source(tmp_path) -> None:
    pytest.importorskip("trialfinder.embedded.redis")
    from tests.trials.registry.worker import a_day_later

    with registry_process(tmp_path) as registry, Worker(registry.url, tmp_path) as worker:
        worker.look()
        wait_until(lambda: done("numbers") == 1, meanwhile=worker.look)
        for day in range(2 * MONTH + 1):
            before = done("oldest")
            a_day_later(registry, scale=SCALE if day < MONTH else 0)
            wait_until(lambda before=before: done("oldest") > before, meanwhile=worker.look)
        assert differences(registry, datetime.now().date()) == []


def done(kind: str) -> int:
    """How many runs of a kind have gone well. Of all that is due, the oldest records come last."""
    return RefreshRun.objects.filter(kind=kind, state="done").count()
