"""Odd records, and studies that vanish, merge or lapse without a word: the mirror follows, and loses nothing."""

import datetime
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.registry import Emulator, oddities
from tests.trials.registry.kit import AGENT
from tests.trials.registry.mirror import a_week_later, differences, look, number, settle, small_registry
from trials.models import Alarm, Alias, Curation, Original, Place, Removal, Site, Trial
from trials.registry.client import RegistryClient
from trials.registry.removals import decide

pytestmark = pytest.mark.django_db

STUDIES = 48


@pytest.fixture
def registry() -> Iterator[Emulator]:
    with small_registry(STUDIES) as running:
        yield running


@pytest.fixture
def client(registry) -> RegistryClient:
    return RegistryClient(registry.url, AGENT, pause=0, tries=3, backoff=0.001, timeout=(5, 20))


@pytest.fixture
def visitor() -> Client:
    return Client(SERVER_NAME="localhost")


def told_apart(registry: Emulator, held: set[int] | None = None) -> list[str]:
    return differences(registry, registry.today, held or set())


def a_month_later(client: RegistryClient, registry: Emulator) -> None:
    """Every record has been fetched anew."""
    for _ in range(31):
        registry.advance(days=1, scale=0)
        settle(client, registry)


def open_and_closed(registry: Emulator) -> tuple[str, str]:
    """An open study with sites, and one that has ended."""
    truths = [registry.truth(one)["protocolSection"] for one in registry.ids()]
    with_sites = [one for one in truths if one.get("contactsLocationsModule", {}).get("locations")]
    chosen = [
        next(one for one in with_sites if one["statusModule"].get("overallStatus") == status)
        for status in ("RECRUITING", "COMPLETED")
    ]
    return tuple(one["identificationModule"]["nctId"] for one in chosen)


# ── Records as odd as the registry's oddest ──────────────────────────────────
@pytest.mark.parametrize("kind", oddities.KINDS)
def test_an_odd_record_is_loaded_like_any_other(client, registry, kind) -> None:
    for one in open_and_closed(registry):
        registry.spoil(kind, one)
    settle(client, registry)
    assert Trial.objects.count() == STUDIES
    assert told_apart(registry) == []


def test_records_that_turn_odd_without_a_new_date_are_found_within_a_month(client, registry) -> None:
    settle(client, registry)
    closed = Trial.objects.exclude(overall_status="RECRUITING").exclude(sites=None)
    odd = dict(zip(oddities.KINDS, (one.nct_id for one in closed), strict=False))
    assert odd.keys() == oddities.KINDS.keys()
    for kind, one in odd.items():
        registry.spoil(kind, one)
    a_month_later(client, registry)
    assert told_apart(registry) == []
    places = Place.objects.filter(sites__trial=number(odd["no-point"]))
    assert set(places.values_list("latitude", "longitude")) == {(None, None)}


def test_3500_sites_are_stored_and_counted_once_each(client, registry) -> None:
    huge = registry.spoil("huge", open_and_closed(registry)[0])
    settle(client, registry)
    registry.advance(days=1, scale=0)
    record = registry.truth(huge)
    record["protocolSection"]["statusModule"]["lastUpdatePostDateStruct"]["date"] = registry.today.isoformat()
    record["protocolSection"]["contactsLocationsModule"]["locations"][7]["status"] = "COMPLETED"
    registry.put(record)
    settle(client, registry)
    assert Site.objects.filter(trial=number(huge)).count() == oddities.HUGE_SITES
    assert told_apart(registry) == []


def test_numbers_and_years_beyond_all_measure_are_kept_as_they_are(client, registry) -> None:
    one = registry.spoil("enrollment")
    registry.spoil("far-year", one)
    settle(client, registry)
    trial = Trial.objects.get(pk=number(one))
    assert (trial.enrollment, trial.start_date, trial.completion_date) == (99_999_999, "1900-01", "2099-01-01")


def test_a_script_in_a_plain_field_is_shown_and_never_run(client, registry, visitor) -> None:
    one = registry.spoil("markup")
    settle(client, registry)
    page = visitor.get(f"/trials/{one}/", follow=True).content.decode()
    assert "&lt;script&gt;alert(" in page
    for script in ("<script>alert", 'href="javascript:', "<img src=x"):
        assert script not in page


# ── A status lapses ──────────────────────────────────────────────────────────
def test_a_status_that_turns_unknown_without_a_new_date_is_known_the_same_day(client, registry) -> None:
    settle(client, registry)
    one, _ = open_and_closed(registry)
    registry.advance(days=1, scale=0)
    registry.spoil("unknown-flip", one)
    settle(client, registry)
    trial = Trial.objects.get(pk=number(one))
    assert (trial.overall_status, trial.last_known_status) == ("UNKNOWN", "RECRUITING")
    assert told_apart(registry) == []


