"""Finding the same things in two lists without ids: by one key after another, then by likeness."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T")
MOST_COMPARISONS = 40_000  # likeness is worked out for every two things that are left: 200 x 200 at the most


class Pairing(Generic[T]):
    """Two lists and what was found in both. Each step looks only at what the steps before it have left."""

    def __init__(self, before: Iterable[T], after: Iterable[T]) -> None:
        self.before = list(before)
        self.after = list(after)
        self.pairs: list[tuple[T, T]] = []

    def by(self, key: Callable[[T], Hashable | None]) -> None:
        """Pairs what has the same key, as often as it stands on both sides; None is paired with nothing."""
        if not (self.before and self.after):
            return
        waiting: defaultdict[Hashable, deque[int]] = defaultdict(deque)
        for index, one in enumerate(self.after):
            waiting[key(one)].append(index)
        waiting.pop(None, None)
        found = []
        for index, one in enumerate(self.before):
            candidates = waiting.get(key(one))
            if candidates:
                found.append((index, candidates.popleft()))
        self._take(found)

    def by_likeness(
        self, like: Callable[[T, T], float], least: float, within: Callable[[T], Hashable | None] = lambda _: 0
    ) -> None:
        """Pairs the most alike first, down to `least`; only what has the same key `within`, never None."""
        groups: defaultdict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for side, things in enumerate((self.before, self.after)):
            for index, one in enumerate(things):
                groups[within(one)][side].append(index)
        groups.pop(None, None)
        found = []
        for befores, afters in groups.values():
            if 0 < len(befores) * len(afters) <= MOST_COMPARISONS:
                found += self._best(befores, afters, like, least)
        self._take(found)

    def _best(
        self, befores: list[int], afters: list[int], like: Callable[[T, T], float], least: float
    ) -> list[tuple[int, int]]:
        scored = [
            (-score, i, j) for i in befores for j in afters if (score := like(self.before[i], self.after[j])) >= least
        ]
        taken_before: set[int] = set()
        taken_after: set[int] = set()
        found = []
        for _, i, j in sorted(scored):
            if i not in taken_before and j not in taken_after:
                taken_before.add(i)
                taken_after.add(j)
                found.append((i, j))
        return found

    def _take(self, found: list[tuple[int, int]]) -> None:
        self.pairs += [(self.before[i], self.after[j]) for i, j in found]
        gone_before, gone_after = {i for i, _ in found}, {j for _, j in found}
        self.before = [one for i, one in enumerate(self.before) if i not in gone_before]
        self.after = [one for j, one in enumerate(self.after) if j not in gone_after]
