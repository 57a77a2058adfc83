"""What visitors do, for tests that tell a story."""

import re

from playwright.sync_api import Locator, Page, expect

FOUND = re.compile(r"([\d,]+|No) trials?")


def search(page: Page, **facts: str) -> None:
    """Fill in the home page's form and send it. Facts: condition, age, zip_code."""
    page.goto("/")
    for label, fact in (("Condition", "condition"), ("Age of the patient", "age"), ("ZIP code", "zip_code")):
        page.get_by_label(label).fill(facts.get(fact, ""))
    find_trials(page)


def find_trials(page: Page) -> None:
    page.get_by_role("button", name="Find trials").click()


def total(page: Page) -> int:
    """How many trials the page says it has found."""
    words = FOUND.match(page.locator("h1").inner_text())
    assert words, page.locator("h1").inner_text()
    return 0 if words[1] == "No" else int(words[1].replace(",", ""))


def expect_total(page: Page, number: int) -> None:
    expect(page.locator(".results-head")).to_have_attribute("data-total", str(number))


def cards(page: Page) -> Locator:
    return page.locator("article.card")


def shown(page: Page) -> list[str | None]:
    """The NCT numbers of the cards, in order."""
    return [card.get_attribute("data-nct-id") for card in cards(page).all()]


def open_refinements(page: Page) -> None:
    """Open the form where it is folded, and its further choices."""
    folded = page.get_by_text("Change your search")
    if folded.is_visible() and not page.get_by_label("Condition").is_visible():
        folded.click()
    if not page.get_by_label("Sort by").is_visible():
        page.get_by_text("More choices").click()


def open_choices(page: Page, group: str) -> Locator:
    """Unfold a filter beside the results; its choices."""
    if not page.locator(".filter").first.is_visible():
        page.locator(".narrowing > summary").click()
    choices = page.locator(".filter").filter(has=page.locator("summary").get_by_text(group, exact=True))
    if not choices.locator("ul").is_visible():
        choices.locator("summary").click()
    return choices


def choice(page: Page, group: str, words: str) -> Locator:
    """The link of one choice."""
    return open_choices(page, group).get_by_role("link", name=re.compile(rf"^(Remove: )?{re.escape(words)} \("))


def narrow(page: Page, group: str, words: str) -> None:
    """Press one choice and wait for the list that belongs to it."""
    link = choice(page, group, words)
    with page.expect_response(re.compile("/trials/")):
        link.click()


def focused_id(page: Page) -> str:
    return page.evaluate("document.activeElement.id")
