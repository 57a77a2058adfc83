"""An emulated registry, a client of it, and a clock on which nobody waits."""

import datetime
import time

import pytest

from tests.registry import Emulator
from tests.trials.registry.kit import AGENT, TODAY, posted
from trials.registry import client as client_module
from trials.registry.client import RegistryClient


@pytest.fixture
def registry():
    """Five studies, two a page, in a registry that refuses a token which comes with another search."""
    with Emulator([posted(number) for number in range(1, 6)], today=TODAY, strict_tokens=True) as running:
        yield running


@pytest.fixture
def client(registry, monkeypatch) -> RegistryClient:
    """One that never rests."""
    monkeypatch.setattr(client_module, "PAGE_SIZE", 2)
    return RegistryClient(registry.url, AGENT, pause=0, backoff=0.001, timeout=(5, 5))


class Clock:
    """Stands for the module `time`: who sleeps on it wakes at once, later."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.started = time.time()

    def sleep(self, seconds: float) -> None:
        if seconds:
            self.slept.append(seconds)

    def monotonic(self) -> float:
        return 1000.0 + sum(self.slept)

    def time(self) -> float:
        return self.started + sum(self.slept)


@pytest.fixture
def clock(monkeypatch) -> Clock:
    fake = Clock()
    monkeypatch.setattr(client_module, "time", fake)
    return fake


@pytest.fixture(autouse=True)
def a_short_past(monkeypatch):
    """Full loads begin this year: the emulated studies are no older, and each month costs a request."""
    monkeypatch.setattr("trials.registry.full_load.FIRST_MONTH", datetime.date(2026, 1, 1))
