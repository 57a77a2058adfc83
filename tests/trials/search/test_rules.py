"""The rules of the search, one at a time, on studies made for it."""

import pytest

from tests.studies import (
    BOSTON,
    BOSTON_POINT,
    PHILADELPHIA,
    PHILADELPHIA_POINT,
    TORONTO,
    TORONTO_POINT,
    site,
    stored,
    study,
)
from trials.models import Curation, Site
from trials.registry.parse import nct_id
from trials.search.criteria import Age, SearchCriteria
from trials.search.explain import listed
from trials.search.matching import matching
from trials.search.places import miles_from, points

pytestmark = pytest.mark.django_db

AML = ("D015470", "Leukemia, Myeloid, Acute")
LEUKEMIA = ("D007938", "Leukemia")


FAR_APART = ((PHILADELPHIA, PHILADELPHIA_POINT), (BOSTON, BOSTON_POINT), (TORONTO, TORONTO_POINT))


def found(**search: object) -> list[str]:
    """NCT numbers in the order of the results."""
    return [nct_id(hit.number) for hit in matching(SearchCriteria(**search))]


def limits(**limits: str) -> dict:
    return {"eligibilityModule": {"sex": "ALL", **limits}}


def test_leukemia_finds_what_is_listed_under_acute_myeloid_leukemia() -> None:
    stored(study(1, conditions=("AML",), meshes=(AML,), ancestors=(LEUKEMIA,)), study(2))
    assert found(condition="leukemia") == ["NCT00000001"]


def test_words_match_within_one_name_and_never_across_two() -> None:
    stored(study(1, conditions=("Lung Cancer", "Breast Feeding")), study(2, conditions=("Cancer of the Breast",)))
    assert found(condition="breast cancer") == ["NCT00000002"]


def test_exclusion_criteria_are_never_searched() -> None:
    stored(study(1, eligibilityModule={"eligibilityCriteria": "Exclusion Criteria:\n\n* Melanoma"}))
    assert found(condition="melanoma") == []


@pytest.mark.parametrize("words", ["Sjogren", "SJÖGREN’S", "sjögrens syndrome", "syndrome, Sjogren"])
def test_accents_apostrophes_case_and_order_do_not_matter(words) -> None:
    stored(study(1, conditions=("Sjögren's Syndrome",)))
    assert found(condition=words) == ["NCT00000001"]


def test_all_is_a_leukemia_and_no_stop_word() -> None:
    stored(study(1, conditions=("ALL",)), study(2, conditions=("AML",)))
    assert found(condition="ALL") == ["NCT00000001"]


def test_the_registrants_condition_comes_before_mesh_before_ancestor_before_keyword() -> None:
    stored(
        study(1, conditions=("Blood",), keywords=("leukemia",)),
        study(2, conditions=("Blood",), meshes=(AML,), ancestors=(LEUKEMIA,)),
        study(3, conditions=("Leukemia",)),
    )
    # The MeSH term of study 2 names leukemia itself, so it comes before the keyword of study 1.
    assert found(condition="leukemia") == ["NCT00000003", "NCT00000002", "NCT00000001"]


@pytest.mark.parametrize(
    ("age", "low", "high", "fits"),
    [
        ("65", "18 Years", "65 Years", True),
        ("66", "18 Years", "65 Years", False),
        ("18", "18 Years", "", True),
        ("17", "18 Years", "", False),
        ("8m", "6 Months", "8 Months", True),
        ("9 months", "6 Months", "8 Months", False),
        ("1", "", "18 Months", True),
        ("2", "", "18 Months", False),
        ("12 months", "1 Year", "", True),
        ("11 months", "1 Year", "", False),
        ("0", "1 Day", "28 Days", True),
        ("3 weeks", "", "20 Days", False),
        ("20 days", "", "20 Days", True),
        ("40", "", "", True),
    ],
)
def test_age_limits_include_their_whole_last_unit(age, low, high, fits) -> None:
    given = {name: text for name, text in (("minimumAge", low), ("maximumAge", high)) if text}
    stored(study(1, **limits(**given)))
    assert bool(found(age=Age.parse(age))) is fits


