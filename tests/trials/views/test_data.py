"""/about/data/ and the health of the data."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.studies import stored, study
from trials.models import Alarm, RefreshRun
from trials.views.data import registry_days

pytestmark = pytest.mark.django_db


def good_run(stamp: date) -> None:
    now = timezone.now()
    RefreshRun.objects.create(
        kind="changes", state="done", started_at=now, heartbeat_at=now, ended_at=now, data_timestamp=f"{stamp}T09:00:04"
    )


def test_the_page_tells_numbers_stamp_and_runs(client) -> None:
    stored(study(1), study(2, status="COMPLETED"))
    good_run(timezone.localdate())
    page = client.get("/about/data/").content.decode()
    assert "<dt>Trials</dt><dd>2</dd>" in page
    assert "<dt>Open to join</dt><dd>1</dd>" in page
    assert "Changes from the registry" in page


def test_fresh_data_are_healthy(client) -> None:
    good_run(timezone.localdate())
    response = client.get("/healthz/data")
    assert (response.status_code, response.content) == (200, b"ok")


def test_data_older_than_two_registry_days_turn_red(client) -> None:
    good_run(timezone.localdate() - timedelta(days=5))
    response = client.get("/healthz/data")
    assert response.status_code == 503
    assert b"The data are of" in response.content


def test_no_registry_data_at_all_turn_red(client) -> None:
    assert client.get("/healthz/data").status_code == 503


def test_an_open_alarm_turns_red_until_it_ends(client) -> None:
    good_run(timezone.localdate())
    alarm = Alarm.objects.create(kind="forbidden", text="403", raised_at=timezone.now())
    assert client.get("/healthz/data").status_code == 503
    Alarm.objects.filter(pk=alarm.pk).update(ended_at=timezone.now())
    assert client.get("/healthz/data").status_code == 200


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [("2026-11-13", "2026-11-15", 0), ("2026-11-13", "2026-11-16", 1), ("2026-11-12", "2026-11-17", 3)],
)
def test_weekends_are_no_registry_days(since, until, days) -> None:
    assert registry_days(date.fromisoformat(since), date.fromisoformat(until)) == days
