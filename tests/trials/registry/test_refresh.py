"""Keeping the mirror true against the emulated registry: the first load, the day's changes, and what goes wrong."""

import json

import pytest
from django.db import connection

from tests.registry import Emulator
from tests.studies import site, stored, study
from tests.trials.registry.kit import TODAY, held_by_another, posted, second_connection, tables
from trials import tasks
from trials.models import Curation, RefreshRun, RejectedRecord, Trial
from trials.registry.client import Forbidden, RegistryClient, Unavailable
from trials.registry.full_load import Incomplete
from trials.registry.refresh import refresh
from trials.registry.runner import RUNNER_LOCK

pytestmark = pytest.mark.django_db

State = RefreshRun.State
OPEN = {"RECRUITING", "NOT_YET_RECRUITING", "ENROLLING_BY_INVITATION", "AVAILABLE"}
CLOSED = ("COMPLETED", "TERMINATED", "UNKNOWN", "WITHHELD", "ACTIVE_NOT_RECRUITING")


def changed(number: int, day: str, **more: object) -> dict:
    """A study that was posted on this day."""
    return study(number, statusModule={"lastUpdatePostDateStruct": {"date": day, "type": "ACTUAL"}, **more})


def searches(registry: Emulator) -> list[dict[str, str]]:
    """The searches that began since the log was last cleared."""
    asked = [request.params for request in registry.requests if request.path == "/studies"]
    return [params for params in asked if "pageToken" not in params]


def settle(client: RegistryClient) -> list[str]:
    """Do all that is due, and say what that was."""
    kinds = []
    while run := refresh(client):
        kinds.append(run.kind)
    return kinds


def next_day(registry: Emulator, *studies: dict) -> None:
    """Tomorrow's data: nothing changes by itself, and these studies are put in."""
    registry.advance(days=1, scale=0)
    for one in studies:
        registry.put(one)
    registry.requests.clear()


# ── The first load ───────────────────────────────────────────────────────────
def test_the_first_run_loads_what_is_open_and_nothing_else(client, registry) -> None:
    for number, status in enumerate((*OPEN, *CLOSED), start=11):
        registry.put(changed(number, "2026-10-01", overallStatus=status))
    run = refresh(client)
    assert set(Trial.objects.values_list("overall_status", flat=True)) == OPEN
    assert Trial.objects.count() == 5 + len(OPEN)
    assert (run.kind, run.state, run.new, run.expected) == ("open", State.DONE, 9, 9)


def test_a_run_is_recorded_with_its_source_stamp_counts_and_pages(client, registry) -> None:
    run = refresh(client)
    run.refresh_from_db()
    assert (run.source, run.data_timestamp) == (registry.url, client.version().data_timestamp)
    assert (run.new, run.changed, run.unchanged, run.rejected) == (5, 0, 0, 0)
    assert (run.pages, run.expected, run.error) == (3, 5, "")
    assert run.started_at <= run.heartbeat_at <= run.ended_at


def test_what_is_stored_is_what_the_registry_holds(client, registry) -> None:
    refresh(client)
    for trial in Trial.objects.all():
        assert json.loads(trial.original.json()) == registry.truth(trial.nct_id)


def test_a_registry_without_open_trials_is_a_good_run_of_none(client, registry) -> None:
    for number in range(1, 6):
        registry.put(changed(number, "2026-10-01", overallStatus="COMPLETED"))
    run = refresh(client)
    run.refresh_from_db()
    assert (run.state, run.read, run.expected, run.pages) == (State.DONE, 0, 0, 1)


def test_the_first_load_removes_the_sample(client) -> None:
    stored(study(99_000_001), study(99_000_002))
    assert refresh(client).sample_removed == 2
    assert not Trial.objects.filter(id__gte=99_000_000).exists()


def test_a_record_that_cannot_be_read_is_put_aside_and_the_run_goes_on(client, registry) -> None:
    registry.put(posted(3) | {"hasResults": "perhaps"})
    run = refresh(client)
    assert (run.state, run.new, run.rejected) == (State.DONE, 4, 1)
    assert RejectedRecord.objects.get().origin == "page 2 study 1"


