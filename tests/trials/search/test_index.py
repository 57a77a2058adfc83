"""The index follows the database: what is written, taken back, hidden, merged or gone; from memory and from disk."""

import numpy as np
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from tests.studies import real_lines, site, stored, study
from trials.models import Curation, Touched, Trial
from trials.registry.store import merge, prepare, store
from trials.search.criteria import SearchCriteria
from trials.search.index import current, files
from trials.search.index.build import build
from trials.search.index.current import NotReady, follower, named_by
from trials.search.index.making import Maker
from trials.search.matching import matching
from trials.search.terms import current as terms

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path):
    """Where large segments are kept."""
    settings.SEARCH_DIR = tmp_path / "search"
    return settings.SEARCH_DIR


def found(**search: object) -> list[int]:
    return sorted(hit.number for hit in matching(SearchCriteria(**search)))


# ── Following ────────────────────────────────────────────────────────────────
def test_what_is_written_is_found_at_once() -> None:
    stored(study(1))
    assert found() == [1]
    stored(study(2), study(1, status="COMPLETED"))
    assert found() == [2]
    assert found(status="closed") == [1]


def test_what_is_taken_back_is_not_found() -> None:
    stored(study(1))
    assert found() == [1]
    with transaction.atomic():
        stored(study(2))
        assert found() == [1, 2]
        transaction.set_rollback(True)
    assert found() == [1]


def test_what_is_hidden_merged_removed_or_deleted_is_not_found() -> None:
    hidden, _, removed, _, _ = stored(*(study(number) for number in range(1, 6)))
    assert found() == [1, 2, 3, 4, 5]
    Curation.objects.create(trial=hidden, hidden=True)
    merge(2, into=5)
    Trial.objects.filter(pk=removed.pk).update(removed_at="2026-11-20T00:00Z")
    Trial.objects.filter(pk=4).delete()
    assert found() == [5]
    Curation.objects.update(hidden=False)
    assert found() == [1, 5]


def test_many_small_changes_stay_a_few_parts() -> None:
    stored(*(study(number) for number in range(1, 31)))
    found()
    for number in range(1, 31):
        stored(study(number, status="COMPLETED"))
        assert len(found()) == 30 - number
    assert len(follower.parts) <= current.PARTS + 2
    assert found(status="any") == list(range(1, 31))


def test_a_change_that_touches_no_trial_is_not_read_again() -> None:
    stored(study(1))
    found()
    parts = follower.parts
    found()
    assert follower.parts is parts


# ── On disk ──────────────────────────────────────────────────────────────────
def test_a_large_segment_is_read_from_disk_and_what_came_later_from_the_database(folder) -> None:
    stored(study(1), study(2))
    call_command("index")
    assert files.current(folder)
    stored(study(3), study(2, status="COMPLETED"))
    assert found() == [1, 3]
    assert len(follower.parts[0].segment) == 2
    assert follower.base == files.current(folder)


def test_a_segment_comes_back_from_disk_as_it_was(folder) -> None:
    store([prepare(line) for line in real_lines()[:300]], now=timezone.now())
    segment = build(named_by(terms.current()))
    name = files.save(segment, files.Stamp("here", 1, 1), folder)
    back = files.load(folder, name).segment
    for array, values in segment.arrays().items():
        assert values.dtype == back.arrays()[array].dtype, array
        assert np.array_equal(values, back.arrays()[array]), array


def test_a_new_large_segment_takes_the_place_of_the_old_one(folder) -> None:
    stored(study(1))
    call_command("index")
    assert found() == [1]
    stored(study(2))
    Maker().make_if_due()
    old = files.current(folder)
    files.save(build(named_by(terms.current())), files.Stamp(current.database(), current.written_before(), 0), folder)
    assert found() == [1, 2]
    assert follower.base == files.current(folder) != old
    assert sorted(one.name for one in folder.iterdir()) == [follower.base, "current"]


@pytest.mark.parametrize("harm", ["another database", "half written", "another form", "gone", "no number"])
def test_a_segment_that_cannot_be_used_is_made_anew(folder, harm) -> None:
    stored(study(1))
    call_command("index")
    place = folder / files.current(folder)
    if harm == "another database":
        stamp = files.Stamp("another", 1, terms.current().version)
        files.save(build(named_by(terms.current())), stamp, folder)
    elif harm == "half written":
        (place / "numbers.npy").write_bytes(b"\x93NUMPY")
    elif harm == "another form":
        text = (place / "stamp.json").read_text()
        (place / "stamp.json").write_text(text.replace(f'"format":{files.FORMAT}', '"format":0'))
    elif harm == "gone":
        (place / "numbers.npy").unlink()
    else:
        (folder / "current").write_text("")
    assert found() == [1]
    assert follower.base == ""
    assert Maker().make_if_due() == 1
    assert found() == [1]
    assert follower.base == files.current(folder)


def test_an_index_is_made_again_when_much_was_written_or_the_vocabulary_changed(folder, monkeypatch) -> None:
    stored(study(1))
    maker = Maker()
    assert maker.make_if_due() == 1
    maker.rest_until = 0
    with connection.cursor() as cursor:  # as if other transactions had written since
        cursor.execute("UPDATE trials_touched SET written_in = written_in + 1000000")
    monkeypatch.setattr("trials.search.index.making.WRITTEN", 1)
    assert maker.make_if_due() is None
    stored(study(2))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE trials_touched SET written_in = written_in + 1000000")
    assert maker.make_if_due() == 2


def test_every_write_of_a_trial_or_its_curation_is_seen() -> None:
    def version() -> int:
        return max(Touched.objects.values_list("version", flat=True), default=0)

    seen = [version()]
    for write in (
        lambda: stored(study(1, sites=(site(),))),
        lambda: stored(study(1, status="COMPLETED")),
        lambda: Trial.objects.update(removed_at=None),
        lambda: Curation.objects.create(trial_id=1),
        lambda: Curation.objects.update(hidden=True),
        lambda: Curation.objects.all().delete(),
        lambda: Trial.objects.all().delete(),
    ):
        write()
        seen.append(version())
    assert seen == sorted(set(seen))


# ── Before there is one ──────────────────────────────────────────────────────
def test_a_large_database_without_an_index_says_that_it_is_getting_ready(folder, client, monkeypatch) -> None:
    monkeypatch.setattr(current, "MADE_IN_MEMORY", 2)
    stored(study(1), study(2), study(3))
    with pytest.raises(NotReady):
        matching(SearchCriteria())
    page = client.get("/trials/?condition=asthma")
    assert page.status_code == 503
    assert page["Retry-After"] == "30"
    assert "getting ready" in page.content.decode()
    call_command("index")
    assert client.get("/trials/?condition=asthma").status_code == 200
