"""How much each trial is about each word: its title, conditions, keywords, treatments and brief summary, weighed once.

The formula is BM25F: a word counts in a field by the field's weight, and less in a field that is longer than usual; the
sum over the fields grows ever more slowly. What is usual stands here as numbers, so that a trial weighs the same in
every segment.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Any, NamedTuple

import msgspec
import numpy as np
import zstandard

from trials.models import Original
from trials.search.index import read
from trials.search.index.columns import Array, Lists
from trials.search.index.words import stem
from trials.search.terms.folding import tokens

SATURATION = 1.2  # BM25's k1
LENGTH = 0.75  # BM25's b: how much the length of a field counts
FULL = 255  # what an impact of 1 is stored as
COMMON = 10_000  # trials: a word of more of them, and of more than this share of all, tells nothing
COMMON_SHARE = 0.1
AT_ONCE = 20_000  # trials whose words are in memory at a time
MOST_KNOWN = 300_000  # words whose stems are remembered

ORIGINALS = "SELECT trial_id, compressed FROM trials_original WHERE trial_id = ANY({})"


class Weighed(NamedTuple):
    """What a word in a field is worth, and how many words the field usually has."""

    weight: float
    usual: float
    names: bool  # whether the field says what the trial is about


class Field(Enum):
    """Where words stand."""

    TITLE = Weighed(3.0, 10, True)
    CONDITIONS = Weighed(3.0, 8, True)  # the registrant's, and MeSH's terms
    KEYWORDS = Weighed(2.0, 10, True)
    TREATMENTS = Weighed(1.0, 6, False)
    SUMMARY = Weighed(1.0, 90, False)


class Described(msgspec.Struct, rename="camel"):
    """A record's descriptionModule."""

    brief_summary: str | None = ""


class Protocol(msgspec.Struct):
    """A record's protocolSection."""

    description: Described | None = msgspec.field(default=None, name="descriptionModule")


class Record(msgspec.Struct):
    """Of a record only what is read here: the rest is passed over, not decoded."""

    protocol: Protocol | None = msgspec.field(default=None, name="protocolSection")


def columns(
    numbers: Array, fields: Mapping[Field, Lists], stems: Array, told: Mapping[int, str] | None = None
) -> dict[str, Any]:
    """Segment's columns of texts.

    Args:
        numbers: of the trials, ascending.
        fields: all but the summary: for each trial its stems, as places in `stems`.
        told: the summaries of a small segment, whose stems are all in `stems`. Those of a large one are read a run at
            a time, and only their stems that are also in names count: no other is ever asked for.
    """
    known = Known({one: place for place, one in enumerate(stems.tolist())})
    impacts = Impacts(len(stems), len(numbers))
    for first in range(0, len(numbers), AT_ONCE):
        some = numbers[first : first + AT_ONCE]
        texts = summaries(some) if told is None else told
        given = {field: lists.run(first, first + len(some)) for field, lists in fields.items()}
        given[Field.SUMMARY] = words_of((texts.get(one, "") for one in some.tolist()), known)
        impacts.add(first, given)
    return impacts.columns(least_namers=1 if told is None else 0)


def summaries(numbers: Array) -> dict[int, str]:
    """Trial -> its brief summary. Inside a transaction."""
    wanted = f"ARRAY[{','.join(map(str, numbers.tolist()))}]::int[]"
    rows = read.records(ORIGINALS.format(wanted), ("int4", "bytea"))
    return {number: summary(compressed) for number, compressed in rows}


def summary(compressed: bytes) -> str:
    """The brief summary of a compressed record; "" where it has none."""
    try:
        protocol = DECODER.decode(zstandard.decompress(compressed)).protocol
        return (protocol and protocol.description and protocol.description.brief_summary) or ""
    except (msgspec.DecodeError, UnicodeDecodeError):  # what has to be mended first is read as a whole
        return Original(compressed=compressed).study().protocol.description.brief_summary


DECODER = msgspec.json.Decoder(Record)


def stems_of(text: str) -> Iterator[bytes]:
    """The stems of all words of a text, however long."""
    return map(stem, tokens(text.casefold()))


