"""The mirror held against the registry itself, record for record, by a reading that shares nothing with the product."""

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise
from typing import Any, Protocol

import orjson
from django.db.models import Count

from tests.registry import Emulator, generate
from tests.trials.registry import plain_reading
from tests.trials.registry.kit import TODAY
from trials.models import Alias, RefreshRun, RejectedRecord, Site, Trial, TrialCondition
from trials.registry.client import RegistryClient, RegistryError
from trials.registry.refresh import refresh

LOOKS = 12  # after so many failed looks at the registry a mirror that is not whole will never be
CAN_LAPSE = {"RECRUITING", "NOT_YET_RECRUITING", "ENROLLING_BY_INVITATION"}
Record = dict[str, Any]


class Source(Protocol):
    """The emulated registry, in this process or in another."""

    def ids(self) -> list[str]: ...

    def truth(self, nct_id: str) -> Record | None: ...


def differences(registry: Source, today: datetime.date, held: Collection[int] = ()) -> list[str]:
    """Every way in which the mirror differs from the registry, as sentences; none where they are equal.

    Args:
        today: the day that the mirror last took it to be, since a status can lapse with the calendar.
        held: numbers that the mirror once had: it must have them still, as trials or as aliases.
    """
    truths = {number(nct_id): record(registry, nct_id) for nct_id in registry.ids()}
    trials = Trial.objects.select_related("original").in_bulk()
    return [
        *differing_numbers(truths, trials, held),
        *(said for one in truths.keys() & trials.keys() for said in differing_trial(truths[one], trials[one], today)),
        *differing_rows("sites", stored_sites(), {one: plain_sites(truth, today) for one, truth in truths.items()}),
        *differing_rows("listings", stored_listings(), {one: plain_listings(truth) for one, truth in truths.items()}),
        *differing_aliases(truths),
        *untidy_runs(),
        *doubled_revisions(),
    ]


def number(nct_id: str) -> int:
    return int(nct_id.removeprefix("NCT"))


def record(registry: Source, nct_id: str) -> Record:
    """A record without the day of its data load, which is new on every record every day."""
    found = registry.truth(nct_id)
    assert found is not None, f"{nct_id} is listed and has no record"
    return undated(found)


def undated(found: Record) -> Record:
    found.get("derivedSection", {}).get("miscInfoModule", {}).pop("versionHolder", None)
    return found


def differing_numbers(truths: dict[int, Record], trials: dict[int, Trial], held: Collection[int]) -> Iterator[str]:
    aliases = set(Alias.objects.values_list("id", flat=True))
    removed = {one for one, trial in trials.items() if trial.removed_at}
    yield from (f"{one} is missing" for one in truths.keys() - trials.keys())
    yield from (f"{one} is taken off, and the registry has it" for one in truths.keys() & removed)
    yield from (f"{one} is shown, and the registry has it no longer" for one in trials.keys() - truths.keys() - removed)
    yield from (f"{one} is lost" for one in set(held) - trials.keys() - aliases)


def differing_trial(truth: Record, trial: Trial, today: datetime.date) -> Iterator[str]:
    if undated(orjson.loads(trial.original.json())) != truth:
        yield f"{trial.pk} has another record"
    expected = plain_reading.trial(truth)
    expected["availability"] = lapsed_availability(truth, today)
    for column, value in expected.items():
        if (stored := getattr(trial, column)) != value:
            yield f"{trial.pk} has {column} {stored!r} instead of {value!r}"


def lapsed_availability(truth: Record, today: datetime.date) -> int:
    """4 (not confirmed) where the status has lapsed by today, whatever the registry still says."""
    status = truth["protocolSection"].get("statusModule", {})
    return 4 if lapsed(status, today) else plain_reading.availability(status)


def lapsed(status: dict[str, Any], today: datetime.date) -> bool:
    """The registry's rule: it ended, as far as is known, and nobody has verified the status for two years."""
    end = status.get("completionDateStruct") or status.get("primaryCompletionDateStruct") or {}
    verified = status.get("statusVerifiedDate", "")
    two_years_ago = f"{today.year - 2}-{today:%m-%d}"
    over = not end or end["date"] < today.isoformat()[: len(end["date"])]
    stale = not verified or verified < two_years_ago[: len(verified)]
    return status.get("overallStatus") in CAN_LAPSE and over and stale


def plain_sites(truth: Record, today: datetime.date) -> list[tuple]:
    sites = plain_reading.sites(truth)
    if not lapsed(truth["protocolSection"].get("statusModule", {}), today):
        return sites
    return [(*site[:3], min(5, max(4, site[3])), *site[4:]) for site in sites]


def plain_listings(truth: Record) -> list[tuple]:
    return sorted(plain_reading.listings(truth))