def test_a_status_that_lapses_with_the_calendar_is_not_shown_as_open_even_if_the_registry_is_away(
    client, registry
) -> None:
    one, _ = open_and_closed(registry)
    settle(client, registry)
    day = datetime.date(2035, 1, 1)
    registry.faults.arm("503", times=None)
    look(client, registry, times=1, now=datetime.datetime.combine(day, datetime.time(15), datetime.UTC))
    assert Trial.objects.get(pk=number(one)).availability == 4
    assert differences(registry, day) == []


# ── A study vanishes ─────────────────────────────────────────────────────────
@pytest.mark.parametrize("which", [0, 1], ids=["open", "closed"])
def test_a_vanished_study_is_off_the_search_and_its_page_says_so(client, registry, visitor, which) -> None:
    settle(client, registry)
    held = set(Trial.objects.values_list("id", flat=True))
    gone = open_and_closed(registry)[which]
    registry.remove(gone)
    a_week_later(client, registry)
    assert told_apart(registry, held) == []
    assert number(gone) not in Trial.objects.visible().values_list("id", flat=True)
    assert Original.objects.filter(trial=number(gone)).exists()
    page = visitor.get(f"/trials/{gone}/", follow=True)
    assert page.status_code in (200, 410)
    assert "no longer" in page.content.decode()


def test_a_study_that_comes_back_is_shown_again(client, registry) -> None:
    settle(client, registry)
    gone, _ = open_and_closed(registry)
    record = registry.truth(gone)
    registry.remove(gone)
    a_week_later(client, registry)
    assert Trial.objects.get(pk=number(gone)).removed_at
    registry.put(record)
    a_week_later(client, registry)
    assert told_apart(registry) == []


# ── Many vanish at once ──────────────────────────────────────────────────────
@pytest.fixture
def two_are_gone(client, registry, monkeypatch) -> list[int]:
    """Twice as many as are believed without a person's yes."""
    monkeypatch.setattr("trials.registry.removals.BELIEVED", 1)
    settle(client, registry)
    gone = list(Trial.objects.filter(overall_status="COMPLETED")[:2])
    for one in gone:
        registry.remove(one.nct_id)
    a_week_later(client, registry)
    return [one.pk for one in gone]


def test_many_removals_wait_for_a_person(client, registry, two_are_gone) -> None:
    assert Trial.objects.exclude(removed_at=None).count() == 0
    assert Alarm.objects.get(ended_at=None).kind == Alarm.Kind.REMOVALS
    decide(removal=Removal.objects.get(), approved=True, by=User.objects.create(username="curator"))
    assert set(Trial.objects.exclude(removed_at=None).values_list("id", flat=True)) == set(two_are_gone)
    assert Alarm.objects.filter(ended_at=None).count() == 0
    assert told_apart(registry) == []


def test_a_person_is_asked_once_however_long_the_answer_takes(client, registry, two_are_gone) -> None:
    for _ in range(3):
        a_week_later(client, registry)
    assert Removal.objects.get().numbers == sorted(two_are_gone)


def test_what_was_not_agreed_to_stays(client, registry, two_are_gone) -> None:
    decide(removal=Removal.objects.get(), approved=False, by=User.objects.create(username="curator"))
    a_week_later(client, registry)
    assert Trial.objects.exclude(removed_at=None).count() == 0


# ── Two registrations become one ─────────────────────────────────────────────
@pytest.mark.parametrize("which", [0, 1], ids=["open", "closed"])
def test_a_merged_study_leads_to_its_survivor_and_a_curators_words_follow(client, registry, visitor, which) -> None:
    settle(client, registry)
    held = set(Trial.objects.values_list("id", flat=True))
    pair = open_and_closed(registry)
    old, into = pair[which], pair[1 - which]
    Curation.objects.create(trial_id=number(old), featured=True, plain_title="In plain words")
    registry.merge(old, into)
    a_week_later(client, registry)
    assert told_apart(registry, held) == []
    assert Alias.objects.get(pk=number(old)).trial_id == number(into)
    assert Curation.objects.get().trial_id == number(into)
    page = visitor.get(f"/trials/{old}/", follow=True)
    assert into in page.redirect_chain[-1][0]
    assert "In plain words" in page.content.decode()


def test_a_chain_of_merges_leads_to_the_last(client, registry) -> None:
    settle(client, registry)
    held = set(Trial.objects.values_list("id", flat=True))
    first, second, last = registry.ids()[:3]
    registry.merge(first, second)
    registry.merge(second, last)
    a_week_later(client, registry)
    assert told_apart(registry, held) == []
    assert dict(Alias.objects.filter(id__in=map(number, (first, second))).values_list("id", "trial_id")) == {
        number(first): number(last),
        number(second): number(last),
    }


def test_a_merge_in_the_middle_of_the_first_load_leaves_one_of_the_two(client, registry) -> None:
    look(client, registry, times=1)
    old, into = open_and_closed(registry)
    registry.merge(old, into)
    settle(client, registry)
    assert told_apart(registry, {number(old)}) == []
