"""Where the studies live: a file of one study a line, an overlay of what changed, and compact columns over both."""

import gzip
import hashlib
import json
import os
import threading
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
import orjson

from tests.registry.facts import NONE, ROW, SITE, Codebook, aliases_of, number_of, row_of, sites_of

HOLDER = b'"versionHolder":"'
Study = dict[str, Any]
Rows = npt.NDArray[np.int64]


class Growing:
    """A numpy table that rows can be added to."""

    def __init__(self, values: npt.NDArray[Any]) -> None:
        self._values = values
        self.size = len(values)

    @property
    def values(self) -> npt.NDArray[Any]:
        return self._values[: self.size]

    def extend(self, rows: list[tuple[Any, ...]]) -> None:
        if self.size + len(rows) > len(self._values):
            spare = np.zeros(max(1024, len(self._values) // 8, len(rows)), self._values.dtype)
            self._values = np.concatenate([self._values, spare])
        self._values[self.size : self.size + len(rows)] = rows
        self.size += len(rows)


class Corpus:
    """All studies of the registry by row number. Rows are stable; a removed study's row is no longer alive.

    `day` is the day of the last data load, which every served record carries as its `versionHolder`; `load` counts
    the loads and `edits` the single changes. Not safe for concurrent changes: hold `lock`.
    """

    def __init__(self, day: date) -> None:
        self.day = day
        self.load = 0
        self.edits = 0
        self.lock = threading.RLock()
        self.book = Codebook()
        self.aliases: dict[int, int] = {}
        self._table = Growing(np.zeros(0, ROW))
        self._sites = Growing(np.zeros(0, SITE))
        self._row_by_number: dict[int, int] = {}
        self._overlay: dict[int, bytes] = {}
        self._file: BinaryIO | None = None

    @classmethod
    def of(cls, studies: Iterable[Study | bytes], day: date) -> "Corpus":
        """A corpus in memory."""
        corpus = cls(day)
        for study in studies:
            corpus.put(study)
        corpus.load = 0
        return corpus

    @classmethod
    def open(cls, path: Path, day: date, cache: Path) -> "Corpus":
        """A corpus over a file; its index is kept in `cache` and built when missing (about a minute at full size)."""
        corpus = cls(day)
        lines = compact_copy(path, cache)
        corpus._file = lines.open("rb")
        index = cache / f"{_fingerprint(lines)}.index.npz"
        if index.exists():
            corpus._read_index(index)
        else:
            corpus._index_lines(corpus._file)
            corpus._write_index(index)
        corpus._row_by_number = {number: row for row, number in enumerate(corpus.table["number"].tolist())}
        return corpus

    def _index_lines(self, lines: BinaryIO) -> None:
        rows: list[tuple[Any, ...]] = []
        sites: list[tuple[Any, ...]] = []
        start = 0
        for row, line in enumerate(lines):
            study = orjson.loads(line)
            facts = row_of(study, self.book)
            first_site = self._sites.size + len(sites)
            rows.append((facts[0], start, len(line.rstrip()), line.rfind(HOLDER), *facts[4:-1], first_site))
            sites.extend(sites_of(study, row, self.book))
            self.aliases.update((alias, row) for alias in aliases_of(study))
            start += len(line)
            if len(rows) == 20_000:
                self._table.extend(rows)
                self._sites.extend(sites)
                rows, sites = [], []
        self._table.extend(rows)
        self._sites.extend(sites)

    def _write_index(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        aliases = np.array(sorted(self.aliases.items()), dtype="i8").reshape(-1, 2)
        unfinished = path.with_suffix(".part.npz")
        names = np.array(json.dumps(self.book.names()))
        np.savez(unfinished, table=self.table, sites=self.sites, aliases=aliases, names=names)
        unfinished.rename(path)

    def _read_index(self, path: Path) -> None:
        with np.load(path) as index:
            self._table, self._sites = Growing(index["table"]), Growing(index["sites"])
            self.aliases = dict(index["aliases"].tolist())
            self.book = Codebook.restore(json.loads(str(index["names"])))

    @property
    def table(self) -> npt.NDArray[Any]:
        """One `facts.ROW` a study ever known; look at `alive`."""
        return self._table.values

    @property
    def sites(self) -> npt.NDArray[Any]:
        """One `facts.SITE` a site; its `row` is `NONE` where the study no longer has it."""
        return self._sites.values

    def alive_rows(self) -> Rows:
        return np.flatnonzero(self.table["alive"])

    def __len__(self) -> int:
        return int(self.table["alive"].sum())

    def row(self, number: int) -> int | None:
        """The row of a public study by its own id (not an alias)."""
        row = self._row_by_number.get(number)
        return row if row is not None and self.table["alive"][row] else None

    def survivor(self, number: int) -> int | None:
        """The row of the study that lists this id as an alias."""
        row = self.aliases.get(number)
        return row if row is not None and self.table["alive"][row] else None

    def raw(self, row: int) -> bytes:
        """The record as served today, as compact JSON."""
        found = self._overlay.get(row)
        entry = self.table[row]
        holder = int(entry["holder"])
        if found is None:
            assert self._file is not None
            found = os.pread(self._file.fileno(), int(entry["length"]), int(entry["start"]))
        if holder == NONE:
            return found
        holder += len(HOLDER)
        return found[:holder] + self.day.isoformat().encode() + found[holder + 10 :]

    def study(self, row: int) -> Study:
        return orjson.loads(self.raw(row))

    def studies(self, rows: Iterable[int]) -> Iterator[Study]:
        for row in rows:
            yield orjson.loads(self.raw(row))

    def put(self, study: Study | bytes) -> int:
        """Add or replace a study; return its row."""
        record: Study = orjson.loads(study) if isinstance(study, bytes) else study
        raw = orjson.dumps(record)
        number = number_of(record)
        row = self._row_by_number.get(number)
        facts = row_of(record, self.book)
        values = (facts[0], NONE, len(raw), raw.rfind(HOLDER), *facts[4:-1], self._sites.size)
        if row is None:
            row = self._row_by_number[number] = self._table.size
            self._table.extend([values])
        else:
            self._forget(row)
            self.table[row] = values
        self._overlay[row] = raw
        self.edits += 1
        self._sites.extend(list(sites_of(record, row, self.book)))
        self.aliases.update((alias, row) for alias in aliases_of(record))
        return row

    def remove(self, row: int) -> None:
        """Let a study vanish without a trace, as the registry does."""
        self._forget(row)
        self.table["alive"][row] = False
        self.edits += 1

    def _forget(self, row: int) -> None:
        first = int(self.table["first_site"][row])
        self.sites["row"][first : first + int(self.table["sites"][row])] = NONE
        if row in self.aliases.values():
            self.aliases = {alias: owner for alias, owner in self.aliases.items() if owner != row}

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def _fingerprint(path: Path) -> str:
    stat = path.stat()
    return hashlib.sha256(f"{path.resolve()}:{stat.st_size}:{stat.st_mtime_ns}:{ROW}".encode()).hexdigest()[:20]


def compact_copy(path: Path, cache: Path) -> Path:
    """The file itself if it holds one compact study a line, else such a copy of it in `cache`.

    Reads a JSON list, a recorded page (`{"studies": [...]}`), or JSON lines; each also gzipped.
    """
    if path.suffix == ".jsonl" and _is_compact(path):
        return path
    cache.mkdir(parents=True, exist_ok=True)
    copy = cache / f"{_fingerprint(path)}.jsonl"
    if not copy.exists():
        unfinished = copy.with_suffix(f".part{os.getpid()}")
        with unfinished.open("wb") as out:
            for study in read_studies(path):
                out.write(orjson.dumps(study) + b"\n")
        unfinished.rename(copy)
    return copy


def _is_compact(path: Path) -> bool:
    with path.open("rb") as lines:
        first = lines.readline().rstrip(b"\n")
    return not first or orjson.dumps(orjson.loads(first)) == first


def read_studies(path: Path) -> Iterator[Study]:
    """Yield the studies of a file in any of the accepted forms."""
    name = path.name.removesuffix(".gz")
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
        if name.endswith(".jsonl"):
            yield from (orjson.loads(line) for line in file if line.strip())
            return
        content = orjson.loads(file.read())
    yield from content["studies"] if isinstance(content, dict) else content