def test_near_means_an_open_site_within_the_radius() -> None:
    stored(
        study(1, sites=(site(status="RECRUITING"),)),
        study(2, sites=(site(status="WITHDRAWN"), site(BOSTON, BOSTON_POINT, status="RECRUITING"))),
        study(3, sites=(site(status="NOT_YET_RECRUITING"),)),
        study(4, sites=(site(),)),
    )
    assert found(places=("19104",)) == ["NCT00000001"]
    assert found(places=("19104",), radius=None)[:2] == ["NCT00000001", "NCT00000002"]
    assert list(matching(SearchCriteria(places=("19104",), radius=None)))[1].miles == pytest.approx(271, abs=3)


def test_a_site_without_status_in_a_study_that_is_not_yet_open_opens_soon() -> None:
    stored(study(1, status="NOT_YET_RECRUITING", sites=(site(),)))
    assert found(places=("19104",)) == []
    assert found(places=("19104",), status="soon") == ["NCT00000001"]
    assert found(places=("19104",), status="any") == ["NCT00000001"]


def test_by_invitation_is_not_open() -> None:
    stored(study(1, status="ENROLLING_BY_INVITATION"), study(2, status="UNHEARD_OF"))
    assert found() == []
    assert found(status="invitation") == ["NCT00000001"]


def test_with_any_status_an_open_study_with_a_closed_site_nearby_is_not_near() -> None:
    stored(
        study(1, sites=(site(status="COMPLETED"), site(BOSTON, BOSTON_POINT, status="RECRUITING"))),
        study(2, status="COMPLETED", sites=(site(),)),
    )
    assert found(places=("19104",), status="any") == ["NCT00000002"]


def test_a_country_counts_where_a_site_there_is_open() -> None:
    stored(
        study(1, sites=(site(TORONTO, TORONTO_POINT, status="COMPLETED"), site(status="RECRUITING"))),
        study(2, sites=(site(TORONTO, TORONTO_POINT, status="RECRUITING"),)),
    )
    assert found(country="Canada") == ["NCT00000002"]


def test_a_state_or_country_has_no_radius_and_counts_open_sites_alone() -> None:
    stored(
        study(1, sites=(site(status="RECRUITING"),)),
        study(2, sites=(site(BOSTON, None, status="RECRUITING"),)),
        study(3, sites=(site(TORONTO, TORONTO_POINT, status="RECRUITING"),)),
        study(4, sites=(site(BOSTON, BOSTON_POINT, status="COMPLETED"), site(status="RECRUITING"))),
    )
    assert found(places=("Massachusetts",)) == ["NCT00000002"]
    assert found(places=("Massachusetts",), radius=10) == found(places=("Massachusetts",), radius=None)
    assert set(found(places=("United States",))) == {"NCT00000001", "NCT00000002", "NCT00000004"}
    assert set(found(places=("Massachusetts", "Canada"))) == {"NCT00000002", "NCT00000003"}


def test_near_one_place_or_in_another_is_either() -> None:
    stored(
        study(1, sites=(site(status="RECRUITING"),)),
        study(2, sites=(site(BOSTON, BOSTON_POINT, status="RECRUITING"),)),
        study(3, sites=(site(TORONTO, TORONTO_POINT, status="RECRUITING"),)),
    )
    assert set(found(places=("19104", "Boston, MA"))) == {"NCT00000001", "NCT00000002"}
    assert set(found(places=("Toronto, Canada", "Massachusetts"))) == {"NCT00000002", "NCT00000003"}
    assert len(found(places=("19104", "Massachusetts"), radius=None)) == 3


def test_the_order_by_distance_takes_an_area_for_near() -> None:
    stored(
        study(1, sites=(site(status="RECRUITING"),)),
        study(2, sites=(site(BOSTON, BOSTON_POINT, status="RECRUITING"),)),
        study(3, sites=(site(TORONTO, TORONTO_POINT, status="RECRUITING"),)),
    )
    search = {"places": ("19104", "Canada"), "radius": None, "sort": "distance"}
    assert found(**search) == ["NCT00000003", "NCT00000001", "NCT00000002"]


