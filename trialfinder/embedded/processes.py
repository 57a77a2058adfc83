"""Finding and ending processes: only those that are certainly ours."""

import signal
import time
from contextlib import suppress
from pathlib import Path

import psutil

# Set in everything that `up` starts, to the data folder it belongs to: the next start can find and end what a killed
# run left behind, and never anything else.
MARK = "TRIALFINDER_STARTED_FOR"


def mark(data_dir: Path) -> dict[str, str]:
    """The mark of a data folder. Its inode is in it: a container may have another folder at the same path."""
    return {MARK: f"{data_dir.stat().st_ino} {data_dir}"}


def marked(data_dir: Path) -> list[psutil.Process]:
    """The processes that `up` started for this data folder, in this run or in one that was killed."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):  # gone meanwhile, or somebody else's
            if process.environ().get(MARK) == mark(data_dir)[MARK]:
                found.append(process)
    return found


def working_in(folder: Path, program: str) -> list[psutil.Process]:
    """The processes of a program whose current folder is this one: servers change into their data folder."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if process.name() == program and _stands_in(process, folder):
                found.append(process)
    return found


def _stands_in(process: psutil.Process, folder: Path) -> bool:
    if Path("/proc/self/cwd").exists():
        return folder.samefile(f"/proc/{process.pid}/cwd")  # the folder itself, not one of that name in a container
    return process.cwd() == str(folder)


def signal_children(parent: int, number: signal.Signals) -> None:
    """Send a signal to the processes that a process has started, and not to itself."""
    with suppress(psutil.NoSuchProcess):
        for process in psutil.Process(parent).children():
            process.send_signal(number)


def alive(process: psutil.Process) -> bool:
    """Whether a process still does anything. Where nobody reaps the dead they stay listed, as zombies."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def wait(processes: list[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Wait until processes have ended, but not longer than this. Returns those that have not."""
    until = time.monotonic() + seconds
    while (left := [process for process in processes if alive(process)]) and time.monotonic() < until:
        time.sleep(0.05)
    return left


def end(processes: list[psutil.Process], number: signal.Signals, patience: float) -> None:
    """Ask processes to end; after so many seconds, make them."""
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(number)
    stubborn = wait(processes, patience)
    for process in stubborn:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    wait(stubborn, 5)