def stored_sites() -> dict[int, list[tuple]]:
    place = ("city", "state", "country", "latitude", "longitude")
    columns = ("ordinal", "facility", "status", "availability", "zip", *(f"place__{part}" for part in place))
    return grouped(Site.objects.order_by("trial_id", "ordinal").values_list("trial_id", *columns))


def stored_listings() -> dict[int, list[tuple]]:
    listings = TrialCondition.objects.values_list("trial_id", "condition__key", "source")
    return {one: sorted(rows) for one, rows in grouped(listings).items()}


def grouped(rows: Iterable[tuple]) -> dict[int, list[tuple]]:
    """Rows by their first column."""
    found: dict[int, list[tuple]] = {}
    for first, *rest in rows:
        found.setdefault(first, []).append(tuple(rest))
    return found


def differing_rows(what: str, stored: dict[int, list[tuple]], expected: dict[int, list[tuple]]) -> Iterator[str]:
    for one, rows in expected.items():
        if (ours := stored.get(one, [])) != rows:
            lost, more = Counter(rows) - Counter(ours), Counter(ours) - Counter(rows)
            yield f"{one} has other {what}: without {list(lost)[:3]}, with {list(more)[:3]}"


def differing_aliases(truths: dict[int, Record]) -> Iterator[str]:
    expected = {alias: one for one, truth in truths.items() for alias in plain_reading.aliases(truth)}
    stored = dict(Alias.objects.filter(trial__removed_at=None).values_list("id", "trial_id"))
    for alias in expected.keys() | stored.keys():
        if stored.get(alias) != expected.get(alias):
            yield f"{alias} leads to {stored.get(alias)} instead of {expected.get(alias)}"


def untidy_runs() -> Iterator[str]:
    yield from (f"{one} still says that it runs" for one in RefreshRun.objects.filter(state="running"))
    yield from (f"{one} was rejected" for one in RejectedRecord.objects.all())


def doubled_revisions() -> Iterator[str]:
    """One change is one revision, however often it was begun."""
    for trial in Trial.objects.alias(count=Count("revisions")).filter(count__gt=1):
        steps = trial.revisions.order_by("seen_at", "id")
        for before, after in pairwise(bytes(step.content_hash) for step in steps):
            if before == after:
                yield f"{trial.pk} has one change twice"


# ── The registry's days, as a mirror lives through them in a test ────────────
def small_registry(count: int) -> Emulator:
    """A registry of this year's studies."""
    return Emulator(posted_this_year(generate(count, seed=5, today=TODAY)), today=TODAY, seed=5)


def posted_this_year(studies: Iterable[bytes]) -> Iterator[dict]:
    """The studies as if all were registered within this year, since each month of a full load costs a request. Every
    other one is open, so that one of them that vanishes is no more than a small share."""
    for position, raw in enumerate(studies):
        study = orjson.loads(raw)
        status = study["protocolSection"]["statusModule"]
        day = f"2026-{1 + position % 11:02d}-{1 + position % 17:02d}"
        status["studyFirstPostDateStruct"] = {"date": day, "type": "ACTUAL"}
        status["lastUpdatePostDateStruct"] = {
            "date": max(day, status["lastUpdatePostDateStruct"]["date"]),
            "type": "ACTUAL",
        }
        if position % 2 and status.get("overallStatus"):
            status["overallStatus"], status["statusVerifiedDate"] = "RECRUITING", "2026-11"
            status.pop("lastKnownStatus", None)
        yield study


def noon(registry: Emulator) -> datetime.datetime:
    """The registry's day, after its data load."""
    return datetime.datetime.combine(registry.today, datetime.time(15), datetime.UTC)


def settle(client: RegistryClient, registry: Emulator) -> list[type[RegistryError]]:
    """Look at the registry until nothing is due, as the schedule does, and say what went wrong meanwhile."""
    errors: list[type[RegistryError]] = []
    while len(errors) < LOOKS:
        try:
            if refresh(client, noon(registry)) is None:
                return errors
        except RegistryError as error:
            errors.append(type(error))
    raise AssertionError(f"It never came to rest: {errors}")


def look(
    client: RegistryClient, registry: Emulator, times: int, now: datetime.datetime | None = None
) -> list[type[RegistryError]]:
    """Look at the registry so many times, and say what went wrong."""
    errors: list[type[RegistryError]] = []
    for _ in range(times):
        try:
            refresh(client, now or noon(registry))
        except RegistryError as error:
            errors.append(type(error))
    return errors


def a_week_later(client: RegistryClient, registry: Emulator) -> None:
    """A week goes by in which nothing changes: what no date tells is found in the weekly comparison."""
    registry.advance(days=7, scale=0)
    settle(client, registry)