class Known(dict[str, int]):
    """Words with the places of their stems; a stem that has none has the place after the last."""

    def __init__(self, places: Mapping[bytes, int]) -> None:
        self.places = places

    def __missing__(self, word: str) -> int:
        if len(self) >= MOST_KNOWN:
            self.clear()
        found = self[word] = self.places.get(stem(word), len(self.places))
        return found


def words_of(texts: Iterable[str], known: Known) -> Lists:
    """For each text the places of its words' stems, each as often as it comes."""
    places, ends = array("i"), [0]
    for text in texts:
        places.extend(map(known.__getitem__, tokens(text.casefold())))
        ends.append(len(places))
    return Lists(np.array(ends, np.int64), np.array(places, np.int32))


class Impacts:
    """Impacts on their way into a segment, a run of trials at a time.

    Args:
        stems: how many there are; the place after the last is that of all others.
        trials: how many there will be.
    """

    def __init__(self, stems: int, trials: int) -> None:
        self.stems, self.most = stems, max(COMMON, COMMON_SHARE * trials)
        self.holders = np.zeros(stems + 1, np.int32)
        self.namers = np.zeros(stems + 1, np.int32)
        self.runs: list[tuple[Array, Array, Array]] = []

    def add(self, first: int, fields: Mapping[Field, Lists]) -> None:
        """Add trials that stand one after the other, the first at position `first`: for each its stems by field."""
        count = max(map(len, fields.values()))
        keys, weights, naming = (np.concatenate(parts) for parts in zip(*self._weighed(fields, count), strict=True))
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        starts = np.flatnonzero(np.diff(keys, prepend=-1))
        stems, trials = np.divmod(keys[starts], max(count, 1))
        self.holders += np.bincount(stems, minlength=self.stems + 1).astype(np.int32)
        named = np.logical_or.reduceat(naming[order], starts) if len(starts) else np.zeros(0, np.bool_)
        self.namers += np.bincount(stems[named], minlength=self.stems + 1).astype(np.int32)
        sums = np.add.reduceat(weights[order], starts) if len(starts) else np.zeros(0)
        impacts = np.maximum(np.rint(FULL * sums / (SATURATION + sums)), 1).astype(np.uint8)
        kept = (stems < self.stems) & (self.holders[stems] <= self.most)
        self.runs.append((stems[kept].astype(np.int32), (first + trials[kept]).astype(np.int32), impacts[kept]))

    @staticmethod
    def _weighed(fields: Mapping[Field, Lists], count: int) -> Iterable[tuple[Array, Array, Array]]:
        """For each field its words: stem and trial as one number, weight, and whether the field names."""
        for field, lists in fields.items():
            weight, usual, names = field.value
            lengths = np.diff(lists.starts)
            trials = np.repeat(np.arange(count), lengths)
            each = weight / (1 - LENGTH + LENGTH * lengths / usual)
            values = lists.values.astype(np.int64)
            yield values * count + trials, np.repeat(each, lengths), np.full(len(values), names)

    def columns(self, least_namers: int) -> dict[str, Any]:
        """Segment's columns of texts, without lists of stems that fewer trials have in a name."""
        holders, namers = self.holders[:-1], self.namers[:-1]
        wanted = (namers >= least_namers) & (holders <= self.most)
        starts = np.zeros(self.stems + 1, np.int64)
        np.cumsum(np.where(wanted, holders, 0), out=starts[1:])
        values, impacts = np.empty(starts[-1], np.int32), np.empty(starts[-1], np.uint8)
        free = starts[:-1].copy()
        while self.runs:
            stems, trials, given = self.runs.pop(0)
            kept = wanted[stems]
            stems, trials, given = stems[kept], trials[kept], given[kept]
            counts = np.bincount(stems, minlength=self.stems)
            at = np.arange(len(stems)) + np.repeat(free - (np.cumsum(counts) - counts), counts)
            values[at], impacts[at] = trials, given
            free += counts
        held = Lists(starts, values)
        return {"in_texts": held, "impacts": impacts, "holders": holders, "namers": namers}
