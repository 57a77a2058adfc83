"""The whole way with the keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.kinds import PAGES
from tests.browser.records import MANY_SITES
from tests.browser.visits import phone_and_desk

OUTLINE = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
}"""
ON_SCREEN = """() => {
  const box = document.activeElement.getBoundingClientRect();
  return box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
}"""


def tab_to(page: Page, name: str, limit: int = 60) -> None:
    """Press Tab until the focus is on what has this name. Each stop on the way shows where it is."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        assert page.evaluate(OUTLINE), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("document.activeElement.id || document.activeElement.innerText").strip().startswith(name):
            return
    raise AssertionError(f"Tab does not reach “{name}”.")


@phone_and_desk
def test_the_keyboard_alone_leads_to_a_contact(page: Page) -> None:
    page.goto("/")
    for field, text in (("id-condition", "breast cancer"), ("id-age", "52"), ("id-zip", "19104")):
        tab_to(page, field)
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("for breast cancer")
    tab_to(page, page.locator(".card-title").first.inner_text().split("\n")[0])
    page.keyboard.press("Enter")
    expect(page.locator("article.trial")).to_be_visible()
    tab_to(page, "Show the study’s contact")
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="The study’s contact")).to_be_focused()


@phone_and_desk
def test_the_form_beside_the_results_can_be_reached_and_used(page: Page) -> None:
    page.goto("/trials/?condition=breast+cancer&zip=19104")
    if not page.get_by_label("Condition").is_visible():
        tab_to(page, "Change your search")
        page.keyboard.press("Enter")
    tab_to(page, "More choices")
    page.keyboard.press("Enter")
    tab_to(page, "id-sort")
    page.keyboard.type("Near")
    expect(page.locator(".results-head")).to_contain_text("nearest first")
    expect(page.get_by_label("Sort by")).to_be_focused()


@phone_and_desk
def test_the_choices_beside_the_results_can_be_reached_and_used(page: Page) -> None:
    page.goto("/trials/?condition=breast+cancer&zip=19104")
    if not page.locator(".filter").first.is_visible():
        tab_to(page, "Narrow th")
        page.keyboard.press("Enter")
    tab_to(page, "radius-any")
    page.keyboard.press("Enter")
    expect(page.locator(".chips")).to_contain_text("Any distance")
    expect(page.locator("#radius-any")).to_be_focused()
    tab_to(page, "Phase")
    page.keyboard.press("Enter")
    tab_to(page, "phase-phase3")
    page.keyboard.press("Enter")
    expect(page.locator(".chips")).to_contain_text("Phase 3")


def test_the_first_stop_skips_to_the_content(page: Page) -> None:
    page.goto("/trials/?condition=breast+cancer&zip=19104")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@phone_and_desk
@pytest.mark.parametrize("kind", ["home", "results", "errors", "recruiting", "missing trial"])
def test_every_stop_is_seen(page: Page, kind: str) -> None:
    page.emulate_media(reduced_motion="reduce")  # nothing is still on its way
    page.goto(PAGES[kind])
    stops = 0
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement !== document.body") and stops < 100:
        stops += 1
        assert page.evaluate(OUTLINE), page.evaluate("document.activeElement.outerHTML")
        assert page.evaluate(ON_SCREEN), page.evaluate("document.activeElement.outerHTML")
        page.keyboard.press("Tab")
    assert stops >= 3


def test_folded_sites_unfold_with_the_keyboard(page: Page) -> None:
    page.goto(f"/trials/{MANY_SITES}/?zip=19104")
    page.get_by_text(re.compile("^Show 44 more sites")).focus()
    page.keyboard.press("Enter")
    expect(page.locator("li.site").last).to_be_visible()
