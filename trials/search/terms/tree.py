"""The tree of headings: a heading stands in it once for each of its tree numbers ("C04.557.337" is below "C04.557")."""

from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache

from trials.search.terms.rows import Heading

AFTER_DOT = chr(ord(".") + 1)


class Tree:
    """Who is below and above whom. Headings that it does not know have nobody below or above them."""

    def __init__(self, headings: Iterable[Heading]) -> None:
        self.owner = {number: one.mesh_id for one in headings for number in one.tree_numbers}
        self.sorted = sorted(self.owner)
        self.numbers: dict[str, list[str]] = {}
        for number, mesh_id in self.owner.items():
            self.numbers.setdefault(mesh_id, []).append(number)
        self._below: dict[str, frozenset[str]] = {}
        self.around = lru_cache(maxsize=500)(self._around)

    def below(self, mesh_id: str) -> frozenset[str]:
        """The heading and all that are below it, at any depth."""
        known = self._below.get(mesh_id)
        if known is None:
            found = {self.owner[one] for number in self.numbers.get(mesh_id, ()) for one in self._under(number)}
            known = frozenset(found | {mesh_id})
            if mesh_id in self.numbers:
                self._below[mesh_id] = known
        return known

    def above(self, mesh_id: str) -> frozenset[str]:
        """All that are above it, at any height, without the heading itself."""
        found = {
            self.owner[ancestor]
            for number in self.numbers.get(mesh_id, ())
            for ancestor in ancestors(number)
            if ancestor in self.owner
        }
        return frozenset(found - {mesh_id})

    def narrower(self, mesh_id: str) -> frozenset[str]:
        """Those directly below it."""
        return frozenset(
            self.owner[one]
            for number in self.numbers.get(mesh_id, ())
            for one in self._under(number)
            if one.count(".") == number.count(".") + 1
        ) - {mesh_id}

    def broader(self, mesh_id: str) -> frozenset[str]:
        """Those directly above it."""
        parents = (number.rpartition(".")[0] for number in self.numbers.get(mesh_id, ()))
        return frozenset(self.owner[one] for one in parents if one in self.owner) - {mesh_id}

    def _around(self, mesh_id: str, steps: int) -> tuple[tuple[str, str, int], ...]:
        """Who can be reached from a heading in a few steps up and then down the tree: (the highest heading on the way,
        the one that is reached, the steps)."""
        found = []
        above = {mesh_id}
        for up in range(steps + 1):
            for top in sorted(above):
                below = {top}
                for taken in range(up, steps + 1):
                    found += [(top, one, taken) for one in sorted(below)]
                    below = {kind for one in below for kind in self.narrower(one)}
            above = {one for child in above for one in self.broader(child)}
        return tuple(found)

    def _under(self, number: str) -> list[str]:
        """All tree numbers below a tree number."""
        return self.sorted[bisect_left(self.sorted, number + ".") : bisect_left(self.sorted, number + AFTER_DOT)]


def ancestors(number: str) -> list[str]:
    """ "C04.557.337" -> ["C04.557", "C04"]."""
    parts = number.split(".")
    return [".".join(parts[:length]) for length in range(len(parts) - 1, 0, -1)]
