"""What is decided for all generated studies at once: ids, dates, statuses, sponsors and numbers of sites.

Shares follow the registry's own counts of 2026.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

TODAY = date(2026, 11, 18)

# Year, registrations up to its first day (thousands), id number reached by then (thousands).
GROWTH = (
    (1999.7, 0.0, 0.1), (2000.5, 4.0, 5.6), (2002, 8.5, 28), (2004, 11.5, 74), (2005.6, 13.8, 125),
    (2006, 24, 271), (2007, 35, 416), (2008, 47, 585), (2009, 65, 816), (2010, 83, 1_042), (2011, 101, 1_267),
    (2012, 118, 1_503), (2013, 137, 1_761), (2014, 158, 2_026), (2015, 181, 2_330), (2016, 205, 2_645),
    (2017, 233, 3_007), (2018, 262, 3_388), (2019, 291, 3_791), (2020, 325, 4_215), (2021, 363, 4_691),
    (2022, 399, 5_174), (2023, 437, 5_670), (2024, 476, 6_188), (2025, 517, 6_756), (2026, 566, 7_316),
    (2027, 617, 7_880),
)  # fmt: skip

# Status, share of studies, relative frequency by age of the record in years.
YEARS = np.arange(0, 28, 0.25) + 0.125
STATUSES: dict[str, tuple[float, npt.NDArray[np.float64]]] = {
    "COMPLETED": (0.546, 1 - np.exp(-YEARS / 4)),
    "UNKNOWN": (0.160, np.clip(YEARS - 2.6, 0, None) * np.exp(-YEARS / 7)),
    "RECRUITING": (0.1085, np.exp(-YEARS / 2.6)),
    "TERMINATED": (0.057, 1 - np.exp(-YEARS / 3)),
    "NOT_YET_RECRUITING": (0.0487, np.exp(-YEARS / 0.6)),
    "ACTIVE_NOT_RECRUITING": (0.0366, YEARS * np.exp(-YEARS / 3)),
    "WITHDRAWN": (0.0283, 1 - np.exp(-YEARS / 1.5)),
    "ENROLLING_BY_INVITATION": (0.0084, np.exp(-YEARS / 2.5)),
    "SUSPENDED": (0.0028, np.exp(-YEARS / 4)),
    "WITHHELD": (0.00165, np.ones_like(YEARS)),
    "NO_LONGER_AVAILABLE": (0.00082, YEARS),
    "AVAILABLE": (0.00047, np.exp(-YEARS / 6)),
    "APPROVED_FOR_MARKETING": (0.0004, YEARS),
    "TEMPORARILY_NOT_AVAILABLE": (0.00005, np.exp(-YEARS / 4)),
}
STATUS_NAMES = tuple(STATUSES)
OPEN = ("RECRUITING", "NOT_YET_RECRUITING", "ENROLLING_BY_INVITATION", "ACTIVE_NOT_RECRUITING")
EXPANDED_ACCESS = ("AVAILABLE", "NO_LONGER_AVAILABLE", "APPROVED_FOR_MARKETING", "TEMPORARILY_NOT_AVAILABLE")

# Days since the last update by share of the studies: open ones are kept, UNKNOWN ones were left alone two years ago.
LAG_OPEN = ((0, 7, 30, 90, 365, 748), (0, 0.02, 0.075, 0.2, 0.6, 1))
LAG_UNKNOWN = ((795, 1900, 3600, 6000), (0, 0.5, 0.9, 1))
LAG_CLOSED = (
    (0, 7, 30, 90, 365, 730, 1825, 3650, 8000),
    (0, 0.005, 0.0125, 0.0375, 0.113, 0.23, 0.55, 0.82, 1),
)

SPONSOR_CLASSES = ("OTHER", "INDUSTRY", "OTHER_GOV", "NIH", "NETWORK", "FED", "INDIV", "UNKNOWN")
SPONSOR_SHARES = (0.7152, 0.2200, 0.0265, 0.0193, 0.0084, 0.0082, 0.0018, 0.0006)
# Sites a study: lower bound, upper bound and share, for companies and for all others.
SITES_INDUSTRY = (
    (0, 0, 0.08),
    (1, 1, 0.38),
    (2, 2, 0.09),
    (3, 5, 0.11),
    (6, 10, 0.09),
    (11, 50, 0.17),
    (51, 100, 0.05),
)
SITES_OTHER = (
    (0, 0, 0.115),
    (1, 1, 0.66),
    (2, 2, 0.065),
    (3, 5, 0.06),
    (6, 10, 0.034),
    (11, 50, 0.05),
    (51, 100, 0.011),
)
MOST_SITES = 3_500


@dataclass(frozen=True, slots=True)
class Plan:
    """One entry a study; dates are proleptic ordinals of working days."""

    number: npt.NDArray[np.int64]
    alias: npt.NDArray[np.int64]
    first_post: npt.NDArray[np.int64]
    last_post: npt.NDArray[np.int64]
    status: npt.NDArray[np.int64]
    sponsor_class: npt.NDArray[np.int64]
    sites: npt.NDArray[np.int64]


def make_plan(count: int, seed: int, today: date = TODAY, *, by_id: bool = False) -> Plan:
    """Draw the plan of `count` studies, shuffled or by id; an alias of 0 means none."""
    rng = np.random.default_rng(seed)
    number, first_post = _registrations(count, today, rng)
    status = _statuses(first_post, today, rng)
    last_post = np.maximum(first_post, to_working_day(today.toordinal() - _lags(status, rng)))
    sponsor_class = rng.choice(len(SPONSOR_CLASSES), size=count, p=np.array(SPONSOR_SHARES) / sum(SPONSOR_SHARES))
    sites = _sites(sponsor_class == 1, rng)
    sites[np.isin(status, [STATUS_NAMES.index("WITHDRAWN")]) & (rng.random(count) < 0.5)] = 0
    order = np.arange(count) if by_id else rng.permutation(count)
    columns = (number, _aliases(number, rng), first_post, last_post, status, sponsor_class, sites)
    return Plan(*(column[order] for column in columns))


def _registrations(
    count: int, today: date, rng: np.random.Generator
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Rising id numbers, and the post dates that go with them."""
    years, totals, numbers = (np.array(column) for column in zip(*GROWTH, strict=True))
    present = np.interp(today.year + today.timetuple().tm_yday / 366, years, totals)
    share = (np.arange(count) + rng.random(count)) / count * present
    number = np.interp(share, totals, numbers * 1000).astype(np.int64) + 1
    number = np.maximum.accumulate(number - 2 * np.arange(count)) + 2 * np.arange(count)
    year = np.interp(share, totals, years)
    ordinal = np.floor((year - 1) * 365.2425).astype(np.int64) + 1
    latest = to_working_day(np.array([today.toordinal()]))[0]
    return number, np.minimum(to_working_day(ordinal), latest)


