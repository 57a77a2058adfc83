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
    assert "Larch Hospital, Philadelphia, Pennsylvania" in response.content.decode()
    assert "18 years and older: includes 40 years" in response.content.decode()


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
        ("zip", "abcde", "A ZIP code has five digits, like 19104."),
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
    assert "A ZIP code has five digits" in response.content.decode()


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
        {"zip": "19104-2601"}, {"unknown": "parameter"},
    ],
)  # fmt: skip
def test_the_spellings_that_people_use_are_understood(client, trials, spelling) -> None:
    response = client.get("/trials/", spelling)
    assert "data-total" in response.content.decode(), response.content.decode()


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
