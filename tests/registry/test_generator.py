"""The generated studies: reproducible, of the registry's form, and about as the registry is."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.registry import generate, write_studies
from tests.registry.conftest import nct_id, real_studies
from tests.registry.edits import turns_unknown
from tests.registry.matching import values_at
from tests.registry.model import enums, fields_by_name, sections
from tests.registry.plan import STATUS_NAMES, TODAY, make_plan

SAMPLE = 1_500


@pytest.fixture(scope="module")
def raw() -> list[bytes]:
    return list(generate(SAMPLE, seed=11))


@pytest.fixture(scope="module")
def studies(raw: list[bytes]) -> list[dict[str, Any]]:
    return [orjson.loads(study) for study in raw]


def test_the_same_seed_gives_the_same_bytes(raw: list[bytes]) -> None:
    again = list(islice(generate(SAMPLE, seed=11), 300))
    assert again == raw[:300]
    other = list(islice(generate(SAMPLE, seed=12), 3))
    assert other != raw[:3]


def test_studies_are_compact_json(raw: list[bytes], studies: list[dict[str, Any]]) -> None:
    assert [orjson.dumps(study) for study in studies] == raw


def test_writing_leaves_one_study_a_line(tmp_path: Path) -> None:
    write_studies(tmp_path / "studies.jsonl", 20, seed=1)
    assert (tmp_path / "studies.jsonl").read_bytes() == b"".join(
        study + b"\n" for study in generate(20, seed=1, by_id=True)
    )
    assert [path.name for path in tmp_path.iterdir()] == ["studies.jsonl"]


def leaf_values(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every path of keys that ends in a value, and the value; a point counts as one."""
    if isinstance(value, list):
        for item in value:
            yield from leaf_values(item, path)
    elif isinstance(value, dict) and path[-1:] != ("geoPoint",):
        for key, item in value.items():
            yield from leaf_values(item, (*path, key))
    else:
        yield path, value


def test_every_key_and_enum_value_is_of_the_data_model(studies: list[dict[str, Any]]) -> None:
    leaves = {field.path: field for section in sections() for field in section.walk() if field.kind}
    for study in studies[:200]:
        for path, value in leaf_values(study):
            assert path in leaves
            assert not leaves[path].is_enum or value in enums()[leaves[path].kind]


def test_keys_come_in_the_order_of_the_registry(studies: list[dict[str, Any]]) -> None:
    for study in studies[:300]:
        assert_order(study, sections())


def assert_order(value: Any, fields: Any) -> None:
    for item in value if isinstance(value, list) else [value]:
        known = [field.path[-1] for field in fields]
        assert list(item) == [name for name in known if name in item]
        for field in fields:
            if field.children and field.path[-1] in item:
                assert_order(item[field.path[-1]], field.children)


def test_ids_are_unique_and_spread_as_the_registrys(studies: list[dict[str, Any]]) -> None:
    numbers = sorted(int(nct_id(study)[3:]) for study in studies)
    assert len(set(numbers)) == SAMPLE
    assert numbers[0] < 100_000
    assert 7_500_000 < numbers[-1] < 8_000_000
    path = fields_by_name()["NCTIdAlias"].path
    aliases = {alias for study in studies for alias in values_at(study, path)}
    assert aliases
    assert not aliases & {nct_id(study) for study in studies}


def test_shares_are_about_the_registrys() -> None:
    plan = make_plan(100_000, seed=2)
    share = {STATUS_NAMES[code]: n / 100_000 for code, n in Counter(plan.status.tolist()).items()}
    assert share["COMPLETED"] == pytest.approx(0.546, abs=0.01)
    assert share["UNKNOWN"] == pytest.approx(0.160, abs=0.01)
    assert share["RECRUITING"] == pytest.approx(0.108, abs=0.01)
    assert share["WITHHELD"] == pytest.approx(0.0016, abs=0.001)
    assert plan.sites.mean() == pytest.approx(6.3, abs=0.5)
    assert plan.sites.max() > 1_000
    assert (plan.sites == 0).mean() == pytest.approx(0.11, abs=0.03)
    days = TODAY.toordinal() - plan.last_post
    assert (days <= 7).mean() == pytest.approx(0.0093, abs=0.003)
    assert (days <= 365).mean() == pytest.approx(0.208, abs=0.04)
    assert not any(date.fromordinal(day).weekday() > 4 for day in plan.last_post[:2_000].tolist())


