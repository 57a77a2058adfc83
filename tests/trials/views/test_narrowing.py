"""The choices beside the results: their counts, their addresses, and which of them is in force."""

import re
from html import unescape

import pytest
from django.http import QueryDict

from tests.studies import BOSTON, BOSTON_POINT, TORONTO, TORONTO_POINT, site, stored, study
from trials.search.criteria import Age, SearchCriteria
from trials.search.filters import MULTIPLE, TrialFilterSet
from trials.search.matching import matching
from trials.views.narrowing import Choice, groups

pytestmark = pytest.mark.django_db

CHILDREN = {"maximumAge": "17 Years"}


@pytest.fixture
def trials():
    """Trials that differ in everything that can be chosen."""
    drug = {"interventions": [{"type": "DRUG", "name": "A"}, {"type": "DEVICE", "name": "B"}]}
    open_here = (site(status="RECRUITING"),)
    return stored(
        study(1, sites=open_here, armsInterventionsModule=drug, designModule={"phases": ["PHASE1", "PHASE2"]}),
        study(2, sites=open_here, eligibilityModule={"sex": "FEMALE", "healthyVolunteers": True}),
        study(
            3, sites=(site(BOSTON, BOSTON_POINT, status="RECRUITING"),), eligibilityModule={"maximumAge": "17 Years"}
        ),
        study(4, status="NOT_YET_RECRUITING", sites=(site(TORONTO, TORONTO_POINT),)),
        study(5, status="COMPLETED", sponsorCollaboratorsModule={"leadSponsor": {"name": "X", "class": "INDUSTRY"}}),
        study(6, sites=open_here, designModule={"studyType": "OBSERVATIONAL", "phases": []}) | {"hasResults": True},
        study(7, sites=open_here, conditions=("Cough",)),
    )


def offered(criteria: SearchCriteria) -> dict[str, list[Choice]]:
    return {group.name: group.choices for group in groups(matching(criteria))}


def total(client, query: str) -> int:
    return int(re.search(r'data-total="(\d+)"', client.get(f"/trials/?{query}").content.decode())[1])


@pytest.mark.parametrize(
    ("criteria", "least"),
    [
        (SearchCriteria(), 12),
        (SearchCriteria(status="any"), 16),
        (SearchCriteria(condition="asthma", places=("19104",), status="any", radius=None), 15),
        (SearchCriteria(condition="asthma", places=("02139",), radius=10), 3),
        (SearchCriteria(condition="asthma", age=Age(12, "years"), sex="FEMALE"), 8),
        (SearchCriteria(phase=("PHASE2",), study_type="OBSERVATIONAL"), 1),
        (SearchCriteria(country="Canada", status="soon", group="adult"), 3),
    ],
    ids=str,
)
def test_each_choice_brings_as_many_trials_as_it_says(client, trials, criteria, least) -> None:
    tried = 0
    for name, choices in offered(criteria).items():
        for choice in choices:
            adds = name in MULTIPLE and getattr(criteria, name)  # to those that are chosen already
            if choice.query is not None and not choice.chosen and not adds:
                assert total(client, choice.query) == choice.count, (name, choice)
                tried += 1
    assert tried >= least


def test_a_second_phase_is_added_to_the_first(client, trials) -> None:
    choices = {one.words: one for one in offered(SearchCriteria(phase=("PHASE2",)))["phase"]}
    assert choices["Phase 1"].query == "phase=PHASE2&phase=PHASE1"
    assert total(client, choices["Phase 1"].query) == matching(SearchCriteria(phase=("PHASE1", "PHASE2"))).total
    assert choices["Phase 2"].query == ""


def test_the_choice_in_force_is_marked_and_its_link_takes_it_away(client, trials) -> None:
    page = client.get("/trials/", {"condition": "asthma", "sex": "FEMALE"}).content.decode()
    assert re.search(
        r'<a id="sex-female" href="\?condition=asthma" rel="nofollow" aria-current="true">'
        r'<span class="visually-hidden">Remove: </span>Female <span class="count">\(\d\)</span>'
        r'<span aria-hidden="true"> ×</span></a>',
        page,
    )
    assert page.count('aria-current="true"') == 2  # and the status, which is open unless another is chosen


def test_what_holds_when_nothing_is_chosen_is_marked_and_cannot_be_taken_away(trials) -> None:
    chosen = [one for one in offered(SearchCriteria())["status"] if one.chosen]
    assert [(one.words, one.query, one.removable) for one in chosen] == [("Open to join now", "", False)]


def test_steps_without_trials_are_text_and_other_choices_without_trials_are_left_out(trials) -> None:
    found = offered(SearchCriteria(places=("19104",), radius=None))
    invitation = next(one for one in found["status"] if one.words == "By invitation only")
    assert (invitation.count, invitation.query) == (0, None)
    assert "Radiation" not in {one.words for one in found["kind"]}


def test_a_filter_that_would_change_nothing_is_left_out(trials) -> None:
    assert "results" not in offered(SearchCriteria(condition="cough"))
    assert "radius" not in offered(SearchCriteria(condition="asthma"))


def test_an_age_makes_the_age_groups_needless(trials) -> None:
    assert "group" in offered(SearchCriteria())
    assert "group" not in offered(SearchCriteria(age=Age(12, "years")))
    assert "group" in offered(SearchCriteria(age=Age(12, "years"), group="child"))


def test_twelve_countries_are_offered_and_the_one_in_force() -> None:
    def abroad(number: int) -> dict:
        country = f"Country {min(number, 29):02}"
        return study(number, sites=(site({"city": "X", "state": "", "country": country}, None, status="RECRUITING"),))

    stored(*(abroad(number) for number in range(10, 32)))
    words = [one.words for one in offered(SearchCriteria(country="Country 28"))["country"]]
    assert len(words) == 13
    assert words[0] == "Country 29"  # the one with most trials
    assert words[-1] == "Country 28"


def test_the_form_carries_along_what_was_chosen_beside_the_results(client, trials) -> None:
    page = client.get("/trials/?condition=asthma&phase=PHASE1&phase=PHASE2&status=any").content.decode()
    kept = re.search(r'<div id="kept" hidden>(.*?)</div>', page, re.DOTALL)[1]
    assert re.findall(r'name="(\w+)" value="(\w+)"', kept) == [
        ("status", "any"),
        ("phase", "PHASE1"),
        ("phase", "PHASE2"),
    ]


def test_a_swap_brings_the_choices_and_what_the_form_carries(client, trials) -> None:
    page = client.get("/trials/?sex=FEMALE", headers={"HX-Request": "true"}).content.decode()
    assert '<div id="narrow" hx-swap-oob="innerHTML"><details class="narrowing"' in page
    assert '<div id="kept" hx-swap-oob="innerHTML"><input type="hidden" name="sex" value="FEMALE">' in page


def test_a_choice_that_nobody_can_read_has_a_way_on(client, trials) -> None:
    page = client.get("/trials/?condition=asthma&country=Atlantis&page=2").content.decode()
    link = re.search(r'<a href="\?([^"]*)">Search without “country”</a>', page)[1]
    assert "country" not in link
    assert total(client, unescape(link).replace("page=2", "")) > 0


def test_the_addresses_of_choices_are_those_of_their_searches(trials) -> None:
    criteria = SearchCriteria(condition="asthma & more", places=("19104",), radius=None, status="any", sort="newest")
    for choices in offered(criteria).values():
        for choice in choices:
            if choice.query:
                filters = TrialFilterSet(QueryDict(choice.query))
                assert filters.is_valid()
                assert filters.criteria.query_string() == choice.query
