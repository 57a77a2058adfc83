"""/trials/: the parameters, the answers and what happens with bad input."""

import re

import pytest
from django.test.utils import CaptureQueriesContext

from tests.studies import BOSTON, BOSTON_POINT, site, stored, study

pytestmark = pytest.mark.django_db


def shown(response) -> list[str]:
    """The NCT numbers of the cards, in order."""
    return re.findall(r'<article[^>]*data-nct-id="(NCT\d{8})"', response.content.decode())


def total(response) -> int:
    return int(re.search(r'data-total="(\d+)"', response.content.decode())[1])


@pytest.fixture
def trials():
    """Two trials in Philadelphia, one in Boston."""
    return stored(
        study(1, sites=(site(status="RECRUITING"),), eligibilityModule={"minimumAge": "18 Years"}),
        study(2, sites=(site(status="RECRUITING"),), eligibilityModule={"maximumAge": "17 Years"}),
        study(3, sites=(site(BOSTON, BOSTON_POINT, status="RECRUITING"),)),
    )


def test_three_facts_lead_to_cards_with_number_and_miles(client, trials) -> None:
    response = client.get("/trials/", {"condition": "asthma", "age": "40", "zip": "19104"})
    assert shown(response) == ["NCT00000001"]
    assert total(response) == 1
    assert re.search(r'data-distance-miles="2\.\d"', response.content.decode())
    assert "<strong>In Philadelphia:</strong> Larch Hospital</li>" in response.content.decode()
    assert "18 years and older: includes 40 years" in response.content.decode()


def test_a_site_without_a_name_in_the_visitors_city(client) -> None:
    stored(study(1, sites=(site(facility="", status="RECRUITING"),)))
    page = client.get("/trials/", {"zip": "19104"}).content.decode()
    assert '<li class="fact-where"><strong>In Philadelphia</strong> </li>' in page
    page = client.get("/trials/", {"zip": "PA"}).content.decode()
    assert "<strong>In Pennsylvania:</strong> Philadelphia, Pennsylvania</li>" in page


def test_twenty_a_page_in_a_stable_order_with_the_exact_total(client) -> None:
    stored(*(study(number) for number in range(1, 46)))
    pages = [client.get("/trials/", {"page": number}) for number in (1, 2, 3)]
    assert [len(shown(page)) for page in pages] == [20, 20, 5]
    assert len({one for page in pages for one in shown(page)}) == 45
    assert {total(page) for page in pages} == {45}


@pytest.mark.parametrize(
    ("field", "given", "sentence"),
    [
        ("zip", "00000", "We do not know the ZIP code 00000."),
        ("zip", "abcde", "We know no place called “abcde”. Try a ZIP code like 19104, or a city and state like Boston"),
        ("zip", "1910", "We do not know the code 1910. A US ZIP code has five digits, like 19104."),
        ("zip", "19104 or Atlanticopolis", "We know no place called “Atlanticopolis”."),
        ("zip", "a" * 10_000, "Keep this under 200 characters"),
        ("zip", "Bos\x00ton", "This holds a character that cannot be typed."),
        ("zip", "09001", "has no place on the map"),
        ("age", "212", "Give an age from 0 to 120 years."),
        ("age", "-3", "Give the age in years, like 47."),
        ("age", "old", "Give the age in years, like 47."),
        ("age", "9" * 400, "Keep this under 200 characters"),
        ("radius", "7", "Choose one of these: 10, 25, 50, 100, 200, any."),
        ("status", "sleeping", "Choose one of these: open"),
        ("sex", "X", "Choose one of these: female, male."),
        ("phase", "9", "Choose from these: early_phase1, phase1"),
        ("healthy", "perhaps", "Choose one of these: yes, no."),
        ("country", "Atlantis", "We know no study site in a country called “Atlantis”."),
        ("sort", "price", "Choose one of these: relevance, distance, newest."),
        ("condition", "a" * 10_000, "Keep this under 200 characters"),
        ("condition", "asth\x00ma", "This holds a character that cannot be typed."),
        ("intervention", "\x00", "This holds a character that cannot be typed."),
    ],
)
def test_bad_input_gets_its_sentence_beside_the_field_and_loses_nothing(client, trials, field, given, sentence) -> None:
    others = {"condition": "leukemia & more", "age": "41", "zip": "02139"} | {field: given}
    response = client.get("/trials/", others)
    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert f'id="{field}-error"' in page or f"Search without “{field}”" in page
    for name, value in others.items():
        if name != field:
            assert f'name="{name}" type="text" value="{value.replace("&", "&amp;")}"' in page