def test_the_counts_by_distance_are_those_of_the_searches() -> None:
    stored(
        study(1, sites=(site(status="RECRUITING"),)),
        study(2, sites=(site(BOSTON, BOSTON_POINT, status="RECRUITING"),)),
        study(3, sites=(site(TORONTO, TORONTO_POINT, status="RECRUITING"),)),
    )
    for places in ("19104",), ("19104", "Canada"), ("19104", "Boston, MA"):
        counts = matching(SearchCriteria(places=places, radius=10)).facets["radius"]
        radii = {radius: None if radius == "any" else int(radius) for radius in counts}
        assert counts == {name: len(found(places=places, radius=radius)) for name, radius in radii.items()}


def test_a_search_with_places_survives_its_address() -> None:
    search = SearchCriteria(places=("19104", "St. Louis, MO"), radius=25)
    assert search.query_string() == "zip=19104&zip=St.+Louis%2C+MO&radius=25"
    assert search.without_place("19104").query_string() == "zip=St.+Louis%2C+MO&radius=25"
    assert search.without("places").query_string() == "radius=25"


def test_sex_healthy_and_phase_filter() -> None:
    stored(
        study(1, eligibilityModule={"sex": "FEMALE", "healthyVolunteers": True}),
        study(2, eligibilityModule={"sex": "MALE", "healthyVolunteers": False}, designModule={"phases": ["PHASE1"]}),
        study(3, eligibilityModule={"sex": "ALL"}, designModule={"phases": ["PHASE1", "PHASE2"]}),
    )
    assert set(found(sex="FEMALE")) == {"NCT00000001", "NCT00000003"}
    assert found(healthy=True) == ["NCT00000001"]
    assert found(healthy=False) == ["NCT00000002"]
    assert set(found(phase=("PHASE1",))) == {"NCT00000002", "NCT00000003"}


def test_a_treatment_is_found_by_name_other_name_and_mesh_term() -> None:
    drug = {"interventions": [{"type": "DRUG", "name": "XR-1", "otherNames": ["Examplumab (IV)"]}]}
    stored(study(1, armsInterventionsModule=drug), study(2))
    assert found(intervention="examplumab") == found(intervention="xr 1") == ["NCT00000001"]


def test_a_hidden_trial_is_in_no_list() -> None:
    hidden, _ = stored(study(1), study(2))
    Curation.objects.create(trial=hidden, hidden=True)
    assert found() == ["NCT00000002"]


def test_a_site_without_a_point_is_near_nothing_and_harms_nothing() -> None:
    stored(study(1, sites=(site(PHILADELPHIA, None, status="RECRUITING"),)))
    assert found(places=("19104",)) == []
    assert found(places=("19104",), radius=None) == ["NCT00000001"]


def test_newest_first_and_stable() -> None:
    def posted(number: int, day: str) -> dict:
        return study(number, statusModule={"overallStatus": "RECRUITING", "studyFirstPostDateStruct": {"date": day}})

    stored(posted(1, "2026-01-05"), posted(2, "2026-03-02"), posted(3, "2026-03-02"))
    assert found(sort="newest") == ["NCT00000003", "NCT00000002", "NCT00000001"]


def test_the_reason_names_the_strongest_listing() -> None:
    stored(study(1, conditions=("AML",), meshes=(AML,), ancestors=(LEUKEMIA,), keywords=("leukemia",)))
    matches = matching(SearchCriteria(condition="leukemia"))
    reasons = listed(list(matches), matches)
    assert reasons[1].sentence == "Listed under “AML”, a kind of leukemia"


