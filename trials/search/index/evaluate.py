"""One question on one segment of the index: which trials could fit, and which part of the question each of them fits.

Every part of the question is answered for every trial that is about the condition, so that the counts beside each
filter and the ways out of an empty list come from the same arrays as the list itself.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from trials.search.closeness import NONE, Closeness
from trials.search.index import columns
from trials.search.index.columns import BETWEEN, Array, Lists, Segment, directions
from trials.search.index.current import Part
from trials.search.index.scoring import Weights, scores

EARTH_RADIUS = 3958.7613  # miles, mean
FAR = np.float32(np.inf)
FARTHEST_BAND = 200  # miles: the widest of the distances that are counted
FEW_TRIALS, FEW_SITES = 100_000, 200_000  # up to so many the distance is worked out from them, else from the places


@dataclass(frozen=True, slots=True)
class Meaning:
    """What somebody means: a descriptor, and all that are kinds of it."""

    mesh_id: str
    below: frozenset[str]


@dataclass(frozen=True, slots=True)
class Question:
    """A search in the index's own terms. What is empty or None is not asked.

    Args:
        meanings: a trial that is about one of them fits.
        words: stems; a trial fits of which one condition name, or the title, holds them all. Beside `meanings`.
        points: (latitude, longitude) in degrees; the nearest counts.
        areas: (country, state) as records spell them, the state empty for a whole country. A site in one of them is as
            good as one within the radius of a point.
        radius: miles; None is any distance.
        weights: of a description, by which trials are ordered; where no condition is asked for, a trial fits that has
            anything in common with it.
    """

    meanings: tuple[Meaning, ...] = ()
    words: tuple[frozenset[bytes], ...] = ()
    treatment: frozenset[bytes] = frozenset()
    availability: tuple[int, ...] = ()
    age: tuple[float, float] | None = None
    sex: str = ""
    phases: tuple[str, ...] = ()
    healthy: bool | None = None
    country: str = ""
    kinds: tuple[str, ...] = ()
    study_type: str = ""
    group: str = ""
    sponsor: str = ""
    results: bool | None = None
    points: tuple[tuple[float, float], ...] = ()
    areas: tuple[tuple[str, str], ...] = ()
    radius: float | None = None
    weights: Weights | None = None

    @property
    def about(self) -> bool:
        """Whether a condition was asked for."""
        return bool(self.meanings or self.words)


@dataclass
class Found:
    """The trials of a segment that a question could mean.

    `positions` are those about the condition, or all. Every other array runs beside it.
    """

    segment: Segment
    question: Question
    positions: Array
    closeness: Array  # Closeness; OWN where no condition was asked for
    whole: bool  # whether positions are all of the segment's, in order
    scores: Array | None = None  # float32: how well each fits the description, where there is one
    _column: dict[str, Array] = field(default_factory=dict)

    def column(self, name: str) -> Array:
        """A column of the segment for these trials."""
        if name not in self._column:
            column = getattr(self.segment, name)
            self._column[name] = column if self.whole else column[self.positions]
        return self._column[name]

    @cached_property
    def miles(self) -> Array:
        """To the nearest site that counts, of those within reach; infinite where there is none."""
        points, radius = self.question.points, self.question.radius
        found = np.full(len(self.positions), FAR)
        if not points:
            return found
        if radius is None:  # no filter asks for it: those that fit are enough
            found[self.fitting] = from_trials(self.segment, points, self.positions[self.fitting])
        elif len(self.positions) <= FEW_TRIALS and self.segment.place_of.lengths(self.positions).sum() <= FEW_SITES:
            found = from_trials(self.segment, points, self.positions)
        else:
            found = from_places(self.segment, points, max(radius, FARTHEST_BAND))[self.positions]
        return found

    @cached_property
    def in_areas(self) -> Array:
        """For each trial whether a site that counts lies in one of the areas."""
        areas, segment = self.question.areas, self.segment
        there = np.zeros(len(segment), np.bool_)
        states = [f"{country}{BETWEEN}{state}" for country, state in areas if state]
        there[segment.in_state.of(np.flatnonzero(np.isin(segment.states, states)))] = True
        found: Array = there[self.positions]
        countries = np.flatnonzero(np.isin(segment.countries, [country for country, state in areas if not state]))
        return found | holds(segment.country_of, self.positions, countries) if len(countries) else found

    @property
    def journey(self) -> Array:
        """Miles for the order of the results: none to a site in an area that was asked for."""
        return np.where(self.in_areas, np.float32(0), self.miles) if self.question.areas else self.miles

    @cached_property
    def fits(self) -> dict[str, Array]:
        """Filter -> for each trial whether it fits; only filters that were asked for."""
        asked = self.question
        return {name: test(self, asked) for name, (is_asked, test) in FILTERS.items() if is_asked(asked)}

    @cached_property
    def fitting(self) -> Array:
        """Which of the trials fit everything."""
        return self._fitting(self.fits)

    def selected(self, left_out: str) -> Array:
        """Which of the trials fit everything but, perhaps, one filter."""
        if left_out not in self.fits:
            return self.fitting
        return self._fitting([name for name in self.fits if name != left_out])

    def _fitting(self, names: Iterable[str]) -> Array:
        fits = np.ones(len(self.positions), np.bool_)
        for name in names:
            fits &= self.fits[name]
        return np.flatnonzero(fits)

    def values(self, name: str, selected: Array) -> Array:
        """A column's values for some of these trials."""
        column = self.column(name)
        return column if len(selected) == len(column) else column[selected]

    def codes(self, name: str, selected: Array) -> Array:
        """The values of a column of lists for some of these trials, list after list."""
        lists: Lists = getattr(self.segment, name)
        if self.whole and len(selected) == len(self.positions):
            return lists.values
        return lists.of(self.positions[selected])


