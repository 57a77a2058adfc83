"""What every page says of the data: where they are from, how old they are, and whether they are real."""

import time
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from trials.models import RefreshRun, Trial
from trials.partial_dates import first_day
from trials.registry.parse import SAMPLE_FROM

SILENT = timedelta(minutes=10)  # a run that gave no sign of life for so long is no longer loading


@dataclass(frozen=True, slots=True)
class Data:
    """What the pages' frame shows."""

    sample: bool
    stamp: date | None  # when the registry processed the data
    loading: RefreshRun | None  # a first load that is on its way
    sample_removed: RefreshRun | None  # the load that replaced the sample, for its first days


def site(request: HttpRequest) -> dict[str, object]:
    """Context processor: `data`, read only by pages that show it."""
    return {"data": SimpleLazyObject(lately_read)}


_read: tuple[float, Data] | None = None  # when, in seconds of the monotonic clock, and what


def lately_read() -> Data:
    """The state of the mirror, read at most once in DATA_STATE_SECONDS: every page shows it."""
    global _read
    now = time.monotonic()
    if _read is None or now - _read[0] >= settings.DATA_STATE_SECONDS:
        _read = now, read()
    return _read[1]


def read() -> Data:
    """The state of the mirror now."""
    now = timezone.now()
    runs = list(RefreshRun.objects.exclude(state=RefreshRun.State.FAILED, new=0)[:20])
    loading = [
        run
        for run in runs
        if run.state == RefreshRun.State.RUNNING
        and run.kind == RefreshRun.Kind.OPEN
        and run.heartbeat_at > now - SILENT
    ]
    replaced = [run for run in runs if run.sample_removed and run.started_at > now - timedelta(days=3)]
    stamps = [first_day(run.data_timestamp[:10]) for run in runs if run.data_timestamp]
    return Data(
        sample=Trial.objects.filter(id__gte=SAMPLE_FROM).exists(),
        stamp=max((stamp for stamp in stamps if stamp), default=None),
        loading=next(iter(loading), None),
        sample_removed=next(iter(replaced), None),
    )
