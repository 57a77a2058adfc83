"""What each status means for joining, study by study and site by site."""

import pytest

from trials.vocabulary import STATUS, Availability, site_availability, study_availability

OPEN, SOON, INVITATION = Availability.OPEN, Availability.SOON, Availability.INVITATION
UNCONFIRMED, CLOSED = Availability.UNCONFIRMED, Availability.CLOSED

STUDY = {
    "RECRUITING": OPEN,
    "AVAILABLE": OPEN,
    "NOT_YET_RECRUITING": SOON,
    "ENROLLING_BY_INVITATION": INVITATION,
    "ACTIVE_NOT_RECRUITING": CLOSED,
    "COMPLETED": CLOSED,
    "SUSPENDED": CLOSED,
    "TERMINATED": CLOSED,
    "WITHDRAWN": CLOSED,
    "NO_LONGER_AVAILABLE": CLOSED,
    "TEMPORARILY_NOT_AVAILABLE": CLOSED,
    "APPROVED_FOR_MARKETING": CLOSED,
    "WITHHELD": CLOSED,
    "": CLOSED,
    "ON_HOLIDAY": CLOSED,
}
LAST_KNOWN = {
    "RECRUITING": UNCONFIRMED,
    "NOT_YET_RECRUITING": UNCONFIRMED,
    "ENROLLING_BY_INVITATION": UNCONFIRMED,
    "AVAILABLE": UNCONFIRMED,
    "ACTIVE_NOT_RECRUITING": CLOSED,
    "SUSPENDED": CLOSED,
    "COMPLETED": CLOSED,
    "": CLOSED,
    "ON_HOLIDAY": CLOSED,
}
# Site status -> what it means in a study that is open, opens soon, is by invitation, is unconfirmed, is closed.
SITE = {
    "RECRUITING": (OPEN, SOON, INVITATION, UNCONFIRMED, CLOSED),
    "AVAILABLE": (OPEN, SOON, INVITATION, UNCONFIRMED, CLOSED),
    "NOT_YET_RECRUITING": (SOON, SOON, INVITATION, UNCONFIRMED, CLOSED),
    "ENROLLING_BY_INVITATION": (INVITATION, SOON, INVITATION, UNCONFIRMED, CLOSED),
    "": (UNCONFIRMED, SOON, INVITATION, UNCONFIRMED, CLOSED),
    "ACTIVE_NOT_RECRUITING": (CLOSED,) * 5,
    "COMPLETED": (CLOSED,) * 5,
    "SUSPENDED": (CLOSED,) * 5,
    "TERMINATED": (CLOSED,) * 5,
    "WITHDRAWN": (CLOSED,) * 5,
    "ON_HOLIDAY": (CLOSED,) * 5,
}


@pytest.mark.parametrize(("status", "expected"), STUDY.items())
def test_a_study_is_as_open_as_its_status_says(status, expected) -> None:
    assert study_availability(status) is expected
    assert study_availability(status, "RECRUITING") is expected


@pytest.mark.parametrize(("last_known", "expected"), LAST_KNOWN.items())
def test_a_study_of_unknown_status_is_unconfirmed_only_if_it_last_took_people(last_known, expected) -> None:
    assert study_availability("UNKNOWN", last_known) is expected


@pytest.mark.parametrize(
    ("study", "status", "expected"),
    [
        (study, status, expected)
        for status, row in SITE.items()
        for study, expected in zip((OPEN, SOON, INVITATION, UNCONFIRMED, CLOSED), row, strict=True)
    ],
)
def test_a_site_is_as_open_as_its_own_status_but_never_more_than_its_study(study, status, expected) -> None:
    assert site_availability(study, status) is expected


def test_every_status_of_the_registry_has_plain_words() -> None:
    assert set(STATUS) == set(STUDY) - {"", "ON_HOLIDAY"} | {"UNKNOWN"}
