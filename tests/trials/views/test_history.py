"""What changed: on the trial's page, and two versions side by side."""

import re

import pytest
from django.utils import timezone

from tests.studies import real_versions, site, stored, study
from trials.models import Revision, Trial

pytestmark = pytest.mark.django_db


def test_a_change_is_told_on_the_trials_page_and_on_its_own(client) -> None:
    stored(study(7, sites=(site(status="NOT_YET_RECRUITING"),)))
    stored(study(7, sites=(site(status="RECRUITING"),)))
    for path in ("/trials/NCT00000007/", "/trials/NCT00000007/history/"):
        assert "A site opened in Philadelphia" in client.get(path).content.decode()


def test_two_versions_stand_side_by_side_with_their_words_marked(client) -> None:
    stored(study(7, eligibilityModule={"eligibilityCriteria": "Inclusion Criteria:\n\n* Has had asthma for a year"}))
    stored(study(7, eligibilityModule={"eligibilityCriteria": "Inclusion Criteria:\n\n* Has had asthma for two years"}))
    revision = Revision.objects.get()
    page = client.get(f"/trials/NCT00000007/history/?revision={revision.pk}").content.decode()
    assert re.search(r"<del>\s*a year</del>", page)
    assert re.search(r"<ins>\s*two years</ins>", page)


def test_an_older_revision_is_compared_with_what_came_right_after_it(client) -> None:
    for title in ("First title", "Second title", "Third title"):
        stored(study(7, identificationModule={"nctId": "NCT00000007", "briefTitle": title}))
    oldest = Revision.objects.order_by("seen_at")[0]
    page = client.get(f"/trials/NCT00000007/history/?revision={oldest.pk}").content.decode()
    assert "<del>First</del>" in page
    assert "<ins>Second</ins>" in page


def test_a_trial_that_never_changed_says_so(client) -> None:
    stored(study(7))
    assert "Nothing has changed since" in client.get("/trials/NCT00000007/history/").content.decode()


@pytest.mark.parametrize("revision", ["1", "x", "9" * 30, "-1"])
def test_a_revision_that_is_not_there_is_no_error(client, revision) -> None:
    stored(study(7))
    assert client.get("/trials/NCT00000007/history/", {"revision": revision}).status_code in (200, 404)


def test_a_study_that_the_registry_removed_keeps_its_page_and_leaves_the_search(client) -> None:
    stored(study(7))
    Trial.objects.update(removed_at=timezone.now())
    page = client.get("/trials/NCT00000007/").content.decode()
    assert "The registry no longer has this study." in page
    assert "Show the study" not in page
    assert 'data-total="0"' in client.get("/trials/").content.decode()
    assert client.post("/trials/NCT00000007/contacts/").status_code == 404


def test_every_real_change_has_its_pages(client) -> None:
    for number, versions in real_versions().items():
        for version in versions:
            stored(version)
        for path in (f"/trials/{number}/", f"/trials/{number}/history/"):
            assert client.get(path).status_code == 200
        for revision in Revision.objects.filter(trial_id=int(number[3:])):
            page = client.get(f"/trials/{number}/history/?revision={revision.pk}")
            assert page.status_code == 200
    assert Revision.objects.exists()
