"""PostgreSQL from its wheel: started by the first program that needs it, shared, stopped by the last one."""

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TextIO

import psutil
import psycopg

from trialfinder.embedded import EmbeddedError, cluster, plain_errors, socket_folder
from trialfinder.embedded.account import account_for, open_private_folder, remove_short_folder
from trialfinder.embedded.processes import alive, end, wait, working_in

# What it answers, or does not, while it starts or recovers. Everything else is an error.
NOT_YET = (
    "starting up",
    "not yet accepting",
    "recovery",
    "No such file",
    "Connection refused",
    "shutting down",
)
SLOW = 5  # seconds without an answer, after which we say that it takes longer


@contextmanager
def running(
    data_dir: Path, say: Callable[[str], None], options: Mapping[str, str] | None = None
) -> Iterator["Postgres"]:
    """PostgreSQL of this data folder, for as long as the block lasts.

    Several programs may be in such a block at once: the first starts the server, the last stops it. Each
    holds a lock that the system releases when the program dies: a killed program never keeps the server alive.
    options: PostgreSQL settings besides ours.
    """
    server = Postgres(data_dir, say, options or {})
    with ExitStack() as stack:
        with plain_errors():
            server.runs.mkdir(parents=True, exist_ok=True)
            users = stack.enter_context((server.runs / "postgres.users").open("w"))
            stack.callback(_leave, server, users)
            with _alone(server):
                server.ensure_running(unused=_try_lock(users))
                fcntl.flock(users, fcntl.LOCK_SH)
        yield server


def _leave(server: "Postgres", users: TextIO) -> None:
    """Stop the server, unless somebody else uses it."""
    with _alone(server):
        fcntl.flock(users, fcntl.LOCK_UN)
        if _try_lock(users):
            server.stop()


