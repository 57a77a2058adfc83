"""Faults of answers and oddities of records."""

import http.client
import time
from itertools import chain

import orjson
import pytest

from tests.registry.conftest import Client, nct_id
from tests.registry.oddities import HUGE_SITES, KINDS


def test_too_many_requests_with_and_without_a_time_to_wait(client: Client) -> None:
    client.registry.faults.arm("429", retry_after=7)
    got = client.get("/studies")
    assert (got.status, got.headers["content-type"], got.headers["retry-after"]) == (429, "text/html", "7")
    client.registry.faults.arm("429")
    assert "retry-after" not in client.get("/studies").headers
    assert client.get("/studies").status == 200


@pytest.mark.parametrize(("kind", "status"), [("403", 403), ("502", 502), ("503", 503), ("html", 200)])
def test_pages_of_the_edge_are_html(client: Client, kind: str, status: int) -> None:
    client.registry.faults.arm(kind)
    got = client.get("/studies")
    assert (got.status, got.headers["content-type"]) == (status, "text/html")
    assert got.text.startswith("<")


def test_a_fault_waits_for_its_path_and_its_turn(client: Client) -> None:
    client.registry.faults.arm("503", times=2, after=1, path="/studies")
    seen = [
        client.get(path).status for path in ("/version", "/studies", "/studies", "/version", "/studies", "/studies")
    ]
    assert seen == [200, 200, 503, 200, 503, 200]


def test_a_fault_without_a_number_lasts_until_cleared(client: Client) -> None:
    client.registry.faults.arm("502", times=None, path="/studies/*")
    wanted = client.registry.ids()[0]
    assert [client.get(f"/studies/{wanted}").status for _ in range(3)] == [502] * 3
    assert client.get("/studies").status == 200
    client.registry.faults.clear()
    assert client.get(f"/studies/{wanted}").status == 200


def test_unknown_faults_and_options_are_refused(client: Client) -> None:
    with pytest.raises(ValueError, match="unknown fault"):
        client.registry.faults.arm("earthquake")
    with pytest.raises(ValueError, match="takes"):
        client.registry.faults.arm("403", retry_after=1)


def test_truncated_json_is_a_whole_answer_that_does_not_parse(client: Client) -> None:
    client.registry.faults.arm("truncated", at=0.7)
    got = client.get("/studies")
    assert (got.status, got.headers["content-length"]) == (200, str(len(got.body)))
    with pytest.raises(orjson.JSONDecodeError):
        orjson.loads(got.body)


def test_a_cut_answer_ends_before_its_length(client: Client) -> None:
    client.registry.faults.arm("cut")
    with pytest.raises(http.client.IncompleteRead):
        client.get("/studies")


def test_a_slow_page_takes_its_time(client: Client) -> None:
    client.registry.faults.arm("slow", seconds=0.2)
    started = time.monotonic()
    assert client.get("/studies").status == 200
    assert time.monotonic() - started >= 0.2


def test_a_token_can_fail(client: Client) -> None:
    client.registry.faults.arm("token")
    token = client.get("/studies").json["nextPageToken"]
    got = client.get("/studies", pageToken=token)
    assert (got.status, got.text) == (400, "Parameter `pageToken` has incorrect format")
    assert client.get("/studies", pageToken=token).status == 200


def test_a_page_can_be_empty_in_mid_list(client: Client) -> None:
    client.registry.faults.arm("empty-page", after=1)
    pages: list[list[str]] = []
    token: dict[str, str] = {}
    while True:
        page = client.get("/studies", fields="NCTId", pageSize=20, **token).json
        pages.append([nct_id(study) for study in page["studies"]])
        if "nextPageToken" not in page:
            break
        token = {"pageToken": page["nextPageToken"]}
    assert [len(page) for page in pages] == [20, 0, 20, 10]
    assert sorted(chain(*pages)) == client.registry.ids()


