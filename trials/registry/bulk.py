"""All that the registry holds in one file: an accelerator for a first load, and never the only way.

The file is undocumented and of some 2.7 GB, and half of one looks like a whole one. So nothing of it is believed before
its directory is read, its studies are counted, and its data are found to be as new as those that the registry gives one
by one. What was then loaded from it is held to the registry's totals, month by month; see full_load.
"""

import contextlib
import logging
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from trials.models import RefreshRun
from trials.registry.client import RegistryClient, Unusable
from trials.registry.loading import SIGN_OF_LIFE, still_alive
from trials.registry.sources import UNREADABLE, WHOLE, Found

log = logging.getLogger(__name__)

ADDRESS, FORMAT = "/studies/download", {"format": "json.zip"}
NAME = "ctg-studies.json.zip"
STUDY = re.compile(r"(?:.*/)?(NCT\d{8})\.json")
LOADED_ON = re.compile(rb'"versionHolder":\s*"(\d{4}-\d{2}-\d{2})"')  # the day of the data, new on all every day
TOLERANCE = 0.001  # of all studies: three working days' new ones, since file and number may be of different days


class Bulk:
    """The file, opened and found to be good: its records one after the other, each with its checksum verified.

    A record that is damaged, or older than `since`, is passed over: its month will not add up, and is read in pages.
    """

    def __init__(self, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], since: str) -> None:
        self.archive, self.members, self.since = archive, members, since

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.archive.close()

    def __iter__(self) -> Iterator[Found]:
        read = 0
        for member in self.members:
            read += member.compress_size
            try:
                raw = record(self.archive, member)
            except Unusable as error:
                log.info("%s", error)
                continue
            if loaded_on(raw) >= self.since:
                yield Found(member.filename, raw, read)


def usable(client: RegistryClient, run: RefreshRun, folder: Path) -> Bulk:
    """The registry's file, from the disk if a load that was broken off left it there, else from the registry.

    Raises:
        RegistryError, OSError: there is none that can be trusted, or kept here.
    """
    if kept := left_behind(folder):
        try:
            return checked(client, run, kept)
        except Unusable as error:
            log.info("What a broken load left behind is of no use. %s", error)
    forget(folder)
    return checked(client, run, fetched(client, run, folder))


def left_behind(folder: Path) -> Path | None:
    """The whole file that a load left which was broken off over it. It is left to one other load: a file that ends
    every process that reads it must not be read for ever.

    Raises:
        Unusable: two loads were broken off over it.
    """
    whole, again = folder / NAME, folder / f"again-{NAME}"
    if again.exists():
        raise Unusable("Two loads were broken off over the registry's file.")
    return whole.rename(again) if whole.exists() else None


def fetched(client: RegistryClient, run: RefreshRun, folder: Path) -> Path:
    """The file as the registry gives it now. It has its name only when it has come to its end."""
    part = folder / f"{NAME}.part"
    folder.mkdir(parents=True, exist_ok=True)
    client.download(ADDRESS, FORMAT, part, signs_of_life(run))
    return part.rename(folder / NAME)


def forget(folder: Path) -> None:
    """Delete what there is of the file: it is of no use any more."""
    for path in folder.glob(f"*{NAME}*"):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            log.warning("%s should be deleted, and cannot be: %s.", path, error.strerror)


def signs_of_life(run: RefreshRun) -> Callable[[], None]:
    """What can be called at any rate, and tells from time to time that the run is alive."""
    last = time.monotonic()

    def alive() -> None:
        nonlocal last
        if time.monotonic() - last >= SIGN_OF_LIFE:
            last = time.monotonic()
            still_alive(run)

    return alive


def checked(client: RegistryClient, run: RefreshRun, path: Path) -> Bulk:
    """The file, opened.

    Raises:
        Unusable: it is damaged, holds too few or too many studies, or is older than what the registry gives now.
        RegistryError: the registry did not say what it should be held to.
    """
    with contextlib.ExitStack() as opened:
        try:
            archive = opened.enter_context(zipfile.ZipFile(path))
        except UNREADABLE as error:
            raise Unusable(f"The registry's file is damaged: {error}.") from None
        members = [one for one in archive.infolist() if STUDY.fullmatch(one.filename)]
        announced = run.expected or 0
        if not members or abs(len(members) - announced) > TOLERANCE * announced:
            raise Unusable(f"The registry's file holds {len(members):,} studies, the registry {announced:,}.")
        since = newest_day(client, members[-1])
        if loaded_on(record(archive, members[-1])) < since:
            raise Unusable(f"The registry's file is older than its data of {since}.")
        opened.pop_all()
        return Bulk(archive, members, since)


def newest_day(client: RegistryClient, member: zipfile.ZipInfo) -> str:
    """The day of the data that the registry gives now: that of any record, for example this one.

    Raises:
        Unusable: the record does not say.
    """
    named = STUDY.fullmatch(member.filename)
    day = loaded_on(client.study(named[1])) if named else ""
    if not day:
        raise Unusable("The registry's records do not say of which day they are.")
    return day


def loaded_on(raw: bytes) -> str:
    """The day of the data load that a record is of: "2026-11-18", or nothing."""
    found = LOADED_ON.search(raw)
    return found[1].decode() if found else ""


def record(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """One file of the archive, whole.

    Raises:
        Unusable: it is damaged, or too large to be a study.
    """
    if member.file_size > WHOLE:
        raise Unusable(f"{member.filename} is too large for a study.")
    try:
        return archive.read(member)
    except UNREADABLE as error:
        raise Unusable(f"{member.filename} is damaged: {error}") from None
