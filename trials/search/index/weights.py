"""How many open trials each heading of the vocabulary brings: a trial counts for what it names and for all above it.

The large segment is counted once. For what was written since, the trials that no longer count are taken off and the
small segments put on, so that the numbers are those of a search at every moment.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from trials.search.index.columns import Array, Segment
from trials.search.index.current import Index, Part
from trials.search.terms.vocabulary import Vocabulary
from trials.vocabulary import Availability


@dataclass(frozen=True, slots=True)
class Held:
    """Numbers, and what they were counted from."""

    parts: tuple[Part, ...]
    vocabulary: Vocabulary
    large: Counter[str]  # of the first part, as if all its trials counted
    total: Mapping[str, int]


class OpenTrials:
    """Keeps the numbers of a process."""

    def __init__(self) -> None:
        self.held: Held | None = None

    def by_descriptor(self, index: Index) -> Mapping[str, int]:
        """MeSH id -> open trials; an id that is not there has none."""
        held = self.held
        if held and held.parts is index.parts and held.vocabulary is index.vocabulary:
            return held.total
        large = index.parts[0]
        if held and held.parts[0].segment is large.segment and held.vocabulary is index.vocabulary:
            whole = held.large
        else:
            whole = counted(large.segment, index.vocabulary, is_open(large.segment))
        total = Counter(whole)
        if large.counts is not None:
            total.subtract(counted(large.segment, index.vocabulary, is_open(large.segment) & ~large.counts))
        for part in index.parts[1:]:
            counts = is_open(part.segment) if part.counts is None else is_open(part.segment) & part.counts
            total.update(counted(part.segment, index.vocabulary, counts))
        self.held = Held(index.parts, index.vocabulary, whole, total)
        return total


def is_open(segment: Segment) -> Array:
    """Which of its trials take people now."""
    return segment.availability == Availability.OPEN


def counted(segment: Segment, vocabulary: Vocabulary, counts: Array) -> Counter[str]:
    """How many of the trials that count are about each heading or one below it."""
    described = segment.described
    wanted = counts[described.values]
    codes = np.repeat(np.arange(len(segment.descriptors)), np.diff(described.starts))[wanted]
    trials = described.values[wanted]
    ids: dict[str, int] = {}
    upwards = [upward(vocabulary, mesh_id.decode(), ids) for mesh_id in segment.descriptors]
    lengths = np.array([len(one) for one in upwards] or [0], np.int64)
    starts = np.cumsum(lengths) - lengths
    flat = np.array([one for several in upwards for one in several], np.int64)
    many = lengths[codes]
    ends = np.cumsum(many)
    at = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(starts[codes] - (ends - many), many)
    pairs = np.unique(flat[at] * len(segment) + np.repeat(trials, many))
    found = np.bincount(pairs // max(len(segment), 1), minlength=len(ids))
    return Counter({mesh_id: int(found[code]) for mesh_id, code in ids.items() if found[code]})


def upward(vocabulary: Vocabulary, mesh_id: str, ids: dict[str, int]) -> list[int]:
    """The codes of a heading and of all above it; new ones are given out as they come."""
    return [ids.setdefault(one, len(ids)) for one in (mesh_id, *vocabulary.above(mesh_id))]


open_trials = OpenTrials()
