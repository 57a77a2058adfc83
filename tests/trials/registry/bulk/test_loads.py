"""When a load asks for the registry's one file, and what becomes of the file when the load is broken off."""

import pytest
from django.utils import timezone

from tests.registry import Emulator
from tests.trials.registry.bulk.kit import COUNT, MONTHS, State, downloads, full, month_of, paged, whole
from tests.trials.registry.kit import TODAY
from tests.trials.registry.mirror import look, noon, settle
from trials import tasks
from trials.models import Partition, RefreshRun, Trial
from trials.registry import bulk
from trials.registry import client as client_module
from trials.registry.client import Refused, RegistryClient, Unavailable
from trials.registry.full_load import load_all
from trials.registry.refresh import refresh

pytestmark = pytest.mark.django_db


# ── When it is asked for ─────────────────────────────────────────────────────
def begun(registry: Emulator, months_done: int) -> RefreshRun:
    """A full load with so many months done, of what the registry has."""
    now = timezone.now()
    run = RefreshRun.objects.create(
        kind="full", state=State.FAILED, started_at=now, heartbeat_at=now, ended_at=now,
        source=registry.url, data_timestamp="2026-11-18T09:00:04",
    )  # fmt: skip
    for month in range(1, months_done + 1):
        Partition.objects.create(run=run, month=TODAY.replace(month=month, day=1), expected=0, done_at=now)
    return run


@pytest.mark.parametrize(("done", "asked"), [(0, 1), (5, 1), (6, 0), (10, 0)])
def test_it_is_asked_for_only_while_most_months_are_left(client, registry, done, asked) -> None:
    run = begun(registry, months_done=done)
    load_all(client, run, TODAY)
    assert downloads(registry) == asked
    assert run.partitions.count() == MONTHS


def test_no_other_run_asks_for_it(client, registry) -> None:
    settle(client, registry)
    assert downloads(registry) == 1
    registry.requests.clear()
    registry.advance(days=8, scale=0)
    settle(client, registry)
    assert {"changes", "numbers", "oldest"} <= set(RefreshRun.objects.values_list("kind", flat=True))
    assert downloads(registry) == 0


@pytest.mark.parametrize("wanted", [True, False])
def test_a_setting_says_whether(settings, registry, tmp_path, monkeypatch, wanted) -> None:
    monkeypatch.setattr(client_module, "LEAST_FREE", 0)
    settings.REGISTRY_URL, settings.REGISTRY_PAUSE = registry.url, 0.0
    settings.REGISTRY_BULK, settings.DATA_DIR = wanted, tmp_path
    tasks.refresh()
    assert downloads(registry) == wanted
    assert RefreshRun.objects.filter(kind="full", state=State.DONE).exists()


# ── Loads that are broken off ────────────────────────────────────────────────
class Gone(BaseException):
    """The process ends here, without a chance to tidy."""


def broken_off(client: RegistryClient, registry: Emulator, monkeypatch, at: int) -> None:
    """A full load that ends when so many records have been read from the file."""
    records = bulk.Bulk.__iter__

    def ending(self):
        for number, found in enumerate(records(self)):
            if number == at:
                raise Gone
            yield found

    with monkeypatch.context() as patched, pytest.raises(Gone):
        patched.setattr(bulk.Bulk, "__iter__", ending)
        patched.setattr("trials.registry.loading.BATCH", 10)
        refresh(client, noon(registry))


def test_a_load_that_is_broken_off_goes_on_with_the_file_that_is_there(client, registry, folder, monkeypatch) -> None:
    broken_off(client, registry, monkeypatch, at=45)
    assert [path.name for path in folder.iterdir()] == [bulk.NAME]
    assert 30 < Trial.objects.count() < COUNT
    run = full(client, registry)
    assert whole(registry)
    assert (downloads(registry), paged(registry)) == (1, 0)
    assert RefreshRun.objects.filter(kind="full").count() == 1
    assert run.new == COUNT - RefreshRun.objects.get(kind="open").new, "none was written twice"
    assert list(folder.iterdir()) == []