@contextmanager
def _alone(server: "Postgres") -> Iterator[None]:
    """One program at a time starts or stops the server."""
    with (server.runs / "postgres.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _try_lock(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class Postgres:
    """The PostgreSQL server of one data folder."""

    def __init__(self, data_dir: Path, say: Callable[[str], None], options: Mapping[str, str]) -> None:
        self.pgdata = (data_dir / "postgres").resolve()
        self.runs = data_dir / "run"
        self.sockets = socket_folder(data_dir, "postgres")
        self.log = data_dir / "log" / "postgres.log"
        self.say = say
        self.options = options
        self.process: psutil.Process | None = None
        self._child: subprocess.Popen[str] | subprocess.Popen[bytes] | None = None

    def ensure_running(self, *, unused: bool) -> None:
        """Start the server, or take over the one that runs. unused: no other program uses this folder."""
        self.process = self._find()
        if self.process is None:
            if not unused:
                raise EmbeddedError(
                    f"PostgreSQL of {self.pgdata} has stopped under another program that still uses it. "
                    "Stop that program, then start again."
                )
            self._start()
        self._wait()
        self._make_database()

    def alive(self) -> bool:
        """Whether the server still runs."""
        return self.process is not None and alive(self.process)

    def stop(self) -> None:
        """End the server: at once if possible, and in any case so that nothing is lost."""
        if (process := self.process or self._find()) is not None:
            self._end(process)
            remove_short_folder(self.sockets)
        self.process = None

    def _end(self, process: psutil.Process) -> None:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGINT)  # "fast": ends every session, then writes everything down
        if wait([process], SLOW):
            self.say("PostgreSQL is writing down the last changes …")
            wait([process], 60)
        end([process], signal.SIGQUIT, 10)  # "immediate": the next start recovers
        if self._child is not None:
            self._child.wait()

    def _find(self) -> psutil.Process | None:
        """The running server of this folder; never a program that bears its number by now."""
        try:
            process = psutil.Process(int(self._note()[0]))
            ours = process.name() == "postgres" and str(self.pgdata) in process.cmdline() and alive(process)
            return process if ours else None
        except (ValueError, IndexError, psutil.Error):
            return None

    def _note(self) -> list[str]:
        """What a running server keeps in its data folder about itself, by lines. The first is its process number."""
        try:
            return (self.pgdata / "postmaster.pid").read_text().splitlines()
        except (FileNotFoundError, NotADirectoryError):
            return []
        except PermissionError:
            return []  # cluster.prepare says whose it is

    def _start(self) -> None:
        program = cluster.programs() / "postgres"
        account = account_for(self.pgdata, [program.parent, self.pgdata.parent, self.sockets.parent], program)
        cluster.prepare(self.pgdata, account, self.say, self.options)
        open_private_folder(self.sockets, account)
        self._forget_dead_server()
        self.log.parent.mkdir(exist_ok=True)
        command: list[str | Path] = [
            program,
            *("-D", self.pgdata),
            *("-k", self.sockets),
            *("-h", ""),  # no port
            *("-p", "5432"),  # only names the socket; a PGPORT of ours must not rename it
            *("-c", "unix_socket_permissions=0700"),
        ]
        with self.log.open("w") as log:
            self._child = subprocess.Popen(  # noqa: S603  (our own program and arguments)
                account.command(command),
                **account.popen(),
                cwd="/",
                env=cluster.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for us: the server stops after everything else
            )
        self.process = psutil.Process(self._child.pid)

    def _forget_dead_server(self) -> None:
        """End the sessions that outlived a killed server, and free the files that hold its process number.

        PostgreSQL would refuse to start while that number is in use: by another program since, or, in a container
        whose first process does not reap, by the dead server itself. Nobody else uses the folder: the lock on
        postgres.users says so, also to a container that shares it. A note with the number of our own process, which
        starts the server, counts as stale, and what else is in it still lets PostgreSQL find sessions that live on.
        """
        end(working_in(self.pgdata, "postgres"), signal.SIGQUIT, 5)
        (self.sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
        note = self._note()
        if len(note) > 1:
            (self.pgdata / "postmaster.pid").write_text("\n".join([str(os.getpid()), *note[1:]]) + "\n")
        else:
            (self.pgdata / "postmaster.pid").unlink(missing_ok=True)

    def _wait(self) -> None:
        """Wait until it answers, as long as its recovery takes."""
        started, told = time.monotonic(), False
        while (trouble := self._trouble()) is not None:
            waited = time.monotonic() - started
            if not self.alive():
                self._start_again_or_fail(waited)
            elif waited > SLOW and not any(word in trouble for word in NOT_YET):
                raise EmbeddedError(f"PostgreSQL started, but does not let us in: {trouble}")
            elif waited > SLOW and not told:
                self.say("PostgreSQL is recovering from an unclean stop. It may take some minutes …")
                told = True
            time.sleep(0.05)

    def _start_again_or_fail(self, waited: float) -> None:
        """Sessions of a killed server may take a moment to notice; anything else will not get better."""
        said = self.log.read_text(errors="replace")
        if "pre-existing shared memory block" not in said or waited > 30:
            raise EmbeddedError(f"PostgreSQL did not start. {cluster.last_words(said)} (its log: {self.log})")
        time.sleep(1)
        self._start()

    def _trouble(self) -> str | None:
        """What keeps us from connecting, or nothing."""
        try:
            self._connect().close()
        except psycopg.OperationalError as error:
            return str(error)
        return None

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.sockets),
            port=5432,
            user="postgres",
            dbname="postgres",
            connect_timeout=10,
            autocommit=True,
        )

    def _make_database(self) -> None:
        """Make the role and the database where they are missing. As on a real server, it is no superuser."""
        with self._connect() as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'trialfinder'").fetchone():
                connection.execute("CREATE ROLE trialfinder LOGIN CREATEDB")
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'trialfinder'").fetchone():
                connection.execute("CREATE DATABASE trialfinder OWNER trialfinder")
