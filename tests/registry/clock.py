"""The registry's days: on a working day a realistic share of the studies changes, at the weekend nothing."""

import random
from dataclasses import dataclass, field, fields
from datetime import date, timedelta

import numpy as np

from tests.registry import edits
from tests.registry.corpus import Corpus, Rows
from tests.registry.drafts import OPEN_SET
from tests.registry.generator import generate_new

# A working day of the whole registry (607,000 studies), as shares.
UPDATED = 1_147 / 607_000
REGISTERED = 210 / 607_000
DERIVED = 15 / 607_000
REMOVED = 0.9 / 607_000
MERGED = 1.8 / 607_000
# Kind of change, how often an update brings it along, and what it does.
UPDATES: tuple[tuple[str, float, edits.Edit], ...] = (
    ("status", 0.17, edits.change_status),
    ("sites", 0.35, edits.change_sites),
    ("ages", 0.03, edits.change_ages),
    ("contacts", 0.3, edits.change_contacts),
    ("dates", 0.4, edits.change_dates),
    ("criteria", 0.08, edits.change_criteria),
    ("enrollment", 0.12, edits.change_enrollment),
    ("results", 0.05, edits.post_results),
)
OPEN_WEIGHT = 8.0  # an open study is updated this many times as often as another
MONTHS_24 = 731


@dataclass(frozen=True, slots=True)
class DaySummary:
    """What changed from the day after `since` to `until`, as NCT ids by kind; `loads` counts the working days.

    `updated` are the studies whose last-update date moved; the kinds from `status` to `results` are among them.
    `unknown` and `derived` changed without that date. `merged` holds pairs of the vanished id and the survivor's.
    """

    since: date
    until: date
    loads: int = 0
    new: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    enrollment: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    merged: tuple[tuple[str, str], ...] = ()

    @property
    def changed(self) -> frozenset[str]:
        """Every id whose record, or whose being there, changed."""
        pairs = {nct_id for pair in self.merged for nct_id in pair}
        return frozenset((*self.new, *self.updated, *self.unknown, *self.derived, *self.removed, *pairs))


@dataclass(slots=True)
class Tally:
    """The lists of a summary while they grow."""

    kinds: dict[str, list[str]] = field(default_factory=dict)
    merged: list[tuple[str, str]] = field(default_factory=list)

    def add(self, kind: str, nct_id: str) -> None:
        self.kinds.setdefault(kind, []).append(nct_id)

    def summary(self, since: date, until: date, loads: int) -> DaySummary:
        known = {each.name for each in fields(DaySummary)}
        kinds = {kind: tuple(dict.fromkeys(ids)) for kind, ids in self.kinds.items() if kind in known}
        return DaySummary(since, until, loads, merged=tuple(self.merged), **kinds)