def evaluate(part: Part, question: Question) -> Found:
    """The trials of a part that could fit."""
    segment = part.segment
    scored = scores(segment, question.weights) if question.weights else None
    if question.about:
        closeness = closest(segment, question)
        if part.counts is not None:
            closeness[~part.counts] = NONE
        positions = np.flatnonzero(closeness != NONE)
        return Found(segment, question, positions, closeness[positions], False, at(scored, positions))
    candidates = part.counts if scored is None else scored > 0
    if scored is not None and part.counts is not None:
        candidates &= part.counts
    whole = candidates is None
    positions = np.arange(len(segment)) if candidates is None else np.flatnonzero(candidates)
    own = np.full(len(positions), Closeness.OWN, np.uint8)
    return Found(segment, question, positions, own, whole, at(scored, positions))


def at(scored: Array | None, positions: Array) -> Array | None:
    """The scores of some trials, where there are any."""
    return None if scored is None else scored[positions]


# ── About the condition ──────────────────────────────────────────────────────
def closest(segment: Segment, question: Question) -> Array:
    """For every trial of the segment how closely it is about what was asked for; NONE where it is not."""
    trials, near = [], []
    for meaning in question.meanings:
        for mesh_ids, nearest in ((meaning.below - {meaning.mesh_id}, Closeness.WITHIN), ({meaning.mesh_id}, 0)):
            at = codes(segment.descriptors, mesh_ids)
            there = segment.described.positions(at)
            trials.append(segment.described.values[there])
            near.append(np.maximum(segment.closeness[there], nearest))
    for words in question.words:
        at = segment.named.positions(holding(segment, segment.in_names, words))
        trials.append(segment.named.values[at])
        near.append(np.maximum(segment.named_closeness[at], Closeness.WITHIN))
        titled = holding(segment, segment.in_titles, words)
        trials.append(titled)
        near.append(np.full(len(titled), Closeness.TITLE, np.uint8))
    found = np.full(len(segment), NONE, np.uint8)
    every, level = np.concatenate(trials), np.concatenate(near)
    for one in sorted(Closeness, reverse=True):  # the closest is written last
        found[every[level == one]] = one
    return found


def codes(table: Array, wanted: Collection[str | bytes]) -> Array:
    """Where these stand in a sorted table of bytes; those that are not there are left out."""
    if not len(table) or not wanted:
        return np.zeros(0, np.int64)
    asked = np.array(sorted(one.encode() if isinstance(one, str) else one for one in wanted), table.dtype)
    at = np.searchsorted(table, asked)
    at[at == len(table)] = 0
    return at[table[at] == asked]


def holding(segment: Segment, lists: Lists, words: frozenset[bytes]) -> Array:
    """What holds all these stems."""
    at = codes(segment.stems, words)
    if len(at) < len(words):
        return np.zeros(0, np.int32)
    shortest_first = at[np.argsort(lists.lengths(at), kind="stable")]
    found = lists.of(shortest_first[:1])
    for one in shortest_first[1:]:
        others = lists.of(np.array([one]))
        found = np.intersect1d(found, others, assume_unique=True)
    return found


# ── Where ────────────────────────────────────────────────────────────────────
def from_trials(segment: Segment, points: Sequence[tuple[float, float]], positions: Array) -> Array:
    """Miles from the nearest point to each trial's nearest site that counts."""
    lengths = segment.place_of.lengths(positions)
    distance = distances(segment, points)
    if 4 * lengths.sum() > len(segment.place_of.values):  # all of them at once is quicker than so many by their place
        return nearest(distance[segment.place_of.values], np.diff(segment.place_of.starts))[positions]
    return nearest(distance[segment.place_of.of(positions)], lengths)


def nearest(distance: Array, lengths: Array) -> Array:
    """The least of each of some lists that stand one after the other; infinite for an empty one."""
    found = np.full(len(lengths), FAR)
    some = lengths > 0
    if some.any():
        found[some] = np.minimum.reduceat(distance, (np.cumsum(lengths) - lengths)[some])
    return found


