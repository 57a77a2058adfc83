"""With scripts the list changes in place: what stays, what is announced, and what Back does."""

import re

from playwright.sync_api import Page, expect

from tests.browser.records import MANY_SITES
from tests.browser.steps import (
    cards,
    choice,
    expect_total,
    find_trials,
    focused_id,
    narrow,
    open_choices,
    open_refinements,
    total,
)
from tests.browser.visits import phone_and_desk

SEARCH = "/trials/?condition=breast+cancer&zip=19104"


@phone_and_desk
def test_a_choice_changes_the_list_and_focus_stays_where_it_was(page: Page) -> None:
    page.goto(SEARCH)
    before = total(page)
    page.evaluate("window.still = 'here'")
    narrow(page, "Distance", "Any distance")
    expect(page.locator(".chips")).to_contain_text("Any distance")
    assert total(page) > before
    expect(choice(page, "Distance", "Any distance")).to_be_focused()
    assert page.evaluate("window.still") == "here"


@phone_and_desk
def test_the_new_count_is_announced(page: Page) -> None:
    page.goto(SEARCH)
    status = page.locator("#announcement")
    expect(status).to_have_text("")
    narrow(page, "Distance", "Any distance")
    expect(status).to_have_text(re.compile(r"^\d+ trials found\.$"))
    assert status.inner_text() == f"{total(page)} trials found."


@phone_and_desk
def test_what_was_unfolded_stays_open_and_what_was_folded_stays_shut(page: Page) -> None:
    page.goto(f"{SEARCH}&radius=any&status=any")
    open_choices(page, "Status").locator("summary").click()
    narrow(page, "Phase", "Phase 3")
    expect(page.locator(".chips")).to_contain_text("Phase 3")
    narrow(page, "Phase", "Phase 3")  # away again
    expect(page.locator(".chips")).not_to_contain_text("Phase 3")
    expect(page.locator("#filter-phase ul")).to_be_visible()
    expect(page.locator("#filter-status ul")).to_be_hidden()
    expect(page.locator("#phase-phase3")).to_be_focused()


@phone_and_desk
def test_what_was_chosen_beside_the_results_outlives_another_search(page: Page) -> None:
    page.goto(SEARCH)
    narrow(page, "Distance", "Any distance")
    expect(page.locator(".chips")).to_contain_text("Any distance")
    open_refinements(page)
    page.get_by_label("Age of the patient").fill("52")
    find_trials(page)
    expect(page.locator(".chips")).to_contain_text("Any distance")
    expect(page.locator(".chips")).to_contain_text("Age 52 years")


@phone_and_desk
def test_another_order_changes_the_list_in_place(page: Page) -> None:
    page.goto(f"{SEARCH}&radius=any")
    page.evaluate("window.still = 'here'")
    open_refinements(page)
    page.get_by_label("Sort by").focus()
    page.get_by_label("Sort by").select_option("Nearest first")
    expect(page.locator(".results-head")).to_contain_text("nearest first")
    assert focused_id(page) == "id-sort"
    assert page.evaluate("window.still") == "here"


@phone_and_desk
def test_back_and_forward_restore_list_and_form(page: Page) -> None:
    page.goto(SEARCH)
    near = total(page)
    narrow(page, "Distance", "Any distance")
    expect(page.locator(".chips")).to_contain_text("Any distance")
    far = total(page)
    assert page.url.endswith("/trials/?condition=breast+cancer&zip=19104&radius=any")
    expect(page).to_have_title(f"{far} trials for breast cancer · Trialfinder")

    page.go_back()
    expect_total(page, near)
    expect(page.locator("#radius-50")).to_have_attribute("aria-current", "true")
    expect(page).to_have_title(re.compile(f"^{near} trials? for breast cancer"))
    page.go_forward()
    expect_total(page, far)
    expect(page.locator("#radius-any")).to_have_attribute("aria-current", "true")


@phone_and_desk
def test_back_from_a_trial_finds_the_whole_page_again(page: Page) -> None:
    page.goto(SEARCH)
    narrow(page, "Distance", "Any distance")
    expect(page.locator(".chips")).to_contain_text("Any distance")
    far = total(page)
    cards(page).last.get_by_role("link").click()
    expect(page.locator("article.trial")).to_be_visible()
    page.go_back()
    expect_total(page, far)
    expect(page.get_by_role("link", name="Trialfinder")).to_be_visible()


@phone_and_desk
def test_a_revealed_contact_gets_the_focus_and_a_name(page: Page) -> None:
    page.goto(f"/trials/{MANY_SITES}/?zip=19104")
    address = page.url
    button = page.get_by_role("button", name=re.compile("^Show contact of")).first
    name = button.text_content().removeprefix("Show contact of ")
    button.press("Enter")
    contact = page.get_by_role("group", name=f"Contact at {name}")
    expect(contact).to_be_focused()
    expect(page.locator(".htmx-added, .htmx-settling")).to_have_count(0)
    page.keyboard.press("Tab")
    expect(contact.get_by_role("link", name="555-0101")).to_be_focused()
    assert page.url == address
