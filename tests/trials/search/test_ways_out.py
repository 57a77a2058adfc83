"""What a short list is shown with: what its filters cost, the ways out, and what fits but for one thing."""

from dataclasses import replace

import pytest

from tests.studies import BOSTON, BOSTON_POINT, PHILADELPHIA, site, stored, study
from trials.registry.parse import nct_id
from trials.search.criteria import Age, SearchCriteria
from trials.search.matching import matching
from trials.search.nearly import Lack, nearly
from trials.search.ways_out import WISHES, costliest, ways_out

pytestmark = pytest.mark.django_db

BOSTON_OPEN = site(BOSTON, BOSTON_POINT, status="RECRUITING")
TRENTON = site({**PHILADELPHIA, "city": "Trenton"}, {"lat": 40.2171, "lon": -74.7429}, status="RECRUITING")
NEAR = site(status="RECRUITING")


def ways(**search: object) -> list[tuple[str, int]]:
    """The ways out with their numbers; that each number is that of its search is checked on the way."""
    found = ways_out(matching(SearchCriteria(**search)))
    assert [way.total for way in found] == [matching(way.criteria).total for way in found]
    return [(way.words, way.total) for way in found]


def blamed(**search: object) -> str:
    return costliest(matching(SearchCriteria(**search)))


def nearest_misses(**search: object) -> list[tuple[str, Lack, float]]:
    return [(nct_id(one.hit.number), one.lack, one.by) for one in nearly(matching(SearchCriteria(**search)))]


# ── The ways out ─────────────────────────────────────────────────────────────
def test_each_distance_that_adds_something_is_a_way_out() -> None:
    stored(study(1, sites=(TRENTON,)), study(2, sites=(BOSTON_OPEN,)))
    assert ways(condition="asthma", places=("19104",), radius=10) == [
        ("Search within 50 miles", 1),
        ("Search at any distance", 2),
    ]


def test_the_way_out_of_an_area_is_everywhere() -> None:
    stored(study(1, sites=(NEAR,)), study(2, sites=(NEAR,), designModule={"phases": ["PHASE3"]}))
    assert ways(places=("Canada",)) == [("Search everywhere", 2)]
    assert blamed(places=("Canada",)) == "“In Canada” leaves none; everywhere there are 2."
    assert blamed(places=("Canada", "Texas")) == "“In Canada or in Texas” leaves none; everywhere there are 2."
    assert ways(places=("Canada",), phase=("PHASE4",)) == [("Search everywhere, without further choices", 2)]


def test_with_a_point_and_an_area_the_distance_is_the_way_out() -> None:
    stored(study(1, sites=(TRENTON,)), study(2, sites=(BOSTON_OPEN,)))
    search = {"places": ("19104", "Massachusetts"), "radius": 10}
    assert ways(**search) == [("Search within 50 miles", 2)]
    assert [number for number, *_ in nearest_misses(**search)] == ["NCT00000001"]


def test_the_gentlest_way_comes_first_and_the_person_last() -> None:
    stored(
        study(1, sites=(BOSTON_OPEN,), eligibilityModule={"maximumAge": "17 Years"}),
        study(2, status="NOT_YET_RECRUITING", sites=(site(),)),
        study(3, sites=(NEAR,), designModule={"phases": ["PHASE3"]}),
        study(4, status="COMPLETED", sites=(site(),)),
        study(5, sites=(NEAR,), eligibilityModule={"maximumAge": "17 Years"}),
    )
    assert ways(condition="asthma", places=("19104",), phase=("PHASE2",), age=Age(40, "years")) == [
        ("Show trials that open soon", 1),
        ("Leave out the phase", 1),
        ("Show trials of any status", 2),
        ("Leave out the age", 1),
    ]


@pytest.mark.parametrize(
    ("name", "value", "fits"),
    [
        ("results", True, study(1)),
        ("sponsor", "INDUSTRY", study(1)),
        ("study_type", "OBSERVATIONAL", study(1)),
        ("kind", ("DRUG",), study(1)),
        ("phase", ("PHASE3",), study(1)),
        ("healthy", True, study(1)),
        ("group", "child", study(1, eligibilityModule={"minimumAge": "18 Years"})),
        ("country", "Canada", study(1, sites=(NEAR,))),
        ("intervention", "examplumab", study(1)),
    ],
)
def test_each_wish_can_be_given_up(name, value, fits) -> None:
    stored(fits)
    assert ways(condition="asthma", **{name: value}) == [(f"Leave out the {WISHES[name]}", 1)]


