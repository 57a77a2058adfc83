"""How many trials each choice of a filter would bring, all else in the search as it is. Exact."""

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from trials.search.criteria import ANY, RADII
from trials.search.index import columns
from trials.search.index.columns import Array
from trials.search.index.evaluate import Found
from trials.vocabulary import Availability

Counts = dict[str, int]
"""The value that the filter takes in an address -> how many trials it would bring."""

MOST_COUNTRIES = 12  # that are offered


def facets(parts: Sequence[Found]) -> dict[str, Counts]:
    """Filter -> its choices with their counts."""
    return {name: counted(parts, name, count) for name, count in FACETS.items()}


def counted(parts: Sequence[Found], name: str, count: Callable[[Found, Array], Counts]) -> Counts:
    """The counts of one filter."""
    total: Counter[str] = Counter()
    for found in parts:
        total.update(count(found, found.selected(name)))
    return dict(total)


def by_code(name: str, values: Sequence[str]) -> Callable[[Found, Array], Counts]:
    """Counts of a column of codes."""

    def count(found: Found, selected: Array) -> Counts:
        counts = np.bincount(found.values(name, selected), minlength=len(values))
        return dict(zip(values, counts.tolist(), strict=False))

    return count


def by_bit(name: str, values: Sequence[str]) -> Callable[[Found, Array], Counts]:
    """Counts of a column of bits: a trial counts for each of its values."""

    def count(found: Found, selected: Array) -> Counts:
        together = np.bincount(found.values(name, selected))
        combinations = np.arange(len(together))
        return {value: int(together[(combinations >> bit) & 1 == 1].sum()) for bit, value in enumerate(values)}

    return count


def by_status(found: Found, selected: Array) -> Counts:
    counts = np.bincount(found.values("availability", selected), minlength=max(Availability) + 1)
    named = {one.name.lower(): int(counts[one]) for one in Availability}
    return {**named, ANY: len(selected)}


def by_radius(found: Found, selected: Array) -> Counts:
    if not found.question.points:
        return {}
    near = np.sort(found.journey[selected])  # a site in an area counts at any distance
    within = np.searchsorted(near, np.array(RADII, np.float32), side="right")
    return {**{str(radius): int(count) for radius, count in zip(RADII, within, strict=True)}, ANY: len(selected)}


def by_country(found: Found, selected: Array) -> Counts:
    counts = np.bincount(found.codes("country_of", selected), minlength=len(found.segment.countries))
    return {str(found.segment.countries[code]): int(counts[code]) for code in np.flatnonzero(counts)}


def by_answer(name: str) -> Callable[[Found, Array], Counts]:
    """Counts of a column of yes and no."""

    def count(found: Found, selected: Array) -> Counts:
        column = found.values(name, selected)
        return {"yes": int((column == 1).sum()), "no": int((column == 0).sum())}

    return count


FACETS: dict[str, Callable[[Found, Array], Counts]] = {
    "status": by_status,
    "radius": by_radius,
    "phase": by_bit("phases", columns.PHASES),
    "kind": by_bit("kinds", columns.KINDS),
    "study_type": by_code("study_type", columns.STUDY_TYPES),
    "sex": by_bit("sexes", columns.SEXES),
    "healthy": by_answer("healthy"),
    "group": by_bit("groups", columns.AGE_GROUPS),
    "country": by_country,
    "sponsor": by_code("sponsor", columns.SPONSORS),
    "results": by_answer("results"),
}
