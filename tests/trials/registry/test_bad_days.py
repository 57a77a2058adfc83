"""Bad days at the registry: whatever it answers, nothing is lost or doubled, and the mirror ends equal to it."""

from collections.abc import Iterator

import pytest

from tests.registry import Emulator
from tests.trials.registry.kit import AGENT, tables
from tests.trials.registry.mirror import a_week_later, differences, look, noon, number, settle, small_registry
from trials.models import Alarm, Partition, RefreshRun, Trial
from trials.registry import client as client_module
from trials.registry.client import Forbidden, NotJson, Refused, RegistryClient, Unavailable
from trials.registry.refresh import refresh

pytestmark = pytest.mark.django_db

FAULTS = {
    "429": {},
    "429 with Retry-After": {"retry_after": 0},
    "403": {},
    "502": {},
    "503": {"retry_after": 0},
    "html": {},
    "truncated": {"at": 0.7},
    "cut": {"at": 0.7},
    "slow": {"seconds": 0.6},
    "reload": {"scale": 60},
    "token": {},
    "empty-page": {},
    "fewer": {"keep": 3},
}


@pytest.fixture
def registry(monkeypatch) -> Iterator[Emulator]:
    """One in which no reference is derived: those are found within a month, see test_month.py."""
    monkeypatch.setattr("tests.registry.clock.DERIVED", 0)
    with small_registry(48) as running:
        yield running


@pytest.fixture
def client(registry, monkeypatch) -> RegistryClient:
    """Eight studies a page, so that a search has several; no rest, and little patience."""
    monkeypatch.setattr(client_module, "PAGE_SIZE", 8)
    return RegistryClient(registry.url, AGENT, pause=0, tries=3, backoff=0.001, timeout=(5, 0.3))


def told_apart(registry: Emulator) -> list[str]:
    return differences(registry, registry.today)


def arm(registry: Emulator, fault: str, **when: object) -> None:
    registry.faults.arm(fault.split()[0], **when, **FAULTS[fault])


# ── Trouble of every kind, at every moment ───────────────────────────────────
@pytest.mark.parametrize("fault", FAULTS)
def test_trouble_in_the_first_load_leaves_a_whole_mirror(client, registry, fault) -> None:
    arm(registry, fault, after=6, times=4)
    settle(client, registry)
    assert told_apart(registry) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_trouble_on_a_day_of_changes_leaves_a_whole_mirror(client, registry, fault) -> None:
    settle(client, registry)
    held = set(Trial.objects.values_list("id", flat=True))
    day = registry.advance(days=1, scale=150)
    registry.remove(vanished := (set(registry.ids()) - day.changed).pop())
    arm(registry, fault, after=2, times=4)
    settle(client, registry)
    if fault != "fewer":  # an answer that keeps changes back looks like a quiet day; see the next comparison
        stale = {said.split()[0] for said in told_apart(registry)}
        assert stale.isdisjoint(str(number(one)) for one in (*day.updated, *day.new))
    a_week_later(client, registry)
    assert differences(registry, registry.today, held) == []
    assert Trial.objects.get(pk=number(vanished)).removed_at


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("429", Unavailable),
        ("502", Unavailable),
        ("503", Unavailable),
        ("html", NotJson),
        ("truncated", NotJson),
        ("cut", Unavailable),
        ("slow", Unavailable),
        ("403", Forbidden),
        ("token", Refused),
        ("empty-page", NotJson),
    ],
)
def test_trouble_that_stays_changes_nothing_and_the_next_good_day_mends_it(client, registry, fault, error) -> None:
    settle(client, registry)
    before = tables()
    registry.advance(days=1, scale=150)
    arm(registry, fault, times=None, path="/studies*")
    for _ in range(2):
        with pytest.raises(error):
            refresh(client, noon(registry))
    assert Trial.objects.exclude(removed_at=None).count() == 0
    if fault not in ("token", "empty-page"):  # there the first page came, and is kept
        assert tables() == before
    registry.faults.clear()
    settle(client, registry)
    a_week_later(client, registry)
    assert told_apart(registry) == []


