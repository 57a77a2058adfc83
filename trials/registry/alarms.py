"""Alarms: raised once a kind, ended by a person or by the next run that goes well."""

import logging

from django.utils import timezone

from trials.models import Alarm, RefreshRun

log = logging.getLogger(__name__)


def raise_alarm(kind: Alarm.Kind, text: str, run: RefreshRun | None = None) -> None:
    """Raise an alarm, or renew the words of the one of its kind that is open."""
    log.error("%s: %s", kind.label, text)
    Alarm.objects.update_or_create(
        kind=kind,
        ended_at=None,
        defaults={"text": text, "run": run},
        create_defaults={"text": text, "run": run, "raised_at": timezone.now()},
    )


def end_alarms(*kinds: Alarm.Kind, **which: object) -> None:
    """End the open alarms of these kinds, or of those of them that a filter names: what they warned of is over."""
    open_ones = Alarm.objects.filter(kind__in=kinds, ended_at=None, **which)
    open_ones.update(ended_at=timezone.now())
