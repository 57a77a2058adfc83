"""Files that hold registry records: which they are, and one record after the other, without holding a file whole."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import ijson
import msgspec

WHOLE = 64 * 1024 * 1024  # bytes of JSON that are read at once; a larger list is streamed
LINES = (".jsonl", ".ndjson")
SUFFIXES = (".json", *LINES, ".json.gz", ".jsonl.gz", ".ndjson.gz", ".zip")
UNREADABLE = (OSError, EOFError, zlib.error, zipfile.BadZipFile)  # of a damaged or half-copied file


class UnknownSource(Exception):
    """A path that holds no records. Its text says what would."""


@dataclass(frozen=True, slots=True)
class Found:
    """One record as it stands in a file, or the reason why the rest of that file cannot be read."""

    origin: str  # "studies.jsonl.gz line 17"
    raw: bytes
    bytes_read: int  # of all files so far, as they lie on the disk
    error: str = ""


def files(paths: Iterable[Path]) -> list[Path]:
    """The files to read, folders searched to their bottom, in a stable order.

    Raises:
        UnknownSource: a path does not exist, or holds nothing that can be read.
    """
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise UnknownSource(f"There is no file or folder “{path}”.")
        inside = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
        readable = [one for one in inside if one.name.lower().endswith(SUFFIXES)]
        if not readable:
            raise UnknownSource(f"“{path}” holds no records. Files that can be read end in {', '.join(SUFFIXES)}.")
        found += readable
    return found


def records(paths: Iterable[Path]) -> Iterator[Found]:
    """Every record in these files. A damaged file yields one Found with an error, and the next file is read."""
    before = 0
    for path in paths:
        size = path.stat().st_size
        read = 0
        try:
            for where, raw, read in file_records(path):
                yield Found(f"{path.name} {where}".strip(), raw, before + read)
        except UNREADABLE as error:
            yield Found(path.name, b"", before + read, f"The file cannot be read to its end: {error}")
        before += size


def file_records(path: Path) -> Iterator[tuple[str, bytes, int]]:
    """Where in the file, the record, and how many bytes of the file have been read."""
    name = path.name.lower()
    if name.endswith(".zip"):
        yield from zipped(path)
        return
    with path.open("rb") as file:
        stream = gzip.GzipFile(fileobj=file) if name.endswith(".gz") else file
        found = lines(stream) if name.removesuffix(".gz").endswith(LINES) else document(stream)
        for where, raw in found:
            yield where, raw, file.tell()


def zipped(path: Path) -> Iterator[tuple[str, bytes, int]]:
    """The JSON files of an archive. A truncated archive has no directory and is refused before anything is read."""
    read = 0
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            read += member.compress_size
            if member.filename.lower().endswith(".json"):
                with archive.open(member) as stream:
                    for where, raw in document(stream):
                        yield f"{member.filename} {where}".strip(), raw, read


def lines(stream: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """One record a line; empty lines are passed over."""
    for number, line in enumerate(stream, start=1):
        if line := line.strip():
            yield f"line {number}", line


def document(stream: BinaryIO | io.BufferedIOBase) -> Iterator[tuple[str, bytes]]:
    """The records of one JSON document: a study, a list of studies, or a page of the registry's API."""
    head = stream.read(WHOLE)
    more = stream.read(1)
    if more:
        yield from streamed(Rejoined(head + more, stream))
        return
    raw = head.removeprefix(b"\xef\xbb\xbf").strip()
    try:
        listed = page(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        # One study a line under the wrong name, or no JSON: the reader of records says which.
        yield from lines(raw.splitlines()) if b"\n{" in raw and raw.startswith(b"{") else [("", raw)]
        return
    if listed is None:
        yield "", raw
        return
    for number, one in enumerate(listed, start=1):
        yield f"item {number}", bytes(one)


class Page(msgspec.Struct):
    studies: list[msgspec.Raw] | None = None


def page(raw: bytes) -> list[msgspec.Raw] | None:
    """The items of a list or an API page as they stand, or None where it is a single study."""
    if raw.startswith(b"["):
        return msgspec.json.decode(raw, type=list[msgspec.Raw])
    return msgspec.json.decode(raw, type=Page).studies


def streamed(stream: "Rejoined") -> Iterator[tuple[str, bytes]]:
    """The items of a list or an API page that is larger than memory should hold."""
    prefix = "item" if stream.head.lstrip()[:1] == b"[" else "studies.item"
    try:
        for number, item in enumerate(ijson.items(stream, prefix, use_float=True), start=1):
            yield f"item {number}", msgspec.json.encode(item)
    except ijson.JSONError as error:
        raise OSError(f"this is not JSON: {error}") from None


class Rejoined(io.RawIOBase):
    """A stream whose beginning has been read already."""

    def __init__(self, head: bytes, rest: BinaryIO | io.BufferedIOBase) -> None:
        self.head, self.rest, self.at = head, rest, 0

    def read(self, size: int = -1) -> bytes:
        if self.at >= len(self.head):
            return self.rest.read(size)
        start, self.at = self.at, len(self.head) if size < 0 else min(self.at + size, len(self.head))
        return self.head[start : self.at]
