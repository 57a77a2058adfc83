"""Successive versions of real records. None of their text stands in this file."""

import gzip
import json
import os
from collections import Counter
from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest

from tests.trials.reading.kit import real_studies
from trials.registry.changes import Rank, SiteChanged, SiteRenamed, StatusChanged, compare, decode, encode
from trials.registry.parse import parse_study
from trials.registry.records import Study
from trials.vocabulary import Availability, site_availability, study_availability

SHARED = Path(__file__).parents[3].parent / "shared" / "registry"


def versions(name: str) -> dict[str, list[Study]]:
    """The versions of each real record, old to new. Skips where they are not at hand, but not on CI."""
    path = SHARED / name
    if not path.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{path.name} is missing")
        pytest.skip("The real versions are not on this machine.")
    found: dict[str, list[Study]] = {}
    for line in gzip.decompress(path.read_bytes()).splitlines():
        capture = json.loads(line)
        found.setdefault(capture["nctId"], []).append(parse_study(json.dumps(capture["record"]).encode()))
    return found


def pairs() -> list[tuple[Study, Study]]:
    """Every two successive versions, and every first and last."""
    records = versions("versions.jsonl.gz").values()
    successive = [pair for record in records for pair in pairwise(record)]
    return successive + [(record[0], record[-1]) for record in records if len(record) > 2]


def availability(record: Study) -> Availability:
    status = record.protocol.status
    return study_availability(status.overall_status, status.last_known_status)


def open_sites(record: Study) -> int:
    whole, sites = availability(record), record.protocol.contacts.locations
    return sum(site_availability(whole, site.status) is Availability.OPEN for site in sites)


def test_versions_that_differ_in_their_load_date_alone_have_not_changed():
    found = versions("versions_stamp_only.jsonl.gz")
    assert len(found) > 100
    for number, (first, last) in found.items():
        assert first != last, number
        assert compare(first, last) == (), number


def test_every_real_change_can_be_stored():
    for before, after in pairs():
        changes = compare(before, after)
        assert decode(encode(changes)) == changes


def test_a_new_status_is_always_told_and_comes_first():
    flips = 0
    for before, after in pairs():
        first = next(iter(compare(before, after)), None)
        flipped = before.protocol.status.overall_status != after.protocol.status.overall_status
        assert isinstance(first, StatusChanged) == flipped, before.nct_id
        flips += flipped
    assert flips > 4


def test_the_sites_told_make_up_the_difference_between_two_versions():
    told = 0
    for before, after in [*pairs(), *((after, before) for before, after in pairs())]:
        if availability(before) is not availability(after):
            continue
        sites = [change for change in compare(before, after) if isinstance(change, SiteChanged)]
        opened, closed = (sum(getattr(change, name) for change in sites) for name in ("opened", "closed"))
        assert opened - closed == open_sites(after) - open_sites(before), before.nct_id
        came = sum(change.before is None for change in sites) - sum(change.after is None for change in sites)
        lengths = [len(record.protocol.contacts.locations) for record in (before, after)]
        assert came == lengths[1] - lengths[0], before.nct_id
        told += opened + closed
    assert told > 150


def test_no_site_is_told_twice_as_gone_and_come_with_one_postal_code():
    """A site that was renamed, re-spelled or moved to another district keeps its code."""
    for before, after in pairs():
        sites = [change for change in compare(before, after) if isinstance(change, SiteChanged)]
        gone = Counter((change.site.country, change.site.zip) for change in sites if change.after is None)
        come = Counter((change.site.country, change.site.zip) for change in sites if change.before is None)
        assert not gone & come, before.nct_id


def test_a_closing_study_does_not_tell_of_its_sites():
    closing = [
        (before, after)
        for before, after in pairs()
        if availability(before) is Availability.OPEN and availability(after) is Availability.CLOSED
    ]
    assert closing
    for before, after in closing:
        status, *others = compare(before, after)
        assert isinstance(status, StatusChanged) and status.open_sites_before == open_sites(before) > 0
        assert not any(isinstance(change, SiteChanged) for change in others)


def test_most_new_versions_hold_news_and_some_hold_none_for_a_patient():
    best = Counter(min((change.rank for change in compare(*pair)), default=None) for pair in pairs())
    assert best[Rank.MAJOR] >= 18
    assert best[None] + best[Rank.HOUSEKEEPING] >= 8


def test_a_renamed_site_is_no_news():
    renamed = [change for pair in pairs() for change in compare(*pair) if isinstance(change, SiteRenamed)]
    assert renamed and {change.rank for change in renamed} == {Rank.HOUSEKEEPING}


@pytest.mark.slow
def test_common_records_are_compared_in_a_few_milliseconds():
    successive = pairs()
    started = process_time()
    for pair in successive:
        compare(*pair)
    assert (process_time() - started) / len(successive) < 0.004


@pytest.mark.slow
def test_any_two_real_records_are_compared_in_a_fraction_of_a_second():
    for before, after in pairwise(real_studies()):
        started = process_time()
        compare(before, after)
        assert process_time() - started < 0.2, (before.nct_id, after.nct_id)
