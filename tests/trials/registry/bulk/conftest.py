"""A registry of this year's studies, and a client that may use its one file."""

from pathlib import Path

import pytest

from tests.trials.registry.bulk.kit import COUNT
from tests.trials.registry.kit import AGENT
from tests.trials.registry.mirror import noon, small_registry
from trials.registry import client as client_module
from trials.registry.client import RegistryClient
from trials.registry.refresh import refresh


@pytest.fixture
def registry():
    with small_registry(COUNT) as running:
        yield running


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "bulk"


@pytest.fixture
def client(registry, folder, monkeypatch) -> RegistryClient:
    """One that never rests and may use the file, and has loaded what is open."""
    monkeypatch.setattr(client_module, "LEAST_FREE", 0)
    client = RegistryClient(registry.url, AGENT, pause=0, backoff=0.001, timeout=(5, 5), bulk_folder=folder)
    assert refresh(client, noon(registry)).kind == "open"
    registry.requests.clear()
    return client
