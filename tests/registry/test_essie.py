"""The query language: parsing, and counts held against a reading of every study."""

import math
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.registry.conftest import Client, nct_id, real_studies, running
from tests.registry.errors import RegistryError
from tests.registry.essie import parse
from tests.registry.syntax import All, And, Nested, Not, Or, Words

Study = dict[str, Any]
Fits = Callable[[Study], bool]


def protocol(study: Study, module: str) -> Study:
    return study["protocolSection"].get(module, {})


def status(study: Study) -> str | None:
    return protocol(study, "statusModule").get("overallStatus")


def posted(study: Study) -> str:
    return protocol(study, "statusModule")["lastUpdatePostDateStruct"]["date"]


def phases(study: Study) -> list[str]:
    return protocol(study, "designModule").get("phases", [])


def sites(study: Study) -> list[Study]:
    return protocol(study, "contactsLocationsModule").get("locations", [])


def start(study: Study) -> str:
    return protocol(study, "statusModule").get("startDateStruct", {}).get("date", "")


def years(study: Study, name: str, *, absent: float) -> float:
    age = protocol(study, "eligibilityModule").get(name)
    if age is None:
        return absent
    number, unit = age.split()
    days = {"Year": 365.25, "Month": 30.4375, "Week": 7, "Day": 1, "Hour": 1 / 24, "Minute": 1 / 1440}
    return int(number) * days[unit.rstrip("s")] / 365.25


def count(study: Study) -> int | None:
    return protocol(study, "designModule").get("enrollmentInfo", {}).get("count")


def has_word(word: str, *texts: str) -> bool:
    return any(re.search(rf"\b{word}s?\b", text, re.IGNORECASE) for text in texts)


def conditions(study: Study) -> list[str]:
    module = protocol(study, "conditionsModule")
    return module.get("conditions", [])


def kilometres(a: Study, latitude: float, longitude: float) -> float:
    lat1, lat2 = math.radians(a["lat"]), math.radians(latitude)
    cosine = math.sin(lat1) * math.sin(lat2) + math.cos(lat1) * math.cos(lat2) * math.cos(
        math.radians(a["lon"] - longitude)
    )
    return 6371.0088 * math.acos(min(1.0, cosine))


BRUTE: list[tuple[str, Fits]] = [
    ("ALL", lambda s: True),
    ("AREA[LastUpdatePostDate]RANGE[2026-01-01,MAX]", lambda s: posted(s) >= "2026-01-01"),
    ("AREA[LastUpdatePostDate]RANGE[MIN, 2020]", lambda s: posted(s) < "2021"),
    ("AREA[StudyFirstPostDate]RANGE[2015-03,2022-04]",
     lambda s: "2015-03" <= protocol(s, "statusModule")["studyFirstPostDateStruct"]["date"] < "2022-05"),
    ("AREA[StartDate]2022", lambda s: start(s).startswith("2022")),
    ("AREA[StartDate]RANGE[2018-01-01,2020-12-31]", lambda s: "2018" <= start(s) < "2021"),
    ("AREA[StartDate]MISSING", lambda s: not start(s)),
    ("AREA[ResultsFirstPostDate]RANGE[MIN,MAX]", lambda s: "resultsFirstPostDateStruct" in protocol(s, "statusModule")),
    ("AREA[Phase]PHASE3", lambda s: "PHASE3" in phases(s)),
    ("AREA[Phase](PHASE2 OR PHASE3)", lambda s: bool({"PHASE2", "PHASE3"} & set(phases(s)))),
    ("AREA[Phase]MISSING", lambda s: not phases(s)),
    ("AREA[Phase:size]2", lambda s: len(phases(s)) == 2),
    ("AREA[OverallStatus]RECRUITING OR AREA[OverallStatus]COMPLETED",
     lambda s: status(s) in ("RECRUITING", "COMPLETED")),
    ("NOT AREA[OverallStatus]COMPLETED", lambda s: status(s) != "COMPLETED"),
    ("NOT (AREA[OverallStatus]COMPLETED OR AREA[Phase]NA)",
     lambda s: status(s) != "COMPLETED" and "NA" not in phases(s)),
    ("AREA[EnrollmentCount]RANGE[100,MAX]", lambda s: (count(s) or 0) >= 100),
    ("AREA[EnrollmentCount]MISSING", lambda s: count(s) is None),
    ("AREA[MinimumAge]RANGE[MIN, 16 years]", lambda s: years(s, "minimumAge", absent=99) <= 16),
    ("AREA[MaximumAge]RANGE[16 years, MAX]", lambda s: years(s, "maximumAge", absent=0) >= 16),
    ("AREA[MinimumAge]18 Years AND AREA[MaximumAge]MISSING",
     lambda s: years(s, "minimumAge", absent=0) == 18 and years(s, "maximumAge", absent=-1) == -1),
    ("AREA[Sex]FEMALE", lambda s: protocol(s, "eligibilityModule").get("sex") == "FEMALE"),
    ("AREA[HasResults]true", lambda s: s.get("hasResults", False)),
    ("AREA[HealthyVolunteers]true", lambda s: protocol(s, "eligibilityModule").get("healthyVolunteers") is True),
    ("AREA[Condition]cancer", lambda s: has_word("cancer", *conditions(s))),
    ('AREA[Condition]"breast cancer"', lambda s: has_word("breast cancer", *conditions(s))),
    ("AREA[Condition](cancer OR diabetes)", lambda s: has_word("(cancer|diabetes)", *conditions(s))),
    ("AREA[Condition]cancer AND NOT AREA[Condition]lung",
     lambda s: has_word("cancer", *conditions(s)) and not has_word("lung", *conditions(s))),
    ('AREA[LocationCountry]"United States"', lambda s: any(site["country"] == "United States" for site in sites(s))),
    ('SEARCH[Location](AREA[LocationCountry]"United States" AND AREA[LocationStatus]RECRUITING)',
     lambda s: any(site["country"] == "United States" and site.get("status") == "RECRUITING" for site in sites(s))),
    ("SEARCH[Location](AREA[LocationStatus]RECRUITING AND AREA[LocationContactPhone]MISSING)",
     lambda s: any(site.get("status") == "RECRUITING" and not any("phone" in c for c in site.get("contacts", ()))
                   for site in sites(s))),
    ("AREA[LocationGeoPoint]DISTANCE[40.71,-74.0,100mi]",
     lambda s: any(kilometres(site["geoPoint"], 40.71, -74.0) <= 160.9344 for site in sites(s) if "geoPoint" in site)),
]  # fmt: skip


