"""A sentence in the condition field, and a text in one's own words: what the page answers, and what it keeps."""

import logging
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.studies import site, stored, study
from tests.trials.views.test_results import shown, total

pytestmark = pytest.mark.django_db

SENTENCE = "my 7 year old has AML that came back, no diabetes, we live in 19104"
AML = ("D015470", "Leukemia, Myeloid, Acute")
CANONICAL = "condition=acute+myeloid+leukemia&age=7&zip=19104&words=relapsed"


@pytest.fixture
def trials():
    """A trial for children with leukemia near 19104, one for grown-ups, and one about diabetes."""
    here = (site(status="RECRUITING"),)
    return stored(
        study(
            1,
            conditions=("Acute Myeloid Leukemia",),
            meshes=(AML,),
            sites=here,
            eligibilityModule={"maximumAge": "17 Years"},
        ),
        study(
            2,
            conditions=("Acute Myeloid Leukemia",),
            meshes=(AML,),
            sites=here,
            eligibilityModule={"minimumAge": "18 Years"},
        ),
        study(3, conditions=("Diabetes Mellitus",), sites=here),
    )


def told(response) -> str:
    """What the page says that it understood, as plain text."""
    part = re.search(r'<section class="heard".*?</section>', response.content.decode(), re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", part[0])).split()) if part else ""


def ask(client, sentence=SENTENCE, **fields):
    return client.get("/trials/", {"condition": sentence, **fields})


def describe(client, text=SENTENCE, **headers):
    return client.post("/describe/", {"text": text}, headers=headers)


@pytest.mark.parametrize("ways", [ask, describe])
def test_a_sentence_finds_what_its_facts_find(client, trials, ways) -> None:
    response = ways(client)
    assert response.status_code == 200
    assert shown(response) == ["NCT00000001"] == shown(client.get(f"/trials/?{CANONICAL}"))
    assert total(response) == 1


@pytest.mark.parametrize("ways", [ask, describe])
def test_the_page_tells_what_was_understood_and_what_was_not_searched_for(client, trials, ways) -> None:
    said = told(ways(client))
    for words in (
        "acute myeloid leukemia (“AML”)",
        "Age: 7 years",
        "Near 19104",
        "Also said: came back",
        "diabetes (you said no)",
    ):
        assert re.sub(r"\s", "", words) in re.sub(r"\s", "", said), said


@pytest.mark.parametrize("ways", [ask, describe])
def test_the_sentence_stands_in_no_link_and_no_field_and_no_cache(client, trials, ways) -> None:
    response = ways(client)
    page = unescape(response.content.decode())
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]
    assert all("year" not in link for link in re.findall(r'href="([^"]*)"', page))
    assert f'href="?{CANONICAL}"' in page
    assert 'name="condition" type="text" value="acute myeloid leukemia"' in page
    assert 'name="age" type="text" value="7"' in page


def test_each_fact_is_a_chip_that_takes_it_away(client, trials) -> None:
    page = ask(client).content.decode()
    chips = dict(re.findall(r'<a class="chip" href="\?([^"]*)"><span[^>]*>Remove: </span>([^<]+)<', page))
    assert {unescape(query): words for query, words in chips.items()} == {
        "words=relapsed&age=7&zip=19104": "acute myeloid leukemia",
        "condition=acute+myeloid+leukemia&age=7&zip=19104": "Fits best: relapsed",
        "condition=acute+myeloid+leukemia&words=relapsed&zip=19104": "Age 7 years",
        "condition=acute+myeloid+leukemia&words=relapsed&age=7": "Near 19104 (Philadelphia, PA)",
    }


def test_fields_that_were_filled_in_count_before_the_sentence(client, trials) -> None:
    response = ask(client, age="30", zip="", status="open", radius="50")
    assert shown(response) == ["NCT00000002"]
    assert "7 (your own entry counts)" in told(response)
    assert "your own entry" not in told(ask(client, age="7"))


def test_htmx_pushes_the_address_of_what_was_understood(client, trials) -> None:
    asked = client.get("/trials/", {"condition": SENTENCE}, headers={"HX-Request": "true"})
    assert "<html" not in asked.content.decode()
    assert parse_qs(urlsplit(asked["HX-Push-Url"]).query) == parse_qs(CANONICAL)
    described = describe(client, **{"HX-Request": "true"})
    assert "<html" in described.content.decode()
    assert parse_qs(urlsplit(described["HX-Push-Url"]).query) == parse_qs(CANONICAL)


