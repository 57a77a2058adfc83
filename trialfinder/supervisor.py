"""The processes of one run: started together, watched, stopped together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

Output = IO[str] | int | None  # a file, subprocess.DEVNULL, or the terminal


class Supervisor:
    """Starts Python modules, says when one has ended, and ends them all."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self.environment = environment
        self.children: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, module: Sequence[str], stdout: Output = None, stderr: Output = None) -> None:
        """Start a module with its arguments."""
        self.children[name] = subprocess.Popen(
            [sys.executable, "-m", *module],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,  # Ctrl-C is for us; and a group of its own can be ended as a whole
        )

    def run(self, module: Sequence[str], output: Output = None) -> int:
        """Run a module to its end. Returns its exit code."""
        name = " ".join(module)
        self.start(name, module, output, output)
        code = self.children[name].wait()
        del self.children[name]  # when the wait is interrupted it stays, and stop() ends it
        return code

    def ended(self) -> tuple[str, int] | None:
        """The first program that has ended, and its exit code."""
        for name, child in self.children.items():
            if (code := child.poll()) is not None:
                return name, code
        return None

    def stop(self, patience: float, hurry: Callable[[], bool]) -> None:
        """Ask all to end and wait; end them firmly after so many seconds, or when there is hurry."""
        for child in self.children.values():
            child.terminate()  # not its group: each program knows best how to end its own workers
        until = time.monotonic() + patience
        while self.any_running() and time.monotonic() < until and not hurry():
            time.sleep(0.05)
        for child in self.children.values():
            with suppress(
                ProcessLookupError, PermissionError
            ):  # macOS says the latter of a group that is gone
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()

    def any_running(self) -> bool:
        """Whether any program still runs."""
        return any(child.poll() is None for child in self.children.values())
