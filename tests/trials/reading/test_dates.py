from datetime import date

import pytest

from trials.reading import dates

TODAY = date(2026, 9, 12)


@pytest.mark.parametrize(
    ("given", "month", "full"),
    [
        ("2026-03-14", "March 2026", "March 14, 2026"),
        ("2026-03", "March 2026", "March 2026"),
        ("2026", "2026", "2026"),
        ("", "", ""),
        ("soon", "soon", "soon"),
        ("2026-13", "2026-13", "2026-13"),
        ("2026-02-30", "2026-02-30", "2026-02-30"),
        ("0000", "0000", "0000"),
    ],
)
def test_a_date_is_written_as_exactly_as_it_was_given(given, month, full):
    assert dates.month(given) == month
    assert dates.full(given) == full


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("2026-09-12", "today"),
        ("2026-09-11", "yesterday"),
        ("2026-09-09", "3 days ago"),
        ("2026-08-01", "1 month ago"),
        ("2024-07", "26 months ago"),
        ("2024-07-20", "25 months ago"),
        ("2023-09-11", "3 years ago"),
        ("2020", "6 years ago"),
        ("2026-09", "this month"),
        ("2026", "this year"),
        ("2027-03", "in March 2027"),
        ("", ""),
        ("soon", ""),
    ],
)
def test_how_long_ago_is_said_in_the_largest_unit_that_is_true(given, said):
    assert dates.ago(given, TODAY) == said


def test_a_month_is_not_over_before_its_last_day():
    assert dates.last_day("2026-02") == date(2026, 2, 28)
    assert dates.last_day("2026") == date(2026, 12, 31)
    assert dates.months_since("2026-10", TODAY) == -1


def test_people_are_counted_in_words():
    assert dates.people(30) == "about 30 people"
    assert dates.people(1200) == "about 1,200 people"
    assert dates.people(1) == "1 person"
    assert dates.people(0) == "nobody"


@pytest.mark.parametrize("count", [None, -1, 99_999_999, 188_814_085])
def test_a_number_of_people_that_cannot_be_true_is_not_given(count):
    assert dates.people(count) == "number not given"
