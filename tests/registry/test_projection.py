"""The `fields` parameter and the sort orders."""

from typing import Any

import orjson
import pytest

from tests.registry.conftest import Client, nct_id
from tests.registry.projection import project, projection

IDENTIFICATION = {"nctId": "NCT00000001", "briefTitle": "A"}
STUDY = {
    "protocolSection": {
        "identificationModule": IDENTIFICATION,
        "armsInterventionsModule": {"interventions": [{"type": "DRUG", "name": "X"}, {"type": "DEVICE"}]},
    },
    "hasResults": True,
}
TITLE = "protocolSection.identificationModule.briefTitle"


def protocol(**modules: Any) -> dict[str, Any]:
    return {"protocolSection": modules}


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        (["NCTId"], protocol(identificationModule={"nctId": "NCT00000001"})),
        ([TITLE], protocol(identificationModule={"briefTitle": "A"})),
        (["IdentificationModule", "NCTId"], protocol(identificationModule=IDENTIFICATION)),
        (["InterventionName"], protocol(armsInterventionsModule={"interventions": [{"name": "X"}, {}]})),
        (["HasResults"], {"hasResults": True}),
        (["WhyStopped"], {}),
        (["NumLocations"], {}),
        (["ProtocolSection", "HasResults"], STUDY),
    ],
)
def test_a_leaf_brings_itself_and_a_branch_all_below(fields: list[str], kept: dict[str, Any]) -> None:
    tree = projection(fields)
    assert (project(STUDY, tree) if tree else {}) == kept


def test_search_areas_and_the_queried_fields_may_be_asked(served: Client, generated: list[dict[str, Any]]) -> None:
    study = served.get("/studies", query__cond="cancer", fields="@query", pageSize=1).json["studies"][0]
    assert set(study["protocolSection"]) <= {"identificationModule", "conditionsModule"}
    assert study == served.get("/studies", query__id=nct_id(study), fields="ConditionSearch").json["studies"][0]


def test_a_single_study_can_be_projected(served: Client) -> None:
    wanted = served.registry.ids()[0]
    got = served.get(f"/studies/{wanted}", fields="NCTId|OverallStatus").json
    assert list(got) == ["protocolSection"]
    assert set(got["protocolSection"]) == {"identificationModule", "statusModule"}


def values(studies: list[dict[str, Any]], *path: str) -> list[Any]:
    found = []
    for study in studies:
        value: Any = study
        for key in path:
            value = value.get(key, {}) if isinstance(value, dict) else value
        found.append(value if value != {} else None)
    return found


UPDATED = ("protocolSection", "statusModule", "lastUpdatePostDateStruct", "date")
ENROLLED = ("protocolSection", "designModule", "enrollmentInfo", "count")
RESULTS = ("protocolSection", "statusModule", "resultsFirstPostDateStruct", "date")


def test_dates_fall_and_numbers_rise_by_default(served: Client) -> None:
    dates = values(served.studies(sort="LastUpdatePostDate", fields="LastUpdatePostDate"), *UPDATED)
    assert dates == sorted(dates, reverse=True)
    counts = [n for n in values(served.studies(sort="EnrollmentCount"), *ENROLLED) if n is not None]
    assert counts == sorted(counts)


def test_the_direction_can_be_given(served: Client) -> None:
    dates = values(served.studies(sort="LastUpdatePostDate:asc"), *UPDATED)
    assert dates == sorted(dates)


@pytest.mark.parametrize("direction", ["asc", "desc"])
def test_studies_without_the_value_come_last(served: Client, direction: str) -> None:
    dates = values(served.studies(sort=f"ResultsFirstPostDate:{direction}"), *RESULTS)
    known = [date for date in dates if date]
    assert dates == known + [None] * (len(dates) - len(known))
    assert known == sorted(known, reverse=direction == "desc")


def test_there_may_be_two_keys(served: Client) -> None:
    studies = served.studies(sort="StudyFirstPostDate:asc,EnrollmentCount:desc")
    first = values(studies, "protocolSection", "statusModule", "studyFirstPostDateStruct", "date")
    pairs = [(d, -n) for d, n in zip(first, values(studies, *ENROLLED), strict=True) if n is not None]
    assert pairs == sorted(pairs)


def test_list_lengths_can_be_sorted_by(served: Client) -> None:
    lengths = [
        len(v or ())
        for v in values(
            served.studies(sort="NumLocations:desc"), "protocolSection", "contactsLocationsModule", "locations"
        )
    ]
    assert lengths == sorted(lengths, reverse=True)
    conditions = [
        len(v or ())
        for v in values(served.studies(sort="NumConditions"), "protocolSection", "conditionsModule", "conditions")
    ]
    assert conditions == sorted(conditions)


def test_relevance_puts_the_named_condition_before_a_mention(served: Client) -> None:
    studies = served.studies(query__cond="cancer", sort="@relevance")
    named = [
        "cancer" in " ".join(study["protocolSection"].get("conditionsModule", {}).get("conditions", [])).lower()
        for study in studies
    ]
    assert named == sorted(named, reverse=True)


@pytest.mark.parametrize(
    "fields", ["NCTId", "OverallStatus|NCTId", "LastUpdatePostDate", "NCTId,OverallStatus,LastUpdatePostDate"]
)
def test_what_columns_tell_is_what_the_records_say(client: Client, fields: str) -> None:
    client.registry.spoil("missing-modules", client.registry.ids()[0])
    client.registry.spoil("unknown-enum", client.registry.ids()[1])
    told = client.get("/studies", fields=fields, sort="NumLocations", pageSize=50).body
    names = fields.replace("|", ",").split(",")
    read = [project(study, projection(names)) for study in client.studies(sort="NumLocations")]
    assert orjson.loads(told)["studies"] == read
    assert told.splitlines()[1].removesuffix(b",") == orjson.dumps(read[0])
