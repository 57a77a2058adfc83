"""Studies for tests: the registry's JSON, as small as the test needs, and the shortest way into the database."""

import gzip
import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.utils import timezone

from trials.models import Trial
from trials.registry.store import prepare, store

SHARED = Path(__file__).parents[2] / "shared"
REAL_STUDIES = SHARED / "registry" / "studies.jsonl.gz"

PHILADELPHIA = {"city": "Philadelphia", "state": "Pennsylvania", "country": "United States"}
PHILADELPHIA_POINT = {"lat": 39.95238, "lon": -75.16362}
BOSTON = {"city": "Boston", "state": "Massachusetts", "country": "United States"}
BOSTON_POINT = {"lat": 42.35843, "lon": -71.05977}
TORONTO = {"city": "Toronto", "state": "Ontario", "country": "Canada"}
TORONTO_POINT = {"lat": 43.70643, "lon": -79.39864}


def site(place: dict = PHILADELPHIA, point: dict | None = PHILADELPHIA_POINT, **more: object) -> dict:
    """One location of a study."""
    return {"facility": "Larch Hospital", **place, **({"geoPoint": point} if point else {}), **more}


def study(
    number: int = 1,
    *,
    status: str = "RECRUITING",
    conditions: tuple[str, ...] = ("Asthma",),
    keywords: tuple[str, ...] = (),
    meshes: tuple[tuple[str, str], ...] = (),
    ancestors: tuple[tuple[str, str], ...] = (),
    sites: tuple[dict, ...] = (),
    **modules: dict,
) -> dict:
    """A study of the registry's form. `modules` are merged over the modules of its protocolSection."""
    protocol = {
        "identificationModule": {"nctId": f"NCT{number:08d}", "briefTitle": f"Study {number}"},
        "statusModule": {"overallStatus": status, "statusVerifiedDate": "2026-11"},
        "conditionsModule": {"conditions": list(conditions), "keywords": list(keywords)},
        "designModule": {"studyType": "INTERVENTIONAL", "phases": ["PHASE2"]},
        "eligibilityModule": {"sex": "ALL"},
        "contactsLocationsModule": {"locations": list(sites)},
    }
    for name, module in modules.items():
        protocol[name] = {**protocol.get(name, {}), **module}
    browse = {
        "meshes": [{"id": id_, "term": term} for id_, term in meshes],
        "ancestors": [{"id": id_, "term": term} for id_, term in ancestors],
    }
    return {
        "protocolSection": protocol,
        "derivedSection": {
            "miscInfoModule": {"versionHolder": "2026-11-16"},
            "conditionBrowseModule": browse,
        },
        "hasResults": False,
    }


def stored(*studies: dict) -> list[Trial]:
    """The studies in the database, in their order."""
    store([prepare(json.dumps(one).encode()) for one in studies], now=timezone.now())
    return [Trial.objects.get(pk=int(one["protocolSection"]["identificationModule"]["nctId"][3:])) for one in studies]


def nct_ids(trials: object) -> list[str]:
    """The NCT numbers of trials, in their order."""
    return [trial.nct_id for trial in trials]


@cache
def real_lines() -> tuple[bytes, ...]:
    """The real records, one JSON text each. Skips the test where they are not at hand; on CI they must be."""
    if not REAL_STUDIES.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{REAL_STUDIES} is missing")
        pytest.skip("the real records are not beside the project")
    return tuple(gzip.decompress(REAL_STUDIES.read_bytes()).splitlines())


def real_studies() -> Iterator[dict]:
    """The real records as dictionaries."""
    return (json.loads(line) for line in real_lines())


def real_versions(name: str = "versions.jsonl.gz") -> dict[str, list[dict]]:
    """NCT number -> the versions of a real record, old to new; of the records whose content changed unless another file
    is named."""
    path = SHARED / "registry" / name
    if not path.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{path} is missing")
        pytest.skip("the real records are not beside the project")
    versions: dict[str, list[dict]] = {}
    for line in gzip.decompress(path.read_bytes()).splitlines():
        found = json.loads(line)
        versions.setdefault(found["nctId"], []).append(found["record"])
    return versions
