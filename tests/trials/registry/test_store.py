"""Records become rows: what is written, what is left alone, and what makes room."""

import dataclasses
import datetime
import json

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.test.utils import CaptureQueriesContext

from tests.studies import BOSTON, BOSTON_POINT, PHILADELPHIA, TORONTO, site, study
from tests.trials.registry.kit import held_by_another, prepared, tables
from trials.models import Alias, Condition, Curation, Original, Place, Site, Trial, TrialCondition
from trials.registry.store import WRITER_LOCK, Stored, holds_real_trials, store
from trials.vocabulary import Availability

pytestmark = pytest.mark.django_db

MONDAY = datetime.datetime(2026, 11, 16, 9, tzinfo=datetime.UTC)
TUESDAY = MONDAY + datetime.timedelta(days=1)
SAMPLE = 99_000_001


def aliases(*numbers: str) -> dict:
    return {"identificationModule": {"nctIdAliases": list(numbers)}}


def names(number: int) -> set[str]:
    """The conditions under which a trial is listed."""
    return set(Trial.objects.get(pk=number).conditions.values_list("name", flat=True))


def test_a_new_trial_comes_with_its_sites_conditions_former_numbers_and_original() -> None:
    record = study(
        7,
        conditions=("Asthma",),
        keywords=("Wheezing",),
        sites=(site(zip="19104", status="RECRUITING"), site(TORONTO, None, facility="East Clinic")),
        **aliases("NCT00000003"),
    )
    assert store(prepared(record), now=MONDAY) == Stored(new=frozenset({7}))
    trial = Trial.objects.get()
    assert (trial.nct_id, trial.brief_title, trial.phases) == ("NCT00000007", "Study 7", ["PHASE2"])
    assert (trial.first_seen, trial.changed_at, trial.original.last_seen) == (MONDAY, MONDAY, MONDAY)
    assert json.loads(trial.original.json()) == record
    assert list(trial.sites.order_by("ordinal").values_list("ordinal", "facility", "zip", "place__city")) == [
        (0, "Larch Hospital", "19104", "Philadelphia"),
        (1, "East Clinic", "", "Toronto"),
    ]
    assert names(7) == {"Asthma", "Wheezing"}
    assert Alias.objects.get().trial_id == 7


def test_storing_the_same_again_changes_nothing_but_when_it_was_last_seen() -> None:
    batch = prepared(study(1, sites=(site(),), **aliases("NCT00000003")), study(2, meshes=(("D001249", "Asthma"),)))
    store(batch, now=MONDAY)
    before = tables()
    assert store(batch, now=TUESDAY) == Stored(unchanged=frozenset({1, 2}))
    assert tables() == before
    assert set(Original.objects.values_list("last_seen", flat=True)) == {TUESDAY}


def test_a_new_load_date_alone_is_no_change() -> None:
    record = study(1)
    store(prepared(record), now=MONDAY)
    before = tables()
    record["derivedSection"]["miscInfoModule"]["versionHolder"] = "2026-11-17"
    assert store(prepared(record), now=TUESDAY) == Stored(unchanged=frozenset({1}))
    assert tables() == before


def test_a_change_replaces_everything_but_the_day_it_was_first_seen() -> None:
    sites = (site(status="RECRUITING"), site(BOSTON, BOSTON_POINT, status="RECRUITING"))
    store(prepared(study(1, sites=sites, keywords=("Lungs",), **aliases("NCT00000008"))), now=MONDAY)
    changed = study(1, status="COMPLETED", conditions=("Eczema",), sites=(site(TORONTO),), **aliases("NCT00000009"))
    assert store(prepared(changed), now=TUESDAY) == Stored(changed=frozenset({1}))
    trial = Trial.objects.get()
    assert (trial.overall_status, trial.availability) == ("COMPLETED", Availability.CLOSED)
    assert (trial.first_seen, trial.changed_at, trial.original.last_seen) == (MONDAY, TUESDAY, TUESDAY)
    assert [(one.ordinal, one.place.city) for one in trial.sites.all()] == [(0, "Toronto")]
    assert names(1) == {"Eczema"}
    assert [alias.id for alias in Alias.objects.all()] == [9]
    assert json.loads(trial.original.json()) == changed


