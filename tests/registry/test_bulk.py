"""The archive of all studies."""

import http.client
import io
import zipfile
from typing import Any

import orjson
import pytest

from tests.registry.bulk import Bulk
from tests.registry.conftest import COUNT, Client
from tests.registry.corpus import Corpus
from tests.registry.plan import TODAY

PATH = "/studies/download"


def archive(body: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(body))


def test_it_holds_every_study_as_it_is_in_the_folder_of_its_last_digits(served: Client) -> None:
    got = served.get(PATH, format="json.zip")
    assert (got.status, got.headers["content-type"]) == (200, "application/zip")
    assert got.headers["content-disposition"] == "attachment; filename=ctg-studies.json.zip"
    assert "content-length" not in got.headers
    ids = served.registry.ids()
    assert sorted(archive(got.body).namelist()) == sorted(f"{one[-2:]}/{one}.json" for one in ids)
    assert archive(got.body).testzip() is None
    for one in ids:
        assert orjson.loads(archive(got.body).read(f"{one[-2:]}/{one}.json")) == served.registry.truth(one)


def test_it_is_of_the_day(client: Client) -> None:
    gone, stays = client.registry.ids()[:2]
    client.registry.remove(gone)
    client.registry.reload(scale=0)
    packed = archive(client.get(PATH, format="json.zip").body)
    assert f"{gone[-2:]}/{gone}.json" not in packed.namelist()
    assert b'"versionHolder":"2026-11-19"' in packed.read(f"{stays[-2:]}/{stays}.json")


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"format": "json.zip", "filter__ids": "NCT00000001"}, "`filter.ids` is unknown parameter"),
        ({"format": "json.zip", "pageSize": "10"}, "`pageSize` is unknown parameter"),
        ({"format": "csv.zip"}, "Invalid value in parameter `format`: `csv.zip`"),
        ({}, "Invalid value in parameter `format`: ``"),
    ],
)
def test_it_takes_no_other_parameter(served: Client, params: dict[str, str], said: str) -> None:
    got = served.get(PATH, **params)
    assert (got.status, got.text) == (400, said)


def test_the_connection_serves_on_afterwards_and_a_head_has_no_body(served: Client) -> None:
    assert served.send("HEAD", f"/api/v2{PATH}?format=json.zip").body == b""
    served.get(PATH, format="json.zip")
    assert served.get("/version").status == 200


def test_a_truncated_one_is_a_whole_answer_without_a_directory(client: Client) -> None:
    client.registry.faults.arm("truncated", at=0.7, path=PATH)
    body = client.get(PATH, format="json.zip").body
    assert body.startswith(b"PK")
    with pytest.raises(zipfile.BadZipFile):
        archive(body)


def test_a_cut_one_ends_before_its_end(client: Client) -> None:
    client.registry.faults.arm("cut", path=PATH)
    with pytest.raises(http.client.IncompleteRead):
        client.get(PATH, format="json.zip")


def test_one_with_fewer_studies_is_a_good_archive(client: Client) -> None:
    client.registry.faults.arm("fewer", keep=7, path=PATH)
    assert len(archive(client.get(PATH, format="json.zip").body).namelist()) == 7


def test_it_can_be_gone(client: Client) -> None:
    client.registry.faults.arm("404", path=PATH)
    got = client.get(PATH, format="json.zip")
    assert (got.status, got.headers["content-type"]) == (404, "text/html")
    assert client.get("/version").status == 200


def test_it_is_packed_while_it_is_sent(generated: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = Corpus.of(generated, TODAY)
    packed: list[int] = []
    raw = corpus.raw
    monkeypatch.setattr(corpus, "raw", lambda row: packed.append(row) or raw(row))
    pieces = iter(Bulk(corpus, corpus.alive_rows()))
    for count in range(1, COUNT + 1):
        assert next(pieces)
        assert len(packed) == count
    assert next(pieces).startswith(b"PK\x01\x02"), "the directory comes last"
    assert next(pieces, None) is None
