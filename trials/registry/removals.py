"""Studies that the registry lists no longer: each is asked for by its number. Some were merged, some are gone.

"Gone" is believed of a few at a time. More than that waits for a person's yes: a registry that answers wrongly must
never empty the mirror.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from trials.models import Alarm, RefreshRun, Removal, Trial
from trials.registry.alarms import end_alarms, raise_alarm
from trials.registry.client import Missing, RegistryClient
from trials.registry.parse import nct_id
from trials.registry.sources import Found

BELIEVED = 20  # studies gone at once, or
BELIEVED_SHARE = 0.0005  # of all that are stored, whichever is more


@dataclass
class Resolved:
    """What became of studies that were not listed."""

    found: list[tuple[int, Found]] = field(default_factory=list)  # the number asked for; merged ones give another's
    gone: list[int] = field(default_factory=list)


def resolve(client: RegistryClient, numbers: Sequence[int]) -> Resolved:
    """Ask for each study by its number. A merged one gives the record of its survivor, which names it as an alias."""
    resolved = Resolved()
    for number in numbers:
        try:
            record = Found(nct_id(number), client.study(nct_id(number)), client.bytes_read)
            resolved.found.append((number, record))
        except Missing:
            resolved.gone.append(number)
    return resolved


def remove(run: RefreshRun, numbers: Collection[int]) -> None:
    """Take studies off that the registry has no longer; too many at once wait for a person, who is asked once. What a
    person has kept is never taken off without asking again."""
    doubtful = {*numbers} & asked_about(approved=False)
    if len(numbers) > max(BELIEVED, BELIEVED_SHARE * Trial.objects.count()):
        doubtful = {*numbers}
    run.removed += take_off({*numbers} - doubtful)
    unasked = doubtful - asked_about(approved=None)
    if not unasked:
        return
    removal = Removal.objects.create(run=run, numbers=sorted(unasked), found_at=timezone.now())
    text = f"{len(unasked):,} studies are gone from the registry. None of them is taken off until somebody agrees."
    raise_alarm(Alarm.Kind.REMOVALS, f"{text} Decide under “Removals” ({removal}).", run)


def asked_about(*, approved: bool | None) -> set[int]:
    """The studies of all removals that were decided so; None: of those that wait."""
    return {number for removal in Removal.objects.filter(approved=approved) for number in removal.numbers}


def take_off(numbers: Collection[int]) -> int:
    """Take studies off the search. They stay in the database, and their pages say what happened."""
    return Trial.objects.filter(id__in=numbers, removed_at=None).update(removed_at=timezone.now())


@transaction.atomic
def decide(*, removal: Removal, approved: bool, by: User) -> int:
    """A person's yes or no to a removal; says how many studies were taken off. A decision stands."""
    waiting = Removal.objects.select_for_update().get(pk=removal.pk)
    if waiting.approved is not None:
        return 0
    waiting.approved, waiting.decided_at, waiting.decided_by = approved, timezone.now(), by
    waiting.save()
    if not Removal.objects.filter(approved=None).exists():
        end_alarms(Alarm.Kind.REMOVALS)
    return take_off(waiting.numbers) if approved else 0
