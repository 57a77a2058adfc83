"""Files that hold registry records: which they are, and one record after the other, without holding a file whole."""

import gzip
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import ijson
import msgspec

from trials.registry.parse import without_impossible_characters

WHOLE = 64 * 1024 * 1024  # bytes of JSON that are read at once; a larger list is streamed
LINES = (".jsonl", ".ndjson")
SUFFIXES = (".json", *LINES, ".json.gz", ".jsonl.gz", ".ndjson.gz", ".zip")
# Of a damaged or half-copied file; RuntimeError: of an archive with a password or an unknown compression.
UNREADABLE = (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError)
UNDECODABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


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
        stream = cast("IO[bytes]", gzip.GzipFile(fileobj=file)) if name.endswith(".gz") else file
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
        if line := line.removeprefix(BYTE_ORDER_MARK).strip():
            yield f"line {number}", line


def document(stream: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """The records of one JSON document: a study, a list of studies, or a page of the registry's API."""
    head = stream.read(WHOLE)
    raw = head.removeprefix(BYTE_ORDER_MARK).strip()
    if stream.read(1):
        stream.seek(len(BYTE_ORDER_MARK) if head.startswith(BYTE_ORDER_MARK) else 0)
        yield from lines(stream) if one_a_line(raw) else streamed(stream, raw[:1])
        return
    try:
        found = page(raw)
    except UNDECODABLE:
        # One study a line under the wrong name, or no JSON: the reader of records says which.
        yield from lines(raw.splitlines()) if one_a_line(raw) else [("", raw)]
        return
    if found is None:
        yield "", raw
        return
    for number, one in enumerate(found, start=1):
        yield f"item {number}", bytes(one)


def one_a_line(raw: bytes) -> bool:
    """Whether this is the form of .jsonl, whatever the file is called: one of its first lines is a whole object."""
    return any(map(is_object, raw.split(b"\n", 3)[:3])) if b"\n" in raw else False


def is_object(raw: bytes) -> bool:
    """Whether this is one whole JSON object."""
    try:
        return isinstance(msgspec.json.decode(raw), dict)
    except UNDECODABLE:
        return False


class Page(msgspec.Struct):
    studies: list[msgspec.Raw] | None = None


def page(raw: bytes) -> list[msgspec.Raw] | None:
    """The items of a list or an API page as they stand, or None where it is a single study."""
    try:
        return listed(raw)
    except UNDECODABLE:
        return listed(without_impossible_characters(raw))


def listed(raw: bytes) -> list[msgspec.Raw] | None:
    if raw.startswith(b"["):
        return msgspec.json.decode(raw, type=list[msgspec.Raw])
    return msgspec.json.decode(raw, type=Page).studies


def streamed(stream: IO[bytes], first: bytes) -> Iterator[tuple[str, bytes]]:
    """The items of a list, or of an API page, that is larger than memory should hold. `first` is its first byte."""
    number = 0
    try:
        items = ijson.items(stream, "item" if first == b"[" else "studies.item", use_float=True)
        for number, item in enumerate(items, start=1):
            yield f"item {number}", msgspec.json.encode(item)
    except ijson.JSONError as error:
        raise OSError(f"this is not JSON: {error}") from None
    if not number:
        raise OSError("it holds no list of studies")
