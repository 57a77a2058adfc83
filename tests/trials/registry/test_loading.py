"""Loading: batches, what becomes of each record, and the run that tells of it."""

import json
import random
import string

import pytest
from django.db import OperationalError, connection

from tests.registry import oddities
from tests.studies import site, study
from tests.trials.registry.kit import found, held_by_another, tables
from trials.models import Original, RefreshRun, RejectedRecord, Site, Trial
from trials.registry import loading
from trials.registry.loading import load, recorded_run
from trials.registry.sources import Found
from trials.registry.store import WRITER_LOCK

pytestmark = pytest.mark.django_db

SAMPLE = 99_000_001


def loaded(*records: dict | bytes) -> RefreshRun:
    """The run of loading these records."""
    with recorded_run(RefreshRun.Kind.FILE, "file") as run:
        load(run, found(*records))
    run.refresh_from_db()
    return run


def counts(run: RefreshRun) -> tuple[int, int, int, int]:
    return run.new, run.changed, run.unchanged, run.rejected


def rejections() -> list[tuple[str, str, str]]:
    return list(RejectedRecord.objects.order_by("id").values_list("origin", "nct_id", "reason"))


@pytest.fixture
def small_batches(monkeypatch) -> None:
    monkeypatch.setattr(loading, "BATCH", 3)


def test_a_run_tells_what_became_of_each_record() -> None:
    loaded(study(1), study(2), study(3))
    run = loaded(study(1), study(2, status="COMPLETED"), study(4), b"not json")
    assert counts(run) == (1, 1, 1, 1)
    assert run.read == 4
    assert run.state == RefreshRun.State.DONE
    assert run.started_at <= run.heartbeat_at <= run.ended_at


def test_loading_the_same_twice_changes_nothing() -> None:
    records = [study(number, sites=(site(), site(facility="B")), keywords=("Lungs",)) for number in range(1, 8)]
    loaded(*records)
    before = tables()
    assert counts(loaded(*records)) == (0, 0, 7, 0)
    assert tables() == before


def test_a_bad_record_is_put_aside_with_its_reason_and_the_load_goes_on() -> None:
    nameless = study(5)
    nameless["protocolSection"]["identificationModule"] = {"briefTitle": "Nameless"}
    wrong = study(6, statusModule={"overallStatus": 7})
    run = loaded(study(1), b"\xff not json", nameless, wrong, study(2))
    assert counts(run) == (2, 0, 0, 3)
    (not_json, _, one), (without, _, two), (typed, _, three) = rejections()
    assert (not_json, without, typed) == ("file line 2", "file line 3", "file line 4")
    assert "This is not JSON" in one
    assert "no NCT number" in two
    assert "overallStatus" in three
    rejected = RejectedRecord.objects.first()
    assert rejected.run == run
    assert rejected.excerpt.startswith("{")


def test_a_rejected_record_keeps_its_beginning_alone() -> None:
    loaded(b"\x00\xff" + "é".encode() * 5000)
    excerpt = RejectedRecord.objects.get().excerpt
    assert "\x00" not in excerpt
    assert excerpt[1:].startswith("éé")
    assert len(excerpt) <= 500


def too_many_sites() -> dict:
    return study(5, sites=({"city": "A"},) * 32_769)


def endless_mesh_id() -> dict:
    return study(5, meshes=(("".join(random.Random(5).choices(string.printable, k=20_000)), "Asthma"),))


@pytest.mark.parametrize("monster", [too_many_sites, endless_mesh_id])
def test_a_record_that_postgresql_refuses_keeps_no_other_out(monster) -> None:
    run = loaded(study(1), study(2, sites=(site(),)), monster(), study(3))
    assert counts(run) == (3, 0, 0, 1)
    assert set(Trial.objects.values_list("id", flat=True)) == {1, 2, 3}
    assert list(Site.objects.values_list("trial_id", flat=True)) == [2]
    ((origin, nct_id, reason),) = rejections()
    assert (origin, nct_id) == ("file line 3", "NCT00000005")
    assert reason.startswith("PostgreSQL refused it")


def test_a_condition_of_20000_characters_is_loaded() -> None:
    long = "".join(random.Random(5).choices(string.printable, k=20_000)).replace("\x00", "")
    assert counts(loaded(study(1, conditions=(long, "Asthma"), keywords=(long,), sites=(site(facility=long),)))) == (
        1,
        0,
        0,
        0,
    )
    assert Site.objects.get().facility == long


@pytest.mark.parametrize("kind", sorted(oddities.KINDS))
def test_the_oddest_records_are_stored_as_they_are(registry, kind) -> None:
    """Withheld ones, unknown values and keys, missing modules, 3,500 sites, the year 2099, markup in plain fields …"""
    registry.put(study(1, sites=(site(), site(facility="B"))))
    record = registry.truth(registry.spoil(kind, "NCT00000001"))
    assert counts(loaded(record)) == (1, 0, 0, 0)
    assert json.loads(Original.objects.get().json()) == record
    assert Site.objects.count() == len(
        record["protocolSection"].get("contactsLocationsModule", {}).get("locations", [])
    )
    assert Trial.objects.get().study.nct_id == "NCT00000001"