def test_half_a_surrogate_is_a_page(client, trials) -> None:
    response = client.get("/trials/?condition=%ED%A0%80asthma&zip=%ED%BF%BF")
    assert response.status_code == 200
    assert "We know no place called" in response.content.decode()


@pytest.mark.parametrize("page", ["1000000000", "0", "-1", "two", "1e3", "9" * 5000])
def test_a_page_that_is_not_there_says_so(client, trials, page) -> None:
    response = client.get("/trials/", {"condition": "asthma", "page": page})
    assert response.status_code == 200
    assert f"There is no page “{page[:20]}”. There is one page." in response.content.decode()
    assert shown(response) == []
    assert total(response) == 3


@pytest.mark.parametrize(
    "spelling",
    [
        {"sex": "f"}, {"sex": "FEMALE"}, {"phase": "2"}, {"phase": "PHASE2"}, {"status": "RECRUITING"},
        {"healthy": ""}, {"radius": "any"}, {"age": "7 years"}, {"age": "8m"}, {"country": "usa"},
        {"zip": "19104-2601"}, {"zip": "boston ma"}, {"zip": "NYC or LA"}, {"zip": ["19104", "", "Texas"]},
        {"zip": ["19104", "19104", "19104"]}, {"unknown": "parameter"},
    ],
)  # fmt: skip
def test_the_spellings_that_people_use_are_understood(client, trials, spelling) -> None:
    response = client.get("/trials/", spelling)
    assert "data-total" in response.content.decode(), response.content.decode()


def chips(page: str) -> list[tuple[str, str]]:
    """The filters in force: words and the address that takes each away."""
    return re.findall(r'<a class="chip" href="\?([^"]*)"><span[^>]*>Remove: </span>([^<]*)<', page)


def test_two_places_are_searched_at_once_and_each_can_be_taken_away(client, trials) -> None:
    response = client.get("/trials/", {"zip": ["19104", "Boston, Massachusetts"]})
    page = response.content.decode()
    assert sorted(shown(response)) == ["NCT00000001", "NCT00000002", "NCT00000003"]
    assert chips(page) == [("zip=Boston%2C+MA", "Near 19104 (Philadelphia, PA)"), ("zip=19104", "Near Boston, MA")]
    assert "at a site within 50 miles of Philadelphia, PA or Boston, MA" in page
    assert "<strong>In Boston:</strong> Larch Hospital</li>" in page
    assert "1 site is taking patients, in Philadelphia." in page
    assert 'href="/trials/NCT00000003/?zip=19104&amp;zip=Boston%2C+MA"' in page


def test_with_two_places_a_distance_says_from_where(client, trials) -> None:
    page = client.get("/trials/", {"zip": ["19104", "02139"]}).content.decode()
    assert "<strong>2 miles from 02139:</strong> Larch Hospital, Boston, Massachusetts" in page
    assert "1 site is taking patients, 2 miles from 02139." in page


