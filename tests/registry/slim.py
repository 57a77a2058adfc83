"""The few fields that sweeps over the whole registry ask for, told from the columns without reading the records."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from tests.registry import facts
from tests.registry.corpus import Corpus, Rows

SLIM = frozenset(("NCTId", "OverallStatus", "StudyFirstPostDate", "LastUpdatePostDate"))
# Piece, column, and the status module's member around the date; in the registry's order.
DATES = (
    ("StudyFirstPostDate", "first_post", "studyFirstPostDateStruct"),
    ("LastUpdatePostDate", "last_post", "lastUpdatePostDateStruct"),
)


@lru_cache(maxsize=20_000)
def _iso(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def slim_records(corpus: Corpus, rows: Rows, pieces: frozenset[str]) -> Iterator[bytes]:
    """The projection of each row to some of `SLIM`, byte for byte as `projection.project` makes it."""
    statuses = corpus.book.by_column["status"].names
    table = corpus.table[rows]
    dates = [(name, table[column].tolist()) for piece, column, name in DATES if piece in pieces]
    for n, (number, code) in enumerate(zip(table["number"].tolist(), table["status"].tolist(), strict=True)):
        modules, members = [], []
        if "NCTId" in pieces:
            modules.append(f'"identificationModule":{{"nctId":"NCT{number:08d}"}}')
        if "OverallStatus" in pieces and code != facts.NONE:
            members.append(f'"overallStatus":"{statuses[code]}"')
        members += [f'"{name}":{{"date":"{_iso(days[n])}"}}' for name, days in dates if days[n] != facts.NONE]
        if members:
            modules.append(f'"statusModule":{{{",".join(members)}}}')
        yield f'{{"protocolSection":{{{",".join(modules)}}}}}'.encode() if modules else b"{}"
