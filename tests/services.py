"""A pytest plugin (`-p tests.services` in pyproject.toml): what the tests need besides themselves.

Before Django's settings are read it sets the environment: a data folder of the tests' own, and nothing of what the
person at the screen has configured. Then one PostgreSQL and one Redis serve the whole run, xdist's workers included;
they are the embedded ones, unless TEST_DATABASE_URL and TEST_REDIS_URL name others.
"""

import fcntl
import os
import re
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Nothing here has to survive a crash of the machine.
UNSAFE_BUT_FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "128MB",
}
IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ


def take_folder() -> tuple[Path, TextIO]:
    """A data folder that no other test run in this checkout uses now, and the lock that says so."""
    for number in range(1, 100):
        folder = ROOT / ".data" / ("test" if number == 1 else f"test-{number}")
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
        else:
            return folder, lock
    raise pytest.UsageError("A hundred test runs in one checkout are too many.")


def configure(folder: Path) -> None:
    """Set the environment that the settings read: every documented variable, so that none leaks in from outside."""
    documented = re.findall(r"^#? ?([A-Z][A-Z_]+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE)
    os.environ.update(dict.fromkeys(documented, ""))
    os.environ.update(
        DATA_DIR=str(folder),
        DATABASE_URL=os.environ.get("TEST_DATABASE_URL", ""),
        REDIS_URL=os.environ.get("TEST_REDIS_URL", ""),
        SECRET_KEY="only-for-tests-" + "0123456789" * 5,
        HTTPS="0",
        # Nothing listens there: a test that forgets the registry's emulator fails at once, and reaches nobody.
        REGISTRY_URL="http://127.0.0.1:9/api/v2",
        REGISTRY_PAUSE="0",
    )


if not IS_WORKER:  # they inherit the environment
    _folder, _lock = take_folder()
    configure(_folder)

_servers = ExitStack()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Start the servers, before xdist starts its workers."""
    if IS_WORKER or session.config.option.collectonly:
        return
    from django.conf import settings

    from trialfinder.embedded import EmbeddedError, postgres, redis, say

    try:
        if settings.EMBEDDED_DATABASE:
            _servers.enter_context(postgres.running(settings.DATA_DIR, say, UNSAFE_BUT_FAST))
        if settings.EMBEDDED_REDIS:
            _servers.enter_context(redis.running(settings.DATA_DIR))
    except EmbeddedError as error:
        raise pytest.UsageError(str(error)) from None
    collect_static_files()


def collect_static_files() -> None:
    """Fill STATIC_ROOT: pages look up the names of their files in its manifest."""
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise pytest.UsageError(f"The static files could not be collected.\n{done.stderr}")


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Stop the servers. Also called when the run is interrupted, or could not begin."""
    _servers.close()
    if not IS_WORKER:
        _lock.close()