def test_a_state_and_a_country_are_searched_as_a_whole(client, trials) -> None:
    for place, words in (("MA", "Massachusetts"), ("USA", "the United States")):
        response = client.get("/trials/", {"zip": place, "radius": "10"})
        page = response.content.decode()
        assert "NCT00000003" in shown(response)
        assert f"at a site in {words}." in page
        assert f"A distance counts from a ZIP code or a city. All of {words} is searched." in page
        assert f"<strong>In {words}:</strong> Larch Hospital, Boston, Massachusetts" in page
        assert "data-distance-miles" not in page
        assert [words for _, words in chips(page)] == [f"In {words}"]


def test_a_name_of_several_places_is_a_choice_and_the_first_is_searched_meanwhile(client, trials) -> None:
    page = client.get("/trials/", {"condition": "asthma", "zip": "Portland", "sort": "newest"}).content.decode()
    assert "We took it for <strong>Portland, OR</strong>. Or did you mean" in page
    assert '<a href="?condition=asthma&amp;zip=Portland%2C+ME&amp;sort=newest">Portland, ME</a>?' in page
    assert "within 50 miles of Portland, OR" in page
    assert "did you mean" not in client.get("/trials/", {"zip": "Portland, OR"}).content.decode()


def test_of_two_places_the_choice_keeps_the_other(client, trials) -> None:
    page = client.get("/trials/", {"zip": ["19104", "Portland"]}).content.decode()
    assert '<a href="?zip=19104&amp;zip=Portland%2C+ME">Portland, ME</a>' in page


def test_what_was_typed_stays_in_its_field(client, trials) -> None:
    page = client.get("/trials/", {"zip": ["", "portland", "Boston"]}).content.decode()
    assert 'id="id-zip" name="zip" type="text" value="portland"' in page
    assert 'id="id-zip-2" name="zip" type="text" value="Boston"' in page
    assert '<details id="refine" open>' in page


def test_a_wrong_second_place_is_said_beside_the_second_field(client, trials) -> None:
    page = client.get("/trials/", {"zip": ["19104", "Atlanticopolis"]}).content.decode()
    first, second = (re.search(rf'<div id="{id_}-error">(.*?)</div>', page, re.DOTALL)[1] for id_ in ("zip", "zip-2"))
    assert "Atlanticopolis" in second
    assert "error" not in first
    assert '<a href="#id-zip-2">We know no place called “Atlanticopolis”.' in page
    assert 'id="id-zip" name="zip" type="text" value="19104"' in page


def test_three_places_are_too_many_and_none_is_lost(client, trials) -> None:
    page = client.get("/trials/", {"zip": ["19104", "Boston", "Texas"]}).content.decode()
    assert "Give at most two places." in page
    assert 'id="id-zip" name="zip" type="text" value="19104"' in page
    assert 'id="id-zip-2" name="zip" type="text" value="Boston or Texas"' in page


@pytest.mark.parametrize("asked", [{"radius": "10"}, {"sort": "distance"}])
def test_a_distance_without_a_place_says_what_it_lacks(client, trials, asked) -> None:
    response = client.get("/trials/", asked)
    assert total(response) == 3
    assert "A distance counts from a ZIP code or a city. Add one to use it." in response.content.decode()
    assert "A distance counts" not in client.get("/trials/", {"zip": "19104", **asked}).content.decode()


def test_htmx_puts_the_canonical_places_into_the_address(client, trials) -> None:
    response = client.get("/trials/", {"zip": "boston ma or nyc"}, headers={"HX-Request": "true"})
    assert response["HX-Push-Url"] == "/trials/?zip=Boston%2C+MA&zip=New+York%2C+NY"


@pytest.mark.parametrize(
    ("sentence", "told", "query"),
    [
        ("my mother has asthma and lives in Boston", "Near Boston, MA", "zip=Boston%2C+MA"),
        ("asthma trials for me, I live in Texas", "In Texas", "zip=Texas"),
        ("I have asthma and live in 19104", "Near 19104 (Philadelphia, PA)", "zip=19104"),
    ],
)
def test_a_sentence_names_a_city_or_a_state(client, trials, sentence, told, query) -> None:
    page = client.get("/trials/", {"condition": sentence, "zip": ["", ""]}).content.decode()
    assert f"<li>{told}</li>" in page
    assert f"condition=asthma&amp;{query}" in page


