"""How well the trials of a segment fit a description: by its words and by the diseases that it names."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from trials.search.closeness import Closeness
from trials.search.describing import Described
from trials.search.index.columns import Array, Segment
from trials.search.index.joining import found_at
from trials.search.index.texts import COMMON, COMMON_SHARE, FULL
from trials.search.terms.vocabulary import Vocabulary

WORDS = 16  # of a description, the heaviest, that count
CONCEPTS = 10  # and diseases
CONCEPT = 0.6  # what a disease counts for beside a word as rare
STEP = 0.5  # what each step in the tree of diseases leaves
STEPS = 2  # from one disease to another, at most
FAINT = 0.1  # of what the disease itself counts for: another that counts for less is left out
IN_KEYWORD = 0.5  # of what a disease counts in a condition or a title


@dataclass(frozen=True, slots=True)
class Weights:
    """What a description is looking for, weighed by how rare it is in the whole index.

    Args:
        words: stem -> what a trial gains that is all about it.
        concepts: for each disease what a trial gains that names the disease or one near it, by MeSH id.
    """

    words: tuple[tuple[bytes, float], ...] = ()
    concepts: tuple[tuple[tuple[str, float], ...], ...] = ()


def rarity(holders: int, trials: int) -> float:
    """How much a term tells that so many of all trials hold: BM25's idf."""
    holders = min(holders, trials)
    return math.log(1 + (trials - holders + 0.5) / (holders + 0.5))


# ── What a description is looking for ────────────────────────────────────────
class Concept(NamedTuple):
    """A disease, and what a trial gains that names it or one near it: pairs of a MeSH id and that."""

    mesh_id: str
    near: tuple[tuple[str, float], ...]


def weigh(described: Described, segments: Sequence[Segment], vocabulary: Vocabulary) -> Weights:
    """The weights of a description's heaviest words and diseases."""
    words = heaviest_words(described.words, segments)
    concepts = heaviest_concepts(described.concepts, segments, vocabulary)
    return Weights(words, tuple(one.near for one in concepts))


def heaviest_words(
    words: Sequence[tuple[bytes, float]], segments: Sequence[Segment]
) -> tuple[tuple[bytes, float], ...]:
    """The heaviest stems with their weights, the heaviest first.

    A word counts by how rare it is, and by how often it names what a trial is about when it comes.
    """
    trials = sum(map(len, segments))
    holders, namers = np.zeros(len(words), np.int64), np.zeros(len(words), np.int64)
    for segment in segments:
        at, here = found_at(np.array([word for word, _ in words], segment.stems.dtype), segment.stems)
        holders[here] += segment.holders[at[here]]
        namers[here] += segment.namers[at[here]]
    weights = {
        word: weight * rarity(int(held), trials) * int(named) / (int(held) + 1)
        for (word, weight), held, named in zip(words, holders, namers, strict=True)
        if named and held <= max(COMMON, COMMON_SHARE * trials)
    }
    return tuple(sorted(weights.items(), key=lambda one: (-one[1], one[0]))[:WORDS])


def heaviest_concepts(
    concepts: Sequence[tuple[str, float]], segments: Sequence[Segment], vocabulary: Vocabulary
) -> tuple[Concept, ...]:
    """The heaviest diseases, the heaviest first. The rarer what two have in common, the more each counts for both."""
    rarities = Rarities(segments, vocabulary)
    heaviest = sorted(concepts, key=lambda one: (-one[1] * rarities[one[0]], one[0]))[:CONCEPTS]
    found = []
    for mesh_id, weight in heaviest:
        values = sorted(near(mesh_id, vocabulary, rarities).items())
        found.append(Concept(mesh_id, tuple((other, CONCEPT * weight * value) for other, value in values)))
    return tuple(found)


class Rarities(dict[str, float]):
    """How rare a disease is with all its kinds. A trial that names several kinds counts as several."""

    def __init__(self, segments: Sequence[Segment], vocabulary: Vocabulary) -> None:
        self.segments, self.vocabulary, self.trials = segments, vocabulary, sum(map(len, segments))

    def __missing__(self, mesh_id: str) -> float:
        kinds = sorted(self.vocabulary.below(mesh_id))
        held = 0
        for segment in self.segments:
            at, here = found_at(np.array(kinds, segment.descriptors.dtype), segment.descriptors)
            held += int(segment.described.lengths(at[here]).sum())
        found = self[mesh_id] = rarity(held, self.trials)
        return found


def near(mesh_id: str, vocabulary: Vocabulary, rarities: Mapping[str, float]) -> dict[str, float]:
    """The disease and those a few steps from it in the tree, with how much each has in common with it."""
    found: dict[str, float] = {}
    for shared, other, steps in vocabulary.around(mesh_id, STEPS):
        found[other] = max(found.get(other, 0.0), rarities[shared] * STEP**steps)
    return {other: value for other, value in found.items() if value >= FAINT * found[mesh_id]}


# ── How well each trial fits ─────────────────────────────────────────────────
def scores(segment: Segment, weights: Weights) -> Array:
    """For each trial of a segment how well it fits; 0 where it has nothing in common with the description."""
    found = np.zeros(len(segment), np.float32)
    places, here = found_at(np.array([word for word, _ in weights.words], segment.stems.dtype), segment.stems)
    for place, is_here, (_, weight) in zip(places, here, weights.words, strict=True):
        if is_here:
            some = slice(*segment.in_texts.starts[place : place + 2])
            found[segment.in_texts.values[some]] += segment.impacts[some] * np.float32(weight / FULL)
    room = np.empty(len(segment), np.int32)
    for concept in weights.concepts:
        trials, gains = nearest(segment, concept, room)
        found[trials] += gains
    return found


def nearest(segment: Segment, concept: Sequence[tuple[str, float]], room: Array) -> tuple[Array, Array]:
    """The trials that name one of some diseases, each once, and what each gains by the one that counts for most.

    Args:
        room: any int32 for each trial of the segment; overwritten.
    """
    at, here = found_at(np.array([one for one, _ in concept], segment.descriptors.dtype), segment.descriptors)
    at, values = at[here], np.array([value for _, value in concept], np.float32)[here]
    there, lengths = segment.described.positions(at), segment.described.lengths(at)
    # Small codes of the few values that there are: they sort in no time.
    levels = np.unique(np.concatenate([values, IN_KEYWORD * values]))
    whole, half = (np.searchsorted(levels, one).astype(np.uint16) for one in (values, IN_KEYWORD * values))
    in_keyword = segment.closeness[there] == Closeness.KEYWORD
    codes = np.where(in_keyword, np.repeat(half, lengths), np.repeat(whole, lengths))
    order = np.argsort(codes, kind="stable")
    trials, turns = segment.described.values[there[order]], np.arange(len(order), dtype=np.int32)
    room[trials] = turns  # of several diseases of a trial the last stays, which counts for most
    last = room[trials] == turns
    return trials[last], levels[codes[order[last]]]
