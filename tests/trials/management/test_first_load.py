"""manage.py first_load: what a new installation shows."""

import io
import json
import socket

import pytest
from django.core.management import call_command
from kombu.exceptions import OperationalError

from tests.registry import Emulator
from tests.studies import stored, study
from trials import sample, tasks
from trials.management.commands import first_load
from trials.models import Curation, RefreshRun, Trial

pytestmark = pytest.mark.django_db

SAMPLE = (99_000_001, 99_000_002, 99_000_003)
BUNDLED = sample.studies


@pytest.fixture(autouse=True)
def short_sample(monkeypatch) -> None:
    """Three studies stand for the bundled ones."""
    monkeypatch.setattr(sample, "studies", lambda: (json.dumps(study(number)).encode() for number in SAMPLE))


@pytest.fixture(autouse=True)
def enqueued(monkeypatch) -> list[str]:
    """What went to Celery's broker, which is not here."""
    sent: list[str] = []
    monkeypatch.setattr(tasks.refresh, "apply_async", lambda *args, **options: sent.append("refresh"))
    return sent


@pytest.fixture
def registry(settings):
    with Emulator([study(1)]) as running:
        settings.REGISTRY_URL = running.url
        yield running


@pytest.fixture
def away(settings, monkeypatch):
    """A registry that takes the call and never says a word."""
    monkeypatch.setattr(first_load, "PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.REGISTRY_URL = f"http://127.0.0.1:{silent.getsockname()[1]}/api/v2"
        yield


def said() -> str:
    out = io.StringIO()
    call_command("first_load", stdout=out)
    return out.getvalue()


def test_a_registry_that_answers_is_loaded_in_the_background_and_no_sample_is(registry, enqueued) -> None:
    assert "its open trials load in the background" in said()
    assert not Trial.objects.exists()
    assert enqueued == ["refresh"]


@pytest.mark.usefixtures("away")
def test_without_the_registry_the_sample_is_shown_and_the_registry_asked_again_later(enqueued) -> None:
    assert "ClinicalTrials.gov does not answer. Showing 3 sample trials until it does." in said()
    assert set(Trial.objects.values_list("id", flat=True)) == set(SAMPLE)
    run = RefreshRun.objects.get()
    assert (run.kind, run.state, run.new) == ("sample", "done", 3)
    assert run.data_timestamp == sample.VERSION_STAMP
    assert enqueued == ["refresh"]


@pytest.mark.parametrize("fault", ["403", "503", "html", "truncated"])
def test_a_registry_that_answers_nonsense_counts_as_away(registry, fault) -> None:
    registry.faults.arm(fault, times=None)
    assert "Showing 3 sample trials" in said()
    assert len(registry.requests) == 1


@pytest.mark.usefixtures("away")
def test_a_second_start_keeps_the_sample_that_is_there() -> None:
    said()
    Curation.objects.create(trial_id=SAMPLE[0], plain_title="In plain words")
    first_seen = Trial.objects.get(pk=SAMPLE[0]).first_seen
    assert "Showing 3 sample trials" in said()
    assert Trial.objects.get(pk=SAMPLE[0]).first_seen == first_seen
    assert Curation.objects.get().plain_title == "In plain words"
    assert RefreshRun.objects.count() == 1


def test_a_second_start_keeps_real_trials_and_does_not_even_ask(registry, enqueued) -> None:
    stored(study(1), study(2))
    assert "2 trials are here." in said()
    assert not registry.requests
    assert Trial.objects.count() == 2
    assert enqueued == ["refresh"]


def test_the_sample_stays_until_the_registrys_own_trials_come(registry, settings, tmp_path) -> None:
    stored(study(SAMPLE[0]))
    settings.REGISTRY_PAUSE, settings.DATA_DIR = 0.0, tmp_path
    assert "its open trials load in the background" in said()
    assert Trial.objects.get().is_sample
    tasks.refresh()
    assert [trial.nct_id for trial in Trial.objects.all()] == ["NCT00000001"]


@pytest.mark.usefixtures("away")
def test_without_the_broker_the_site_still_gets_its_sample(monkeypatch) -> None:
    def unreachable(*args: object, **options: object) -> None:
        raise OperationalError

    monkeypatch.setattr(tasks.refresh, "apply_async", unreachable)
    text = said()
    assert "Showing 3 sample trials" in text
    assert "Redis does not answer" in text


@pytest.mark.usefixtures("away")
def test_the_bundled_sample_loads_with_none_rejected(monkeypatch) -> None:
    monkeypatch.setattr(sample, "studies", BUNDLED)
    said()
    run = RefreshRun.objects.get()
    assert run.rejected == 0
    assert run.new == Trial.objects.count() > 50
    assert not Trial.objects.filter(id__lt=99_000_000).exists()
