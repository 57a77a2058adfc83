"""Night, paper and stillness are designed, not left over."""

import re

from playwright.sync_api import Page, expect

from tests.browser.visits import phone_and_desk

MOVING = """() => [...document.querySelectorAll('*')].filter(one => {
  const style = getComputedStyle(one);
  return style.animationName !== 'none' || style.transitionDuration.split(',').some(time => parseFloat(time) > 0);
}).length"""


def background(page: Page) -> int:
    """How bright the page is, from 0 to 255."""
    return int(re.search(r"\d+", page.locator("body").evaluate("one => getComputedStyle(one).backgroundColor"))[0])


@phone_and_desk
def test_paper_has_the_trial_and_nothing_to_press(page: Page) -> None:
    page.goto("/trials/NCT99000001/?zip=19104")
    page.get_by_role("button", name="Show the study’s contact").click()
    contact = page.get_by_role("group", name="The study’s contact")
    expect(contact).to_be_visible()
    page.emulate_media(media="print", color_scheme="dark")
    for gone in ("nav", "button", "input", "summary", ".skip"):
        assert [one.is_visible() for one in page.locator(gone).all()].count(True) == 0, gone
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("NCT99000001").first).to_be_visible()
    expect(contact).to_be_visible()
    expect(page.locator(".questions li").first).to_be_visible()
    assert background(page) == 255


def test_paper_has_what_was_unfolded(page: Page) -> None:
    page.goto("/trials/NCT99000001/?zip=19104")
    page.get_by_text("Read the original text").click()
    page.emulate_media(media="print")
    assert [one.is_visible() for one in page.locator("#who details .registry-text").all()] == [True]
    assert [one.is_visible() for one in page.locator("#summary details .registry-text").all()] == [False]


def test_night_is_dark_and_day_is_light(page: Page) -> None:
    page.goto("/")
    page.emulate_media(color_scheme="light")
    assert background(page) > 240
    page.emulate_media(color_scheme="dark")
    assert background(page) < 40


def test_nothing_moves_for_those_who_asked_for_stillness(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto("/trials/NCT99000001/")
    assert page.evaluate(MOVING) == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
