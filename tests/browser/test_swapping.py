"""With scripts the list changes in place: what stays, what is announced, and what Back does."""

import re

from playwright.sync_api import Page, expect

from tests.browser.records import MANY_SITES
from tests.browser.steps import cards, expect_total, focused_id, open_refinements, total
from tests.browser.visits import phone_and_desk

SEARCH = "/trials/?condition=breast+cancer&zip=19104"


def choose(page: Page, label: str, option: str) -> None:
    """Change one of the further choices and wait for the list that belongs to it."""
    with page.expect_response(re.compile("/trials/")):
        page.get_by_label(label).select_option(option)


@phone_and_desk
def test_a_choice_changes_the_list_and_focus_stays_where_it_was(page: Page) -> None:
    page.goto(SEARCH)
    before = total(page)
    page.evaluate("window.still = 'here'")
    open_refinements(page)
    page.get_by_label("Within").focus()
    choose(page, "Within", "Any distance")
    expect(page.locator(".chips")).to_contain_text("Any distance")
    assert total(page) > before
    assert focused_id(page) == "id-radius"
    assert page.evaluate("window.still") == "here"


@phone_and_desk
def test_the_new_count_is_announced(page: Page) -> None:
    page.goto(SEARCH)
    status = page.get_by_role("status")
    expect(status).to_have_text("")
    open_refinements(page)
    choose(page, "Within", "Any distance")
    expect(status).to_have_text(re.compile(r"^\d+ trials found\.$"))
    assert status.inner_text() == f"{total(page)} trials found."


@phone_and_desk
def test_the_form_stays_open_while_choices_are_made(page: Page) -> None:
    page.goto(SEARCH)
    open_refinements(page)
    choose(page, "Within", "Any distance")
    expect(page.locator(".chips")).to_contain_text("Any distance")
    expect(page.get_by_label("Sort by")).to_be_visible()


@phone_and_desk
def test_back_and_forward_restore_list_and_form(page: Page) -> None:
    page.goto(SEARCH)
    near = total(page)
    open_refinements(page)
    choose(page, "Within", "Any distance")
    expect(page.locator(".chips")).to_contain_text("Any distance")
    far = total(page)
    assert page.url.endswith("/trials/?condition=breast+cancer&zip=19104&radius=any")
    expect(page).to_have_title(f"{far} trials for breast cancer · Trialfinder")

    page.go_back()
    expect_total(page, near)
    expect(page.get_by_label("Within")).to_have_value("50")
    expect(page).to_have_title(re.compile(f"^{near} trials? for breast cancer"))
    page.go_forward()
    expect_total(page, far)
    expect(page.get_by_label("Within")).to_have_value("any")


@phone_and_desk
def test_back_from_a_trial_finds_the_whole_page_again(page: Page) -> None:
    page.goto(SEARCH)
    open_refinements(page)
    choose(page, "Within", "Any distance")
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
    page.keyboard.press("Tab")
    expect(contact.get_by_role("link", name="555-0101")).to_be_focused()
    assert page.url == address
