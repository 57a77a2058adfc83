"""Nothing runs out of the page, from a narrow phone to a zoomed desk; what is pressed is large enough."""

import pytest
from playwright.sync_api import Page

from tests.browser.kinds import PAGES
from tests.browser.visits import Visit

WIDTHS = (320, 375, 640, 1024)  # 640: a desk of 1280 at 200 %
TOO_WIDE = """() => [...document.querySelectorAll('body *')]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .filter(one => !one.closest('.visually-hidden, .skip'))
  .map(one => one.outerHTML.slice(0, 120))"""
PRESSED = (
    "button, select, input[type=text], summary, .filter a, .to-list a, .chip, .pages a, .on-page a, .ways-out a, "
    ".back a, .contacts a, .brand, .error-summary a"
)
LINES = """() => {
  const lengths = [];
  for (const block of document.querySelectorAll('main p, main li')) {
    if (!block.checkVisibility() || block.querySelector('p, li, div')) continue;
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    const lines = new Map();
    while (walker.nextNode()) {
      const range = document.createRange();
      for (const word of walker.currentNode.data.matchAll(/\\S+/g)) {
        range.setStart(walker.currentNode, word.index);
        range.setEnd(walker.currentNode, word.index + word[0].length);
        const top = Math.round(range.getBoundingClientRect().top / 8);
        lines.set(top, (lines.get(top) || 0) + word[0].length + 1);
      }
    }
    lengths.push(...lines.values());
  }
  return lengths.sort((one, other) => one - other);
}"""


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_nothing_is_wider_than_the_window(page: Page, path: str) -> None:
    page.goto(path)
    if "/admin/" not in path:  # Django's
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 640})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, page.evaluate(TOO_WIDE)
            assert page.evaluate(TOO_WIDE) == [], f"{width} px"


@pytest.mark.parametrize("kind", ["home", "results", "refined results", "errors", "recruiting", "120 sites"])
@pytest.mark.parametrize("page", [Visit(320)], indirect=True, ids=str)
def test_what_is_pressed_is_44_pixels_high(page: Page, kind: str) -> None:
    page.goto(PAGES[kind])
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    boxes = page.locator(PRESSED).evaluate_all(
        "all => all.filter(one => one.checkVisibility())"
        ".map(one => [Math.round(one.getBoundingClientRect().height), one.outerHTML.slice(0, 120)])"
    )
    assert boxes
    assert [box for box in boxes if box[0] < 44] == []


@pytest.mark.parametrize("kind", ["home", "results", "recruiting", "completed", "missing trial"])
def test_lines_are_short_enough_to_read(page: Page, kind: str) -> None:
    page.goto(PAGES[kind])
    lengths = page.evaluate(LINES)
    assert lengths[int(len(lengths) * 0.98)] <= 70, lengths[-20:]


def test_text_is_large_and_airy(page: Page) -> None:
    page.goto("/trials/NCT99000001/")
    size, height = page.locator("#summary p").first.evaluate(
        "one => [parseFloat(getComputedStyle(one).fontSize), parseFloat(getComputedStyle(one).lineHeight)]"
    )
    assert 18 <= size <= 19
    assert height / size >= 1.5


@pytest.mark.parametrize("page", [Visit(320)], indirect=True, ids=str)
def test_results_stand_above_the_folded_form_on_a_phone(page: Page) -> None:
    page.goto("/trials/?condition=breast+cancer&age=52&zip=19104")
    assert not page.get_by_label("Condition").is_visible()
    assert page.locator("h1").bounding_box()["y"] < 320
