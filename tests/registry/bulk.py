"""The whole corpus as one zip archive, packed while it is sent: nobody holds it whole."""

import zipfile
from collections.abc import Iterator

from tests.registry.corpus import Corpus, Rows

FILE_NAME = "ctg-studies.json.zip"


class Bulk:
    """The archive in pieces, one a study and the directory last. Each study lies in the folder of its last two digits.

    A data load that happens meanwhile shows in the studies that are still to come.
    """

    def __init__(self, corpus: Corpus, rows: Rows) -> None:
        self._corpus, self._rows = corpus, rows

    def __len__(self) -> int:
        return len(self._rows) + 1

    def __iter__(self) -> Iterator[bytes]:
        out = Outgoing()
        numbers = self._corpus.table["number"][self._rows].tolist()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for number, row in sorted(zip(numbers, self._rows.tolist(), strict=True)):
                with self._corpus.lock:
                    raw = self._corpus.raw(row)
                archive.writestr(f"{number % 100:02d}/NCT{number:08d}.json", raw)
                yield out.taken()
        yield out.taken()


class Outgoing:
    """A file that can only be written to, as a connection is."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._written.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """What is written waits for whoever takes it."""

    def taken(self) -> bytes:
        """What was written since the last time."""
        piece = b"".join(self._written)
        self._written.clear()
        return piece
