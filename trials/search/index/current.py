"""The segments that stand for the database as it is now, one set a process.

The large segment is read from disk. What was written since it was made is read from the database, a small segment at a
time, and hides its older self. Where there is no large segment and the database is small, one is made in memory.
"""

import logging
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from django.conf import settings
from django.db import connection

from trials.models import Touched, Trial
from trials.search.index import files
from trials.search.index.build import Names, build
from trials.search.index.columns import Array, Segment
from trials.search.terms import current as terms
from trials.search.terms.folding import tokens
from trials.search.terms.vocabulary import Vocabulary

log = logging.getLogger(__name__)

MADE_IN_MEMORY = 20_000  # trials, at most
READ_AT_ONCE = 5_000  # trials written since; more wait for the next large segment
PARTS = 6  # small segments before they are made one
SHARE = 20  # catching up takes at most one part in so many of a process's time


class NotReady(Exception):
    """There is no index yet: the first one is being made."""


@dataclass(frozen=True, slots=True)
class Part:
    """A segment and which of its trials still count."""

    segment: Segment
    counts: Array | None = None  # bool, by position; None: all of them

    def without(self, numbers: Array) -> "Part":
        """The same without some trials."""
        at = self.segment.positions_of(numbers)
        if not len(at):
            return self
        counts = np.ones(len(self.segment), np.bool_) if self.counts is None else self.counts.copy()
        counts[at] = False
        return Part(self.segment, counts)


@dataclass(frozen=True, slots=True)
class Index:
    """What stands for the database: no trial counts in two parts."""

    parts: tuple[Part, ...]
    vocabulary: Vocabulary


class Follower:
    """Keeps a process's index as the database is."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self.parts: tuple[Part, ...] = ()
        self.base = ""
        self.made_with = -1
        self.seen = 0  # every transaction below this number is in the parts
        self.read: dict[int, int] = {}  # trials that will be seen again, with the version that was read
        self.look_again = 0.0

    def index(self) -> Index:
        """The index. Who comes while another thread brings it up to date gets it as it was.

        Raises:
            NotReady: there is none yet.
        """
        words = terms.current()
        if time.monotonic() >= self.look_again and self.lock.acquire(blocking=not self.parts):
            try:
                self.catch_up(words)
            finally:
                self.lock.release()
        if not self.parts:
            raise NotReady
        return Index(self.parts, words)

    def catch_up(self, words: Vocabulary) -> None:
        started = time.monotonic()
        self.take_base(words)
        if self.parts:
            self.take_written(words)
        took = time.monotonic() - started
        self.look_again = time.monotonic() + max(
            settings.SEARCH_CATCH_UP, SHARE * took * bool(settings.SEARCH_CATCH_UP)
        )

    def take_base(self, words: Vocabulary) -> None:
        """Take the large segment that is current; where there is none, make one of a small database."""
        name = files.current(settings.SEARCH_DIR)
        if name and name != self.base:
            base = files.load(settings.SEARCH_DIR, name)
            if base and base.stamp.database == database():
                self.start(base.segment, base.stamp.written_before, base.name, words)
        if self.parts and (self.base or self.made_with == words.version):
            return
        before = written_before()
        since = written_since(before)
        if Trial.objects.all()[MADE_IN_MEMORY : MADE_IN_MEMORY + 1].exists():
            return
        self.start(build(named_by(words)), before, "", words)
        self.read = {number: version for number, _, version in since}

    def start(self, segment: Segment, before: int, name: str, words: Vocabulary) -> None:
        self.parts, self.seen, self.base, self.made_with = (Part(segment),), before, name, words.version
        self.read = {}

    def take_written(self, words: Vocabulary) -> None:
        """Read anew what was written since we last looked."""
        before = written_before()
        since = written_since(self.seen)
        if len(since) > READ_AT_ONCE:
            return
        changed = {number for number, _, version in since if self.read.get(number) != version}
        changed |= self.read.keys() - {number for number, *_ in since}  # taken back, in a transaction of our own
        if changed:
            self.replace(changed, words)
        self.seen = before
        self.read = {number: version for number, transaction, version in since if transaction >= before}

    def replace(self, changed: Iterable[int], words: Vocabulary) -> None:
        """Put a new part in the place of these trials, and of older small parts where there are many."""
        numbers = np.array(sorted(changed), np.int32)
        large, small = self.parts[:1], self.parts[1:]
        if len(small) >= PARTS:
            alive = [
                part.segment.numbers if part.counts is None else part.segment.numbers[part.counts] for part in small
            ]
            numbers = np.unique(np.concatenate([numbers, *alive]))
            small = ()
        fresh = build(named_by(words), only=numbers.tolist())
        kept = [part.without(numbers) for part in (*large, *small)]
        self.parts = (*kept, Part(fresh)) if len(fresh) else tuple(kept)


def written_before() -> int:
    """The lowest transaction number that may still be writing: everything below it is done."""
    return int(value("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"))


def database() -> str:
    """What tells this database from every other."""
    return str(value("SELECT (SELECT system_identifier FROM pg_control_system()) || '/' || current_database()"))


def written_since(transaction: int) -> list[tuple[int, int, int]]:
    """Trials written in this transaction or later, with the last one of each, and its version."""
    found = Touched.objects.filter(written_in__gte=transaction).values_list("number", "written_in", "version")
    return list(found[: READ_AT_ONCE + 1])


@lru_cache(maxsize=2)
def named_by(words: Vocabulary) -> Names:
    """How the vocabulary reads the names of conditions and titles: the likeliest meaning of each term in them."""

    @lru_cache(maxsize=20_000)  # the same names come again and again
    def named(text: str) -> Iterable[tuple[str, bool]]:
        found = words.mentions(text)
        whole = len(found) == 1 and found[0].end - found[0].start == len(tokens(text))
        return [(one.meanings[0].mesh_id, whole) for one in found]

    return named


def value(statement: str) -> Any:
    """The one value of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


follower = Follower()
