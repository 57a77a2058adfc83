"""Nothing leaves, and little has to come. That no page asks another server is watched in every test: see conftest."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Watch
from tests.browser.kinds import PAGES
from tests.browser.steps import narrow
from tests.browser.visits import Visit

LIMIT = 60_000  # bytes over the wire, the first visit's


@pytest.mark.parametrize("kind", ["home", "results", "recruiting"])
@pytest.mark.parametrize("page", [Visit(320)], indirect=True, ids=str)
def test_the_first_page_weighs_less_than_60_kilobytes(page: Page, kind: str) -> None:
    received: list[float] = []
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(PAGES[kind], wait_until="networkidle")
    assert len(received) >= 6  # the page, its styles and its script
    assert sum(received) < LIMIT


def test_the_watch_sees_a_request_to_elsewhere_before_it_leaves(browser: Browser, sample_site: str) -> None:
    page = browser.new_page()
    watch = Watch(sample_site)
    page.on("request", watch.request)
    page.on("console", watch.console)
    page.goto(sample_site)
    page.evaluate("fetch('http://127.0.0.1:9/').catch(() => 0)")
    page.close()
    assert any("127.0.0.1:9" in trouble for trouble in watch.troubles), watch.troubles
    assert any("Content Security Policy" in trouble for trouble in watch.troubles), watch.troubles


def test_a_search_leaves_no_cookie_and_nothing_in_the_browsers_storage(page: Page) -> None:
    page.goto("/trials/?condition=breast+cancer&zip=19104")
    narrow(page, "Distance", "Any distance")
    page.locator(".chips").get_by_text("Any distance").wait_for()
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length") == 0