def to_working_day(ordinals: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Saturdays and Sundays become a day before them: the registry posts on working days only."""
    weekday = (ordinals + 6) % 7
    return ordinals - np.where(weekday > 4, weekday - 4 + ordinals % 5, 0)


def _statuses(first_post: npt.NDArray[np.int64], today: date, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """Statuses with the registry's shares overall that fit each record's age (iterative proportional fitting)."""
    shares = np.array([share for share, _ in STATUSES.values()])
    table = np.array([shape for _, shape in STATUSES.values()]) + 1e-9
    ages = np.clip((today.toordinal() - first_post) / 365.25 * 4, 0, len(YEARS) - 1).astype(np.int64)
    of_age = np.bincount(ages, minlength=len(YEARS)) / len(first_post)
    for _ in range(60):
        table *= (shares / shares.sum() / np.maximum(table.sum(axis=1), 1e-12))[:, None]
        table *= of_age / np.maximum(table.sum(axis=0), 1e-12)
    cumulative = np.cumsum(table, axis=0) / np.maximum(table.sum(axis=0), 1e-12)
    return (rng.random(len(ages)) > cumulative[:-1, ages]).sum(axis=0)


def _lags(status: npt.NDArray[np.int64], rng: np.random.Generator) -> npt.NDArray[np.int64]:
    draw = rng.random(len(status))
    lags = np.interp(draw, LAG_CLOSED[1], LAG_CLOSED[0])
    is_open = np.isin(status, [STATUS_NAMES.index(name) for name in OPEN])
    lags[is_open] = np.interp(draw[is_open], LAG_OPEN[1], LAG_OPEN[0])
    unknown = status == STATUS_NAMES.index("UNKNOWN")
    lags[unknown] = np.interp(draw[unknown], LAG_UNKNOWN[1], LAG_UNKNOWN[0])
    return lags.astype(np.int64)


def _sites(industry: npt.NDArray[np.bool_], rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """Sites a study: about 6.3 on average, and a few studies of thousands."""
    draw = rng.random(len(industry))
    sites = 101 * (1 - rng.random(len(industry))) ** (-1 / 2.7)
    for table, rows in ((SITES_INDUSTRY, industry), (SITES_OTHER, ~industry)):
        upper = 0.0
        for least, most, share in table:
            within = rows & (draw >= upper) & (draw < upper + share)
            sites[within] = np.floor(least + (most - least + 1) * rng.random(within.sum()) ** 1.4)
            upper += share
    return np.minimum(sites, MOST_SITES).astype(np.int64)


def _aliases(number: npt.NDArray[np.int64], rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """Half a percent of the studies absorbed another registration, whose id nobody else has."""
    chosen = rng.random(len(number)) < 0.005
    return np.where(chosen, number + 1, 0)