def from_places(segment: Segment, points: Sequence[tuple[float, float]], reach: float) -> Array:
    """The same for every trial of the segment, of sites within reach: from the places near the points."""
    found = np.full(len(segment), FAR)
    distance = distances(segment, points)
    near = np.flatnonzero(distance <= reach)
    farthest_first = near[np.argsort(-distance[near], kind="stable")]
    at = segment.at_place.positions(farthest_first)
    # Of several sites of a trial the nearest is written last.
    found[segment.at_place.values[at]] = np.repeat(distance[farthest_first], segment.at_place.lengths(farthest_first))
    return found


def distances(segment: Segment, points: Sequence[tuple[float, float]]) -> Array:
    """Miles along the earth's surface from the nearest of some points to each place: from the chord between them."""
    least: Array = np.full(segment.directions.shape[1], 4.0)
    for direction in directions(*np.array(points).T).T:
        apart = segment.directions - direction[:, None]
        np.minimum(least, np.einsum("ij,ij->j", apart, apart), out=least)
    return (2 * EARTH_RADIUS * np.arcsin(np.sqrt(least) / 2)).astype(np.float32)


# ── The filters ──────────────────────────────────────────────────────────────
Test = Callable[[Found, Question], Array]


def takes_age(found: Found, asked: Question) -> Array:
    from_days, until_days = asked.age or (0.0, np.inf)
    return (found.column("age_from") < until_days) & (found.column("age_until") > from_days)


def has_bits(name: str, values: Sequence[str], chosen: Callable[[Question], Sequence[str]]) -> Test:
    """A test of a column of bits: at least one of the chosen values."""

    def test(found: Found, asked: Question) -> Array:
        bits = sum(1 << values.index(one) for one in chosen(asked) if one in values)
        return (found.column(name) & bits) != 0

    return test


def is_code(name: str, values: Sequence[str], chosen: Callable[[Question], str]) -> Test:
    """A test of a column of codes."""
    return lambda found, asked: found.column(name) == (values.index(chosen(asked)) if chosen(asked) in values else 255)


def is_tested(found: Found, asked: Question) -> Array:
    there = np.zeros(len(found.segment), np.bool_)
    there[holding(found.segment, found.segment.in_treatments, asked.treatment)] = True
    return there[found.positions]


def is_in_country(found: Found, asked: Question) -> Array:
    codes = np.flatnonzero(found.segment.countries == asked.country)
    return holds(found.segment.country_of, found.positions, codes)


def holds(lists: Lists, which: Array, values: Array) -> Array:
    """For each of these lists whether it holds one of some values."""
    fits = np.zeros(len(which), np.bool_)
    if len(values):
        owners = np.repeat(np.arange(len(which)), lists.lengths(which))
        fits[owners[np.isin(lists.of(which), values)]] = True
    return fits


def is_open_enough(found: Found, asked: Question) -> Array:
    wanted = np.zeros(256, np.bool_)
    wanted[list(asked.availability)] = True
    return wanted[found.column("availability")]


def asks_where(asked: Question) -> bool:
    """Whether a place leaves anything out: a point without a radius reaches everything."""
    return (asked.radius is not None) if asked.points else bool(asked.areas)


def is_within_reach(found: Found, asked: Question) -> Array:
    if not asked.points:
        return found.in_areas
    near: Array = found.miles <= (FAR if asked.radius is None else asked.radius)
    return near | found.in_areas if asked.areas else near


FILTERS: dict[str, tuple[Callable[[Question], bool], Test]] = {
    "status": (lambda asked: bool(asked.availability), is_open_enough),
    "age": (lambda asked: asked.age is not None, takes_age),
    "sex": (lambda asked: bool(asked.sex), has_bits("sexes", columns.SEXES, lambda asked: (asked.sex,))),
    "phase": (lambda asked: bool(asked.phases), has_bits("phases", columns.PHASES, lambda asked: asked.phases)),
    "healthy": (lambda asked: asked.healthy is not None, lambda found, asked: found.column("healthy") == asked.healthy),
    "intervention": (lambda asked: bool(asked.treatment), is_tested),
    "country": (lambda asked: bool(asked.country), is_in_country),
    "kind": (lambda asked: bool(asked.kinds), has_bits("kinds", columns.KINDS, lambda asked: asked.kinds)),
    "study_type": (
        lambda asked: bool(asked.study_type),
        is_code("study_type", columns.STUDY_TYPES, lambda asked: asked.study_type),
    ),
    "group": (lambda asked: bool(asked.group), has_bits("groups", columns.AGE_GROUPS, lambda asked: (asked.group,))),
    "sponsor": (lambda asked: bool(asked.sponsor), is_code("sponsor", columns.SPONSORS, lambda asked: asked.sponsor)),
    "results": (lambda asked: asked.results is not None, lambda found, asked: found.column("results") == asked.results),
    "radius": (asks_where, is_within_reach),
}
