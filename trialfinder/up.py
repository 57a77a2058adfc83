"""`make up`: the whole site from one folder, in one terminal, until Ctrl-C.

    python -m trialfinder.up

Starts PostgreSQL and Redis unless DATABASE_URL and REDIS_URL name others, prepares the database, loads the
first trials, then runs web server, worker and scheduler. What can foreseeably go wrong ends in a sentence.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from types import FrameType

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trialfinder.settings")

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from trialfinder import health, preflight
from trialfinder.embedded import EmbeddedError, needs_wheels, plain_errors
from trialfinder.preflight import Trouble
from trialfinder.supervisor import Supervisor

# What runs, here and in docker-compose.yml.
PROCESSES = {
    "web": ["gunicorn", "--config", "python:trialfinder.gunicorn", "trialfinder.wsgi"],
    # A pool of one process, not "solo": the worker itself stays free to hear that it should stop, and
    # survives a task that the system kills for its memory.
    "worker": [
        *("celery", "--app", "trialfinder", "--quiet", "worker"),
        *("--concurrency", "1", "--without-mingle", "--without-gossip"),
    ],
    "beat": ["celery", "--app", "trialfinder", "--quiet", "beat", "--enable-remote-control"],
    "index": ["manage", "index", "--follow"],
}
NAMES = {"web": "The web server", "worker": "The worker", "beat": "The scheduler", "index": "The search's index"}
GRACE = 2  # seconds that the worker's task is left alone before it is interrupted
PATIENCE = 20  # seconds that everything may take to end

Alive = Callable[[], bool]


def say(sentence: str) -> None:
    """Tell the person at the screen, who may have closed it."""
    with suppress(OSError):
        sys.stdout.write(f"{sentence}\n")
        sys.stdout.flush()


class Stops:
    """Ctrl-C, SIGTERM and a closed terminal: the first one interrupts, the others are only counted."""

    def __init__(self) -> None:
        self.count = 0
        self.stopping = False

    def listen(self) -> None:
        """Take over the signals."""
        signal.signal(signal.SIGINT, self._received)
        signal.signal(signal.SIGTERM, self._received)
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # `nohup make up` wants to go on
            signal.signal(signal.SIGHUP, self._received)

    def _received(self, number: int, frame: FrameType | None) -> None:
        self.count += 1
        if not self.stopping:
            self.stopping = True
            raise KeyboardInterrupt


def main() -> int:
    """Run until told to stop. Returns the exit code."""
    stops = Stops()
    stops.listen()
    try:
        with plain_errors():
            return _run(stops)
    except KeyboardInterrupt:
        say("Stopped.")
        return 0
    except (EmbeddedError, ImproperlyConfigured) as error:
        say(str(error))
        return 1


def _run(stops: Stops) -> int:
    at = preflight.address()
    with needs_wheels(), preflight.only_run(settings.DATA_DIR, at), ExitStack() as stack:
        try:
            preflight.end_leftovers(settings.DATA_DIR, say)
            preflight.refuse_taken_port(settings.BIND, settings.PORT)
            servers = _start_servers(stack)
            children = Supervisor(settings.BASE_DIR, _environment())
            stack.callback(_stop, children, stops)
            _prepare(children)
            return _serve(children, servers, at)
        finally:
            stops.stopping = True


def _start_servers(stack: ExitStack) -> dict[str, Alive]:
    """Start the servers that no address names; make sure that the others answer."""
    servers: dict[str, Alive] = {}
    if settings.EMBEDDED_DATABASE:
        from trialfinder.embedded import postgres

        servers["PostgreSQL"] = stack.enter_context(postgres.running(settings.DATA_DIR, say)).alive
    else:
        preflight.reach_database(settings.DATABASE_URL)
    if settings.EMBEDDED_REDIS:
        from trialfinder.embedded import redis

        servers["Redis"] = stack.enter_context(redis.running(settings.DATA_DIR)).alive
    else:
        preflight.reach_redis(settings.REDIS_URL)
    return servers


def _environment() -> dict[str, str]:
    """The environment of everything we start: one data folder, and the mark by which a later run finds it."""
    from trialfinder.embedded.processes import mark

    ours = {"DATA_DIR": str(settings.DATA_DIR), **mark(settings.DATA_DIR)}
    if settings.LOOPBACK and not settings.HTTPS_CHOSEN:
        ours["HTTPS"] = "0"  # nobody else can reach it, and no browser trusts a certificate for this machine
    return {**os.environ, **ours}


def _prepare(children: Supervisor) -> None:
    """Bring the database and the static files up to date, and load trials where there are none."""
    say("Preparing the database and the pages …")
    if children.run(["manage.py", "prepare"]) != 0:
        raise Trouble("The site could not be prepared; the reason stands above. Nothing is lost: start again.")


def _serve(children: Supervisor, servers: dict[str, Alive], at: str) -> int:
    """Run everything until it is told to stop, or one of the programs ends by itself."""
    preflight.drop_broken_schedule(Path(settings.CELERY_BEAT_SCHEDULE_FILENAME))
    for name, module in PROCESSES.items():
        children.start(name, ["-m", *module], quiet=True)
    ready = False
    while True:
        if (ended := children.ended()) is not None:
            name, code = ended
            say(f"{NAMES[name]} has ended by itself (code {code}), so all stops. Its last words stand above.")
            return 1
        for server, alive in servers.items():
            if not alive():
                say(f"{server} has ended by itself, so all stops. Its log: {settings.DATA_DIR / 'log'}")
                return 1
        if not ready and (ready := health.answers()):
            say(f"Trialfinder is ready: {at}\nCtrl-C stops it.")
        time.sleep(0.2)


def _stop(children: Supervisor, stops: Stops) -> None:
    """End what was started. A further Ctrl-C ends it at once."""
    before = stops.count

    def hurry() -> bool:
        return stops.count > before

    children.terminate()
    if not children.wait(0, hurry):
        say("Stopping … (Ctrl-C again: at once)")
    rounds = PATIENCE // GRACE
    while not children.wait(GRACE, hurry) and not hurry() and (rounds := rounds - 1):
        _interrupt_task(children)  # again and again: library code may swallow one
    children.kill()


def _interrupt_task(children: Supervisor) -> None:
    """Interrupt the worker's task, as Celery does at a soft time limit: it rolls back its batch and ends."""
    from trialfinder.embedded.processes import signal_children

    if (worker := children.children.get("worker")) and worker.poll() is None:
        signal_children(worker.pid, signal.SIGUSR1)


if __name__ == "__main__":
    sys.exit(main())
