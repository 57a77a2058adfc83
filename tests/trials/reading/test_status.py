import itertools
import statistics
from dataclasses import replace
from datetime import date

import pytest

from tests.trials.reading.kit import HOSTILE, grade
from trials.reading.status import NearestSite, StatusFacts, badge, miles, nearest_sentence, reason, status_sentence
from trials.vocabulary import STATUS, Availability

TODAY = date(2026, 9, 12)
NEAR = NearestSite("Larch Hospital", "Philadelphia", 14.2)
OPEN = StatusFacts(
    Availability.OPEN,
    "RECRUITING",
    verified="2026-08",
    primary_completion="2027-06",
    open_sites=3,
    sites=5,
    nearest=NEAR,
)


def said(**changes: object) -> str:
    return status_sentence(replace(OPEN, **changes), TODAY)


def test_an_open_study_says_how_many_sites_are_open_and_how_near():
    assert said() == "Open: 3 sites are taking patients, the nearest 14 miles away."
    assert said(open_sites=1) == "Open: 1 site is taking patients, 14 miles away."
    assert said(nearest=None) == "Open: 3 sites are taking patients."


def test_a_city_or_an_area_says_where_the_nearest_site_is():
    boston = NearestSite("Larch Hospital", "Boston", 1.2, "in Boston")
    texas = NearestSite("Larch Hospital", "Houston", None, "in Texas")
    assert said(nearest=boston) == "Open: 3 sites are taking patients, the nearest in Boston."
    assert said(nearest=texas) == "Open: 3 sites are taking patients, one in Texas."
    assert said(nearest=texas, open_sites=1) == "Open: 1 site is taking patients, in Texas."
    assert badge(OPEN, TODAY).kind == "open"


def test_a_study_without_an_open_site_is_never_called_open():
    for facts in (replace(OPEN, open_sites=0), replace(OPEN, open_sites=0, sites=0)):
        assert not status_sentence(facts, TODAY).startswith("Open")
        assert badge(facts, TODAY).kind == "unconfirmed"
        assert badge(facts, TODAY).word != "Open"
    assert "none of its sites takes patients" in said(open_sites=0)
    assert "names no site" in said(open_sites=0, sites=0)


def test_a_status_that_nobody_confirmed_for_a_year_says_so():
    assert said(verified="2024-07") == (
        "Marked open, but its sponsor last confirmed that 26 months ago. Call before you count on it."
    )
    assert badge(replace(OPEN, verified="2024-07"), TODAY).kind == "unconfirmed"


def test_a_status_without_a_date_is_not_trusted():
    assert "no date says when" in said(verified="")
    assert badge(replace(OPEN, verified=""), TODAY).kind == "unconfirmed"


def test_a_year_is_still_fresh_and_thirteen_months_are_not():
    assert said(verified="2025-09").startswith("Open:")
    assert said(verified="2025-08").startswith("Marked open")


def test_an_open_study_past_its_own_end_says_so():
    assert said(primary_completion="2025-03") == (
        "Marked open, but it was due to end its main part in March 2025. Call before you count on it."
    )
    assert badge(replace(OPEN, primary_completion="2025-03"), TODAY).kind == "unconfirmed"
    assert "March 2025" in said(primary_completion="2025-03", verified="2024-07")


def test_the_month_of_the_planned_end_is_not_past_while_it_lasts():
    assert said(primary_completion="2026-09").startswith("Open:")


def test_a_study_that_opens_later_says_when():
    soon = {"availability": Availability.SOON, "overall_status": "NOT_YET_RECRUITING", "open_sites": 0}
    assert said(**soon, starts="2027-03") == "Not open yet, planned for March 2027."
    assert said(**soon, starts="2025-03") == "Not open yet. It was planned for March 2025."
    assert said(**soon, starts="") == "Not open yet. No start date is given."
    assert "5 years ago" in said(**soon, starts="2025-03", verified="2021-05")


