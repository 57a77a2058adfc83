"""The registry's partial dates."""

import datetime

import pytest

from trials.partial_dates import first_day, last_day


@pytest.mark.parametrize(
    ("partial", "first", "last"),
    [
        ("2026-03-14", (2026, 3, 14), (2026, 3, 14)),
        ("2026-03", (2026, 3, 1), (2026, 3, 31)),
        ("2024-02", (2024, 2, 1), (2024, 2, 29)),
        ("2026-12", (2026, 12, 1), (2026, 12, 31)),
        ("2026", (2026, 1, 1), (2026, 12, 31)),
        ("1900-01", (1900, 1, 1), (1900, 1, 31)),
        ("2099", (2099, 1, 1), (2099, 12, 31)),
    ],
)
def test_a_partial_date_reaches_from_its_first_to_its_last_day(partial, first, last) -> None:
    assert first_day(partial) == datetime.date(*first)
    assert last_day(partial) == datetime.date(*last)


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-13", "2026-02-30", "0000", "2026-3", "14.03.2026", "2026-03-14T09:00"]
)
def test_what_is_no_date_has_no_day(text) -> None:
    assert first_day(text) is None
    assert last_day(text) is None
