"""The error catalogue, word for word."""

from contextlib import closing
from typing import Any

import pytest

from tests.registry.conftest import COUNT, Client

PHASES = "`NA`, `EARLY_PHASE1`, `PHASE1`, `PHASE2`, `PHASE3`, `PHASE4`"
CATALOGUE: list[tuple[str, dict[str, str], int, str]] = [
    ("/studies", {"filter__phase": "PHASE1"}, 400, "`filter.phase` is unknown parameter"),
    ("/version", {"pageSize": "1"}, 400, "`pageSize` is unknown parameter"),
    ("/stats/size", {"query__cond": "x"}, 400, "Invalid prefix in parameter name: query.cond"),
    ("/stats/field/values", {"filter__ids": "NCT1"}, 400, "Invalid prefix in parameter name: filter.ids"),
    (
        "/studies",
        {"filter__overallStatus": "NOT_A_STATUS"},
        400,
        "Invalid value in parameter `overallStatus`: `NOT_A_STATUS`",
    ),
    ("/studies/NCT12x", {}, 400, "Parameter `nctId` has incorrect format"),
    ("/studies/NCT00000000", {}, 400, "Parameter `nctId` has incorrect format"),
    ("/studies", {"filter__ids": "abc"}, 400, "Item 1 in parameter `filter.ids` has incorrect format"),
    ("/studies", {"filter__ids": "NCT1,NCT0"}, 400, "Item 2 in parameter `filter.ids` has incorrect format"),
    ("/studies", {"sort": "StartDate:up"}, 400, "Item 1 in parameter `sort` has incorrect format"),
    ("/studies", {"sort": "BriefTitle"}, 400, "Unsupported sort field type: text"),
    ("/studies", {"fields": "StudyDesign"}, 400, "Parameter 'fields' contains invalid field name: 'StudyDesign'"),
    ("/studies", {"fields": "nctid"}, 400, "Parameter 'fields' contains invalid field name: 'nctid'"),
    (
        "/studies",
        {"format": "csv", "fields": "Study Title,NCTId"},
        400,
        "Parameter 'fields' contains invalid CSV column name: 'NCTId'",
    ),
    ("/studies", {"format": "xml"}, 400, "Invalid value in parameter `format`: `xml`"),
    (
        "/studies",
        {"filter__advanced": "AREA[X]y"},
        400,
        "Error parsing query in advanced filter: Unknown area name: `X`",
    ),
    (
        "/studies",
        {"filter__advanced": "AREA[Phase]Phase3"},
        400,
        "Error parsing query in advanced filter: Allowed values for enum field "
        f"`protocolSection.designModule.phases` are {PHASES}",
    ),
    ("/stats/field/values", {"fields": "Phase,X"}, 404, "Unknown piece name of field path: X"),
    ("/stats/field/sizes", {"fields": "BriefTitle"}, 404, "Unknown piece name of field path: BriefTitle"),
    ("/studies/NCT99999999", {}, 404, "NCT number NCT99999999 not found"),
    ("/studies", {"pageToken": "garbage"}, 400, "Parameter `pageToken` has incorrect format"),
    ("/studies", {"pageSize": "-1"}, 400, "Parameter `pageSize` has incorrect format"),
    ("/studies", {"filter__geo": "near(1,2)"}, 400, "Parameter `filter.geo` has incorrect format"),
]


@pytest.mark.parametrize(("path", "params", "status", "text"), CATALOGUE)
def test_errors_are_one_plain_sentence(
    served: Client, path: str, params: dict[str, Any], status: int, text: str
) -> None:
    got = served.get(path, **params)
    assert (got.status, got.text) == (status, text)
    assert got.headers["content-type"] == "text/plain; charset=UTF-8"


@pytest.mark.parametrize(
    ("parameter", "query", "sentence"),
    [
        ("query.term", "[brackets]", "Other terms: mismatched input '[' expecting {"),
        ("query.cond", "(cancer", "Conditions or disease: missing ')' at '<EOF>'"),
        ("query.intr", "cancer AND", "Intervention / treatment: inner bool query clause cannot be null"),
        ("query.cond", 'an "open phrase', "Conditions or disease: no viable alternative at input '\"open phrase'"),
        ("query.cond", "(" * 2000, "Conditions or disease: Too complicated query"),
        ("query.cond", " ".join("abcdefghijklmn"), "Conditions or disease: Too complicated query"),
        ("filter.advanced", "EXPANSION[None]x", "advanced filter: no viable alternative at input 'EXPANSION'"),
        ("filter.advanced", "AREA[StartDate]soon", "advanced filter: no viable alternative at input 'soon'"),
    ],
)
def test_syntax_errors_name_the_search_field(served: Client, parameter: str, query: str, sentence: str) -> None:
    got = served.get("/studies", **{parameter: query})
    assert got.status == 400
    assert got.text.startswith(f"Error parsing query in {sentence}")


def test_wrong_paths_get_the_proxys_page(served: Client) -> None:
    got = served.get("/studies/NCT1/history")
    assert (got.status, got.headers["content-type"]) == (404, "text/html")
    assert served.send("GET", "/elsewhere").status == 404


def test_other_methods_are_refused(served: Client) -> None:
    assert served.send("POST", "/api/v2/studies").status == 405


def test_addresses_that_are_too_long_are_refused(served: Client) -> None:
    ids = ",".join(served.registry.ids() * 3)
    with closing(Client(served.registry)) as client:
        assert client.get("/studies", filter__ids=ids).status == 414


def test_five_hundred_ids_fit(served: Client) -> None:
    ids = (served.registry.ids() * 2)[:500]
    assert len(served.ids(filter__ids=",".join(ids))) == COUNT