def test_where_no_single_thing_helps_several_are_given_up_together() -> None:
    stored(study(1, sites=(BOSTON_OPEN,)))
    assert ways(condition="asthma", places=("19104",), phase=("PHASE3",)) == [
        ("Search at any distance, without further choices", 1)
    ]
    stored(study(1, status="COMPLETED", eligibilityModule={"maximumAge": "17 Years"}))
    assert ways(condition="asthma", age=Age(40, "years"), phase=("PHASE3",)) == [
        ("Search for any age, at any distance, with any status", 1)
    ]


def test_a_condition_that_nothing_is_about_is_the_last_thing_to_leave_out() -> None:
    stored(study(1))
    assert ways(condition="zzzz") == [("Leave out the condition", 1)]


def test_where_there_is_nothing_at_all_there_is_no_way_out() -> None:
    assert ways(condition="asthma") == []


# ── Which filter costs most ──────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("search", "sentence"),
    [
        ({"places": ("19104",), "radius": 10}, "Within 10 miles leaves none; at any distance there are 2."),
        ({"places": ("19104",), "radius": 50}, "Within 50 miles leaves 1; at any distance there are 2."),
        ({"status": "soon"}, "“Opening soon” leaves none; with any status there are 2."),
        ({"age": Age(70, "years")}, "Age 70 years leaves none; for any age there are 2."),
        ({"phase": ("PHASE3", "PHASE4")}, "“Phase 3 or Phase 4” leaves none; without it there are 2."),
        ({"country": "Canada"}, "“Canada” leaves none; without it there are 2."),
        ({"places": ("19104",), "radius": 10, "phase": ("PHASE4",)}, ""),  # two together, neither alone
        ({}, ""),
    ],
)
def test_the_costliest_filter_is_named_with_what_is_there_without_it(search, sentence) -> None:
    limits = {"eligibilityModule": {"maximumAge": "65 Years"}}
    stored(study(1, sites=(TRENTON,), **limits), study(2, sites=(BOSTON_OPEN,), **limits))
    assert blamed(condition="asthma", **search) == sentence


def test_of_two_filters_the_one_that_leaves_out_more_is_named() -> None:
    stored(
        study(1, sites=(BOSTON_OPEN,)),
        study(2, sites=(BOSTON_OPEN,)),
        study(3, status="COMPLETED", sites=(site(),)),
    )
    assert blamed(condition="asthma", places=("19104",)) == "Within 50 miles leaves none; at any distance there are 2."
    stored(*(study(number, status="COMPLETED", sites=(site(),)) for number in (4, 5)))
    assert (
        blamed(condition="asthma", places=("19104",)) == "“Open to join now” leaves none; with any status there are 3."
    )


# ── What fits but for one thing ──────────────────────────────────────────────
def test_what_opens_soon_comes_before_what_is_farther_and_that_before_a_birthday() -> None:
    stored(
        study(1, sites=(NEAR,), eligibilityModule={"minimumAge": "18 Years"}),
        study(2, sites=(TRENTON,)),
        study(3, status="NOT_YET_RECRUITING", sites=(site(),)),
    )
    found = nearest_misses(condition="asthma", places=("19104",), radius=10, age=Age(17, "years"))
    assert [(number, lack) for number, lack, _ in found] == [
        ("NCT00000003", Lack.SOON),
        ("NCT00000002", Lack.FARTHER),
        ("NCT00000001", Lack.YOUNG),
    ]
    assert found[1][2] == pytest.approx(19, abs=2)  # miles beyond the ten


def test_what_lacks_two_things_or_much_of_one_is_not_near() -> None:
    stored(
        study(1, status="NOT_YET_RECRUITING", sites=(site(BOSTON, BOSTON_POINT),)),
        study(2, sites=(BOSTON_OPEN,)),
        study(3, sites=(NEAR,), eligibilityModule={"minimumAge": "18 Years"}),
        study(4, sites=(NEAR,), eligibilityModule={"maximumAge": "12 Years"}),
        study(5, status="COMPLETED", sites=(site(),)),
    )
    search = SearchCriteria(condition="asthma", places=("19104",), age=Age(16, "years"))
    assert nearly(matching(search)) == []
    assert [one.lack for one in nearly(matching(replace(search, age=Age(17, "years"))))] == [Lack.YOUNG]


def test_at_most_three_and_none_that_fits() -> None:
    stored(study(1), *(study(number, status="NOT_YET_RECRUITING") for number in range(2, 9)))
    found = [number for number, *_ in nearest_misses(condition="asthma")]
    assert found == ["NCT00000008", "NCT00000007", "NCT00000006"]