def test_a_study_by_invitation_says_that_one_cannot_apply():
    invited = replace(OPEN, availability=Availability.INVITATION, overall_status="ENROLLING_BY_INVITATION")
    assert status_sentence(invited, TODAY) == "By invitation only: the study itself asks people to join."
    assert badge(invited, TODAY).kind == "invitation"


def test_an_unconfirmed_study_says_how_old_the_last_word_is():
    unknown = {"availability": Availability.UNCONFIRMED, "overall_status": "UNKNOWN", "verified": "2022-01"}
    assert said(**unknown, last_known_status="RECRUITING") == (
        "It was once open, but the last word on it came 4 years ago. Call before you count on it."
    )
    assert said(**unknown, last_known_status="NOT_YET_RECRUITING").startswith("It was going to open, but")


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("ACTIVE_NOT_RECRUITING", "Closed to new people."),
        ("COMPLETED", "Finished in May 2026:"),
        ("SUSPENDED", "Paused:"),
        ("TERMINATED", "Stopped early:"),
        ("WITHDRAWN", "Called off before anyone joined."),
        ("APPROVED_FOR_MARKETING", "Closed, because the treatment is now approved."),
        ("UNKNOWN", "Closed to new people when last confirmed, 1 month ago."),
    ],
)
def test_a_closed_study_says_what_happened(status, expected):
    closed = replace(OPEN, availability=Availability.CLOSED, overall_status=status, completion="2026-05")
    assert status_sentence(closed, TODAY).startswith(expected)
    assert badge(closed, TODAY).kind == "closed"


def test_an_unknown_status_is_closed_and_does_not_claim_anything():
    strange = replace(OPEN, availability=Availability.CLOSED, overall_status="ON_THE_MOON")
    assert "do not count on it" in status_sentence(strange, TODAY)
    assert badge(strange, TODAY).word == "Closed"


def test_the_reason_for_stopping_is_the_sponsors_own_and_plain_text():
    assert reason(replace(OPEN, why_stopped=r"Too few people \(3 of 40\)")) == "Too few people (3 of 40)"
    assert reason(OPEN) == ""


def test_distances_are_whole_miles():
    assert [miles(each) for each in (0.0, 0.6, 1.4, 14.5, 1240.2)] == [
        "less than a mile",
        "1 mile",
        "1 mile",
        "15 miles",
        "1,240 miles",
    ]
    assert nearest_sentence(NEAR) == "Larch Hospital, Philadelphia, 14 miles away"
    assert nearest_sentence(NearestSite("", "Boston")) == "Boston"


def every_combination() -> list[StatusFacts]:
    days = ("", "2020", "2026-08", "2031-01-31")
    return [
        StatusFacts(availability, status, last, "", verified, starts, ends, ends, sites, sites, NEAR if sites else None)
        for availability in Availability
        for status, last in itertools.product((*STATUS, "", "NEW"), ("", "RECRUITING"))
        for verified, starts, ends in itertools.product(days, days, days)
        for sites in (0, 3)
    ]


def test_every_combination_of_facts_is_one_to_three_short_plain_sentences():
    grades = {}
    for facts in every_combination():
        sentence = status_sentence(facts, TODAY)
        assert sentence.endswith(".") and badge(facts, TODAY).word
        if facts.open_sites == 0 or facts.availability is not Availability.OPEN:
            assert not sentence.startswith("Open")
            assert badge(facts, TODAY).kind != "open"
        grades[sentence] = grade(sentence)
    assert max(grades.values()) <= 11
    assert statistics.median(grades.values()) <= 8


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_makes_it_raise(text):
    facts = StatusFacts(Availability.OPEN, text, text, text, text, text, text, text, 1, 1, NearestSite(text, text))
    assert status_sentence(facts, TODAY) and badge(facts, TODAY).word
    assert isinstance(reason(facts), str)
