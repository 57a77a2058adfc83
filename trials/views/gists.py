"""What a list says of a trial from its whole record. Records are read once for each version of a trial, and what was
read is remembered: reading twenty of them for each page of results would cost more than the search."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from trials.models import Original, Trial
from trials.reading import title as titles
from trials.registry.records import Study

REMEMBERED = 50_000  # trials; about 10 MB


@dataclass(frozen=True, slots=True)
class Gist:
    """The few words of a record that a list shows."""

    title: str
    why_stopped: str

    @classmethod
    def of(cls, study: Study) -> "Gist":
        return cls(titles.plain_title(study), study.protocol.status.why_stopped)


_remembered: dict[tuple[int, datetime], Gist] = {}


def gists(trials: Iterable[Trial]) -> Mapping[int, Gist]:
    """The gist of each trial, by its number; those not remembered are read in one query."""
    versions = {trial.id: (trial.id, trial.changed_at) for trial in trials}
    unknown = [number for number, version in versions.items() if version not in _remembered]
    if len(_remembered) + len(unknown) > REMEMBERED:
        _remembered.clear()
        unknown = list(versions)
    for original in Original.objects.filter(trial__in=unknown) if unknown else ():
        _remembered[versions[original.trial_id]] = Gist.of(original.study())
    return {number: _remembered[version] for number, version in versions.items() if version in _remembered}


def plain_title(trial: Trial) -> str:
    """The title of a trial whose record is at hand."""
    return title(trial, Gist.of(trial.study))


def title(trial: Trial, gist: Gist) -> str:
    """The curator's title, else the reader's, else the registry's."""
    curation = getattr(trial, "curation", None)
    return (curation and curation.plain_title) or gist.title or trial.nct_id
