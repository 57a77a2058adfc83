"""Trouble that goes on is seen by a person, and holds up nothing else."""

import datetime

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from tests.studies import study
from trials.models import Alarm, RefreshRun, Removal, Trial
from trials.registry import loading
from trials.registry.client import NotJson, Unavailable
from trials.registry.refresh import refresh
from trials.registry.removals import decide
from trials.registry.sweeps import FarFewer

pytestmark = pytest.mark.django_db

State = RefreshRun.State


@pytest.fixture
def many(registry) -> None:
    """So many studies that one that is gone leaves most."""
    for number in range(6, 61):
        registry.put(study(number))


def settle(client) -> None:
    while refresh(client):
        pass


def failing() -> Alarm | None:
    return Alarm.objects.filter(kind=Alarm.Kind.FAILING, ended_at=None).first()


def fail(client, times: int) -> None:
    for _ in range(times):
        with pytest.raises(Unavailable):
            refresh(client)


# ── Failures in a row ────────────────────────────────────────────────────────
def test_a_registry_that_is_away_from_the_first_word_is_one_failed_run_and_an_alarm(client, registry) -> None:
    settle(client)
    registry.faults.arm("502", times=None)
    fail(client, 2)
    assert failing() is None
    fail(client, 1)
    away = RefreshRun.objects.latest()
    assert (away.kind, away.state, away.failures) == ("contact", State.FAILED, 3)
    assert RefreshRun.objects.filter(kind="contact").count() == 1
    assert "3 times" in failing().text


def test_the_alarm_ends_when_the_registry_is_back(client, registry) -> None:
    settle(client)
    registry.faults.arm("502", times=None)
    fail(client, 3)
    registry.faults.clear()
    assert refresh(client) is None
    assert failing() is None
    assert RefreshRun.objects.latest().state == State.DONE
    registry.faults.arm("502", times=None)
    fail(client, 1)
    assert failing() is None


def test_a_full_load_that_keeps_failing_is_one_run_and_an_alarm(client, registry) -> None:
    refresh(client)
    registry.faults.arm("502", times=None, path="/studies")
    fail(client, 3)
    assert [(run.kind, run.failures) for run in RefreshRun.objects.exclude(state=State.DONE)] == [("full", 3)]
    assert failing()
    registry.faults.clear()
    settle(client)
    assert failing() is None


# ── A comparison that fails ──────────────────────────────────────────────────
@pytest.fixture
def listed_short(registry):
    """Every list of studies is far too short."""
    return lambda: registry.faults.arm("fewer", times=None, keep=0, path="/studies")


@pytest.mark.usefixtures("many")
def test_a_list_that_is_not_believed_does_not_hold_up_the_other_comparisons(client, registry, listed_short) -> None:
    settle(client)
    registry.advance(days=7, scale=0)
    in_a_week = timezone.now() + datetime.timedelta(days=7)
    assert refresh(client, in_a_week).kind == "changes"
    listed_short()
    for _ in range(2):
        with pytest.raises(FarFewer):
            refresh(client, in_a_week)
    assert {run.kind for run in RefreshRun.objects.filter(state=State.FAILED)} == {"statuses", "numbers"}
    registry.faults.clear()
    assert refresh(client, in_a_week).kind == "oldest"
    later = in_a_week + datetime.timedelta(hours=4)
    assert [refresh(client, later).kind for _ in range(2)] == ["statuses", "numbers"]


def test_a_list_of_something_else_concludes_nothing(client, registry, monkeypatch) -> None:
    settle(client)
    registry.advance(days=1, scale=0)
    refresh(client)
    monkeypatch.setattr("trials.registry.sweeps.SLIM", "BriefTitle")
    with pytest.raises(NotJson):
        refresh(client)
    assert not Trial.objects.exclude(removed_at=None).exists()


# ── Signs of life ────────────────────────────────────────────────────────────
@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("path", ["/studies", "/studies/NCT*"])
def test_a_slow_comparison_gives_signs_of_life(client, registry, monkeypatch, path) -> None:
    settle(client)
    registry.remove("NCT00000003")
    registry.advance(days=1, scale=0)
    refresh(client)
    signs = []
    monkeypatch.setattr(loading, "SIGN_OF_LIFE", 0.05)
    monkeypatch.setattr(loading, "still_alive", signs.append)
    registry.faults.arm("slow", seconds=0.3, times=1, path=path)
    run = refresh(client)
    assert (run.kind, run.removed) == ("statuses", 1)
    assert len(signs) >= 3


# ── What a person has kept ───────────────────────────────────────────────────
@pytest.mark.usefixtures("many")
def test_a_study_that_a_person_has_kept_is_asked_about_again_and_never_taken_off_alone(client, registry) -> None:
    def gone(*numbers: int) -> None:
        for number in numbers:
            registry.remove(f"NCT{number:08d}")
        registry.advance(days=1, scale=0)
        settle(client)

    settle(client)
    with pytest.MonkeyPatch.context() as nothing_is_believed:
        nothing_is_believed.setattr("trials.registry.removals.BELIEVED", 0)
        gone(2)
    decide(removal=Removal.objects.get(), approved=False, by=User.objects.create(username="curator"))
    gone(4)
    assert set(Trial.objects.exclude(removed_at=None).values_list("id", flat=True)) == {4}
    assert Removal.objects.get(approved=None).numbers == [2]
    assert Alarm.objects.get(ended_at=None).kind == Alarm.Kind.REMOVALS
