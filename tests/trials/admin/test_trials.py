"""A curator finds a trial, and writes what the site shows instead of the registry's words."""

import pytest
from django.test import Client

from tests.studies import stored, study
from tests.trials.registry.kit import tables
from trials.models import Curation, Trial

pytestmark = pytest.mark.django_db

LIST = "/admin/trials/trial/"
PAGE = "/admin/trials/trial/7/change/"


def found(browser: Client, **query: str) -> set[str]:
    """The NCT numbers in the list of trials."""
    response = browser.get(LIST, query)
    assert response.status_code == 200
    return {trial.nct_id for trial in response.context["cl"].result_list}


def save(browser: Client, **words: object) -> None:
    """Fill in the curation on the page of trial 7 and save it."""
    (inline,) = browser.get(PAGE).context["inline_admin_formsets"]
    form = inline.formset.forms[0]
    sent = {f"{form.prefix}-{name}": form[name].value() or "" for name in form.fields if form[name].value()}
    sent |= {f"curation-{name}": value for name, value in inline.formset.management_form.initial.items()}
    response = browser.post(PAGE, sent | {f"{form.prefix}-{name}": value for name, value in words.items()})
    assert (response.status_code, response["Location"]) == (302, LIST)


def page(path: str = "/trials/NCT00000007/") -> str:
    """What a visitor sees."""
    return Client(SERVER_NAME="localhost").get(path).content.decode()


@pytest.fixture
def trial(db) -> Trial:
    summary = {"briefSummary": "The sponsor says so."}
    titles = {"nctId": "NCT00000007", "briefTitle": "Inhaled Steroids in Asthma"}
    (one, *_) = stored(study(7, identificationModule=titles, descriptionModule=summary), study(70), study(8))
    return one


# ── Finding ──────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("number", ["NCT00000007", "nct00000007", "NCT7", "nct007", "7", "0007", "  NCT00000007  "])
def test_a_trial_is_found_by_its_number_however_it_is_written(curator, trial, number) -> None:
    assert found(curator, q=number) == {"NCT00000007"}


@pytest.mark.parametrize("words", ["inhaled", "ASTHMA steroids", "Steroids in"])
def test_a_trial_is_found_by_words_of_its_title(curator, trial, words) -> None:
    assert found(curator, q=words) == {"NCT00000007"}


@pytest.mark.parametrize("words", ["NCT99999998", "99999998", "melanoma"])
def test_what_is_not_there_is_not_found(curator, trial, words) -> None:
    assert found(curator, q=words) == set()


def test_the_list_can_be_narrowed_to_hidden_and_to_featured_trials(curator, trial) -> None:
    Curation.objects.create(trial_id=8, hidden=True)
    Curation.objects.create(trial_id=70, featured=True)
    assert found(curator) == {"NCT00000007", "NCT00000008", "NCT00000070"}
    assert found(curator, curation__hidden__exact="1") == {"NCT00000008"}
    assert found(curator, curation__featured__exact="1") == {"NCT00000070"}


def test_the_list_asks_as_often_for_many_trials_as_for_few(curator, trial, django_assert_max_num_queries) -> None:
    stored(*map(study, range(100, 150)))
    for number in range(100, 120):
        Curation.objects.create(trial_id=number)
    with django_assert_max_num_queries(10):
        found(curator)


# ── Writing ──────────────────────────────────────────────────────────────────
def test_a_plain_title_and_summary_are_shown_on_the_site_and_the_registrys_row_is_untouched(curator, trial) -> None:
    before = tables()
    save(curator, plain_title="Breathing easier with asthma", plain_summary="First part.\n\nSecond part.")
    assert "Breathing easier with asthma" in page()
    assert "<p>First part.</p>" in page()
    assert "<p>Second part.</p>" in page()
    assert "Breathing easier with asthma" in page("/trials/?condition=asthma")
    after = tables()
    assert after.pop("Curation") != before.pop("Curation")
    assert after == before


def test_the_curation_says_who_wrote_it(curator, administrator, trial) -> None:
    save(curator, plain_title="One")
    assert Curation.objects.get().updated_by.username == "cora"
    save(administrator, plain_title="Two")
    assert Curation.objects.values_list("plain_title", "updated_by__username").get() == ("Two", "ada")


def test_words_that_look_like_code_are_shown_as_words(curator, trial) -> None:
    save(curator, plain_title="<script>alert(1)</script>", plain_summary="<img src=x onerror=alert(2)>")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page()
    assert "<script>alert(1)" not in page()
    assert "<img src=x" not in page()


def test_a_hidden_trial_leaves_every_list_and_page_and_comes_back(curator, trial) -> None:
    save(curator, hidden="on", hidden_reason="A duplicate")
    assert "NCT00000007" not in page("/trials/?condition=asthma")
    assert Client(SERVER_NAME="localhost").get("/trials/NCT00000007/").status_code == 404
    assert found(curator, q="7") == {"NCT00000007"}
    save(curator, hidden="")
    assert "NCT00000007" in page("/trials/?condition=asthma")
    assert "A duplicate" not in page()


def test_a_featured_trial_stands_on_the_home_page(curator, trial) -> None:
    assert "NCT00000007" not in page("/")
    save(curator, featured="on")
    assert "/trials/NCT00000007/" in page("/")


def test_taking_the_words_away_brings_the_registrys_back(curator, trial) -> None:
    save(curator, plain_title="Breathing easier", plain_summary="In short.")
    save(curator, plain_title="", plain_summary="")
    assert "Breathing easier" not in page()
    assert "In short." not in page()


def test_a_curation_can_be_removed(curator, trial) -> None:
    save(curator, plain_title="Breathing easier")
    save(curator, DELETE="on")
    assert not Curation.objects.exists()
    assert Trial.objects.filter(pk=7).exists()


def test_looking_at_a_trial_and_saving_nothing_writes_nothing(curator, trial) -> None:
    before = tables()
    save(curator)
    assert tables() == before


def test_the_page_shows_the_registrys_words_and_leads_to_the_site(curator, trial) -> None:
    shown = curator.get(PAGE).content.decode()
    assert "The sponsor says so." in shown
    assert 'href="/trials/NCT00000007/"' in shown


# ── What nobody may do here ──────────────────────────────────────────────────
@pytest.mark.parametrize("role", ["curator", "administrator"])
def test_the_registrys_fields_cannot_be_written(role, trial, request) -> None:
    browser = request.getfixturevalue(role)
    before = tables()
    save(browser, brief_title="Mine", overall_status="RECRUITING")
    browser.post(
        PAGE,
        {
            "brief_title": "Mine",
            "overall_status": "COMPLETED",
            "curation-TOTAL_FORMS": "0",
            "curation-INITIAL_FORMS": "0",
        },
    )
    assert tables() == before
    assert 'name="brief_title"' not in browser.get(PAGE).content.decode()


@pytest.mark.parametrize("role", ["curator", "administrator"])
def test_a_trial_cannot_be_deleted_or_added(role, trial, request) -> None:
    browser = request.getfixturevalue(role)
    assert browser.post("/admin/trials/trial/7/delete/", {"post": "yes"}).status_code == 403
    assert browser.get("/admin/trials/trial/add/").status_code == 403
    browser.post(LIST, {"action": "delete_selected", "_selected_action": ["7", "8"], "post": "yes"})
    assert Trial.objects.count() == 3
    assert "delete_selected" not in browser.get(LIST).content.decode()