def test_a_month_counts_as_done_only_when_all_its_studies_are_stored(client, registry, monkeypatch) -> None:
    monkeypatch.setattr("trials.registry.loading.BATCH", 10)
    look(client, registry, times=1)
    registry.faults.arm("502", times=None, after=8, path="/studies")
    assert look(client, registry, times=1) == [Unavailable]
    assert Partition.objects.exists()
    for done in Partition.objects.all():
        of_month = Trial.objects.filter(first_posted__month=done.month.month)
        assert of_month.count() == done.expected
    registry.faults.clear()
    settle(client, registry)
    assert told_apart(registry) == []


# ── Refused by the registry ──────────────────────────────────────────────────
@pytest.mark.parametrize("path", [None, "/version", "/studies"])
def test_a_403_stops_the_run_at_once_and_tells_a_person(client, registry, path) -> None:
    settle(client, registry)
    registry.advance(days=1, scale=0)
    registry.requests.clear()
    registry.faults.arm("403", times=None, path=path)
    with pytest.raises(Forbidden):
        refresh(client, noon(registry))
    assert [request.status for request in registry.requests].count(403) == 1
    alarm = Alarm.objects.get(ended_at=None)
    assert alarm.kind == Alarm.Kind.FORBIDDEN
    assert "REGISTRY_USER_AGENT" in alarm.text


def test_a_403_before_the_very_first_run_tells_a_person(client, registry) -> None:
    registry.faults.arm("403")
    with pytest.raises(Forbidden):
        refresh(client, noon(registry))
    assert Alarm.objects.get().kind == Alarm.Kind.FORBIDDEN


def test_a_403_every_half_hour_is_one_alarm_which_the_next_good_run_ends(client, registry) -> None:
    registry.faults.arm("403", times=5)
    assert settle(client, registry) == [Forbidden] * 5
    assert Alarm.objects.get().ended_at is not None


def test_a_403_for_a_study_that_is_not_listed_never_means_that_it_is_gone(client, registry) -> None:
    settle(client, registry)
    gone = registry.ids()[3]
    registry.remove(gone)
    registry.faults.arm("403", times=None, path="/studies/NCT*")
    registry.advance(days=7, scale=0)
    assert set(look(client, registry, times=4)) == {Forbidden}
    assert Trial.objects.get(pk=int(gone[3:])).removed_at is None
    registry.faults.clear()
    settle(client, registry)
    assert told_apart(registry) == []


class Misled(RegistryClient):
    """One whose questions for single studies end up at a server that knows nothing of the registry."""

    def ask(self, path: str, params: dict[str, str]) -> object:
        return super().ask("/../elsewhere" if path.startswith("/studies/NCT") else path, params)


def test_a_404_page_that_is_not_the_registrys_never_means_that_a_study_is_gone(client, registry) -> None:
    settle(client, registry)
    gone = registry.ids()[3]
    registry.remove(gone)
    registry.advance(days=7, scale=0)
    misled = Misled(registry.url, AGENT, pause=0)
    assert look(misled, registry, times=3)[-1] == Refused
    assert registry.requests[-1].status == 404
    assert Trial.objects.get(pk=number(gone)).removed_at is None


# ── Far fewer than there should be ───────────────────────────────────────────
@pytest.mark.parametrize("keep", [0, 30])
def test_a_registry_that_lists_far_fewer_takes_nothing_off(client, registry, keep) -> None:
    settle(client, registry)
    before = tables()
    registry.advance(days=7, scale=0)
    registry.faults.arm("fewer", times=None, keep=keep)
    look(client, registry, times=4)
    assert tables() == before
    assert Alarm.objects.filter(ended_at=None, kind=Alarm.Kind.FAR_FEWER).count() == 1
    registry.faults.clear()
    settle(client, registry)
    assert Alarm.objects.filter(ended_at=None).count() == 0
    assert told_apart(registry) == []


def test_a_first_load_from_a_registry_that_shows_nothing_is_made_good(client, registry) -> None:
    registry.faults.arm("fewer", times=13, keep=0, path="/studies")
    settle(client, registry)
    assert RefreshRun.objects.get(kind="full").read < 48
    assert told_apart(registry) == []


def test_a_day_whose_changes_are_not_shown_is_made_good_within_a_week(client, registry) -> None:
    settle(client, registry)
    registry.advance(days=1, scale=150)
    registry.faults.arm("fewer", times=1, keep=0, path="/studies")
    a_week_later(client, registry)
    assert told_apart(registry) == []
