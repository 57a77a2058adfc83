"""The account that PostgreSQL runs under. It refuses to run as root, so root lends it the account `nobody`.

A folder that others may not enter (/root, a private home) is no obstacle and stays private: the server is
given the one capability that lets it pass. No permissions are changed.
"""

import os
import pwd
import shutil
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trialfinder.embedded import SHORT_FOLDERS, EmbeddedError, not_ours

# linux/capability.h. The first lets a process read and pass every folder; the second, which Docker grants by
# default where it does not grant the first, lets it do anything with files.
CAPABILITIES = {"dac_read_search": 2, "dac_override": 1}
SETPCAP = 8


@dataclass(frozen=True)
class Account:
    """Who runs a program: the user and group to become, if any, and what to put before the command."""

    user: int | None = None
    group: int | None = None
    prefix: tuple[str, ...] = ()

    def command(self, arguments: Sequence[str | Path]) -> list[str]:
        """The command line that runs a program under this account."""
        return [*self.prefix, *map(str, arguments)]

    def popen(self) -> Mapping[str, Any]:
        """The keyword arguments for subprocess that do the same."""
        if self.user is None or self.prefix:
            return {}
        return {"user": self.user, "group": self.group, "extra_groups": []}

    def own(self, folder: Path) -> None:
        """Give a folder to this account."""
        if self.user is not None and self.group is not None:
            os.chown(folder, self.user, self.group)

    def own_all(self, folder: Path) -> None:
        """Give a folder and all that is in it to this account."""
        for path in [folder, *folder.rglob("*")]:
            if self.user is not None and self.group is not None:
                os.chown(path, self.user, self.group, follow_symlinks=False)


def open_private_folder(folder: Path, account: Account) -> None:
    """Make a folder that only this account may enter, or make sure that it is one."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), account.user}:
        raise EmbeddedError(not_ours(folder))
    folder.chmod(0o700)
    account.own(folder)


def remove_short_folder(folder: Path) -> None:
    """Remove a socket's folder where it stands outside the data folder, so that nothing is left there."""
    if folder.parent == SHORT_FOLDERS:
        shutil.rmtree(folder, ignore_errors=True)


def account_for(pgdata: Path, entered: Sequence[Path], program: Path) -> Account:
    """The account that runs PostgreSQL: ourselves, or, for root, the data folder's owner or `nobody`.

    entered: the folders that it must be able to reach. program: what it must be able to execute.
    """
    if os.geteuid() != 0:
        return Account()
    user, group = _user_and_group(pgdata)
    closed = [folder for path in entered for folder in [path, *path.parents] if not _open_to_others(folder)]
    executable = program.stat().st_mode & 0o005 == 0o005
    if executable and not closed:
        return Account(user, group)
    return Account(user, group, _passing(user, group, executable, closed[0] if closed else program))


def _user_and_group(pgdata: Path) -> tuple[int, int]:
    if pgdata.exists() and (owner := pgdata.stat()).st_uid != 0:
        return owner.st_uid, owner.st_gid
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise EmbeddedError(
            "PostgreSQL refuses to run as root, and this machine has no account `nobody` to run it under. "
            "Start Trialfinder as an ordinary user, or set DATABASE_URL."
        ) from None
    return nobody.pw_uid, nobody.pw_gid


def _open_to_others(folder: Path) -> bool:
    return not folder.exists() or bool(folder.stat().st_mode & stat.S_IXOTH)


def _passing(user: int, group: int, executable: bool, obstacle: Path) -> tuple[str, ...]:
    """The command prefix that becomes the user and keeps a capability to pass closed folders."""
    setpriv, ours = shutil.which("setpriv"), _capabilities()
    wanted = CAPABILITIES if executable else {"dac_override": CAPABILITIES["dac_override"]}
    usable = [name for name, bit in wanted.items() if ours >> bit & 1 and ours >> SETPCAP & 1]
    if not (setpriv and usable):
        raise EmbeddedError(
            f"PostgreSQL refuses to run as root, and the account it gets instead cannot enter {obstacle}. "
            "Start as an ordinary user or from a folder that others may enter, or set DATABASE_URL."
        )
    return (
        setpriv,
        f"--reuid={user}",
        f"--regid={group}",
        "--clear-groups",
        f"--inh-caps=+{usable[0]}",
        f"--ambient-caps=+{usable[0]}",
        # Without it access(2) ignores the capability, and PostgreSQL takes its own programs for missing.
        "--securebits=+no_setuid_fixup",
        "--no-new-privs",
    )


def _capabilities() -> int:
    """The capabilities that this process has, as bits. None where the system has no such thing."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    return int(
        next((line.split()[1] for line in status.read_text().splitlines() if line.startswith("CapEff")), "0"),
        16,
    )
