"""Pictures of the pages, to be looked at. They are written into the tests' data folder.

WRITE_SCREENSHOT=1 also writes the README's picture, docs/screenshot.png.
"""

import os
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.browser.kinds import PAGES
from tests.browser.visits import phone_and_desk

README_PICTURE = settings.BASE_DIR / "docs" / "screenshot.png"
LIMIT = 200_000  # bytes


def folder() -> Path:
    path = settings.DATA_DIR / "screenshots"
    path.mkdir(exist_ok=True)
    return path


@phone_and_desk
@pytest.mark.parametrize("kind", ["home", "results", "recruiting"])
def test_pages_are_pictured(page: Page, kind: str) -> None:
    page.goto(PAGES[kind])
    width = page.viewport_size["width"]
    for look in ("light", "dark"):
        page.emulate_media(color_scheme=look)
        file = folder() / f"{kind}-{width}-{look}.png"
        page.screenshot(path=file, full_page=True)
        assert file.stat().st_size > 10_000


def test_the_readmes_picture_shows_the_site(page: Page) -> None:
    page.goto(PAGES["results"])
    picture = page.screenshot()
    assert len(picture) < LIMIT
    if os.environ.get("WRITE_SCREENSHOT") == "1":
        README_PICTURE.write_bytes(picture)
    assert README_PICTURE.read_bytes().startswith(b"\x89PNG")
    assert README_PICTURE.stat().st_size < LIMIT