def test_a_change_of_one_trial_leaves_the_others_alone() -> None:
    store(prepared(study(1, sites=(site(),)), study(2, sites=(site(),))), now=MONDAY)
    other = [row for row in tables()["Trial"] if row[0] == 2]
    outcome = store(prepared(study(1, status="COMPLETED"), study(2, sites=(site(),)), study(3)), now=TUESDAY)
    assert outcome == Stored(new=frozenset({3}), changed=frozenset({1}), unchanged=frozenset({2}))
    assert [row for row in tables()["Trial"] if row[0] == 2] == other
    assert list(Site.objects.values_list("trial_id", flat=True)) == [2]


def test_neither_a_change_nor_a_repetition_touches_a_curators_words() -> None:
    store(prepared(study(1)), now=MONDAY)
    Curation.objects.create(trial_id=1, hidden=True, featured=True, plain_title="In plain words", plain_summary="So.")
    before = tables()["Curation"]
    store(prepared(study(1)), now=TUESDAY)
    store(prepared(study(1, status="COMPLETED")), now=TUESDAY)
    assert tables()["Curation"] == before


def test_of_several_records_with_one_number_the_last_counts() -> None:
    store(prepared(study(1, status="COMPLETED"), study(1, status="RECRUITING", sites=(site(),))), now=MONDAY)
    assert Trial.objects.get().overall_status == "RECRUITING"
    assert Site.objects.count() == 1


def test_nothing_to_store_is_no_trouble() -> None:
    assert store([], now=MONDAY) == Stored()


def test_a_batch_is_stored_as_a_whole_or_not_at_all() -> None:
    good, bad = prepared(study(1, sites=(site(),)), study(2))
    with pytest.raises(IntegrityError):
        store([good, dataclasses.replace(bad, number=100_000_000)], now=MONDAY)
    assert not any(tables().values())


def test_the_number_of_queries_does_not_grow_with_the_batch() -> None:
    def queries(first: int, count: int) -> int:
        batch = prepared(
            *(study(n, sites=(site(city=f"City {n}"),), conditions=(f"C {n}",)) for n in range(first, first + count))
        )
        with CaptureQueriesContext(
            connection,
        ) as new:
            store(batch, now=MONDAY)
        return len(new)

    assert queries(1, 2) == queries(100, 60)


def test_writers_take_turns() -> None:
    with held_by_another(WRITER_LOCK), connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '50ms'")
        with pytest.raises(OperationalError, match="lock timeout"):
            store(prepared(study(1)), now=MONDAY)


# ── Places ───────────────────────────────────────────────────────────────────
def test_sites_of_one_city_and_point_share_a_place_and_others_do_not() -> None:
    sites = (
        site(facility="A"),
        site(facility="B"),
        site(point={"lat": 40.0, "lon": -75.0}),
        site(point=None),
        site({**PHILADELPHIA, "state": ""}),
    )
    store(prepared(study(1, sites=sites)), now=MONDAY)
    store(prepared(study(2, sites=sites)), now=MONDAY)
    ids = list(Site.objects.order_by("trial_id", "ordinal").values_list("place_id", flat=True))
    assert ids[0] == ids[1]
    assert len(set(ids)) == Place.objects.count() == 4
    assert ids[:5] == ids[5:]


def test_a_site_on_the_equator_or_the_meridian_keeps_its_zero() -> None:
    store(prepared(study(1, sites=(site({"city": "Null Island"}, {"lat": 0, "lon": 0}),))), now=MONDAY)
    assert Place.objects.values_list("latitude", "longitude").get() == (0.0, 0.0)


