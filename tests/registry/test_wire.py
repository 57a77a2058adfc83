"""The form of the answers: bytes, paging, headers."""

import gzip
import re
from typing import Any

import orjson
import pytest

from tests.registry.conftest import COUNT, Client, nct_id, running


def test_version_is_indented_with_blanks_around_the_colon(served: Client) -> None:
    got = served.get("/version")
    assert got.headers["content-type"] == "application/json"
    assert re.fullmatch(r'\{\n  "apiVersion" : "2\.0\.5",\n  "dataTimestamp" : "2026-11-18T09:00:0\d"\n\}', got.text)


def test_no_match_is_an_empty_list_of_two_lines(served: Client) -> None:
    got = served.get("/studies", filter__ids="NCT99999999", countTotal="true")
    assert (got.status, got.text) == (200, '{"totalCount":0,"studies":[\n\n]}')


def test_a_page_is_compact_with_one_study_a_line(served: Client) -> None:
    lines = served.get("/studies", pageSize=3).body.split(b"\n")
    assert lines[0] == b'{"studies":['
    assert re.fullmatch(rb'\],"nextPageToken":"[A-Za-z0-9_-]{40,}"\}', lines[-1])
    studies = [orjson.loads(line.removesuffix(b",")) for line in lines[1:-1]]
    assert len(studies) == 3
    assert [orjson.dumps(study) for study in studies] == [line.removesuffix(b",") for line in lines[1:-1]]


def test_the_total_comes_first_and_on_the_first_page_only(served: Client) -> None:
    first = served.get("/studies", pageSize=3, countTotal="true")
    assert list(first.json) == ["totalCount", "studies", "nextPageToken"]
    assert first.json["totalCount"] == COUNT
    second = served.get("/studies", pageSize=3, countTotal="true", pageToken=first.json["nextPageToken"])
    assert list(second.json) == ["studies", "nextPageToken"]


@pytest.mark.parametrize(
    ("asked", "given"), [({}, 10), ({"pageSize": 0}, 10), ({"pageSize": 17}, 17), ({"pageSize": 5000}, COUNT)]
)
def test_the_page_size_has_a_default_and_a_silent_limit(served: Client, asked: dict[str, int], given: int) -> None:
    assert len(served.get("/studies", fields="NCTId", **asked).json["studies"]) == given


def test_a_page_never_holds_more_than_a_thousand() -> None:
    ids = (f"NCT{number:08d}" for number in range(1, 1003))
    studies = [{"protocolSection": {"identificationModule": {"nctId": nct_id}}} for nct_id in ids]
    with running(studies) as client:
        page = client.get("/studies", pageSize=5000).json
        assert len(page["studies"]) == 1000
        assert len(client.get("/studies", pageSize=5000, pageToken=page["nextPageToken"]).json["studies"]) == 2


def test_paging_shows_every_study_once_and_ends_without_a_token(served: Client) -> None:
    ids = served.ids(pageSize=37)
    assert sorted(ids) == served.registry.ids()


def test_the_order_without_a_sort_is_not_the_order_of_ids(served: Client) -> None:
    ids = served.ids()
    assert ids != sorted(ids)


def test_a_token_is_not_bound_to_the_query(served: Client) -> None:
    token = served.get("/studies", pageSize=5).json["nextPageToken"]
    got = served.get("/studies", filter__overallStatus="COMPLETED", pageToken=token)
    assert got.status == 200
    assert got.json["studies"]


def test_in_strict_mode_a_token_is_bound_to_the_query(generated: list[dict[str, Any]]) -> None:
    with running(generated[:50], strict_tokens=True) as client:
        token = client.get("/studies", pageSize=5).json["nextPageToken"]
        assert client.get("/studies", filter__overallStatus="COMPLETED", pageToken=token).status == 400
        assert client.get("/studies", pageSize=7, countTotal="true", pageToken=token).status == 200


def test_a_single_study_is_the_bare_record(served: Client) -> None:
    wanted = served.registry.ids()[0]
    got = served.get(f"/studies/{wanted}")
    assert got.json == served.registry.truth(wanted)
    assert got.headers["content-type"] == "application/json"


@pytest.mark.parametrize("written", ["nct{:d}", "NCT{:08d}", "Nct000{:08d}"])
def test_ids_may_lack_zeros_and_capitals(served: Client, written: str) -> None:
    wanted = served.registry.ids()[0]
    assert nct_id(served.get("/studies/" + written.format(int(wanted[3:]))).json) == wanted
    assert served.ids(filter__ids=written.format(int(wanted[3:]))) == [wanted]


def test_answers_are_zipped_for_those_who_take_it(served: Client) -> None:
    plain = served.get("/studies", sort="StudyFirstPostDate")
    zipped = served.get("/studies", {"Accept-Encoding": "gzip, deflate"}, sort="StudyFirstPostDate")
    assert zipped.headers["content-encoding"] == "gzip"
    assert gzip.decompress(zipped.body) == plain.body
    assert "content-encoding" not in plain.headers


def test_the_etag_is_that_of_the_data_set(client: Client) -> None:
    etag = client.get("/version").headers["etag"]
    assert re.fullmatch(r'"[^"]+"', etag)
    assert client.get("/studies/enums").headers["etag"] == etag
    same = client.get("/version", {"If-None-Match": etag})
    assert (same.status, same.body, same.headers["etag"]) == (304, b"", etag)
    client.registry.reload()
    assert client.get("/version", {"If-None-Match": etag}).status == 200


def test_pages_from_elsewhere_may_read_but_not_ask_first(served: Client) -> None:
    assert served.get("/version").headers["access-control-allow-origin"] == "*"
    assert served.send("OPTIONS", "/api/v2/version").status == 403


def test_head_has_headers_only(served: Client) -> None:
    got = served.send("HEAD", "/api/v2/version")
    assert (got.status, got.body) == (200, b"")


def test_requests_are_logged(client: Client) -> None:
    client.get("/studies", {"User-Agent": "Probe/1.0"}, pageSize=3)
    logged = client.registry.requests[-1]
    assert (logged.method, logged.path, logged.params, logged.status) == ("GET", "/studies", {"pageSize": "3"}, 200)
    assert logged.headers["user-agent"] == "Probe/1.0"
