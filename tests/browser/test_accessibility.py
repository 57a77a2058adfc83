"""axe-core finds nothing, on any kind of page, at both widths, by day and by night."""

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.kinds import PAGES
from tests.browser.records import MANY_SITES
from tests.browser.steps import narrow

AXE = Axe()
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def violations(page: Page, **options: object) -> list[str]:
    """What axe finds, with the element that has it."""
    found = AXE.run(page, options={"resultTypes": ["violations"], **options}).response["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]


def assert_accessible(page: Page) -> None:
    """Every rule on a phone and on a desk; at night only colours change."""
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="light")
        assert violations(page) == [], f"{width} px"
        page.emulate_media(color_scheme="dark")
        assert violations(page, **COLOURS) == [], f"{width} px, dark"


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_axe_finds_nothing_on(page: Page, path: str) -> None:
    page.goto(path)
    assert_accessible(page)


def test_axe_finds_nothing_with_everything_unfolded(page: Page) -> None:
    page.goto("/trials/NCT99000001/?zip=19104")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.get_by_role("button", name="Show the study’s contact").click()
    expect(page.get_by_role("group", name="The study’s contact")).to_be_focused()
    assert_accessible(page)


def test_axe_finds_nothing_after_a_swap(page: Page) -> None:
    page.goto("/trials/?condition=breast+cancer&zip=19104")
    narrow(page, "Distance", "Any distance")
    expect(page.locator(".chips")).to_contain_text("Any distance")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert_accessible(page)


def test_axe_finds_nothing_on_the_contacts_page(page: Page) -> None:
    page.goto(f"/trials/{MANY_SITES}/?zip=19104")
    page.locator("form.reveal").first.evaluate("form => form.submit()")  # as without scripts; axe needs them
    expect(page.get_by_role("heading", level=1)).to_contain_text("Contact at Hospital")
    assert_accessible(page)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_headings_and_landmarks_tell_the_page_apart(page: Page, path: str) -> None:
    page.goto(path)
    assert page.get_by_role("heading", level=1).count() == 1
    assert page.get_by_role("main").count() == 1
    levels = page.locator("h1, h2, h3, h4").evaluate_all("all => all.map(one => Number(one.tagName[1]))")
    assert all(deeper - level <= 1 for level, deeper in pairwise(levels)), levels
    assert page.locator("[tabindex]:not([tabindex='-1'], [tabindex='0'])").count() == 0  # none jumps the order