# ── The day's changes ────────────────────────────────────────────────────────
def test_nothing_is_asked_for_while_the_stamp_stands(client, registry) -> None:
    settle(client)
    before = tables()
    runs = RefreshRun.objects.count()
    registry.requests.clear()
    assert refresh(client) is None
    assert [request.path for request in registry.requests] == ["/version"]
    assert RefreshRun.objects.count() == runs
    assert tables() == before


def test_a_new_stamp_loads_what_was_posted_since_three_days_before_the_last(client, registry) -> None:
    settle(client)
    next_day(
        registry,
        changed(1, "2026-11-19", overallStatus="COMPLETED"),
        changed(7, "2026-11-15"),
        changed(8, "2026-11-14"),
        changed(9, "2026-11-19", overallStatus="TERMINATED"),
    )
    run = refresh(client)
    assert (run.kind, run.new, run.changed, run.unchanged) == ("changes", 2, 1, 0)
    assert searches(registry)[0]["filter.advanced"] == "AREA[LastUpdatePostDate]RANGE[2026-11-15,MAX]"
    assert set(Trial.objects.values_list("id", flat=True)) == {1, 2, 3, 4, 5, 7, 9}
    assert Trial.objects.get(pk=1).overall_status == "COMPLETED"


def test_each_run_goes_on_from_the_last_good_one(client, registry) -> None:
    settle(client)
    for _ in range(2):
        next_day(registry)
        assert settle(client) == ["changes", "statuses"]
    assert searches(registry)[0]["filter.advanced"] == "AREA[LastUpdatePostDate]RANGE[2026-11-16,MAX]"
    assert {run.state for run in RefreshRun.objects.all()} == {State.DONE}


def test_a_new_installation_loads_what_is_open_then_everything_then_compares(client, registry) -> None:
    assert settle(client) == ["open", "full", "statuses", "numbers"]


def test_a_refresh_never_touches_a_curators_words(client, registry) -> None:
    settle(client)
    Curation.objects.create(trial_id=1, hidden=True, plain_title="In plain words", plain_summary="So it is.")
    before = tables()["Curation"]
    next_day(registry, changed(1, "2026-11-19", overallStatus="COMPLETED"))
    assert refresh(client).changed == 1
    assert tables()["Curation"] == before


def test_changed_sites_replace_the_old_ones(client, registry) -> None:
    def with_sites(record: dict, *facilities: str) -> dict:
        locations = [site(facility=facility) for facility in facilities]
        record["protocolSection"]["contactsLocationsModule"] = {"locations": locations}
        return record

    registry.put(with_sites(posted(1), "Old", "Older"))
    settle(client)
    first_seen = Trial.objects.get(pk=1).first_seen
    next_day(registry, with_sites(changed(1, "2026-11-19"), "New"))
    refresh(client)
    trial = Trial.objects.get(pk=1)
    assert [one.facility for one in trial.sites.all()] == ["New"]
    assert trial.first_seen == first_seen < trial.changed_at


# ── What goes wrong ──────────────────────────────────────────────────────────
def test_a_failed_run_is_recorded_and_does_not_move_the_mark(client, registry) -> None:
    settle(client)
    next_day(registry, changed(1, "2026-11-19", overallStatus="COMPLETED"))
    registry.faults.arm("403", path="/studies")
    with pytest.raises(Forbidden):
        refresh(client)
    failed = RefreshRun.objects.first()
    assert (failed.kind, failed.state) == ("changes", State.FAILED)
    assert failed.error.startswith("Forbidden: ")
    assert failed.ended_at
    registry.requests.clear()
    assert refresh(client).changed == 1
    assert searches(registry)[0]["filter.advanced"] == "AREA[LastUpdatePostDate]RANGE[2026-11-15,MAX]"


def test_what_came_before_the_trouble_is_kept_and_the_next_run_completes_it(client, registry, monkeypatch) -> None:
    monkeypatch.setattr("trials.registry.loading.BATCH", 2)
    client.tries = 1
    registry.faults.arm("502", after=1, path="/studies")
    with pytest.raises(Unavailable):
        refresh(client)
    failed = RefreshRun.objects.get()
    assert (failed.state, failed.new) == (State.FAILED, 2)
    assert Trial.objects.count() == 2
    run = refresh(client)
    assert (run.kind, run.new, run.unchanged) == ("open", 3, 2)


