"""What a segment of the index holds: a column for each fact that a search asks for, and lists of trials by term.

A trial is known by its position in its segment, from 0, in the order of the NCT numbers. Everything is numpy, small
and fixed in width, so that a segment is read from disk without being unpacked.
"""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trials.vocabulary import INTERVENTION_TYPE, PHASE, SPONSOR_CLASS, STUDY_TYPE

Array = NDArray[Any]
BETWEEN = "\t"  # a country and a state
STEM_BYTES = 32  # longer stems are cut, on both sides of every comparison

# The values of each enumeration, in the order of their codes or bits; a value that is not here is the last, "other".
PHASES = tuple(PHASE)
KINDS = tuple(INTERVENTION_TYPE)
STUDY_TYPES = (*STUDY_TYPE, "")
SPONSORS = (*SPONSOR_CLASS, "")
SEXES = ("FEMALE", "MALE")
AGE_GROUPS = ("child", "adult", "older")
GROUP_DAYS = {"child": (0.0, 18 * 365.25), "adult": (18 * 365.25, 65 * 365.25), "older": (65 * 365.25, np.inf)}


@dataclass(frozen=True, slots=True)
class Lists:
    """Lists of numbers, one after the other: list i is `values[starts[i]:starts[i + 1]]`."""

    starts: Array  # int64, one more than there are lists
    values: Array

    @classmethod
    def grouped(cls, owners: Array, values: Array, count: int) -> "Lists":
        """Lists for the owners 0 … count - 1; the values of each stay in their order."""
        order = np.argsort(owners, kind="stable")
        starts = np.zeros(count + 1, np.int64)
        np.cumsum(np.bincount(owners, minlength=count), out=starts[1:])
        return cls(starts, values[order])

    def __len__(self) -> int:
        return len(self.starts) - 1

    def lengths(self, which: Array) -> Array:
        """How long each of these lists is."""
        return self.starts[which + 1] - self.starts[which]

    def positions(self, which: Array) -> Array:
        """Where the values of these lists stand, list after list."""
        lengths = self.lengths(which)
        ends = np.cumsum(lengths)
        total = int(ends[-1]) if len(ends) else 0
        return np.arange(total) + np.repeat(self.starts[which] - (ends - lengths), lengths)

    def of(self, which: Array) -> Array:
        """The values of these lists, list after list."""
        if len(which) == 1:
            return self.values[self.starts[which[0]] : self.starts[which[0] + 1]]
        return self.values[self.positions(which)]

    def run(self, first: int, until: int) -> "Lists":
        """The lists from `first` to before `until`."""
        starts = self.starts[first : until + 1]
        return Lists(starts - starts[0], self.values[starts[0] : starts[-1]])

    def through(self, others: "Lists") -> "Lists":
        """For each list what its values' lists among others hold, one after the other."""
        ends = np.zeros(len(self.values) + 1, np.int64)
        np.cumsum(others.lengths(self.values), out=ends[1:])
        return Lists(ends[self.starts], others.values[others.positions(self.values)])


def directions(latitude: Array, longitude: Array) -> Array:
    """Points on a globe of radius 1, as columns, from degrees."""
    north, east = np.radians(latitude), np.radians(longitude)
    return np.stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])


@dataclass(frozen=True, slots=True)
class Segment:
    """Trials with their conditions, words and sites. N trials, C condition names, D descriptors, P places, W stems."""

    numbers: Array  # int32 (N,), ascending: the numbers in the NCT numbers
    availability: Array  # uint8, trials.vocabulary.Availability
    age_from: Array  # float32, days; 0 where there is no limit
    age_until: Array  # float32, days; infinite where there is no limit
    sexes: Array  # uint8, bits of SEXES: whom it takes
    healthy: Array  # int8: 1 yes, 0 no, -1 not said
    phases: Array  # uint8, bits of PHASES
    kinds: Array  # uint16, bits of KINDS and, last, of what is not there
    study_type: Array  # uint8, STUDY_TYPES
    sponsor: Array  # uint8, SPONSORS
    results: Array  # bool
    groups: Array  # uint8, bits of AGE_GROUPS
    first_posted: Array  # int32, days since 1970; the smallest where unknown
    updated: Array  # int32, the same
    crowd: Array  # uint8: how many conditions its registrant names, at most 255

    descriptors: Array  # bytes (D,), MeSH ids, ascending
    described: Lists  # descriptor -> trials that name it themselves, ascending
    closeness: Array  # uint8, beside described.values: trials.search.closeness

    names: Array  # int32 (C,), ids of trials.Condition, ascending
    named: Lists  # condition name -> trials
    named_closeness: Array  # uint8, beside named.values

    stems: Array  # bytes (W,), ascending
    in_names: Lists  # stem -> condition names, ascending
    in_titles: Lists  # stem -> trials, ascending
    in_treatments: Lists  # stem -> trials, ascending
    in_texts: Lists  # stem -> trials, ascending; nothing for a stem that tells nothing (trials.search.index.texts)
    impacts: Array  # uint8, beside in_texts.values: how much each trial is about the word, 255 at most
    holders: Array  # int32 (W,): how many trials' texts hold the stem
    namers: Array  # int32 (W,): how many of them in a title, a condition or a keyword

    places: Array  # int32 (P,), ids of trials.Place that have a point, by latitude
    directions: Array  # float64 (3, P): where they lie on a globe of radius 1
    at_place: Lists  # place -> trials with a site there that counts
    place_of: Lists  # trial -> places of its sites that count
    country_of: Lists  # trial -> codes of the countries of its sites that count
    countries: Array  # str, by code
    states: Array  # str, by code: country, BETWEEN, state
    in_state: Lists  # state -> trials with a site there that counts

    def __len__(self) -> int:
        return len(self.numbers)

    def arrays(self) -> dict[str, Array]:
        """Every array with its name; those of a list are "name.starts" and "name.values"."""
        found: dict[str, Array] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, Lists):
                found |= {f"{field.name}.starts": value.starts, f"{field.name}.values": value.values}
            else:
                found[field.name] = value
        return found

    @classmethod
    def of(cls, arrays: dict[str, Array]) -> "Segment":
        """The segment that these arrays make."""
        given: dict[str, Any] = {
            field.name: Lists(arrays[f"{field.name}.starts"], arrays[f"{field.name}.values"])
            if field.type is Lists
            else arrays[field.name]
            for field in fields(cls)
        }
        return cls(**given)

    def positions_of(self, numbers: Array) -> Array:
        """Where these trials stand; those that are not here are left out."""
        at = np.searchsorted(self.numbers, numbers)
        at[at == len(self)] = 0
        return at[self.numbers[at] == numbers] if len(self) else at[:0]
