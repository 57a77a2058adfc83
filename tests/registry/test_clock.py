"""What a registry day changes."""

from datetime import date
from typing import Any

import pytest

from tests.registry import Emulator
from tests.registry.clock import Clock, DaySummary
from tests.registry.conftest import Client, nct_id
from tests.registry.corpus import Corpus
from tests.registry.edits import turns_unknown

WEDNESDAY = date(2026, 11, 18)
FRIDAY = date(2026, 11, 20)
OPEN = ("RECRUITING", "NOT_YET_RECRUITING", "ENROLLING_BY_INVITATION", "ACTIVE_NOT_RECRUITING")


def plain(study: dict[str, Any]) -> dict[str, Any]:
    """The record without the stamp of its load."""
    derived = study.get("derivedSection", {}).get("miscInfoModule", {})
    derived.pop("versionHolder", None)
    return study


def snapshot(registry: Emulator) -> dict[str, dict[str, Any]]:
    return {nct_id: plain(registry.truth(nct_id) or {}) for nct_id in registry.ids()}


def test_a_working_day_moves_the_stamps(client: Client) -> None:
    summary = client.registry.advance()
    assert (summary.since, summary.until, summary.loads) == (WEDNESDAY, date(2026, 11, 19), 1)
    assert client.get("/version").json["dataTimestamp"].startswith("2026-11-19T09:00:0")
    records = client.studies(fields="VersionHolder")
    assert {record["derivedSection"]["miscInfoModule"]["versionHolder"] for record in records} == {"2026-11-19"}


def test_a_weekend_changes_nothing(generated: list[dict[str, Any]]) -> None:
    with Emulator(generated[:50], today=FRIDAY) as registry:
        before = snapshot(registry)
        summary = registry.advance(days=2, scale=50)
        assert summary == DaySummary(FRIDAY, date(2026, 11, 22))
        assert snapshot(registry) == before
        assert registry.today == date(2026, 11, 22)
        assert registry.reload().until == date(2026, 11, 23)


def test_the_summary_names_exactly_what_changed(generated: list[dict[str, Any]]) -> None:
    with Emulator(generated) as registry:
        before = snapshot(registry)
        summary = registry.advance(days=5, scale=20)
        after = snapshot(registry)
    changed = {nct_id for nct_id in before.keys() | after.keys() if before.get(nct_id) != after.get(nct_id)}
    assert changed == summary.changed
    assert summary.loads == 3
    assert set(after) - set(before) == set(summary.new)
    assert set(before) - set(after) == {*summary.removed, *(old for old, _ in summary.merged)} - set(summary.new)
    assert summary.updated
    assert summary.new


def test_only_updates_move_the_update_date(generated: list[dict[str, Any]]) -> None:
    with Emulator(generated) as registry:
        summary = registry.advance(days=1, scale=60)
        posted = {
            nct_id
            for nct_id in registry.ids()
            if (registry.truth(nct_id) or {})["protocolSection"]["statusModule"]["lastUpdatePostDateStruct"]["date"]
            == "2026-11-19"
        }
    assert posted == {*summary.updated, *summary.new} - set(summary.removed) - {old for old, _ in summary.merged}


def test_every_kind_of_change_happens(generated: list[dict[str, Any]]) -> None:
    with Emulator(generated[:200]) as registry:
        summary = registry.advance(days=5, scale=2_000)
    kinds = ("status", "sites", "ages", "contacts", "dates", "criteria", "enrollment", "results", "derived")
    assert [kind for kind in (*kinds, "new", "removed", "merged") if not getattr(summary, kind)] == []


def test_the_same_days_bring_the_same_changes(generated: list[dict[str, Any]]) -> None:
    def run() -> tuple[DaySummary, dict[str, dict[str, Any]]]:
        with Emulator(generated[:200], seed=3) as registry:
            return registry.advance(days=7, scale=30), snapshot(registry)

    assert run() == run()


def test_the_size_of_a_day_is_the_registrys() -> None:
    modules = {"eligibilityModule": {"eligibilityCriteria": "Adults"}}
    ids = (f"NCT{number:08d}" for number in range(1, 20_001))
    studies = ({"protocolSection": {"identificationModule": {"nctId": nct_id}, **modules}} for nct_id in ids)
    summary = Clock(Corpus.of(studies, WEDNESDAY)).advance(5)
    assert summary.loads == 3
    assert len(summary.updated) == pytest.approx(3 * 20_000 * 1_147 / 607_000, abs=3)
    assert len(summary.new) == pytest.approx(3 * 20_000 * 210 / 607_000, abs=3)


def test_a_study_becomes_unknown_by_the_registrys_rule(generated: list[dict[str, Any]]) -> None:
    with Emulator(generated) as registry:
        due = {i for i in registry.ids() if turns_unknown(registry.truth(i) or {}, date(2026, 12, 1))}
        summary = registry.advance(days=13, scale=0)
        assert set(summary.unknown) == due
        assert summary.changed == due
        for nct_id in due:
            status = (registry.truth(nct_id) or {})["protocolSection"]["statusModule"]
            assert status["overallStatus"] == "UNKNOWN"
            assert status["lastKnownStatus"] in OPEN


def study(status: str, verified: str, completion: str | None) -> dict[str, Any]:
    module: dict[str, Any] = {"overallStatus": status, "statusVerifiedDate": verified}
    if completion:
        module["completionDateStruct"] = {"date": completion}
    return {"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}, "statusModule": module}}


@pytest.mark.parametrize(
    ("status", "verified", "completion", "today", "turns"),
    [
        ("RECRUITING", "2024-10", "2025-06", date(2026, 10, 31), False),
        ("RECRUITING", "2024-10", "2025-06", date(2026, 11, 1), True),
        ("RECRUITING", "2024-10", "2026-11", date(2026, 11, 30), False),
        ("RECRUITING", "2024-10", "2026-11", date(2026, 12, 1), True),
        ("RECRUITING", "2024-10", None, date(2026, 11, 2), True),
        ("COMPLETED", "2014-10", "2015-06", date(2026, 11, 2), False),
        ("SUSPENDED", "2014-10", "2015-06", date(2026, 11, 2), False),
    ],
)
def test_the_rule_of_unknown(status: str, verified: str, completion: str | None, today: date, turns: bool) -> None:
    assert turns_unknown(study(status, verified, completion), today) is turns


def test_sites_of_a_study_that_stops_lose_status_and_contacts(generated: list[dict[str, Any]]) -> None:
    with Emulator(generated) as registry:
        registry.advance(days=9, scale=200)
        for nct_id in registry.ids():
            protocol = (registry.truth(nct_id) or {})["protocolSection"]
            if protocol["statusModule"]["overallStatus"] in ("COMPLETED", "TERMINATED", "WITHDRAWN"):
                sites = protocol.get("contactsLocationsModule", {}).get("locations", ())
                assert not any("status" in site or "contacts" in site for site in sites)


def test_new_studies_have_ids_above_all_others(generated: list[dict[str, Any]]) -> None:
    highest = max(nct_id(study) for study in generated)
    with Emulator(generated) as registry:
        summary = registry.advance(days=1, scale=40)
        assert min(summary.new) > highest
        for new in summary.new:
            status = (registry.truth(new) or {})["protocolSection"]["statusModule"]
            assert status["studyFirstPostDateStruct"]["date"] == "2026-11-19"
