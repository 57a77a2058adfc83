"""The site as it runs in earnest: gunicorn on a database of its own, which is filled once and never emptied.

Nothing of it runs in the tests' process. So no test's rollback reaches it, its records disturb no other test, and
Playwright's event loop never meets the ORM.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.conf import settings
from psycopg import sql

PATIENCE = 30  # seconds until it has to answer
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")


@contextmanager
def serving(name: str, records: Iterable[bytes], folder: Path) -> Iterator[str]:
    """The address of a site that shows these records, for as long as the context lasts."""
    with database(f"browser_{name}_{WORKER}") as address:
        environment = {**os.environ, "DATABASE_URL": address, "WEB_WORKERS": "1", "HTTPS": "0"}
        file = folder / f"{name}.jsonl"
        file.write_bytes(b"\n".join(records))
        manage(environment, "migrate", "--verbosity", "0")
        manage(environment, "load_mesh")
        manage(environment, "load_trials", str(file))
        with gunicorn(environment) as url:
            yield url


@contextmanager
def database(name: str) -> Iterator[str]:
    """The address of an empty database on the tests' server."""
    execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name)))
    try:
        yield server_address(name)
    finally:
        execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def execute(statement: sql.Composed) -> None:
    with psycopg.connect(server_address("postgres"), autocommit=True) as connection:
        connection.execute(statement)


def server_address(name: str) -> str:
    """The tests' server with another database on it."""
    server = settings.DATABASES["default"]
    account = quote(server["USER"], safe="") + (f":{quote(server['PASSWORD'], safe='')}" if server["PASSWORD"] else "")
    port = f":{server['PORT']}" if server["PORT"] else ""
    return f"postgresql://{account}@{quote(server['HOST'], safe='')}{port}/{name}"


def manage(environment: dict[str, str], *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@contextmanager
def gunicorn(environment: dict[str, str]) -> Iterator[str]:
    """The web server, on a port that nobody else can take meanwhile."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        command = [sys.executable, "-m", "gunicorn", "--config", "python:trialfinder.gunicorn"]
        process = subprocess.Popen(
            [*command, "--bind", f"fd://{listener.fileno()}", "trialfinder.wsgi"],
            cwd=settings.BASE_DIR,
            env=environment,
            pass_fds=[listener.fileno()],
        )
        try:
            wait_for(f"{url}/healthz", process)
            yield url
        finally:
            process.terminate()
            process.wait(PATIENCE)


def wait_for(url: str, process: subprocess.Popen) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
                assert answer.read() == b"ok"
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"The site did not start (exit code {process.poll()}).")
