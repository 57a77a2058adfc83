"""Suggestions while somebody types a condition: by keyboard, by mouse, by touch, and without scripts."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import expect_total, find_trials
from tests.browser.test_accessibility import assert_accessible
from tests.browser.visits import Visit, phone_and_desk, visits


def field(page: Page) -> Locator:
    return page.get_by_label("Condition")


def options(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Suggestions").get_by_role("option")


def typed(page: Page, text: str) -> None:
    """Type into the condition's field and wait for what is offered."""
    field(page).click()
    page.keyboard.type(text)
    expect(options(page).first).to_be_visible()


@phone_and_desk
def test_a_suggestion_is_chosen_with_the_keyboard(page: Page) -> None:
    page.goto("/")
    typed(page, "breast c")
    expect(field(page)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    first = options(page).first
    words = first.locator(".option-words").inner_text()
    expect(first).to_have_attribute("aria-selected", "true")
    expect(field(page)).to_have_attribute("aria-activedescendant", first.get_attribute("id"))
    expect(field(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(field(page)).to_have_value(words)
    expect(field(page)).to_have_attribute("aria-expanded", "false")
    assert page.url.endswith("/"), "the first Enter chooses, the second one searches"
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(f"for {words}")


@phone_and_desk
def test_a_suggestion_is_chosen_with_the_mouse_and_finds_what_it_promised(page: Page) -> None:
    page.goto("/")
    typed(page, "leuk")
    option = options(page).first
    words = option.locator(".option-words").inner_text()
    promised = int(re.search(r"(\d+) open", option.inner_text())[1])
    assert promised > 0
    option.click()
    expect(field(page)).to_have_value(words)
    expect(field(page)).to_be_focused()
    find_trials(page)
    expect_total(page, promised)


@phone_and_desk
def test_the_arrows_go_round_and_escape_leaves_what_was_typed(page: Page) -> None:
    page.goto("/")
    typed(page, "leuk")
    page.keyboard.press("ArrowUp")
    expect(options(page).last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(field(page)).not_to_have_attribute("aria-activedescendant", re.compile("."))
    page.keyboard.press("Escape")
    expect(options(page)).to_have_count(0)
    expect(field(page)).to_have_value("leuk")
    page.keyboard.press("ArrowDown")
    expect(options(page).first).to_be_visible()


@phone_and_desk
def test_the_number_of_suggestions_is_said(page: Page) -> None:
    page.goto("/")
    typed(page, "leuk")
    expect(page.locator(".field-condition [role=status]")).to_have_text(re.compile(r"^\d suggestions$"))


@phone_and_desk
def test_leaving_the_field_folds_the_suggestions(page: Page) -> None:
    page.goto("/")
    typed(page, "leuk")
    page.keyboard.press("Tab")
    expect(options(page)).to_have_count(0)
    expect(page.get_by_label("Age of the patient")).to_be_focused()


@phone_and_desk
def test_what_is_typed_fast_is_asked_once_and_a_long_text_never(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/suggest/" in request.url else None)
    page.goto("/")
    typed(page, "breast cancer")
    assert len(asked) <= 3
    field(page).fill("my mother has breast cancer that came back, and we live in Philadelphia")
    page.wait_for_timeout(500)
    assert [one for one in asked if "mother" in one] == []
    expect(options(page)).to_have_count(0)


def test_an_answer_that_was_overtaken_does_not_hold_up_the_next(page: Page) -> None:
    held = []
    page.route(re.compile(r"/suggest/\?q=as$"), lambda route: held.append(route))  # this one never comes
    page.goto("/")
    field(page).click()
    page.keyboard.type("as")
    page.wait_for_timeout(300)
    page.keyboard.type("th")
    expect(options(page).first).to_contain_text(re.compile("asthma", re.IGNORECASE))
    assert len(held) == 1
    page.unroute_all(behavior="ignoreErrors")


@phone_and_desk
def test_the_way_back_brings_a_field_that_suggests(page: Page) -> None:
    page.goto("/trials/?condition=breast+cancer&zip=19104")
    page.goto("/")
    page.go_back()
    if not field(page).is_visible():
        page.get_by_text("Change your search").click()
    field(page).fill("")
    typed(page, "asth")


@visits(Visit(320, scripts=False), Visit(1280, scripts=False))
def test_without_scripts_the_field_is_a_plain_one(page: Page) -> None:
    page.goto("/")
    assert field(page).get_attribute("role") is None
    field(page).fill("breast cancer")
    find_trials(page)
    expect(page.locator("h1")).to_contain_text("for breast cancer")


def test_axe_finds_nothing_with_suggestions_open(page: Page) -> None:
    page.goto("/")
    typed(page, "leuk")
    page.keyboard.press("ArrowDown")
    assert_accessible(page)


@visits(Visit(320))
def test_suggestions_fit_a_phone(page: Page) -> None:
    page.goto("/")
    typed(page, "acute m")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert min(one.bounding_box()["height"] for one in options(page).all()) >= 44
