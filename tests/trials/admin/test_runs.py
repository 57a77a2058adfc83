"""What was loaded and what could not be, for people to read."""

import json

import pytest

from tests.studies import study
from trials.models import RefreshRun, RejectedRecord
from trials.registry.loading import load, recorded_run
from trials.registry.sources import Found

pytestmark = pytest.mark.django_db

RUNS = "/admin/trials/refreshrun/"
REJECTED = "/admin/trials/rejectedrecord/"


@pytest.fixture
def run(db) -> RefreshRun:
    """A load of one good and one bad record."""
    good = Found("studies.jsonl line 1", json.dumps(study(1)).encode(), 1)
    bad = Found("studies.jsonl line 2", b'{"hello": "<script>"}', 2)
    with recorded_run(RefreshRun.Kind.FILE, "studies.jsonl") as run:
        load(run, [good, bad])
    return run


def test_a_curator_sees_what_was_loaded_and_what_failed(curator, run) -> None:
    with pytest.raises(OSError, match="no line"), recorded_run(RefreshRun.Kind.CHANGES, "https://registry.example"):
        raise OSError("no line")
    shown = curator.get(RUNS).content.decode()
    assert "Files" in shown
    assert "Done" in shown
    assert "Changes from the registry" in shown
    assert "OSError: no line" in shown


def test_a_curator_sees_a_rejected_record_with_its_reason_and_its_beginning(curator, run) -> None:
    shown = curator.get(REJECTED).content.decode()
    assert "studies.jsonl line 2" in shown
    assert "There is no NCT number" in shown
    shown = curator.get(f"{REJECTED}{RejectedRecord.objects.get().pk}/change/").content.decode()
    assert "{&quot;hello&quot;: &quot;&lt;script&gt;&quot;}" in shown
    assert '{"hello": "<script>"}' not in shown


@pytest.mark.parametrize(("words", "hits"), [("line 2", 1), ("no NCT number", 1), ("other.jsonl", 0)])
def test_a_rejected_record_is_found_by_its_file_and_its_reason(curator, run, words, hits) -> None:
    assert curator.get(REJECTED, {"q": words}).context["cl"].result_count == hits


@pytest.mark.parametrize("role", ["curator", "administrator"])
def test_nobody_writes_what_the_machine_has_written(role, run, request) -> None:
    browser = request.getfixturevalue(role)
    for path, pk in ((RUNS, run.pk), (REJECTED, RejectedRecord.objects.get().pk)):
        assert browser.get(f"{path}add/").status_code == 403
        assert browser.post(f"{path}{pk}/change/", {"error": "", "reason": ""}).status_code == 403
        assert browser.post(f"{path}{pk}/delete/", {"post": "yes"}).status_code == 403
        browser.post(path, {"action": "delete_selected", "_selected_action": [str(pk)], "post": "yes"})
    assert RefreshRun.objects.count() == RejectedRecord.objects.count() == 1


def test_the_newest_run_comes_first(curator, run) -> None:
    with recorded_run(RefreshRun.Kind.OPEN, "registry"):
        pass
    assert [one.kind for one in curator.get(RUNS).context["cl"].result_list] == ["open", "file"]
