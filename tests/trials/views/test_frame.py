"""What every page says and sends."""

import pytest
from django.utils import timezone

from tests.studies import stored, study
from trials.models import RefreshRun

pytestmark = pytest.mark.django_db


def run(**details: object) -> RefreshRun:
    now = timezone.now()
    return RefreshRun.objects.create(**{"kind": "open", "started_at": now, "heartbeat_at": now, **details})


@pytest.mark.parametrize("path", ["/", "/trials/", "/trials/NCT99000001/", "/nothing/"])
def test_every_page_says_that_it_shows_sample_data(client, path) -> None:
    stored(study(99_000_001))
    assert "Sample data." in client.get(path).content.decode()


def test_no_page_says_so_of_real_data(client) -> None:
    stored(study(1))
    assert "Sample data." not in client.get("/").content.decode()


def test_the_first_load_shows_how_far_it_is(client) -> None:
    run(new=1200, expected=94000)
    page = client.get("/trials/").content.decode()
    assert "1,200 of 94,000 so far" in page
    assert '<progress value="1200" max="94000"' in page


def test_a_load_that_gave_no_sign_of_life_is_not_shown(client) -> None:
    run(expected=9, heartbeat_at=timezone.now() - timezone.timedelta(hours=1))
    assert "Still loading" not in client.get("/").content.decode()


def test_the_end_of_the_sample_is_said(client) -> None:
    run(state="done", ended_at=timezone.now(), sample_removed=320, new=500)
    assert "The 320 sample studies are gone." in client.get("/").content.decode()


def test_source_and_date_of_the_data_stand_on_every_page(client) -> None:
    stored(study(1))
    run(state="done", ended_at=timezone.now(), data_timestamp="2026-11-16T09:00:04")
    page = client.get("/trials/NCT00000001/").content.decode()
    assert "as of November 16, 2026" in page
    assert "does not endorse this site" in page


def test_nothing_may_be_loaded_from_elsewhere_and_no_address_leaks(client) -> None:
    response = client.get("/")
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert response["Referrer-Policy"] == "same-origin"
    assert 'src="http' not in response.content.decode()
    assert not response.cookies


def test_the_health_address_answers_in_plain_text(client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
