"""What was asked for, and what it came to."""

from tests.registry import Emulator
from tests.trials.registry.kit import TODAY
from tests.trials.registry.mirror import differences, noon
from trials.models import RefreshRun
from trials.registry import bulk
from trials.registry.client import RegistryClient
from trials.registry.refresh import refresh

COUNT = 60
MONTHS = 11  # of this year
State = RefreshRun.State


def downloads(registry: Emulator) -> int:
    return sum(request.path == bulk.ADDRESS for request in registry.requests)


def paged(registry: Emulator) -> int:
    """How many pages of whole records were asked for."""
    return sum(request.path == "/studies" and "fields" not in request.params for request in registry.requests)


def full(client: RegistryClient, registry: Emulator) -> RefreshRun:
    """The full load, to its end."""
    run = refresh(client, noon(registry))
    assert (run.kind, run.state) == ("full", State.DONE)
    return run


def whole(registry: Emulator) -> bool:
    """Whether the mirror is equal to the registry and every month is marked with its own total."""
    run = RefreshRun.objects.get(kind="full")
    totals = run.partitions.values_list("expected", flat=True)
    return (run.partitions.count(), sum(totals), differences(registry, TODAY)) == (MONTHS, COUNT, [])


def month_of(registry: Emulator, nct_id: str) -> str:
    return registry.truth(nct_id)["protocolSection"]["statusModule"]["studyFirstPostDateStruct"]["date"][:7]