def test_names_with_every_awkward_character_are_stored_as_they_are() -> None:
    awkward = 'Tab\t newline\n backslash\\N \\. "quotes" {brace,s} NULL ’ 😀 <script>'
    record = study(
        1,
        sites=(site({"city": awkward, "country": "\\N"}, facility=awkward),),
        conditions=(awkward,),
        identificationModule={"briefTitle": awkward},
        designModule={"phases": [awkward, "", "NULL"]},
    )
    store(prepared(record), now=MONDAY)
    trial = Trial.objects.get()
    assert trial.brief_title == awkward
    assert trial.phases == [awkward, "", "NULL"]
    assert [(one.facility, one.place.city, one.place.country) for one in trial.sites.all()] == [
        (awkward, awkward, "\\N")
    ]
    assert names(1) == {awkward}


# ── Conditions ───────────────────────────────────────────────────────────────
def test_spellings_that_differ_in_case_and_marks_are_one_condition_as_first_seen() -> None:
    store(prepared(study(1, conditions=("Crohn's Disease",)), study(2, conditions=("CROHN’S disease",))), now=MONDAY)
    assert list(Condition.objects.values_list("name", flat=True)) == ["Crohn's Disease"]
    assert TrialCondition.objects.count() == 2


def test_a_condition_that_turns_out_to_be_a_mesh_term_takes_over_its_name_and_id() -> None:
    store(prepared(study(1, conditions=("asthma",))), now=MONDAY)
    store(prepared(study(2, meshes=(("D000001249", "Asthma"),))), now=TUESDAY)
    condition = Condition.objects.get()
    assert (condition.name, condition.mesh_id) == ("Asthma", "D001249")
    store(prepared(study(3, conditions=("ASTHMA",))), now=TUESDAY)
    assert Condition.objects.get() == condition


# ── Former numbers ───────────────────────────────────────────────────────────
def test_a_former_number_moves_to_the_trial_that_names_it_last() -> None:
    store(prepared(study(1, **aliases("NCT00000008"))), now=MONDAY)
    store(prepared(study(2, **aliases("NCT00000008"))), now=TUESDAY)
    assert Alias.objects.values_list("id", "trial_id").get() == (8, 2)


def test_former_numbers_that_are_none_or_stand_twice_do_no_harm() -> None:
    store(prepared(study(1, **aliases("NCT00000008", "EudraCT 2004", "NCT00000008", ""))), now=MONDAY)
    assert Alias.objects.values_list("id", "trial_id").get() == (8, 1)


# ── The sample ───────────────────────────────────────────────────────────────
def test_the_first_real_trial_removes_the_sample_and_all_that_hangs_on_it() -> None:
    sample = study(SAMPLE, conditions=("Invented illness",), sites=(site(),), **aliases("NCT99000009"))
    store(prepared(sample, study(SAMPLE + 1)), now=MONDAY)
    Curation.objects.create(trial_id=SAMPLE, plain_title="A sample")
    assert not holds_real_trials()
    assert store(prepared(study(1)), now=TUESDAY) == Stored(new=frozenset({1}), sample_removed=2)
    assert holds_real_trials()
    assert [trial.id for trial in Trial.objects.all()] == [1]
    for model in (Site, Place, Alias, Curation):
        assert not model.objects.exists()
    assert [condition.name for condition in Condition.objects.all()] == ["Asthma"]
    assert set(Original.objects.values_list("trial_id", flat=True)) == {1}
    assert set(TrialCondition.objects.values_list("trial_id", flat=True)) == {1}


def test_the_sample_is_removed_once() -> None:
    store(prepared(study(SAMPLE)), now=MONDAY)
    assert store(prepared(study(1)), now=MONDAY).sample_removed == 1
    assert store(prepared(study(2)), now=TUESDAY).sample_removed == 0


def test_loading_the_sample_again_keeps_it() -> None:
    store(prepared(study(SAMPLE)), now=MONDAY)
    assert store(prepared(study(SAMPLE)), now=TUESDAY) == Stored(unchanged=frozenset({SAMPLE}))
