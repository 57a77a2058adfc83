"""The processes of one run: started together, watched, stopped together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path


class Supervisor:
    """Starts Python programs, says when one has ended, and ends them all."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self.environment = environment
        self.children: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, arguments: Sequence[str], quiet: bool = False) -> None:
        """Start Python with these arguments. quiet: without its banners; errors are always shown."""
        self.children[name] = subprocess.Popen(  # noqa: S603  (our own programs)
            [sys.executable, *arguments],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if quiet else None,
            start_new_session=True,  # Ctrl-C is for us; and a group of its own can be ended as a whole
        )

    def run(self, arguments: Sequence[str]) -> int:
        """Run Python with these arguments to the end. Returns its exit code."""
        name = " ".join(arguments)
        self.start(name, arguments)
        code = self.children[name].wait()
        del self.children[name]  # when the wait is interrupted it stays, and stop() ends it
        return code

    def ended(self) -> tuple[str, int] | None:
        """The first program that has ended, and its exit code."""
        for name, child in self.children.items():
            if (code := child.poll()) is not None:
                return name, code
        return None

    def terminate(self) -> None:
        """Ask all to end. Not their groups: each program knows best how to end its own workers."""
        for child in self.children.values():
            child.terminate()

    def wait(self, seconds: float, hurry: Callable[[], bool]) -> bool:
        """Wait until all have ended, but not longer than this, nor when there is hurry. Returns whether they have."""
        until = time.monotonic() + seconds
        while any(child.poll() is None for child in self.children.values()):
            if time.monotonic() > until or hurry():
                return False
            time.sleep(0.05)
        return True

    def kill(self) -> None:
        """End whatever is left, and what it had started."""
        for child in self.children.values():
            with suppress(ProcessLookupError, PermissionError):  # macOS says the latter of a group that is gone
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