def test_sizes_are_about_the_registrys(raw: list[bytes]) -> None:
    sizes = sorted(map(len, raw))
    assert sum(sizes) / SAMPLE == pytest.approx(17_000, rel=0.12)
    assert sizes[SAMPLE // 2] == pytest.approx(11_000, rel=0.15)
    assert sizes[SAMPLE // 100 * 99] > 80_000


def test_modules_are_as_often_there_as_in_the_registry(studies: list[dict[str, Any]]) -> None:
    def share(*path: str) -> float:
        return sum(bool(values_at(study, path)) for study in studies) / SAMPLE

    protocol = "protocolSection"
    assert share("derivedSection", "conditionBrowseModule", "meshes") == pytest.approx(0.80, abs=0.04)
    assert share(protocol, "descriptionModule", "detailedDescription") == pytest.approx(0.67, abs=0.04)
    assert share(protocol, "eligibilityModule", "minimumAge") == pytest.approx(0.92, abs=0.04)
    assert share(protocol, "eligibilityModule", "maximumAge") == pytest.approx(0.50, abs=0.06)
    assert share("resultsSection") == pytest.approx(0.133, abs=0.03)


def test_site_statuses_and_contacts_follow_the_studys(studies: list[dict[str, Any]]) -> None:
    for study in studies:
        status = study["protocolSection"]["statusModule"]
        sites = study["protocolSection"].get("contactsLocationsModule", {}).get("locations", ())
        shown = "RECRUITING" in (status["overallStatus"], status.get("lastKnownStatus"))
        assert all(("status" in site) is shown for site in sites)
        if status["overallStatus"] not in ("RECRUITING", "NOT_YET_RECRUITING", "UNKNOWN"):
            assert not any("contacts" in site for site in sites)
        assert ("lastKnownStatus" in status) is (status["overallStatus"] == "UNKNOWN")


def test_no_status_is_overdue_and_every_unknown_one_is(studies: list[dict[str, Any]]) -> None:
    overdue = [study for study in studies if turns_unknown(study, TODAY)]
    assert len(overdue) <= 1
    for study in studies:
        status = study["protocolSection"]["statusModule"]
        if status["overallStatus"] == "UNKNOWN":
            submitted = {"statusModule": {**status, "overallStatus": status["lastKnownStatus"]}}
            assert turns_unknown({"protocolSection": submitted}, TODAY)


def test_dates_are_in_order(studies: list[dict[str, Any]]) -> None:
    for study in studies:
        status = study["protocolSection"]["statusModule"]
        first = status["studyFirstPostDateStruct"]["date"]
        assert status["studyFirstSubmitDate"] <= first <= status["lastUpdatePostDateStruct"]["date"] <= "2026-11-18"
        if "resultsFirstPostDateStruct" in status:
            assert first <= status["resultsFirstPostDateStruct"]["date"] <= status["lastUpdatePostDateStruct"]["date"]


def test_nobody_real_is_named(raw: list[bytes]) -> None:
    text = b"\n".join(raw[:200]).decode()
    assert set(re.findall(r'@([^"]*)"', text)) == {"example.org"}
    assert all("-555-01" in phone for phone in re.findall(r'"phone":"([^"]*)"', text))
    assert set(re.findall(r'"url":"(https?://[^/]*)', text)) <= {"https://example.org"}


def test_most_criteria_have_both_headings(studies: list[dict[str, Any]]) -> None:
    path = fields_by_name()["EligibilityCriteria"].path
    criteria = [text for study in studies for text in values_at(study, path)]
    assert sum(text.startswith("Inclusion Criteria:\n") for text in criteria) / len(criteria) > 0.8
    assert sum("xclusion" in text or "EXCLUSION" in text for text in criteria) / len(criteria) > 0.95
    assert any("\\>" in text for text in criteria)
    assert max(map(len, criteria)) <= 20_000


def test_real_records_have_no_key_the_model_lacks() -> None:
    leaves = {field.path for section in sections() for field in section.walk() if field.kind}
    for study in real_studies(200):
        assert {path for path, _ in leaf_values(study)} <= leaves
        assert_order(study, sections())


def test_a_different_place_in_the_plan_gives_a_different_study(raw: list[bytes]) -> None:
    assert len({hashlib.sha256(study).digest() for study in raw}) == SAMPLE
