"""A trial's page, its addresses and its contacts."""

import re

import pytest
from django.test import Client

from tests.studies import BOSTON, BOSTON_POINT, PHILADELPHIA, TORONTO, TORONTO_POINT, site, stored, study
from trials.models import Curation

pytestmark = pytest.mark.django_db

CONTACT = {"name": "Ada Example", "role": "CONTACT", "phone": "555-0101", "email": "ada@example.org"}
CONTACTS = {"centralContacts": [CONTACT], "locations": [site(status="RECRUITING", contacts=[CONTACT])]}
CRITERIA = "Inclusion Criteria:\n\n* Has asthma\n* Age \\>= 18\n\nExclusion Criteria:\n\n* Smokes"
PARTS = [
    "summary", "meaning", "who", "happens", "where", "apply", "updates", "details", "publications", "changed",
    "conditions", "source",
]  # fmt: skip


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, response
    return response.content.decode()


def test_the_parts_stand_in_their_order(client) -> None:
    stored(study(7))
    assert re.findall(r'<section id="(\w+)"', page(client, "/trials/NCT00000007/")) == PARTS


def test_a_record_with_nothing_but_its_number_has_a_page(client) -> None:
    stored({"protocolSection": {"identificationModule": {"nctId": "NCT00000007"}}})
    assert "NCT00000007" in page(client, "/trials/NCT00000007/")


@pytest.mark.parametrize("spelling", ["nct00000007", "NCT7", "7", "00000007", "Nct0007"])
def test_another_spelling_of_the_number_redirects_and_keeps_the_zip(client, spelling) -> None:
    stored(study(7))
    response = client.get(f"/trials/{spelling}/?zip=19104")
    assert response.status_code == 301
    assert response["Location"] == "/trials/NCT00000007/?zip=19104"


def test_a_former_number_redirects_to_the_trial_of_today(client) -> None:
    stored(study(7, identificationModule={"nctId": "NCT00000007", "nctIdAliases": ["NCT00000003"]}))
    response = client.get("/trials/NCT00000003/")
    assert (response.status_code, response["Location"]) == (301, "/trials/NCT00000007/")


@pytest.mark.parametrize("number", ["NCT00000008", "NCT99999999", "melanoma", "NCT000000081", "NCT00000000", "%00"])
def test_an_unknown_number_is_a_helpful_404(client, number) -> None:
    response = client.get(f"/trials/{number}/")
    assert response.status_code == 404
    assert 'action="/trials/"' in response.content.decode()
    assert "Resolver404" not in response.content.decode()


def test_criteria_are_lists_with_the_original_one_tap_away(client) -> None:
    stored(study(7, eligibilityModule={"eligibilityCriteria": CRITERIA}))
    text = page(client, "/trials/NCT00000007/")
    joins, out = text.index("You may be able to join if"), text.index("You cannot join if")
    assert joins < text.index("Has asthma") < text.index("Age &gt;= 18") < out < text.index("Smokes")
    assert "Read the original text" in text


def test_markup_is_rendered_and_html_is_not(client) -> None:
    stored(
        study(
            7,
            conditions=("<b>Asthma</b>",),
            descriptionModule={"briefSummary": "**Bold** <script>alert(1)</script> [x](javascript:alert(1))"},
        )
    )
    text = page(client, "/trials/NCT00000007/")
    assert "<strong>Bold</strong>" in text
    assert "<script>alert" not in text
    assert 'href="javascript' not in text
    assert "&lt;b&gt;Asthma&lt;/b&gt;" in text


def test_open_sites_come_first_and_the_nearest_before_the_others(client) -> None:
    stored(
        study(
            7,
            sites=(
                site(PHILADELPHIA, facility="Closed Nearby", status="WITHDRAWN"),
                site(BOSTON, BOSTON_POINT, facility="Open Far", status="RECRUITING"),
                site(facility="Open Nearby", status="RECRUITING"),
            ),
        )
    )
    text = page(client, "/trials/NCT00000007/?zip=19104")
    where = text[text.index('<section id="where"') :]
    assert where.index("Open Nearby") < where.index("Open Far") < where.index("Closed Nearby")
    assert "Open: 2 sites are taking patients, the nearest in Philadelphia." in text


def test_a_wrong_zip_on_the_page_gets_its_sentence(client) -> None:
    stored(study(7, sites=(site(status="RECRUITING"),)))
    assert "We know no place called “abcd”." in page(client, "/trials/NCT00000007/?zip=abcd")


