"""A segment on disk, and back. A segment is written aside and then named, so that a reader never sees half of one."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from trials.search.index.columns import Segment

FORMAT = 4  # of the files; another one is not read but made anew
CURRENT = "current"


class Stamp(msgspec.Struct, frozen=True):
    """What a segment was made from.

    Args:
        database: which database, since two have the same transaction numbers.
        written_before: every transaction below this number is in it.
        vocabulary: the version of the vocabulary that named its conditions.
    """

    database: str
    written_before: int
    vocabulary: int
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Base:
    """A whole segment with its stamp; `name` tells one from another."""

    name: str
    stamp: Stamp
    segment: Segment


def save(segment: Segment, stamp: Stamp, folder: Path) -> str:
    """Write a segment, make it the current one, and remove the others. Those who read them keep what they read."""
    folder.mkdir(parents=True, exist_ok=True)
    taken = [int(one.name.split(".")[0]) for one in folder.glob("[0-9]*")]
    name = str(max(taken, default=0) + 1)
    aside = folder / f"{name}.part"
    aside.mkdir()
    for array, values in segment.arrays().items():
        np.save(aside / f"{array}.npy", values, allow_pickle=False)
    (aside / "stamp.json").write_bytes(msgspec.json.encode(stamp))
    aside.rename(folder / name)
    (folder / "current.part").write_text(name)
    (folder / "current.part").replace(folder / CURRENT)
    for old in folder.glob("[0-9]*"):
        if old.name != name:
            shutil.rmtree(old, ignore_errors=True)
    return name


def current(folder: Path) -> str:
    """The name of the current segment; empty where there is none."""
    try:
        return (folder / CURRENT).read_text()
    except FileNotFoundError:
        return ""


def load(folder: Path, name: str) -> Base | None:
    """A segment as it stands on disk, not unpacked; None where it is gone or of another form."""
    place = folder / name
    try:
        stamp = msgspec.json.decode((place / "stamp.json").read_bytes(), type=Stamp)
        if stamp.format != FORMAT:
            return None
        arrays = {one.stem: np.asarray(np.load(one, mmap_mode="r")) for one in place.glob("*.npy")}
        return Base(name, stamp, Segment.of(arrays))
    except (OSError, KeyError, ValueError, msgspec.DecodeError, json.JSONDecodeError):
        return None
