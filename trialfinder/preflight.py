"""What `make up` makes sure of before it starts anything. Each trouble is a sentence that says what to do."""

import contextlib
import errno
import fcntl
import json
import os
import shelve
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import redis
from django.conf import settings

from trialfinder.embedded import EmbeddedError

Say = Callable[[str], None]


class Trouble(EmbeddedError):
    """The site cannot start. The text is a sentence for the person at the screen."""


def address() -> str:
    """Where a browser on this machine finds the site."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}.get(settings.BIND, settings.BIND)  # noqa: S104
    return f"http://{host}:{settings.PORT}/"


@contextlib.contextmanager
def only_run(data_dir: Path, at: str) -> Iterator[None]:
    """The one run of this data folder. The system releases the lock when the run dies, however it dies."""
    runs = data_dir / "run"
    runs.mkdir(parents=True, exist_ok=True)
    with (runs / "up.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble(_already_running(Path(file.name).read_text())) from None
        file.truncate(0)
        file.write(json.dumps({"process": os.getpid(), "address": at}))
        file.flush()
        yield


def _already_running(note: str) -> str:
    try:
        other = json.loads(note)
        return f"Trialfinder already runs from this folder (process {other['process']}) at {other['address']}"
    except (ValueError, KeyError, TypeError):
        return "Trialfinder already runs from this folder."


def end_leftovers(data_dir: Path, say: Say) -> None:
    """End what a killed run of this folder left behind. Nothing else carries its mark."""
    from trialfinder.embedded import processes

    left = [process for process in processes.marked(data_dir) if process.pid != os.getpid()]
    if left:
        say("Ending what an interrupted run left behind …")
        processes.end(left, signal.SIGTERM, 10)


def refuse_taken_port(host: str, port: int) -> None:
    """Refuse an address that cannot be listened on."""
    try:
        _listen(host, port)
    except socket.gaierror:
        raise Trouble(f"BIND={host} is not an address. Use BIND=127.0.0.1 for this machine alone.") from None
    except OSError as error:
        raise Trouble(_why_not(error, host, port)) from None


def _listen(host: str, port: int) -> None:
    family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as gunicorn does
        listener.bind(where)
        listener.listen()


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use by another program. Choose another: make up PORT={_free_port(host, port)}"
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"This account may not listen on port {port}. Choose one above 1023: make up PORT=8000"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"BIND={host} is not an address of this machine. Use BIND=127.0.0.1 for this machine alone."
    return f"Cannot listen on {host}, port {port}: {error.strerror}."


def _free_port(host: str, taken: int) -> int:
    for port in range(taken + 1, min(taken + 50, 65536)):
        with contextlib.suppress(OSError):
            _listen(host, port)
            return port
    return 8000 if taken != 8000 else 8001


def drop_broken_schedule(path: Path) -> None:
    """Remove the scheduler's notes of when it last did what, where a killed run left half of them."""
    try:
        with shelve.open(str(path)) as notes:  # noqa: S301  (written by our own scheduler, in our own folder)
            dict(notes)
    except Exception:  # a half-written pickle can raise anything at all
        for file in path.parent.glob(f"{path.name}*"):
            file.unlink()


def reach_database(url: str) -> None:
    """Make sure that the server which DATABASE_URL names answers."""
    try:
        psycopg.connect(url, connect_timeout=10).close()
    except psycopg.Error as error:
        reason = " ".join(str(error).split())
        raise Trouble(f"DATABASE_URL is set, but that server does not let us in: {reason}") from None


def reach_redis(url: str) -> None:
    """Make sure that the server which REDIS_URL names answers."""
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=5, retry=None) as client:
            client.ping()
    except (redis.RedisError, ValueError) as error:
        raise Trouble(f"REDIS_URL is set, but that server does not let us in: {error}") from None