@pytest.mark.parametrize(
    ("record", "sentence"),
    [
        ({"conditions": ("Leukemia",)}, "Listed under “Leukemia”"),
        ({"conditions": ("Relapsed Leukemia",)}, "Listed under “Relapsed Leukemia”"),
        ({"meshes": (AML,)}, "About acute myeloid leukemia, a kind of leukemia, as the registry sorts it"),
        ({"keywords": ("Leukemia",)}, "Has the keyword “Leukemia”"),
        ({"identificationModule": {"nctId": "NCT00000001", "briefTitle": "Leukemia"}}, "Its title speaks of it"),
    ],
)
def test_each_reason_says_where_the_record_names_the_condition(record, sentence) -> None:
    stored(study(1, **{"conditions": ("Cough",), **record}))
    matches = matching(SearchCriteria(condition="leukemia"))
    assert listed(list(matches), matches)[1].sentence == sentence


def test_the_same_point_has_one_distance_in_sql_and_in_the_index() -> None:
    stored(*(study(number, sites=(site(*where, status="RECRUITING"),)) for number, where in enumerate(FAR_APART, 1)))
    for zips in ("59718",), ("96813",):
        search = SearchCriteria(places=(zips[0],), radius=None)
        sites = Site.objects.annotate(miles=miles_from(points(search), "place"))
        assert {one.trial_id: one.miles for one in sites} == {
            hit.number: pytest.approx(hit.miles, rel=1e-5) for hit in matching(search)
        }


# ── The order ────────────────────────────────────────────────────────────────
YORK, YORK_POINT = {"city": "York", "state": "Pennsylvania", "country": "United States"}, {"lat": 39.96, "lon": -76.73}
HERE = {"places": ("19104",), "radius": None}


def updated(day: str) -> dict:
    return {"statusModule": {"overallStatus": "RECRUITING", "lastUpdatePostDateStruct": {"date": day}}}


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"conditions": ("Leukemia",)}, {"conditions": ("Relapsed Leukemia",)}),
        ({"conditions": ("Relapsed Leukemia",)}, {"conditions": ("Cough",), "meshes": (LEUKEMIA,)}),
        ({"conditions": ("Cough",), "meshes": (LEUKEMIA,)}, {"conditions": ("Cough",), "keywords": ("Leukemia",)}),
        ({"conditions": ("Leukemia",)}, {"conditions": ("Leukemia", *(f"Illness {one}" for one in range(9)))}),
        ({"sites": (site(status="RECRUITING"),)}, {"sites": (site(YORK, YORK_POINT, status="RECRUITING"),)}),
        (
            {"sites": (site(YORK, YORK_POINT, status="RECRUITING"),)},
            {"sites": (site(BOSTON, None, status="RECRUITING"),)},
        ),
        ({"status": "RECRUITING"}, {"status": "NOT_YET_RECRUITING"}),
        ({"status": "NOT_YET_RECRUITING"}, {"status": "COMPLETED"}),
        (updated("2026-11-01"), updated("2023-11-01")),
    ],
)
def test_of_two_trials_that_differ_in_one_thing_the_better_stands_first(better, worse) -> None:
    base = {"conditions": ("Leukemia",), "sites": (site(status="RECRUITING"),), **updated("2026-11-01")}
    if "status" in worse:
        base = {"conditions": ("Leukemia",)}  # a site is as open as its study
    stored(study(1, **{**base, **better}), study(2, **{**base, **worse}))
    search = {"condition": "leukemia", "status": "any", **(HERE if "sites" in base else {})}
    assert found(**search) == ["NCT00000001", "NCT00000002"]


def test_a_kind_of_the_condition_next_door_stands_before_the_condition_itself_far_away() -> None:
    stored(
        study(1, conditions=("Acute Myeloid Leukemia",), sites=(site(status="RECRUITING"),)),
        study(2, conditions=("Leukemia",), sites=(site(YORK, YORK_POINT, status="RECRUITING"),)),
    )
    assert found(condition="leukemia", places=("19104",), radius=None) == ["NCT00000001", "NCT00000002"]


def test_no_distance_puts_an_open_trial_behind_a_closed_one() -> None:
    stored(
        study(1, sites=(site(TORONTO, TORONTO_POINT, status="RECRUITING"),)),
        study(2, status="COMPLETED", sites=(site(),)),
    )
    assert found(places=("19104",), radius=None, status="any") == ["NCT00000001", "NCT00000002"]
