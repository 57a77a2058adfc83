"""Times, summed up."""

import time
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np


def milliseconds(work: Callable[[Any], object], items: Iterable[Any]) -> list[float]:
    """How long the work took on each item."""
    taken = []
    for one in items:
        started = time.perf_counter()
        work(one)
        taken.append((time.perf_counter() - started) * 1000)
    return taken


def summary(taken: list[float]) -> dict[str, float]:
    """The percentiles of some times, in milliseconds."""
    return {f"p{share}": round(float(np.percentile(taken, share)), 1) for share in (50, 95, 99)}