def test_two_places_and_an_area_on_the_page(client) -> None:
    sites = (
        site(facility="Mid Open", status="RECRUITING", contacts=[CONTACT]),
        site(BOSTON, BOSTON_POINT, facility="Near Open", status="RECRUITING"),
        site(TORONTO, TORONTO_POINT, facility="Far Open", status="RECRUITING"),
    )
    stored(study(7, sites=sites))
    text = page(client, "/trials/NCT00000007/?zip=02139&zip=New+York")
    where = text[text.index('<section id="where"') :]
    assert where.index("Near Open") < where.index("Mid Open") < where.index("Far Open")
    assert "2 miles from 02139" in where
    assert "miles from New York, NY" in where
    assert "the nearest to Cambridge, MA or New York, NY on top" in where
    assert 'value="02139 or New York, NY"' in where
    assert '<a href="/trials/?zip=02139&amp;zip=New+York%2C+NY">Search for trials</a>' in text

    query = "zip=02139&amp;zip=New+York%2C+NY"
    assert f'href="/trials/?condition=Asthma&amp;{query}"' in text
    assert f'action="/trials/NCT00000007/contacts/?{query}&amp;sites=1"' in text

    text = page(client, "/trials/NCT00000007/?zip=Canada")
    where = text[text.index('<section id="where"') :]
    assert where.index("Far Open") < where.index("Mid Open")
    assert '<span class="site-miles">in Canada</span>' in where


def test_many_sites_come_in_pages(client) -> None:
    stored(study(7, sites=tuple(site(facility=f"Site {n:03}", status="RECRUITING") for n in range(120))))
    assert len(re.findall(r'<li class="site"', page(client, "/trials/NCT00000007/"))) == 50
    assert len(re.findall(r'<li class="site"', page(client, "/trials/NCT00000007/?sites=3"))) == 20


def test_no_contact_stands_in_the_page_before_it_is_asked_for(client) -> None:
    stored(study(7, contactsLocationsModule=CONTACTS))
    text = page(client, "/trials/NCT00000007/?zip=19104")
    assert "555-0101" not in text
    assert "ada@example.org" not in text


@pytest.mark.parametrize("asked", [{}, {"site": "0"}])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_one_deliberate_tap_shows_it(client, asked, headers) -> None:
    stored(study(7, contactsLocationsModule=CONTACTS))
    response = client.post("/trials/NCT00000007/contacts/", asked, headers=headers)
    text = response.content.decode()
    assert 'href="tel:555-0101"' in text
    assert 'href="mailto:ada@example.org"' in text
    assert ("<html" in text) is not bool(headers)
    assert "no-store" in response["Cache-Control"]


def test_a_get_shows_no_contact(client) -> None:
    stored(study(7))
    response = client.get("/trials/NCT00000007/contacts/")
    assert (response.status_code, response["Location"]) == (302, "/trials/NCT00000007/")


def test_a_post_from_elsewhere_is_refused() -> None:
    stored(study(7))
    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    assert strict.post("/trials/NCT00000007/contacts/").status_code == 403


@pytest.mark.parametrize("status", ["COMPLETED", "TERMINATED", "ACTIVE_NOT_RECRUITING", "ENROLLING_BY_INVITATION"])
def test_a_study_that_takes_nobody_shows_no_contact(client, status) -> None:
    stored(study(7, status=status, contactsLocationsModule={"centralContacts": [CONTACT]}))
    assert client.post("/trials/NCT00000007/contacts/").status_code == 404
    assert "Show the study" not in page(client, "/trials/NCT00000007/")


def test_a_closed_site_shows_no_contact(client) -> None:
    stored(study(7, sites=(site(status="COMPLETED", contacts=[CONTACT]), site(status="RECRUITING"))))
    assert client.post("/trials/NCT00000007/contacts/", {"site": "0"}).status_code == 404
    assert client.post("/trials/NCT00000007/contacts/", {"site": "99"}).status_code == 404
    assert client.post("/trials/NCT00000007/contacts/", {"site": "x"}).status_code == 404


def test_contacts_of_an_unconfirmed_study_are_marked(client) -> None:
    stored(
        study(
            7,
            status="UNKNOWN",
            statusModule={"overallStatus": "UNKNOWN", "lastKnownStatus": "RECRUITING"},
            contactsLocationsModule={"centralContacts": [CONTACT]},
        )
    )
    text = client.post("/trials/NCT00000007/contacts/").content.decode()
    assert "Nobody has confirmed these contacts for two years or more." in text


def test_a_curators_words_replace_ours_and_the_registrys_stay(client) -> None:
    (trial,) = stored(study(7, descriptionModule={"briefSummary": "The sponsor's words"}))
    Curation.objects.create(trial=trial, plain_title="A clear title", plain_summary="A clear summary")
    text = page(client, "/trials/NCT00000007/")
    assert "<h1>A clear title</h1>" in text
    assert "A clear summary" in text
    assert "The sponsor&#x27;s words" in text or "The sponsor's words" in text


def test_a_hidden_trial_has_no_page(client) -> None:
    (trial,) = stored(study(7))
    Curation.objects.create(trial=trial, hidden=True)
    assert client.get("/trials/NCT00000007/").status_code == 404
    assert client.post("/trials/NCT00000007/contacts/").status_code == 404


def test_a_page_costs_few_queries(client, django_assert_max_num_queries) -> None:
    stored(study(7, sites=tuple(site(facility=f"Site {n}", status="RECRUITING") for n in range(60))))
    with django_assert_max_num_queries(9):
        client.get("/trials/NCT00000007/?zip=19104")
