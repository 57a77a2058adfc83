"""Bad days at the registry. Whatever it answers, nothing is lost or doubled, and afterwards the mirror is the source."""

import datetime
import json
from collections.abc import Iterator

import pytest

from tests.registry import Emulator, generate
from tests.trials.registry.kit import AGENT, TODAY, tables
from tests.trials.registry.mirror import differences, number
from trials.models import Alarm, RefreshRun, Trial
from trials.registry import client as client_module
from trials.registry.client import Forbidden, NotJson, Refused, RegistryClient, RegistryError, Unavailable
from trials.registry.refresh import refresh

pytestmark = pytest.mark.django_db

LOADS = 12  # looks at the registry, after which a mirror that is not whole will never be
PASSING = ["429", "502", "503", "html", "truncated", "cut"]
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


def posted_this_year(studies: Iterator[bytes]) -> Iterator[dict]:
    """The studies as if all were registered within this year: each month of a full load costs a request."""
    for position, raw in enumerate(studies):
        study = json.loads(raw)
        status = study["protocolSection"]["statusModule"]
        day = f"2026-{1 + position % 11:02d}-{1 + position % 17:02d}"
        status["studyFirstPostDateStruct"] = {"date": day, "type": "ACTUAL"}
        status["lastUpdatePostDateStruct"] = {
            "date": max(day, status["lastUpdatePostDateStruct"]["date"]),
            "type": "ACTUAL",
        }
        yield study


@pytest.fixture
def registry(monkeypatch) -> Iterator[Emulator]:
    """One in which no reference is derived: those are found within a month, see test_month.py."""
    monkeypatch.setattr("tests.registry.clock.DERIVED", 0)
    with Emulator(posted_this_year(generate(48, seed=5, today=TODAY)), today=TODAY, seed=5) as running:
        yield running


@pytest.fixture
def client(registry, monkeypatch) -> RegistryClient:
    """Eight studies a page, so that a search has several; no rest, and little patience."""
    monkeypatch.setattr(client_module, "PAGE_SIZE", 8)
    return RegistryClient(registry.url, AGENT, pause=0, tries=3, backoff=0.001, timeout=(5, 0.3))


def noon(registry: Emulator) -> datetime.datetime:
    """The registry's day, after its data load."""
    return datetime.datetime.combine(registry.today, datetime.time(15), datetime.UTC)


def settle(client: RegistryClient, registry: Emulator) -> list[type[RegistryError]]:
    """Look at the registry until nothing is due, as the schedule does, and say what went wrong meanwhile."""
    errors: list[type[RegistryError]] = []
    while len(errors) < LOADS:
        try:
            if refresh(client, noon(registry)) is None:
                return errors
        except RegistryError as error:
            errors.append(type(error))
    raise AssertionError(f"It never came to rest: {errors}")


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
    stale = {said.split()[0] for said in told_apart(registry)}
    assert stale.isdisjoint(str(number(one)) for one in (*day.updated, *day.new))
    a_week_later(client, registry)
    assert differences(registry, registry.today, held) == []
    assert Trial.objects.get(pk=number(vanished)).removed_at


def a_week_later(client: RegistryClient, registry: Emulator) -> None:
    """A week goes by in which nothing changes: what no date tells is found in the weekly comparison."""
    registry.advance(days=7, scale=0)
    settle(client, registry)


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
    assert set(settle_or_give_up(client, registry)) == {Forbidden}
    assert Trial.objects.get(pk=int(gone[3:])).removed_at is None
    registry.faults.clear()
    settle(client, registry)
    assert told_apart(registry) == []


def settle_or_give_up(client: RegistryClient, registry: Emulator, looks: int = 4) -> list[type[RegistryError]]:
    errors: list[type[RegistryError]] = []
    for _ in range(looks):
        try:
            refresh(client, noon(registry))
        except RegistryError as error:
            errors.append(type(error))
    return errors


# ── Far fewer than there should be ───────────────────────────────────────────
@pytest.mark.parametrize("keep", [0, 30])
def test_a_registry_that_lists_far_fewer_takes_nothing_off(client, registry, keep) -> None:
    settle(client, registry)
    before = tables()
    registry.advance(days=7, scale=0)
    registry.faults.arm("fewer", times=None, keep=keep)
    settle_or_give_up(client, registry)
    assert tables() == before
    assert Alarm.objects.get(ended_at=None).kind == Alarm.Kind.FAR_FEWER
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