@pytest.mark.usefixtures("small_batches")
def test_everything_before_an_error_is_kept() -> None:
    def breaking() -> object:
        yield from found(*(study(number) for number in range(1, 8)))
        raise OSError("the line broke")

    with pytest.raises(OSError, match="the line broke"), recorded_run(RefreshRun.Kind.FILE, "file") as run:
        load(run, breaking())
    run.refresh_from_db()
    assert Trial.objects.count() == run.new == 6
    assert (run.state, run.error) == (RefreshRun.State.FAILED, "OSError: the line broke")
    assert run.ended_at


def test_a_batch_and_its_outcome_are_written_together(monkeypatch) -> None:
    def interrupted(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(loading, "rejected_record", interrupted)
    with pytest.raises(KeyboardInterrupt), recorded_run(RefreshRun.Kind.FILE, "file") as run:
        load(run, found(study(1), b"not json"))
    assert not Trial.objects.exists()
    assert counts(run) == (0, 0, 0, 0)
    assert run.state == RefreshRun.State.STOPPED


@pytest.mark.usefixtures("small_batches")
def test_progress_is_told_after_every_batch() -> None:
    told = []
    with recorded_run(RefreshRun.Kind.FILE, "file") as run:
        load(run, found(*(study(number) for number in range(1, 9))), lambda run, read: told.append((run.read, read)))
    assert told == [(3, 3), (6, 6), (8, 8)]


def test_a_batch_is_bounded_in_bytes_too(monkeypatch) -> None:
    monkeypatch.setattr(loading, "BATCH_BYTES", 10)
    told = []
    with recorded_run(RefreshRun.Kind.FILE, "file") as run:
        load(run, found(study(1), study(2), study(3)), lambda run, read: told.append(run.read))
    assert told == [1, 2, 3]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_a_person_who_stops_a_run_leaves_it_stopped(stop) -> None:
    with pytest.raises(stop), recorded_run(RefreshRun.Kind.FILE, "file"):
        raise stop
    run = RefreshRun.objects.get()
    assert (run.state, run.error) == (RefreshRun.State.STOPPED, "")
    assert run.ended_at


def test_an_error_with_characters_that_no_table_holds_is_written_down_all_the_same() -> None:
    with pytest.raises(ValueError, match="odd"), recorded_run(RefreshRun.Kind.FILE, "file"):
        raise ValueError("odd \x00 \ud800")
    run = RefreshRun.objects.get()
    assert run.state == RefreshRun.State.FAILED
    assert run.error.startswith("ValueError: odd")


def test_trouble_of_the_database_itself_blames_no_record() -> None:
    with held_by_another(WRITER_LOCK), connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '50ms'")
        with pytest.raises(OperationalError):
            loaded(study(1))
    assert not RejectedRecord.objects.exists()
    assert RefreshRun.objects.get().state == RefreshRun.State.FAILED


def test_a_file_that_breaks_off_is_a_rejection_of_its_own() -> None:
    with recorded_run(RefreshRun.Kind.FILE, "file") as run:
        load(run, [*found(study(1)), Found("b.zip", b"", 9, "The file cannot be read to its end: no directory")])
    assert counts(run) == (1, 0, 0, 1)
    assert rejections() == [("b.zip", "", "The file cannot be read to its end: no directory")]


# ── The sample and real trials ───────────────────────────────────────────────
def test_the_first_real_load_removes_the_sample_and_says_so() -> None:
    assert counts(loaded(study(SAMPLE), study(SAMPLE + 1))) == (2, 0, 0, 0)
    run = loaded(study(1))
    assert (run.new, run.sample_removed) == (1, 2)
    assert [trial.id for trial in Trial.objects.all()] == [1]


def test_sample_records_are_rejected_where_real_ones_are() -> None:
    loaded(study(1))
    run = loaded(study(SAMPLE), study(2))
    assert counts(run) == (1, 0, 0, 1)
    ((_, nct_id, reason),) = rejections()
    assert nct_id == "NCT99000001"
    assert "sample" in reason
    assert not Trial.objects.filter(id=SAMPLE).exists()


def test_a_file_of_nothing_but_the_sample_is_rejected_where_real_trials_are() -> None:
    loaded(study(1))
    assert counts(loaded(study(SAMPLE), study(SAMPLE + 1))) == (0, 0, 0, 2)
    assert [trial.id for trial in Trial.objects.all()] == [1]


@pytest.mark.parametrize("order", [(SAMPLE, 1), (1, SAMPLE)])
def test_sample_records_in_one_file_with_real_ones_are_rejected(order) -> None:
    assert counts(loaded(*map(study, order))) == (1, 0, 0, 1)
    assert [trial.id for trial in Trial.objects.all()] == [1]


@pytest.mark.usefixtures("small_batches")
def test_sample_records_that_were_stored_before_the_first_real_one_make_room_for_it() -> None:
    run = loaded(*(study(SAMPLE + number) for number in range(4)), study(1), study(2))
    assert set(Trial.objects.values_list("id", flat=True)) == {1, 2}
    assert run.sample_removed == 3
    assert run.rejected == 1