def test_fewer_studies_than_announced_fail_the_run(client, registry) -> None:
    registry.faults.arm("fewer", after=1, path="/studies", keep=2)
    with pytest.raises(Incomplete, match="announced 5 studies and gave 2"):
        refresh(client)
    assert RefreshRun.objects.get().state == State.FAILED
    assert refresh(client).kind == "open"


class Shifting(RegistryClient):
    """Before the second page two newer studies come, before the third they go: all rows shift, and shift back."""

    registry: Emulator

    def ask(self, path: str, params: dict[str, str]) -> object:
        asked = sum(request.path == "/studies" for request in self.registry.requests)
        if path == "/studies" and asked == 1:
            for number in (8, 9):
                self.registry.put(changed(number, "2026-11-18"))
        if path == "/studies" and asked == 2:
            for number in (1, 8, 9):
                self.registry.remove(f"NCT{number:08d}")
        return super().ask(path, params)


@pytest.mark.usefixtures("client")
def test_a_study_that_comes_twice_does_not_stand_for_one_that_is_missing() -> None:
    with Emulator([posted(number) for number in range(1, 5)], today=TODAY) as registry:
        shifting = Shifting(registry.url, "tests", pause=0)
        shifting.registry = registry
        with pytest.raises(Incomplete):
            refresh(shifting)
    assert Trial.objects.count() < 4


def test_the_mark_is_not_moved_by_loading_files(client, registry) -> None:
    settle(client)
    RefreshRun.objects.create(
        kind="file",
        state=State.DONE,
        data_timestamp="2027-01-01T00:00:00",
        **{name: RefreshRun.objects.latest().ended_at for name in ("started_at", "heartbeat_at", "ended_at")},
    )
    next_day(registry)
    assert refresh(client).kind == "changes"
    assert "2026-11-15" in searches(registry)[0]["filter.advanced"]


# ── One at a time ────────────────────────────────────────────────────────────
def test_only_one_runner_is_at_work_at_a_time(client, registry) -> None:
    with held_by_another(RUNNER_LOCK):
        assert refresh(client) is None
    assert not registry.requests
    assert not RefreshRun.objects.exists()
    assert refresh(client).new == 5


@pytest.mark.parametrize("fault", [None, "403"])
def test_a_runner_leaves_room_for_the_next_however_it_ends(client, registry, fault) -> None:
    if fault:
        registry.faults.arm(fault, path="/studies")
    try:
        refresh(client)
    except Forbidden:
        assert fault
    with second_connection() as other:
        assert other.execute("SELECT pg_try_advisory_lock(%s)", [RUNNER_LOCK]).fetchone() == (True,)


# ── The task ─────────────────────────────────────────────────────────────────
@pytest.fixture
def configured(settings, registry, tmp_path):
    """The settings name the emulated registry, and a folder where nobody else keeps its file."""
    settings.REGISTRY_URL, settings.REGISTRY_PAUSE = registry.url, 0.0
    settings.DATA_DIR = tmp_path
    return registry


def test_the_task_loads_what_the_settings_name_and_says_who_asks(configured, settings) -> None:
    tasks.refresh()
    assert Trial.objects.count() == 5
    assert configured.requests[0].headers["user-agent"] == settings.REGISTRY_USER_AGENT
    assert settings.REGISTRY_USER_AGENT.startswith("Trialfinder/")


def test_the_task_survives_a_refusal_which_stands_in_the_run(configured, caplog) -> None:
    configured.faults.arm("403", path="/studies")
    tasks.refresh()
    run = RefreshRun.objects.get()
    assert (run.state, run.error[:9]) == (State.FAILED, "Forbidden")
    assert "The refresh failed" in caplog.text


def test_the_task_survives_a_registry_that_is_away(configured, settings, caplog, monkeypatch) -> None:
    monkeypatch.setattr("trials.registry.client.time.sleep", lambda seconds: None)
    settings.REGISTRY_URL = "http://127.0.0.1:9/api/v2"
    tasks.refresh()
    assert [(run.kind, run.state) for run in RefreshRun.objects.all()] == [("contact", State.FAILED)]
    assert "No refresh: The registry cannot be reached" in caplog.text


def test_the_task_can_run_twice(configured) -> None:
    tasks.refresh()
    runs = RefreshRun.objects.count()
    tasks.refresh()
    assert RefreshRun.objects.count() == runs
    assert not connection.needs_rollback
