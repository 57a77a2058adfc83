"""Statistics, enums and the descriptions of the data model."""

from collections import Counter
from typing import Any

import orjson

from tests.registry.conftest import COUNT, Client
from tests.registry.corpus import Corpus
from tests.registry.matching import values_at
from tests.registry.model import fields_by_name
from tests.registry.plan import TODAY
from tests.registry.statistics import field_values

Studies = list[dict[str, Any]]


def test_sizes_are_those_of_the_records(served: Client, generated: Studies) -> None:
    sizes = sorted((len(orjson.dumps(study)) for study in generated), reverse=True)
    got = served.get("/stats/size").json
    assert got["totalStudies"] == COUNT
    assert got["averageSizeBytes"] == sum(sizes) // COUNT
    assert [study["sizeBytes"] for study in got["largestStudies"]] == sizes[:10]
    assert sum(each["studiesCount"] for each in got["ranges"]) == COUNT


def top_values(stats: dict[str, Any]) -> dict[str, int]:
    return {each["value"]: each["studiesCount"] for each in stats["topValues"]}


def test_counts_of_values_are_studies_not_mentions(served: Client, generated: Studies) -> None:
    names = ("OverallStatus", "Phase", "StudyType", "Sex", "LocationCountry", "Condition")
    got = served.get("/stats/field/values", fields=",".join(names)).json
    assert [stats["piece"] for stats in got] == list(names)
    for stats in got:
        found = [set(values_at(study, fields_by_name()[stats["piece"]].path)) for study in generated]
        counts = Counter(value for values in found for value in values)
        assert stats["missingStudiesCount"] == sum(not values for values in found)
        assert stats["uniqueValuesCount"] == len(counts)
        assert sorted(top_values(stats).values()) == sorted(n for _, n in counts.most_common(250))
        if len(counts) <= 250:
            assert top_values(stats) == dict(counts)


def test_counts_follow_changes(generated: Studies) -> None:
    corpus = Corpus.of(generated[:3], TODAY)
    corpus.remove(0)
    (stats,) = field_values(corpus, ("LocationCountry",), [])
    countries = [set(values_at(study, fields_by_name()["LocationCountry"].path)) for study in generated[1:3]]
    assert top_values(stats) == dict(Counter(value for values in countries for value in values))
    assert stats["missingStudiesCount"] == sum(not values for values in countries)


def test_statistics_have_the_form_of_their_type(served: Client) -> None:
    names = "StartDate,EnrollmentCount,HealthyVolunteers,BriefTitle"
    date, integer, boolean, string = served.get("/stats/field/values", fields=names).json
    assert set(date) == {"type", "piece", "field", "missingStudiesCount", "formats", "min", "max"}
    assert {"min", "max", "avg"} <= set(integer)
    assert {"trueCount", "falseCount"} <= set(boolean)
    assert set(string["longest"]) == {"length", "nctId", "value"}
    only = served.get("/stats/field/values", types="BOOLEAN").json
    assert {stats["type"] for stats in only} == {"BOOLEAN"}


def test_list_sizes(served: Client, generated: Studies) -> None:
    (stats,) = served.get("/stats/field/sizes", fields="Phase").json
    lengths = Counter(len(values_at(study, fields_by_name()["Phase"].path)) for study in generated)
    assert {each["size"]: each["studiesCount"] for each in stats["topSizes"]} == {1: lengths[1], 2: lengths[2]}


def test_enums_are_a_list_of_types(served: Client) -> None:
    got = served.get("/studies/enums").json
    assert len(got) == 41
    status = next(kind for kind in got if kind["type"] == "Status")
    assert status["pieces"] == ["OverallStatus", "LastKnownStatus"]
    assert status["values"][0] == {"value": "ACTIVE_NOT_RECRUITING", "legacyValue": "Active, not recruiting"}
    assert {"value": "UNKNOWN", "legacyValue": "Unknown status"} in status["values"]


def test_the_data_model_is_told(served: Client) -> None:
    metadata = served.get("/studies/metadata").json
    assert metadata[0]["name"] == "protocolSection"
    assert metadata[0]["children"][0]["children"][0]["piece"] == "NCTId"
    areas = served.get("/studies/search-areas").json[0]["areas"]
    condition = next(area for area in areas if area["name"] == "ConditionSearch")
    assert (condition["param"], condition["uiLabel"]) == ("cond", "Conditions or disease")
