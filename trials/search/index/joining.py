"""What belongs together: pairs on their way into lists, and places in one numbering brought to another."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from trials.search.index.columns import Array, Lists


@dataclass
class Owned:
    """Pairs of an owner and a value on their way into Lists."""

    owners: Any = field(default_factory=lambda: array("i"))
    values: Any = field(default_factory=lambda: array("i"))

    def add(self, owner: int, values: Sequence[int]) -> None:
        self.owners.extend([owner] * len(values))
        self.values.extend(values)

    def by_value(self, count: int) -> Lists:
        """value -> its owners."""
        return Lists.grouped(self._array(self.values), self._array(self.owners), count)

    def by_owner(self, count: int) -> Lists:
        """owner -> its values."""
        return Lists.grouped(self._array(self.owners), self._array(self.values), count)

    @staticmethod
    def _array(numbers: Any) -> Array:
        return np.frombuffer(numbers, np.int32) if numbers else np.zeros(0, np.int32)


def found_at(wanted: Array, among: Array) -> tuple[Array, Array]:
    """Where each wanted number stands among ascending ones, and whether it is there."""
    if not len(among):
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), np.bool_)
    at = np.minimum(np.searchsorted(among, wanted), len(among) - 1)
    return at, among[at] == wanted


def reordered(lists: Lists, order: Array) -> Lists:
    """The same lists in another order."""
    starts = np.zeros(len(order) + 1, np.int64)
    np.cumsum(lists.lengths(order), out=starts[1:])
    return Lists(starts, lists.values[lists.positions(order)])


def recoded(codes: Array, old: dict[str, int], new: dict[str, int]) -> Array:
    """Codes of one numbering in another."""
    table = np.array([new[mesh_id] for mesh_id in old] or [0], np.int32)
    return table[codes]