class Clock:
    """Lets days pass over a corpus. The same corpus, seed and days bring the same changes."""

    def __init__(self, corpus: Corpus, seed: int = 0) -> None:
        self._corpus = corpus
        self._seed = seed
        self.today = corpus.day

    def advance(self, days: int = 1, scale: float = 1.0) -> DaySummary:
        """Let `days` calendar days pass. `scale` multiplies every share, so that small corpora change at all."""
        since, tally, loads = self.today, Tally(), 0
        for _ in range(days):
            self.today += timedelta(days=1)
            if self.today.weekday() < 5:
                self._load(tally, scale)
                loads += 1
        return tally.summary(since, self.today, loads)

    def _load(self, tally: Tally, scale: float) -> None:
        corpus, day = self._corpus, self.today
        corpus.day = day
        corpus.load += 1
        rng = random.Random(f"{self._seed}:{day.isoformat()}")
        choice = np.random.default_rng([self._seed, day.toordinal()])
        before = corpus.alive_rows()
        for row in _some(before, UPDATED * scale, _weights(corpus, before), rng, choice):
            self._update(row, tally, rng)
        for row in _some(before, DERIVED * scale, None, rng, choice):
            study = corpus.study(row)
            edits.add_derived_reference(study, rng)
            corpus.put(study)
            tally.add("derived", self._id(row))
        for row in due_unknown(corpus, day):
            study = corpus.study(row)
            edits.flip_to_unknown(study)
            corpus.put(study)
            tally.add("unknown", self._id(row))
        self._leave(before, tally, scale, rng, choice)
        self._register(len(before), tally, scale, rng)

    def _id(self, row: int) -> str:
        return f"NCT{self._corpus.table['number'][row]:08d}"

    def _update(self, row: int, tally: Tally, rng: random.Random) -> None:
        """One sponsor's update: at least one real change, and the dates of its posting."""
        study = self._corpus.study(row)
        if edits.status_of(study).get("overallStatus") == "WITHHELD":
            return
        kinds = [kind for kind, share, edit in UPDATES if rng.random() < share and edit(study, self.today, rng)]
        if not kinds and not edits.change_criteria(study, self.today, rng):
            return
        edits.post(study, self.today, rng)
        self._corpus.put(study)
        for kind in (*(kinds or ["criteria"]), "updated"):
            tally.add(kind, self._id(row))

    def _leave(self, before: Rows, tally: Tally, scale: float, rng: random.Random, choice: np.random.Generator) -> None:
        """Removals, and merges of double registrations."""
        corpus = self._corpus
        for row in _some(before, REMOVED * scale, None, rng, choice):
            tally.add("removed", self._id(row))
            corpus.remove(row)
        pairs = _some(corpus.alive_rows(), 2 * MERGED * scale, None, rng, choice)
        for old, into in zip(pairs[::2], pairs[1::2], strict=False):
            tally.merged.append((self._id(old), self._id(into)))
            merge(corpus, old, into)

    def _register(self, size: int, tally: Tally, scale: float, rng: random.Random) -> None:
        count = _rounded(REGISTERED * scale * size, rng)
        if not count:
            return
        highest = int(self._corpus.table["number"].max())
        for study in generate_new(count, self._seed, self.today, highest):
            tally.add("new", self._id(self._corpus.put(study)))


def _rounded(expected: float, rng: random.Random) -> int:
    return int(expected + rng.random())


def _some(
    rows: Rows, share: float, weights: np.ndarray | None, rng: random.Random, choice: np.random.Generator
) -> list[int]:
    count = min(len(rows), _rounded(share * len(rows), rng))
    return choice.choice(rows, size=count, replace=False, p=weights).tolist() if count else []


def _weights(corpus: Corpus, rows: Rows) -> np.ndarray:
    codes = [corpus.book.by_column["status"].number(status) for status in OPEN_SET]
    weights = np.where(np.isin(corpus.table["status"][rows], codes), OPEN_WEIGHT, 1.0)
    return weights / max(weights.sum(), 1.0)


def due_unknown(corpus: Corpus, day: date) -> list[int]:
    """Rows the registry's rule turns UNKNOWN today: narrowed by columns, decided by `edits.turns_unknown`."""
    table = corpus.table
    codes = [corpus.book.by_column["status"].number(status) for status in OPEN_SET]
    likely = np.isin(table["status"], codes) & table["alive"] & (table["verified"] <= day.toordinal() - MONTHS_24)
    likely &= (table["completion"] < day.toordinal()) | (table["completion"] < 0)
    return [row for row in np.flatnonzero(likely).tolist() if edits.turns_unknown(corpus.study(row), day)]


def merge(corpus: Corpus, old: int, into: int) -> None:
    """The registration `old` vanishes; its id becomes an alias of `into`."""
    gone = f"NCT{corpus.table['number'][old]:08d}"
    gone_aliases = corpus.study(old)["protocolSection"]["identificationModule"].get("nctIdAliases", [])
    corpus.remove(old)
    study = corpus.study(into)
    identification = study["protocolSection"]["identificationModule"]
    aliases = [*identification.pop("nctIdAliases", []), gone, *gone_aliases]
    study["protocolSection"]["identificationModule"] = {
        "nctId": identification.pop("nctId"), "nctIdAliases": aliases, **identification,
    }  # fmt: skip
    corpus.put(study)
