"""Real records are worse than any sample: the most awkward ones of the registry's, and one of each status."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.records import real_records
from tests.browser.test_accessibility import violations
from tests.browser.visits import Visit

real_visitor = pytest.mark.parametrize("page", [Visit(320, real=True)], indirect=True, ids=str)
AWKWARD = 4  # so many are looked at with axe, which takes its time


@real_visitor
def test_real_trials_fit_a_phone(page: Page) -> None:
    for record in real_records():
        number = visit(page, record)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, number


@real_visitor
def test_axe_finds_nothing_on_real_trials(page: Page) -> None:
    for record in real_records()[:AWKWARD]:
        number = visit(page, record)
        assert violations(page) == [], number


@real_visitor
def test_no_page_of_real_records_speaks_of_a_sample(page: Page) -> None:
    page.goto("/trials/?status=any")
    expect(page.locator("h1")).to_contain_text("trials")
    expect(page.get_by_text("Sample data.")).to_have_count(0)
    expect(page.get_by_text("The records are from ClinicalTrials.gov")).to_be_visible()


def visit(page: Page, record: bytes) -> str:
    """Open the page of a record; its number."""
    number = json.loads(record)["protocolSection"]["identificationModule"]["nctId"]
    page.goto(f"/trials/{number}/?zip=19104")
    expect(page.locator("article.trial")).to_have_attribute("data-nct-id", number)
    return number
