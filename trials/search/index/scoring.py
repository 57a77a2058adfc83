"""How well the trials of a segment fit a description: by its words, by the diseases that it names, by age and sex."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from trials.search.closeness import Closeness
from trials.search.describing import Described
from trials.search.index.columns import SEXES, Array, Segment
from trials.search.index.texts import COMMON, COMMON_SHARE, FULL
from trials.search.terms.vocabulary import Vocabulary

WORDS = 16  # of a description, the heaviest, that count
CONCEPTS = 10  # and diseases
CONCEPT = 0.6  # what a disease counts for beside a word as rare
STEP = 0.5  # what each step in the tree of diseases leaves
STEPS = 2  # from one disease to another, at most
IN_KEYWORD = 0.5  # of what a disease counts in a condition or a title
MISFIT = 0.8  # what is left of the score of a trial that does not take the age, or the sex


@dataclass(frozen=True, slots=True)
class Weights:
    """What a description is looking for, weighed by how rare it is in the whole index.

    Args:
        words: stem -> what a trial gains that is all about it.
        concepts: for each disease what a trial gains that names the disease or one near it, by MeSH id.
        age: days, from and to before.
    """

    words: tuple[tuple[bytes, float], ...] = ()
    concepts: tuple[tuple[tuple[str, float], ...], ...] = ()
    age: tuple[float, float] | None = None
    sex: str = ""


def rarity(holders: int, trials: int) -> float:
    """How much a term tells that so many of all trials hold: BM25's idf."""
    holders = min(holders, trials)
    return math.log(1 + (trials - holders + 0.5) / (holders + 0.5))


# ── What a description is looking for ────────────────────────────────────────
def weigh(described: Described, segments: Sequence[Segment], vocabulary: Vocabulary) -> Weights:
    """The weights of a description's heaviest words and diseases."""
    trials = sum(map(len, segments))
    words = heaviest_words(described.words, segments, trials)
    concepts = heaviest_concepts(described.concepts, segments, vocabulary, trials)
    return Weights(words, concepts, described.age, described.sex)


def heaviest_words(
    words: Sequence[tuple[bytes, float]], segments: Sequence[Segment], trials: int
) -> tuple[tuple[bytes, float], ...]:
    """A word counts by how rare it is, and by how often it names what a trial is about when it comes."""
    holders, namers = np.zeros(len(words), np.int64), np.zeros(len(words), np.int64)
    for segment in segments:
        at, here = found_at([word for word, _ in words], segment.stems)
        holders[here] += segment.holders[at[here]]
        namers[here] += segment.namers[at[here]]
    weights = {
        word: weight * rarity(int(held), trials) * named / (held + 1)
        for (word, weight), held, named in zip(words, holders, namers, strict=True)
        if named and held <= max(COMMON, COMMON_SHARE * trials)
    }
    return tuple(sorted(weights.items(), key=lambda one: (-one[1], one[0]))[:WORDS])


def found_at(wanted: Sequence[bytes], table: Array) -> tuple[Array, Array]:
    """Where each stands in a sorted table, and whether it is there."""
    if not len(table) or not wanted:
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), np.bool_)
    asked = np.array(wanted, table.dtype)
    at = np.minimum(np.searchsorted(table, asked), len(table) - 1)
    return at, table[at] == asked


def heaviest_concepts(
    concepts: Sequence[tuple[str, float]], segments: Sequence[Segment], vocabulary: Vocabulary, trials: int
) -> tuple[tuple[tuple[str, float], ...], ...]:
    """For each disease those near it, with what they count for: the rarer what they have in common, the more."""
    rarities = Rarities(segments, vocabulary, trials)
    weighed = [(-weight * rarities[mesh_id], mesh_id, weight) for mesh_id, weight in concepts]
    return tuple(
        tuple((other, CONCEPT * weight * value) for other, value in sorted(near(mesh_id, vocabulary, rarities).items()))
        for _, mesh_id, weight in sorted(weighed)[:CONCEPTS]
    )


class Rarities(dict[str, float]):
    """How rare a disease is with all its kinds. A trial that names several kinds counts as several."""

    def __init__(self, segments: Sequence[Segment], vocabulary: Vocabulary, trials: int) -> None:
        self.segments, self.vocabulary, self.trials = segments, vocabulary, trials

    def __missing__(self, mesh_id: str) -> float:
        kinds = sorted(one.encode() for one in self.vocabulary.below(mesh_id))
        held = 0
        for segment in self.segments:
            at, here = found_at(kinds, segment.descriptors)
            held += int(segment.described.lengths(at[here]).sum())
        found = self[mesh_id] = rarity(held, self.trials)
        return found


def near(mesh_id: str, vocabulary: Vocabulary, rarities: Mapping[str, float]) -> dict[str, float]:
    """The disease and those a few steps from it in the tree, with how much each has in common with it."""
    found: dict[str, float] = {}
    above: Collection[str] = {mesh_id}
    for up in range(STEPS + 1):
        for ancestor in above:
            below: Collection[str] = {ancestor}
            for steps in range(up, STEPS + 1):
                value = rarities[ancestor] * STEP**steps
                for one in below:
                    found[one] = max(found.get(one, 0.0), value)
                below = {kind for one in below for kind in vocabulary.narrower(one)}
        above = {one for child in above for one in vocabulary.broader(child)}
    return found


# ── How well each trial fits ─────────────────────────────────────────────────
def scores(segment: Segment, weights: Weights) -> Array:
    """For each trial of a segment how well it fits; 0 where it has nothing in common with the description."""
    found = np.zeros(len(segment), np.float32)
    at, here = found_at([word for word, _ in weights.words], segment.stems)
    for place, is_here, (_, weight) in zip(at, here, weights.words, strict=True):
        if is_here:
            some = slice(segment.in_texts.starts[place], segment.in_texts.starts[place + 1])
            found[segment.in_texts.values[some]] += segment.impacts[some] * np.float32(weight / FULL)
    for concept in weights.concepts:
        found += closest(segment, concept)
    return found * fit(segment, weights)


def closest(segment: Segment, concept: Sequence[tuple[str, float]]) -> Array:
    """For each trial what it gains by the nearest of some diseases that it names."""
    at, here = found_at([mesh_id.encode() for mesh_id, _ in concept], segment.descriptors)
    at, values = at[here], np.array([value for _, value in concept], np.float32)[here]
    there = segment.described.positions(at)
    gains = np.repeat(values, segment.described.lengths(at))
    gains[segment.closeness[there] == Closeness.KEYWORD] *= IN_KEYWORD
    order = np.argsort(gains, kind="stable")
    found = np.zeros(len(segment), np.float32)
    found[segment.described.values[there][order]] = gains[order]  # the largest is written last
    return found


def fit(segment: Segment, weights: Weights) -> Array:
    """For each trial what age and sex leave of its score."""
    found = np.ones(len(segment), np.float32)
    if weights.age:
        found[(segment.age_from >= weights.age[1]) | (segment.age_until <= weights.age[0])] *= MISFIT
    if weights.sex:
        found[segment.sexes & (1 << SEXES.index(weights.sex)) == 0] *= MISFIT
    return found
