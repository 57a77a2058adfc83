"""Successive versions of real records: what counts as a change, and what only looks like one."""

import json
from itertools import pairwise

import pytest

from tests.studies import real_versions
from tests.trials.registry.kit import found
from trials.models import Original, RefreshRun, Trial
from trials.registry.loading import load, recorded_run
from trials.registry.store import prepare


def captures(name: str) -> dict[str, list[bytes]]:
    """The versions of each real record as JSON, old to new."""
    return {
        number: [json.dumps(version, ensure_ascii=False).encode() for version in versions]
        for number, versions in real_versions(name).items()
    }


def hashes(versions: list[bytes]) -> list[bytes]:
    return [prepare(version).content_hash for version in versions]


def test_records_that_differ_in_their_load_date_alone_have_one_hash() -> None:
    pairs = captures("versions_stamp_only.jsonl.gz")
    assert len(pairs) > 100
    for number, versions in pairs.items():
        assert len(set(versions)) == 2, f"{number}: the captures do differ"
        assert len(set(hashes(versions))) == 1, number


def test_successive_versions_of_a_changed_record_have_different_hashes() -> None:
    changed = captures("versions.jsonl.gz")
    assert sum(len(versions) - 1 for versions in changed.values()) > 30
    for number, versions in changed.items():
        for old, new in pairwise(hashes(versions)):
            assert old != new, number


@pytest.mark.django_db
def test_the_mirror_follows_real_records_through_their_versions() -> None:
    versions = captures("versions.jsonl.gz")
    longest = max(map(len, versions.values()))
    for step in range(longest):
        current = [captured[step] for captured in versions.values() if len(captured) > step]
        with recorded_run(RefreshRun.Kind.FILE, "versions") as run:
            load(run, found(*current))
        assert (run.new if step == 0 else run.changed) == len(current)
        assert run.rejected == run.unchanged == 0
        for raw in current:
            record = json.loads(raw)
            number = int(record["protocolSection"]["identificationModule"]["nctId"][3:])
            assert json.loads(Original.objects.get(pk=number).json()) == record
            trial = Trial.objects.get(pk=number)
            assert trial.overall_status == record["protocolSection"]["statusModule"]["overallStatus"]
            sites = record["protocolSection"].get("contactsLocationsModule", {}).get("locations", [])
            assert trial.sites.count() == len(sites)


@pytest.mark.django_db
def test_a_day_on_which_nothing_but_the_load_date_moved_writes_nothing() -> None:
    pairs = list(captures("versions_stamp_only.jsonl.gz").values())
    for versions, outcome in zip(zip(*pairs, strict=True), ("new", "unchanged"), strict=True):
        with recorded_run(RefreshRun.Kind.FILE, "versions") as run:
            load(run, found(*versions))
        assert getattr(run, outcome) == len(pairs)
