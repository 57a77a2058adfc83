"""The registry's own records, held against a second reading of their JSON. None of their text stands in this file."""

import json
from collections import Counter

import pytest

from tests.studies import real_lines, real_studies
from tests.trials.registry import plain_reading
from tests.trials.registry.kit import found, tables
from trials.models import Alias, Condition, Original, Place, RefreshRun, RejectedRecord, Site, Trial, TrialCondition
from trials.registry.loading import load, recorded_run

pytestmark = pytest.mark.django_db

POSITIONS = (0, 3, 77, 150, 401, 555, 702, 888, 1004, 1213, 1400, 1591, 1764)
PLACE = ("city", "state", "country", "latitude", "longitude")
SITE = ("ordinal", "facility", "status", "availability", "zip", *(f"place__{part}" for part in PLACE))


def load_lines(*lines: bytes) -> RefreshRun:
    with recorded_run(RefreshRun.Kind.FILE, "real") as run:
        load(run, found(*lines))
    return run


def columns(trial: Trial) -> dict[str, object]:
    own = {field.attname: getattr(trial, field.attname) for field in trial._meta.concrete_fields}
    return {name: value for name, value in own.items() if name not in ("first_seen", "changed_at")}


@pytest.mark.parametrize("position", POSITIONS)
def test_every_column_of_a_real_record_is_what_its_json_says(position) -> None:
    line = real_lines()[position]
    record = json.loads(line)
    load_lines(line)
    trial = Trial.objects.get()
    assert columns(trial) == plain_reading.trial(record)
    assert list(Site.objects.order_by("ordinal").values_list(*SITE)) == plain_reading.sites(record)
    assert set(TrialCondition.objects.values_list("condition__key", "source")) == plain_reading.listings(record)
    assert set(Alias.objects.values_list("id", flat=True)) == plain_reading.aliases(record)
    assert json.loads(trial.original.json()) == record


def test_all_real_records_load_with_none_rejected_and_nothing_lost() -> None:
    expected = {plain_reading.trial(record)["id"]: record for record in real_studies()}
    run = load_lines(*real_lines())
    assert (run.new, run.changed, run.unchanged, run.rejected) == (len(expected), 0, 0, 0)
    assert not RejectedRecord.objects.exists()

    assert {one.id: columns(one) for one in Trial.objects.all()} == {
        number: plain_reading.trial(record) for number, record in expected.items()
    }
    assert set(Original.objects.values_list("trial_id", flat=True)) == expected.keys()

    former = {(alias, number) for number, record in expected.items() for alias in plain_reading.aliases(record)}
    assert set(Alias.objects.values_list("id", "trial_id")) == former

    sites = {(number, *site) for number, record in expected.items() for site in plain_reading.sites(record)}
    assert set(Site.objects.values_list("trial_id", *SITE)) == sites
    assert Site.objects.count() == sum(len(plain_reading.sites(record)) for record in expected.values())
    places = Counter(Place.objects.values_list(*PLACE))
    assert places == Counter({site[6:] for site in sites})

    listed = {(number, *one) for number, record in expected.items() for one in plain_reading.listings(record)}
    assert set(TrialCondition.objects.values_list("trial_id", "condition__key", "source")) == listed
    assert Condition.objects.count() == len({words for _, words, _ in listed})


def test_loading_all_real_records_twice_changes_nothing() -> None:
    load_lines(*real_lines())
    before = tables()
    run = load_lines(*real_lines())
    assert (run.new, run.changed, run.rejected) == (0, 0, 0)
    assert run.unchanged == len(real_lines())
    assert tables() == before


def test_mesh_terms_of_real_records_have_nlms_ids() -> None:
    load_lines(*real_lines()[:300])
    given = {
        plain_reading.words(mesh["term"]): mesh["id"]
        for record in map(json.loads, real_lines()[:300])
        for part in ("meshes", "ancestors")
        for mesh in record["derivedSection"].get("conditionBrowseModule", {}).get(part, [])
    }
    stored = dict(Condition.objects.exclude(mesh_id="").values_list("key", "mesh_id"))
    assert stored.keys() == given.keys()
    for words, mesh_id in stored.items():
        assert int(mesh_id[1:]) == int(given[words][1:])
        assert mesh_id[0] == given[words][0]
        assert mesh_id[0] != "D" or len(mesh_id) == (7 if int(mesh_id[1:]) <= 66_331 else 10)
