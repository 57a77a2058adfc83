"""Finding and ending processes: only those that are certainly ours."""

import signal
from contextlib import suppress
from pathlib import Path

import psutil

# Set in everything that `up` starts, to the data folder it belongs to: the next start can find and end what
# a killed run left behind, and never anything else.
MARK = "TRIALFINDER_STARTED_FOR"


def working_in(folder: Path, program: str) -> list[psutil.Process]:
    """The processes of a program whose current folder is this one: servers change into their data folder."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):  # gone meanwhile, or somebody else's
            if process.name() == program and process.cwd() == str(folder):
                found.append(process)
    return found


def marked(data_dir: Path) -> list[psutil.Process]:
    """The processes that `up` started for this data folder, in this run or in one that was killed."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if process.environ().get(MARK) == str(data_dir):
                found.append(process)
    return found


def signal_children(parent: int, number: signal.Signals) -> None:
    """Send a signal to the processes that a process has started, and not to itself."""
    with suppress(psutil.NoSuchProcess):
        for process in psutil.Process(parent).children():
            process.send_signal(number)


def end(processes: list[psutil.Process], number: signal.Signals, patience: float) -> None:
    """Ask processes to end; after so many seconds, make them."""
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(number)
    _, alive = psutil.wait_procs(processes, timeout=patience)
    for process in alive:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=5)
