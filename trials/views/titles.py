"""The titles that lists show. A record is read for its title once in a process, until the record changes."""

from collections.abc import Collection
from datetime import datetime

from trials.models import Original, Trial
from trials.reading import title

MOST = 20_000  # titles that are kept
_known: dict[tuple[int, datetime], str] = {}


def shown(trials: Collection[Trial]) -> dict[int, str]:
    """The title of each of these trials: the curator's, else the reader's, else the registry's."""
    versions = {one.id: (one.id, one.changed_at) for one in trials}
    read = {number: _known[version] for number, version in list(versions.items()) if version in _known}
    unread = versions.keys() - read.keys()
    if len(_known) + len(unread) > MOST:
        _known.clear()
    for original in Original.objects.filter(trial__in=unread) if unread else ():
        number = original.trial_id
        read[number] = _known[versions[number]] = title.plain_title(original.study())
    return {one.id: curated(one) or read.get(one.id) or one.nct_id for one in trials}


def plain_title(trial: Trial) -> str:
    """The title of one trial whose record is at hand."""
    return curated(trial) or title.plain_title(trial.study) or trial.nct_id


def curated(trial: Trial) -> str:
    """The title that a curator gave it."""
    curation = getattr(trial, "curation", None)
    return curation.plain_title if curation else ""
