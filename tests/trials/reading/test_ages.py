import pytest

from trials.reading.ages import age_range


@pytest.mark.parametrize(
    ("minimum", "maximum", "said"),
    [
        ("18 Years", "", "18 years and older"),
        ("1 Year", "29 Years", "Ages 1 to 29"),
        ("6 Months", "17 Years", "6 months to 17 years"),
        ("", "28 Days", "Up to 28 days"),
        ("0 Years", "12 Years", "Up to 12 years"),
        ("1 Year", "", "1 year and older"),
        ("12 Years", "12 Years", "Age 12"),
        ("0 Days", "", "Any age"),
        ("", "", "Any age"),
        ("0 Years", "0 Years", "Up to 0 years"),
        ("90 Minutes", "1 Hour", "90 minutes to 1 hour"),
    ],
)
def test_age_limits_are_said_in_words(minimum, maximum, said):
    assert age_range(minimum, maximum) == said


def test_a_limit_that_cannot_be_read_is_shown_rather_than_lost():
    assert age_range("18 Jahre", "") == "18 Jahre and older"
    assert age_range("adult", "65 Years") == "adult to 65 years"
