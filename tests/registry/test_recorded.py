"""The emulator over real studies, held against pages recorded from the real registry."""

from typing import Any

import orjson
import pytest

from tests.registry.conftest import nct_id, running, shared_file
from tests.registry.model import sections
from tests.registry.tokens import Position, write_token

PAGES = ("page-1-with-token.json", "page-2-with-token.json")


@pytest.fixture(params=PAGES)
def recorded(request: pytest.FixtureRequest) -> dict[str, Any]:
    return orjson.loads(shared_file(f"recorded/{request.param}").read_bytes())


def test_a_page_has_the_keys_of_a_recorded_one(recorded: dict[str, Any]) -> None:
    studies = recorded["studies"]
    with running(studies) as client:
        page = client.get("/studies", pageSize=max(1, len(studies) - 1)).json if len(studies) > 1 else {}
        whole = client.get("/studies", pageSize=len(studies)).json
    assert list(page or recorded) == list(recorded) == ["studies", "nextPageToken"]
    assert len(whole["studies"]) == len(studies)


def test_records_come_back_as_they_were_but_for_the_stamp(recorded: dict[str, Any]) -> None:
    with running(recorded["studies"]) as client:
        served = {nct_id(study): study for study in client.studies()}
    for study in recorded["studies"]:
        study["derivedSection"]["miscInfoModule"]["versionHolder"] = "2026-11-18"
        assert orjson.dumps(served[nct_id(study)]) == orjson.dumps(study)


def test_recorded_records_have_the_keys_of_the_model(recorded: dict[str, Any]) -> None:
    known = {section.path[0] for section in sections()}
    assert all(set(study) <= known for study in recorded["studies"])


def test_tokens_are_of_the_alphabet_of_recorded_ones(recorded: dict[str, Any]) -> None:
    alphabet = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    assert set(recorded["nextPageToken"]) <= alphabet
    assert set(write_token(Position(10, b"digest-of-12"))) <= alphabet
