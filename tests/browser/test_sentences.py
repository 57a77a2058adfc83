"""One sentence is enough: typed where the condition goes, or told in one's own words."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import find_trials, focused_id, search, shown, total
from tests.browser.visits import Visit, everybody, plain_phone_and_desk, visits

SENTENCE = "My wife is 52 and has breast cancer that came back, no diabetes. We live in 19104."
with_scripts = visits(Visit(320), Visit(1280))
without_scripts = visits(Visit(320, scripts=False), Visit(1280, scripts=False))


def tell(page: Page, text: str = SENTENCE) -> None:
    """Write in one's own words on the home page, and send it."""
    page.goto("/")
    page.get_by_text("Or say it in your own words").click()
    page.get_by_label("Your own words").fill(text)
    page.get_by_role("button", name="Understand and search").click()


def expect_understood(page: Page) -> None:
    told = page.get_by_role("region", name="What we understood")
    for words in ("breast cancer", "Age: 52 years", "Female", "Near 19104", "came back", "diabetes (you said no)"):
        expect(told).to_contain_text(words)
    expect(page.locator(".chips")).to_contain_text("Age 52 years")
    expect(page.locator("#id-condition")).to_have_value("breast cancer")
    expect(page.locator("#id-age")).to_have_value("52")
    expect(page.locator("#id-zip")).to_have_value("19104")


@everybody
def test_a_sentence_in_the_condition_field_is_understood_and_can_be_corrected(page: Page) -> None:
    search(page, condition=SENTENCE)
    expect_understood(page)
    found = shown(page)
    assert found
    page.get_by_role("link", name="Remove: Age 52 years").click()
    expect(page.locator(".chips")).not_to_contain_text("Age 52")
    expect(page.get_by_role("region", name="What we understood")).to_have_count(0)
    assert "wife" not in page.url


@everybody
def test_ones_own_words_are_understood_on_a_page_that_links_to_their_search(page: Page) -> None:
    tell(page)
    expect_understood(page)
    found = shown(page)
    page.get_by_role("link", name="Link to this search").click()
    expect(page.get_by_role("region", name="What we understood")).to_have_count(0)
    assert "condition=breast+cancer&age=52" in page.url
    assert "wife" not in page.url
    assert shown(page) == found


@with_scripts
def test_with_scripts_the_address_is_that_of_the_search_and_a_reload_keeps_nothing(page: Page) -> None:
    tell(page)
    expect_understood(page)
    expect(page).to_have_url(
        re.compile(r"/trials/\?condition=breast\+cancer&words=relapsed&age=52&zip=19104&sex=FEMALE$")
    )
    assert focused_id(page) == "heard"
    found = total(page)
    page.reload()
    expect(page.get_by_role("region", name="What we understood")).to_have_count(0)
    assert total(page) == found
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Find a clinical trial that fits")


@without_scripts
def test_without_scripts_the_chips_lead_from_the_answer_to_the_search(page: Page) -> None:
    tell(page)
    assert page.url.endswith("/describe/")
    page.get_by_role("link", name="Remove: Near 19104").click()
    expect(page).to_have_url(re.compile(r"/trials/\?condition=breast\+cancer&words=relapsed&age=52&sex=FEMALE$"))


@plain_phone_and_desk
def test_the_form_beside_the_answer_takes_other_words(page: Page) -> None:
    tell(page)
    expect_understood(page)
    if not page.get_by_label("Condition", exact=True).is_visible():
        page.get_by_text("Change your search").click()
    page.get_by_label("Age of the patient").fill("70")
    find_trials(page)
    expect(page.locator(".chips")).to_contain_text("Age 70 years")
    expect(page.locator(".chips")).to_contain_text("Near 19104")


@plain_phone_and_desk
def test_nothing_told_is_asked_for_again(page: Page) -> None:
    page.goto("/describe/")
    page.get_by_role("button", name="Understand and search").click()
    expect(page.get_by_label("Your own words")).to_have_accessible_description(
        re.compile("Error: Write a few words about the patient.$")
    )


@plain_phone_and_desk
def test_telling_leaves_no_cookie_and_no_word_in_the_browsers_storage(page: Page) -> None:
    tell(page)
    expect_understood(page)
    assert page.context.cookies() == []
    # htmx notes the address there, which is that of the search
    kept = page.evaluate("JSON.stringify([localStorage, sessionStorage, history.state])")
    assert "wife" not in kept
    assert "diabetes" not in kept


@pytest.mark.parametrize("page", [Visit(320)], indirect=True, ids=str)
def test_a_long_note_without_spaces_stays_within_the_window(page: Page) -> None:
    tell(page, "My wife is 52 and has breast cancer. " + "no" + "o" * 400 + " We live in " + "W" * 300)
    expect(page.get_by_role("region", name="What we understood")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
