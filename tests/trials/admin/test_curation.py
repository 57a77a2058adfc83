"""All curations in one list."""

import pytest

from tests.studies import stored, study
from trials.models import Curation

pytestmark = pytest.mark.django_db

LIST = "/admin/trials/curation/"


def test_a_curator_sees_all_curations_and_finds_one_by_its_words(curator) -> None:
    stored(study(1), study(2))
    Curation.objects.create(trial_id=1, plain_title="Breathing easier")
    Curation.objects.create(trial_id=2, plain_title="Sleeping better")
    shown = curator.get(LIST).content.decode()
    assert "Breathing easier" in shown
    assert "Sleeping better" in shown
    shown = curator.get(LIST, {"q": "breathing"}).content.decode()
    assert "Breathing easier" in shown
    assert "Sleeping better" not in shown


def test_a_curation_that_is_added_here_says_who_wrote_it(curator) -> None:
    stored(study(1))
    response = curator.post(f"{LIST}add/", {"trial": "1", "plain_title": "Breathing easier"})
    assert response.status_code == 302
    assert Curation.objects.values_list("trial_id", "updated_by__username").get() == (1, "cora")


def test_a_trial_has_one_curation_at_most(curator) -> None:
    stored(study(1))
    Curation.objects.create(trial_id=1)
    response = curator.post(f"{LIST}add/", {"trial": "1", "plain_title": "Again"})
    assert response.status_code == 200
    assert "already exists" in response.content.decode()
    assert Curation.objects.count() == 1


def test_a_title_that_is_too_long_is_an_error_beside_its_field(curator) -> None:
    stored(study(1))
    response = curator.post(f"{LIST}add/", {"trial": "1", "plain_title": "x" * 201})
    assert "at most 200 characters" in response.content.decode()
    assert not Curation.objects.exists()


def test_the_list_asks_as_often_for_many_curations_as_for_few(curator, django_assert_max_num_queries) -> None:
    stored(*map(study, range(1, 41)))
    for number in range(1, 41):
        Curation.objects.create(trial_id=number)
    with django_assert_max_num_queries(9):
        curator.get(LIST)