def test_a_file_of_another_day_is_fetched_anew(client, registry, folder, monkeypatch) -> None:
    broken_off(client, registry, monkeypatch, at=45)
    registry.advance(days=1, scale=0)
    broken_off(client, registry, monkeypatch, at=45)
    assert [path.name for path in folder.iterdir()] == [bulk.NAME], "the older one is gone"
    full(client, registry)
    assert whole(registry)
    assert (downloads(registry), paged(registry)) == (2, 0)
    assert list(folder.iterdir()) == []


def test_a_file_that_was_kept_half_is_fetched_anew(client, registry, folder) -> None:
    folder.mkdir()
    (folder / f"{bulk.NAME}.part").write_bytes(b"PK half of it")
    (folder / bulk.NAME).write_bytes(b"PK a disk that forgot the rest")
    full(client, registry)
    assert whole(registry)
    assert (downloads(registry), paged(registry)) == (1, 0)
    assert list(folder.iterdir()) == []


def test_a_file_over_which_two_loads_were_broken_off_is_left_for_pages(
    client, registry, folder, monkeypatch, caplog
) -> None:
    broken_off(client, registry, monkeypatch, at=5)
    broken_off(client, registry, monkeypatch, at=5)
    full(client, registry)
    assert whole(registry)
    assert (downloads(registry), paged(registry)) == (1, MONTHS)
    assert "Two loads were broken off" in caplog.text
    assert list(folder.iterdir()) == []


def test_months_that_were_counted_before_the_end_are_not_counted_again(client, registry, folder) -> None:
    client.tries = 1
    registry.faults.arm("503", after=4, path="/studies")
    assert look(client, registry, 1) == [Unavailable]
    assert Partition.objects.count() == 4
    full(client, registry)
    assert whole(registry)
    assert (downloads(registry), paged(registry)) == (1, 0)
    counts = [request.params["filter.advanced"] for request in registry.requests if request.path == "/studies"]
    assert len(counts) == MONTHS + 1
    assert list(folder.iterdir()) == []


def test_a_file_is_deleted_that_is_not_wanted_any_more(client, registry, folder) -> None:
    folder.mkdir()
    (folder / bulk.NAME).write_bytes(b"PK")
    load_all(client, begun(registry, months_done=8), TODAY)
    assert list(folder.iterdir()) == []
    assert downloads(registry) == 0


def test_the_run_gives_signs_of_life_while_the_file_comes(client, registry, folder, monkeypatch) -> None:
    monkeypatch.setattr(bulk, "SIGN_OF_LIFE", 0.0)
    told: list[int] = []
    monkeypatch.setattr(bulk, "still_alive", lambda run: told.append(run.pk))
    full(client, registry)
    assert set(told) == {RefreshRun.objects.get(kind="full").pk}


def test_signs_of_life_are_not_given_more_often_than_needed(monkeypatch) -> None:
    told: list[object] = []
    monkeypatch.setattr(bulk, "still_alive", told.append)
    run = RefreshRun()
    alive = bulk.signs_of_life(run)
    alive()
    assert told == []
    monkeypatch.setattr(bulk, "SIGN_OF_LIFE", 0.0)
    alive()
    assert told == [run]


# ── What the client makes of it ──────────────────────────────────────────────
def test_a_question_that_is_refused_is_not_repeated(client, registry, tmp_path) -> None:
    with pytest.raises(Refused, match="unknown parameter"):
        client.download(bulk.ADDRESS, bulk.FORMAT | {"pageSize": "1"}, tmp_path / "file", lambda: None)
    assert downloads(registry) == 1


def test_a_file_that_does_not_begin_to_come_is_asked_for_once_more(client, registry, tmp_path) -> None:
    registry.faults.arm("slow", times=None, seconds=1, path=bulk.ADDRESS)
    client.timeout = (5, 0.2)
    with pytest.raises(Unavailable, match="ReadTimeout"):
        client.download(bulk.ADDRESS, bulk.FORMAT, tmp_path / "file", lambda: None)
    assert client.retries == 1


def test_a_search_can_be_counted_without_its_studies(client, registry) -> None:
    search = {"filter.advanced": "AREA[StudyFirstPostDate]RANGE[2026-01-01,2026-01-31]"}
    truths = [month_of(registry, one) for one in registry.ids()]
    assert client.count(search) == truths.count("2026-01") > 0
    assert registry.requests[-1].params["pageSize"] == "1"
