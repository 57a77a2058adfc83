"""The Chromium that the browser tests drive: found, or installed by `make browser`.

    python -m tests.chromium

CHROMIUM names one; else the system's is taken; else Playwright's own.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def executable() -> str | None:
    """The path of a Chromium that starts, or nothing."""
    if given := os.environ.get("CHROMIUM"):
        return _if_it_starts(given)
    return next(filter(None, map(_if_it_starts, NAMES)), None) or _if_it_starts(_playwrights())


def _if_it_starts(name: str) -> str | None:
    """Its path, unless it is missing or a stub: Ubuntu's only says that it wants to be installed otherwise."""
    path = shutil.which(name)
    if path and subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0:
        return path
    return None


def _playwrights() -> str:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def install() -> None:
    """Install one: Debian's where we are root on Debian, else Playwright's."""
    if os.geteuid() == 0 and _is_debian():
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        packages = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core"]
        for command in (["apt-get", "update", "-qq"], packages):
            subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False)
    if executable() is None:
        libraries = ["--with-deps"] if os.geteuid() == 0 else []
        subprocess.run([sys.executable, "-m", "playwright", "install", *libraries, "chromium"], check=False)


def _is_debian() -> bool:
    release = Path("/etc/os-release")
    return release.exists() and "ID=debian" in release.read_text().splitlines()


def main() -> int:
    """Make sure that there is one. Without one the browser tests are skipped, but not where CI=true."""
    if executable() is None:
        print("Installing a Chromium for the browser tests …", flush=True)
        install()
    if executable() is not None:
        return 0
    print("There is no Chromium, and none could be installed: the browser tests cannot run. CHROMIUM names one.")
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