def test_a_plain_condition_is_answered_as_before(client, trials) -> None:
    for words in ("acute myeloid leukemia", "AML", "stage 4 breast cancer", "lukemia"):
        response = ask(client, words)
        assert told(response) == ""
        assert "no-store" not in response.get("Cache-Control", "")


def test_a_plain_term_in_ones_own_words_is_a_search_too(client, trials) -> None:
    assert set(shown(describe(client, "acute myeloid leukemia"))) == {"NCT00000001", "NCT00000002"}


def test_several_illnesses_are_searched_together(client, trials) -> None:
    response = ask(client, "I am 45 with AML and diabetes")
    assert set(shown(response)) == {"NCT00000002", "NCT00000003"}
    assert 'value="acute myeloid leukemia, diabetes"' in response.content.decode()


@pytest.mark.parametrize("sentence", ["I don't have diabetes", "no diabetes", "I am with the and of it"])
def test_a_sentence_without_a_fact_shows_all_trials_and_says_so(client, trials, sentence) -> None:
    response = ask(client, sentence)
    assert "We found no illness, age or place in your words" in told(response)
    assert total(response) == 3
    assert ("diabetes (you said no)" in told(response)) is ("diabetes" in sentence)


def test_an_illness_that_nobody_knows_is_looked_for_by_its_words(client, trials) -> None:
    stored(study(4, conditions=("CHAPLE Disease",)))
    response = ask(client, "my son has CHAPLE disease")
    assert shown(response) == ["NCT00000004"]
    assert "CHAPLE disease: we do not know this illness" in told(response).replace(" :", ":")


@pytest.mark.parametrize(
    "sentence",
    [
        "I have asthma. " + "word " * 10_000,
        "no " * 10_000,
        "I'; DROP TABLE trials_trial; -- asthma 40 years old",
        "<script>alert(1)</script> I have asthma and I am 40",
        "😀 I have asthma 😷 and I am 30 🎂",
        "my 212 year old has gout",
        "I have asthma\x00 and am 40",
        "I\ud800 have asthma",
    ],
)
@pytest.mark.parametrize("ways", [ask, describe])
def test_bad_sentences_are_pages(client, trials, ways, sentence) -> None:
    if "\ud800" in sentence:
        sentence = sentence.encode("utf-8", "replace").decode()
    response = ways(client, sentence)
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_a_long_text_is_read_and_said_to_be_cut(client, trials) -> None:
    long = "My 7 year old has AML. " + "We had a hard week. " * 900
    assert "left out the rest" not in told(describe(client, long))
    assert "We read the first 20,000 characters and left out the rest." in told(describe(client, long + long))


def test_the_form_for_ones_own_words_is_a_page_and_asks_for_words(client) -> None:
    assert '<textarea id="id-text" name="text"' in client.get("/describe/").content.decode()
    assert "Write a few words about the patient." in describe(client, "  ").content.decode()
    assert describe(client, "word " * 600_000).status_code == 413


def test_links_of_an_answer_in_ones_own_words_lead_to_the_search(client, trials) -> None:
    response = client.get(f"/describe/?{CANONICAL}&page=2")
    assert response.status_code == 302
    assert response["Location"] == f"/trials/?{CANONICAL}&page=2"


def test_another_site_cannot_send_the_form(client, trials) -> None:
    assert describe(client, Origin="https://elsewhere.example").status_code == 403
    assert describe(client, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert describe(client, **{"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}).status_code == 200


def test_nothing_that_was_said_is_logged(client, trials, caplog) -> None:
    with caplog.at_level(logging.DEBUG):
        describe(client)
        ask(client)
        describe(client, Origin="https://elsewhere.example")
    asked = [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
    assert not [line for line in asked if "AML" in line or "19104" in line or "leukemia" in line]


# ── How plain words were read ────────────────────────────────────────────────


def test_a_misspelt_word_says_what_it_was_taken_for(client) -> None:
    stored(study(1, conditions=("Leukemia",)))
    page = ask(client, "lukemia").content.decode()
    assert "Showing trials for <strong>leukemia</strong>. You typed “lukemia”." in page
    assert "You typed" not in ask(client, "leukemia").content.decode()


def test_several_conditions_are_not_said_to_be_read_otherwise(client) -> None:
    assert "You typed" not in ask(client, "asthma, eczema").content.decode()


def test_an_abbreviation_offers_its_other_meanings(client) -> None:
    stored(study(1, conditions=("Multiple Sclerosis",)))
    page = ask(client, "MS", age="40").content.decode()
    others = re.search(r"“MS” can also mean: (.*?)</p>", page, re.DOTALL)[1]
    assert re.search(r'<a href="\?condition=mitral[^"]*&amp;age=40">mitral', others)