def test_both_places_of_the_form_count_before_that_of_a_sentence(client, trials) -> None:
    asked = {"condition": "I have asthma and live in Texas", "zip": ["19104", "Boston"]}
    response = client.get("/trials/", asked)
    assert [words for _, words in chips(response.content.decode())][1:] == [
        "Near 19104 (Philadelphia, PA)",
        "Near Boston, MA",
    ]


def test_an_empty_list_says_what_emptied_it(client, trials) -> None:
    response = client.get("/trials/", {"condition": "asthma", "zip": "98109"})
    page = response.content.decode()
    assert total(response) == 0
    assert "No trial fits all of this." in page
    assert re.search(
        r'href="\?condition=asthma&amp;zip=98109&amp;radius=any">Search at any distance: <strong>3 trials', page
    )


def test_a_short_list_says_what_each_filter_costs_and_what_fits_but_for_one_thing(client, trials) -> None:
    stored(study(4, status="NOT_YET_RECRUITING", sites=(site(),)))
    page = client.get("/trials/", {"condition": "asthma", "zip": "19104"}).content.decode()
    assert "Within 50 miles leaves 2; at any distance there are 3." in page
    assert "1 more trial fits but for one thing" in page
    assert "Not open yet, but opens soon. Nearest site: Larch Hospital, Philadelphia, Pennsylvania" in page
    assert 'href="/trials/NCT00000004/?zip=19104"' in page


def test_a_title_changes_with_its_record(client) -> None:
    stored(study(1))
    assert "Study 1" in client.get("/trials/").content.decode()
    stored(study(1, identificationModule={"briefTitle": "Another title"}))
    assert "Another title" in client.get("/trials/").content.decode()


def test_filters_in_force_are_links_that_remove_them(client, trials) -> None:
    page = client.get("/trials/", {"condition": "asthma", "age": "40"}).content.decode()
    assert re.search(
        r'<a class="chip" href="\?condition=asthma"><span class="visually-hidden">Remove: </span>Age 40', page
    )


def test_htmx_gets_the_part_that_changes_with_the_count_announced(client, trials) -> None:
    response = client.get("/trials/", {"condition": "asthma"}, headers={"HX-Request": "true"})
    page = response.content.decode()
    assert "<html" not in page
    assert total(response) == 3
    assert '<div id="announcement" hx-swap-oob="innerHTML">3 trials found.</div>' in page
    assert "HX-Request" in response["Vary"]


def test_what_was_typed_is_escaped(client, trials) -> None:
    page = client.get("/trials/", {"condition": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


def test_a_full_page_costs_a_fixed_number_of_queries(client, settings, django_assert_num_queries) -> None:
    stored(*(study(number, sites=(site(status="RECRUITING"),)) for number in range(1, 31)))
    settings.SEARCH_CATCH_UP = settings.VOCABULARY_CHECK_SECONDS = 60
    client.get("/trials/", {"condition": "asthma"})  # reads the index and the records
    with django_assert_num_queries(6):
        # trials, nearest sites, site counts, reasons; the state of the data: runs and sample
        client.get("/trials/", {"condition": "asthma", "zip": "19104"})


def test_a_page_of_results_is_not_for_search_engines_and_sets_no_cookie(client, trials) -> None:
    response = client.get("/trials/", {"condition": "asthma"})
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert not response.cookies


def test_the_home_page_asks_three_questions_in_few_queries(client, trials) -> None:
    from django.db import connection

    with CaptureQueriesContext(connection) as queries:
        page = client.get("/").content.decode()
    assert re.findall(r'<input id="id-(\w+)"', page) == ["condition", "age", "zip"]
    assert "3 trials open to join, of 3 in all" in page
    assert len(queries) <= 5