def test_the_registry_can_seem_to_shrink(client: Client) -> None:
    client.registry.faults.arm("fewer", times=None, keep=4)
    page = client.get("/studies", countTotal="true").json
    assert (page["totalCount"], len(page["studies"])) == (4, 4)
    assert client.get("/stats/size").json["totalStudies"] == 4
    client.registry.faults.clear()
    client.registry.faults.arm("fewer")
    assert client.get("/studies", countTotal="true").json == {"totalCount": 0, "studies": []}


def test_a_data_load_in_mid_crawl_shifts_the_rows(client: Client) -> None:
    before = client.get("/version").json["dataTimestamp"]
    client.registry.faults.arm("reload", after=1, path="/studies")
    ids = client.ids(pageSize=10)
    assert client.get("/version").json["dataTimestamp"] > before
    assert len(ids) == 50
    assert len(set(ids)) < 50


def test_a_study_can_vanish(client: Client) -> None:
    gone = client.registry.ids()[0]
    client.registry.remove(gone)
    assert client.get(f"/studies/{gone}").status == 404
    assert client.registry.truth(gone) is None
    assert gone not in client.ids()
    assert client.ids(filter__ids=gone) == []
    assert client.get("/studies", countTotal="true").json["totalCount"] == 49


def test_a_study_can_become_an_alias(client: Client) -> None:
    old, into = client.registry.ids()[:2]
    client.registry.merge(old, into)
    moved = client.get(f"/studies/{old}", fields="NCTId")
    assert (moved.status, moved.headers["location"], moved.body) == (301, f"/api/v2/studies/{into}", b"")
    assert client.ids(filter__ids=f"{old},{into}") == [into]
    assert old in client.get(f"/studies/{into}").json["protocolSection"]["identificationModule"]["nctIdAliases"]
    assert client.ids(query__id=old) == [into]


@pytest.mark.parametrize("kind", KINDS)
def test_every_oddity_can_be_served_and_moves_no_date(client: Client, kind: str) -> None:
    odd = client.registry.spoil(kind)
    record = client.get(f"/studies/{odd}").json
    assert record == client.registry.truth(odd)
    assert odd in client.ids(sort="LastUpdatePostDate")
    status = record["protocolSection"].get("statusModule", {})
    posted = status.get("lastUpdatePostDateStruct", {}).get("date", "")
    assert posted <= "2026-11-18"


def test_the_huge_record_is_over_a_megabyte(client: Client) -> None:
    got = client.get(f"/studies/{client.registry.spoil('huge')}")
    assert len(got.json["protocolSection"]["contactsLocationsModule"]["locations"]) == HUGE_SITES
    assert 1_000_000 < len(got.body) < 3_500_000


def test_an_unknown_status_is_found_by_nobody_who_filters(client: Client) -> None:
    odd = client.registry.spoil("unknown-enum")
    known = client.get("/studies/enums").json[0]["values"]
    statuses = ",".join(value["value"] for value in known)
    assert odd not in client.ids(filter__overallStatus=statuses)
    assert odd in client.ids()


def test_an_unknown_flip_keeps_the_status_known_last(client: Client) -> None:
    recruiting = client.ids(filter__overallStatus="RECRUITING")[0]
    before = client.registry.truth(recruiting)
    client.registry.spoil("unknown-flip", recruiting)
    after = client.registry.truth(recruiting)
    assert before is not None
    assert after is not None
    status = after["protocolSection"]["statusModule"]
    assert (status["overallStatus"], status["lastKnownStatus"]) == ("UNKNOWN", "RECRUITING")
    del status["lastKnownStatus"]
    assert {**status, "overallStatus": "RECRUITING"} == before["protocolSection"]["statusModule"]


def test_what_cannot_be_spoiled_is_an_error(client: Client) -> None:
    with pytest.raises(KeyError):
        client.registry.spoil("markup", "NCT99999999")
    with pytest.raises(KeyError):
        client.registry.spoil("no such oddity")
