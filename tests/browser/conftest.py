"""Fixtures for tests in a real browser: the site, Chromium, and a page that misses nothing that goes wrong."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, expect, sync_playwright

from tests import chromium
from tests.browser.records import real_records, sample_records
from tests.browser.site import serving
from tests.browser.visits import Visit

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE = 15_000  # milliseconds that anything may take: the machine may have other work
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser test."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site that shows the bundled sample, and a trial with 120 sites."""
    with serving("sample", sample_records(), tmp_path_factory.mktemp("sample")) as url:
        yield url


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site that shows real records, the awkward ones among them."""
    with serving("real", real_records(), tmp_path_factory.mktemp("real")) as url:
        yield url


@pytest.fixture(scope="session")
def chromium_path() -> str:
    path = chromium.executable()
    if path is None and os.environ.get("CI") == "true":
        pytest.fail("There is no Chromium; `make browser` installs one.")
    if path is None:
        pytest.skip("There is no Chromium; `make browser` installs one, CHROMIUM names one.")
    return path


@pytest.fixture(scope="package")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One Chromium. It ends with the last browser test, for its event loop would bar other tests from the ORM."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """An empty page of somebody's browser. It fails the test if anything leaves the site, or the console complains."""
    visit = getattr(request, "param", Visit())
    site = request.getfixturevalue("real_site" if visit.real else "sample_site")
    context = browser.new_context(
        base_url=site,
        viewport={"width": visit.width, "height": 800 if visit.width > 600 else 640},
        java_script_enabled=visit.scripts,
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    watch = Watch(site)
    context.on("request", watch.request)
    context.on("response", watch.response)
    context.on("console", watch.console)
    page.on("pageerror", lambda error: watch.troubles.append(f"script error: {error}"))
    yield page
    context.close()
    assert watch.troubles == []


class Watch:
    """Writes down what a page must not do."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.troubles: list[str] = []

    def request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.site}/", "data:")):
            self.troubles.append(f"request to elsewhere: {request.url}")

    def response(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.troubles.append(f"{response.status}: {response.url}")

    def console(self, message: ConsoleMessage) -> None:
        told_elsewhere = message.text.startswith("Failed to load resource")  # see response()
        overtaken = message.text.startswith(("htmx:afterRequest", "htmx:sendAbort"))  # by the visitor's next step
        if message.type in ("error", "warning") and not told_elsewhere and not overtaken:
            self.troubles.append(f"console: {message.text}")