@pytest.mark.parametrize(("query", "fits"), BRUTE, ids=[query for query, _ in BRUTE])
def test_a_query_finds_what_reading_every_study_finds(
    served: Client, generated: list[Study], query: str, fits: Fits
) -> None:
    wanted = {nct_id(study) for study in generated if fits(study)}
    assert set(served.ids(filter__advanced=query)) == wanted
    total = served.get("/studies", filter__advanced=query, countTotal="true", pageSize=1).json["totalCount"]
    assert total == len(wanted)


@pytest.fixture(scope="module")
def real() -> list[Study]:
    return real_studies(300)


def test_real_studies_are_found_as_reading_them_finds_them(real: list[Study]) -> None:
    with running(real) as client:
        for query, fits in BRUTE:
            wanted = {nct_id(study) for study in real if fits(study)}
            assert set(client.ids(filter__advanced=query)) == wanted, query


def test_most_of_the_queries_find_some_but_not_all(generated: list[Study]) -> None:
    shares = [sum(map(fits, generated)) / len(generated) for _, fits in BRUTE[1:]]
    assert sum(0 < share < 1 for share in shares) >= len(shares) - 2


@pytest.mark.parametrize(("distance", "metres"), [("50mi", 80_467.2), ("80km", 80_000), ("80000", 80_000), ("50", 50)])
def test_a_distance_without_unit_is_in_metres(
    served: Client, generated: list[Study], distance: str, metres: float
) -> None:
    place = next(site["geoPoint"] for study in generated for site in sites(study) if "geoPoint" in site)
    wanted = {
        nct_id(study)
        for study in generated
        if any(
            kilometres(site["geoPoint"], place["lat"], place["lon"]) * 1000 <= metres
            for site in sites(study)
            if "geoPoint" in site
        )
    }
    found = served.ids(filter__geo=f"distance({place['lat']},{place['lon']},{distance})")
    assert wanted
    assert set(found) == wanted


def test_filters_narrow_each_other(served: Client, generated: list[Study]) -> None:
    found = served.ids(
        filter__overallStatus="COMPLETED|TERMINATED",
        filter__advanced="AREA[Phase]NA",
        postFilter__advanced=r"AREA[Sex]\ALL",
    )
    assert set(found) == {
        nct_id(study)
        for study in generated
        if status(study) in ("COMPLETED", "TERMINATED")
        and "NA" in phases(study)
        and protocol(study, "eligibilityModule").get("sex") == "ALL"
    }


def test_a_query_of_ids_alone_silences_everything_else(served: Client) -> None:
    some = served.registry.ids()[:3]
    found = served.ids(
        query__term=f"{some[0].lower()}, {some[1]} {some[2]}",
        query__cond="surely nothing",
        filter__overallStatus="WITHHELD",
    )
    assert sorted(found) == some


def test_words_may_stand_in_any_piece_of_the_area(served: Client, generated: list[Study]) -> None:
    study = next(study for study in generated if protocol(study, "identificationModule").get("acronym"))
    acronym = protocol(study, "identificationModule")["acronym"]
    assert nct_id(study) in served.ids(query__titles=acronym.lower())
    assert nct_id(study) in served.ids(query__term=f"{acronym} AND {nct_id(study)}")
    assert nct_id(study) not in served.ids(query__outc=acronym)


def test_lower_case_operators_are_words() -> None:
    assert isinstance(parse("heart or lung", "ConditionSearch", "x"), Words)
    assert isinstance(parse("heart OR lung", "ConditionSearch", "x"), Or)


def test_not_binds_tighter_than_and_and_and_tighter_than_or() -> None:
    node = parse("a OR NOT b AND c", "ConditionSearch", "x")
    assert isinstance(node, Or)
    assert isinstance(node.nodes[1], And)
    assert isinstance(node.nodes[1].nodes[0], Not)


def test_escaped_operators_are_words() -> None:
    node = parse(r"\AND \"quoted\"", "ConditionSearch", "x")
    assert isinstance(node, Words)
    assert node.words == ("AND", '"quoted"')


def test_all_and_nested() -> None:
    assert parse("ALL", "BasicSearch", "x") == All()
    assert isinstance(parse("SEARCH[Location](AREA[LocationCity]Boston)", "BasicSearch", "x"), Nested)


@pytest.mark.parametrize(
    "query",
    [
        "AREA[StartDate]RANGE[2020]",
        "AREA[LocationGeoPoint]DISTANCE[1,2]",
        "SEARCH[Condition](x)",
        "a [b]",
        "()",
        "AREA[Phase]",
    ],
)
def test_what_is_outside_the_subset_is_an_error(query: str) -> None:
    with pytest.raises(RegistryError, match="Error parsing query in label: "):
        parse(query, "BasicSearch", "label")
