"""Comparisons of what the registry lists with what is stored. They find what no date tells: statuses that lapsed,
studies that were merged or removed, records that a run did not bring.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.db.models import QuerySet

from trials.models import Alarm, Original, RefreshRun, Trial
from trials.registry.alarms import raise_alarm
from trials.registry.client import NotJson, RegistryClient, RegistryError
from trials.registry.loading import Loader, alive_during
from trials.registry.pages import Crawl
from trials.registry.parse import Rejected, decode, nct_id, nct_number
from trials.registry.removals import remove, resolve
from trials.registry.sources import Found
from trials.registry.store import merge
from trials.vocabulary import Availability

SLIM = "NCTId,OverallStatus,LastUpdatePostDate"
LEAST_SHARE = 0.95  # of what is stored; a list that is shorter is not believed
TRIES = 3  # for a list whose pages do not add up: the registry was being rebuilt meanwhile
AT_ONCE = 100  # numbers asked for in one request
SINGLY = 1000  # studies that one run asks for one by one; the next run goes on


class FarFewer(RegistryError):
    """The registry listed far fewer studies than it should: nothing is concluded from that."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What the registry's list says of a study."""

    status: str
    updated: str  # "2026-11-16"


def sweep(client: RegistryClient, run: RefreshRun, search: Mapping[str, str], stored: QuerySet[Trial]) -> None:
    """Compare the list that a search gives with the trials that should be in it, and fetch what differs.

    Raises:
        FarFewer: the list is too short to be true. An alarm is raised, and nothing is changed.
    """
    # What has lapsed by our own calendar is on its way out of the list of open studies.
    expected = stored.exclude(availability=Availability.UNCONFIRMED).count()
    listed = list_of(client, run, search, expected)
    held = held_of(stored)
    known = held if len(held) >= len(listed) else held_of(Trial.objects.filter(removed_at=None))
    differing = [number for number, one in listed.items() if known.get(number) != one]
    vanished = [number for number in held if number not in listed]
    with Loader(run) as loader:
        left = fetch(client, run, loader, differing + vanished)
        settle(client, run, loader, [number for number in vanished if number in left][:SINGLY])


def list_of(client: RegistryClient, run: RefreshRun, search: Mapping[str, str], held: int) -> dict[int, Listed]:
    """Number -> what the registry's list says of it. A list that does not add up is asked for again."""
    for _ in range(TRIES):
        crawl = Crawl(client, run, {**search, "fields": SLIM})
        listed = alive_during(run, partial(all_listed, crawl))
        run.expected = crawl.announced
        if crawl.complete:
            break
    if len(listed) < LEAST_SHARE * held or not crawl.complete:
        text = f"It listed {len(listed):,} studies, announced {crawl.announced:,}, and {held:,} are stored."
        raise_alarm(Alarm.Kind.FAR_FEWER, text, run)
        raise FarFewer(text)
    return listed


def all_listed(crawl: Iterable[Found]) -> dict[int, Listed]:
    """The whole list."""
    return dict(map(listing, crawl))


def listing(found: Found) -> tuple[int, Listed]:
    """One line of the list.

    Raises:
        NotJson: it is no study, so that nothing can be concluded from the list.
    """
    try:
        study = decode(found.raw)
        number = nct_number(study.nct_id)
    except (Rejected, ValueError) as reason:
        raise NotJson(f"The registry's list holds something other than studies, at {found.origin}: {reason}") from None
    status = study.protocol.status
    return number, Listed(status.overall_status, status.last_update_post_date.date)


def held_of(stored: QuerySet[Trial]) -> dict[int, Listed]:
    """The same of what is stored."""
    rows = stored.values_list("id", "overall_status", "last_update_posted")
    return {number: Listed(status, posted.isoformat() if posted else "") for number, status, posted in rows.iterator()}


def fetch(client: RegistryClient, run: RefreshRun, loader: Loader, numbers: Sequence[int]) -> set[int]:
    """Fetch records by their numbers, and say which the registry did not give under the number asked for."""
    left = set(numbers)
    for start in range(0, len(numbers), AT_ONCE):
        asked = ",".join(map(nct_id, numbers[start : start + AT_ONCE]))
        crawl = Crawl(client, run, {"filter.ids": asked})
        loader.load(crawl)
        left -= {nct_number(found.decode()) for found in crawl.numbers}
    return left


def settle(client: RegistryClient, run: RefreshRun, loader: Loader, numbers: Collection[int]) -> None:
    """Find out what became of studies that are listed no longer: merged into another, or gone."""
    resolved = alive_during(run, lambda: resolve(client, list(numbers)))
    loader.load(record for _, record in resolved.found)
    for number, record in resolved.found:
        survivor = nct_number(decode(record.raw).nct_id)
        if survivor != number:
            run.merged += merge(number, into=survivor)
    remove(run, resolved.gone)
    run.save()


def refetch_oldest(client: RegistryClient, run: RefreshRun, share: float) -> None:
    """Fetch a share of all records again, those first that the registry gave us longest ago: new publications, MeSH
    terms and places move no date."""
    number = int(share * Original.objects.count()) + 1
    oldest = Original.objects.filter(trial__removed_at=None).order_by("last_seen", "trial_id")
    with Loader(run) as loader:
        fetch(client, run, loader, list(oldest.values_list("trial_id", flat=True)[:number]))
