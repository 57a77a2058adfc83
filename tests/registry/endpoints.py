"""The registry's endpoints below /api/v2, each from checked parameters to an answer."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote

import orjson

from tests.registry import errors, statistics
from tests.registry.answers import JSON, ZIP, Answer, pretty, proxy_page
from tests.registry.bulk import FILE_NAME, Bulk
from tests.registry.corpus import Corpus, Rows
from tests.registry.model import Field, areas, enums, fields_by_name, sections
from tests.registry.parameters import (
    NCT_ID,
    STUDY,
    Pairs,
    Search,
    boolean,
    check_names,
    check_stats_names,
    field_names,
    formats,
    read_search,
    split,
)
from tests.registry.projection import project, projection
from tests.registry.searching import Searcher
from tests.registry.slim import SLIM, slim_records
from tests.registry.tokens import Position, digest_query, read_token, write_token

API_VERSION = "2.0.5"
NONE: frozenset[str] = frozenset()
Handler = Callable[["Endpoints", Pairs, "Mood"], Answer]


@dataclass(frozen=True, slots=True)
class Mood:
    """How this one request is to be treated: `keep` studies only, or a page without studies."""

    keep: int | None = None
    empty_page: bool = False


class Endpoints:
    """Answers requests from a corpus. In strict mode a token is refused with other parameters than it was given for."""

    def __init__(self, corpus: Corpus, *, strict_tokens: bool = False) -> None:
        self._corpus = corpus
        self._searcher = Searcher(corpus)
        self._strict = strict_tokens

    def answer(self, path: str, pairs: Pairs, mood: Mood) -> Answer:
        """Raises `RegistryError` for the answers of the error catalogue."""
        if path in _ROUTES:
            return _ROUTES[path](self, pairs, mood)
        parent, _, last = path.rpartition("/")
        if parent == "/studies" and last:
            return self._study(unquote(last), pairs)
        return proxy_page(404, "Not Found")

    @property
    def etag(self) -> str:
        """One for the whole data set: it changes with every load."""
        stamp = f"{self._corpus.day.toordinal() * 1000 + self._corpus.load:x}-{self._corpus.edits:x}"
        return f'"e3171a7/{API_VERSION}/{stamp}"'

    @property
    def timestamp(self) -> str:
        return f"{self._corpus.day.isoformat()}T09:00:0{4 + self._corpus.day.day % 3}"

    def _version(self, pairs: Pairs, mood: Mood) -> Answer:
        check_names(pairs, NONE)
        return pretty({"apiVersion": API_VERSION, "dataTimestamp": self.timestamp})

    def _studies(self, pairs: Pairs, mood: Mood) -> Answer:
        search = read_search(pairs)
        position = self._position(search)
        rows = self._searcher.rows(search)
        if mood.keep is not None:
            rows = rows[: mood.keep]
        first = position is None
        offset = 0 if position is None else position.offset
        page = rows[offset : offset + (0 if mood.empty_page else search.page_size)]
        left = offset + len(page) < len(rows) or mood.empty_page
        token = write_token(Position(offset + len(page), digest_query(search.identity))) if left else None
        total = len(rows) if search.count_total and first else None
        return Answer(200, JSON, _page(self._records(page, search), total, token))

    def _position(self, search: Search) -> Position | None:
        if search.token is None:
            return None
        position = read_token(search.token)
        if self._strict and position.query != digest_query(search.identity):
            raise errors.bad_format("pageToken")
        return position

    def _records(self, page: Rows, search: Search) -> list[bytes]:
        if search.fields is None:
            return [self._corpus.raw(row) for row in page.tolist()]
        if SLIM.issuperset(search.fields):
            return list(slim_records(self._corpus, page, frozenset(search.fields)))
        tree = projection(search.fields, _fields_of(search.queried_areas))
        return [orjson.dumps(project(study, tree) if tree else {}) for study in self._corpus.studies(page.tolist())]

    def _study(self, text: str, pairs: Pairs) -> Answer:
        if not NCT_ID.fullmatch(text):
            raise errors.bad_format("nctId")
        values = check_names(pairs, STUDY)
        formats(values, ("json",))
        names = field_names(values)
        number = int(text[3:])
        row = self._corpus.row(number)
        if row is None:
            return self._elsewhere(number)
        if names is None:
            return Answer(200, JSON, self._corpus.raw(row))
        if "@query" in names:
            raise errors.bad_item("fields", names.index("@query") + 1)
        tree = projection(names)
        return Answer(200, JSON, orjson.dumps(project(self._corpus.study(row), tree) if tree else {}))

    def _elsewhere(self, number: int) -> Answer:
        """A redirect for an alias, without the query string, so that it leads to the full record."""
        survivor = self._corpus.survivor(number)
        if survivor is None:
            raise errors.unknown_study(f"NCT{number:08d}")
        location = f"/api/v2/studies/NCT{self._corpus.table['number'][survivor]:08d}"
        return Answer(301, "text/plain", b"", {"Location": location})

    def _download(self, pairs: Pairs, mood: Mood) -> Answer:
        """Everything in one file, made while it is sent. It takes no filter: it is all or nothing."""
        values = check_names(pairs, frozenset(("format",)))
        if values.get("format") != "json.zip":
            raise errors.invalid_value("format", values.get("format", ""))
        rows = self._corpus.alive_rows()[: mood.keep]
        named = {"Content-Disposition": f"attachment; filename={FILE_NAME}"}
        return Answer(200, ZIP, b"", named, pieces=Bulk(self._corpus, rows))

    def _enums(self, pairs: Pairs, mood: Mood) -> Answer:
        check_names(pairs, NONE)
        return pretty(enum_infos())

    def _metadata(self, pairs: Pairs, mood: Mood) -> Answer:
        values = check_names(pairs, frozenset(("includeIndexedOnly", "includeHistoricOnly")))
        for name in ("includeIndexedOnly", "includeHistoricOnly"):
            boolean(values, name)
        return pretty([_node(section) for section in sections()])

    def _search_areas(self, pairs: Pairs, mood: Mood) -> Answer:
        check_names(pairs, NONE)
        return pretty(search_areas())

    def _size(self, pairs: Pairs, mood: Mood) -> Answer:
        check_stats_names(pairs, NONE)
        return pretty(statistics.sizes(self._corpus, mood.keep))

    def _field_values(self, pairs: Pairs, mood: Mood) -> Answer:
        values = check_stats_names(pairs, frozenset(("types", "fields")))
        types = split(values.get("types", ""))
        for kind in types:
            if kind not in statistics.TYPES:
                raise errors.invalid_value("types", kind)
        names = field_names(values)
        return pretty(statistics.field_values(self._corpus, names, types))

    def _field_sizes(self, pairs: Pairs, mood: Mood) -> Answer:
        values = check_stats_names(pairs, frozenset(("fields",)))
        return pretty(statistics.field_sizes(self._corpus, field_names(values)))


_ROUTES: dict[str, Handler] = {
    "/version": Endpoints._version,
    "/studies": Endpoints._studies,
    "/studies/download": Endpoints._download,
    "/studies/enums": Endpoints._enums,
    "/studies/metadata": Endpoints._metadata,
    "/studies/search-areas": Endpoints._search_areas,
    "/stats/size": Endpoints._size,
    "/stats/field/values": Endpoints._field_values,
    "/stats/field/sizes": Endpoints._field_sizes,
}


def _page(records: Sequence[bytes], total: int | None, token: str | None) -> bytes:
    """Compact, one study a line; the keys in the registry's order."""
    head = b"{" if total is None else b'{"totalCount":%d,' % total
    tail = b"}" if token is None else b',"nextPageToken":"' + token.encode() + b'"}'
    return b"".join((head, b'"studies":[\n', b",\n".join(records), b"\n]", tail))


def _fields_of(area_names: Sequence[str]) -> list[Field]:
    fields = fields_by_name()
    pieces = [piece for name in area_names for piece in (areas()[name].weights if name in areas() else [name])]
    return [fields[piece] for piece in pieces]


@cache
def enum_infos() -> list[dict[str, Any]]:
    pieces: dict[str, list[str]] = {}
    for section in sections():
        for field in section.walk():
            if field.is_enum:
                pieces.setdefault(field.kind, []).append(field.piece)
    return [
        {
            "type": kind,
            "pieces": pieces[kind],
            "values": [{"value": v, "legacyValue": old} for v, old in values.items()],
        }
        for kind, values in enums().items()
    ]


def _node(field: Field) -> dict[str, Any]:
    """One FieldNode of /studies/metadata."""
    node: dict[str, Any] = {"name": field.path[-1], "piece": field.piece}
    node["sourceType"] = "STRUCT" if field.children else "TEXT"
    node["type"] = (field.kind or field.piece) + ("[]" if field.is_list else "")
    if field.is_enum:
        node["isEnum"] = True
    if field.nested:
        node["nested"] = True
    if field.children:
        node["children"] = [_node(child) for child in field.children]
    return node


def search_areas() -> list[dict[str, Any]]:
    found = []
    for area in areas().values():
        parts = [
            {
                "pieces": [piece],
                "weight": weight,
                "type": re.sub(r"^[a-z]", lambda first: first[0].upper(), fields_by_name()[piece].kind),
                "isEnum": fields_by_name()[piece].is_enum,
                "isSynonyms": False,
            }
            for piece, weight in area.weights.items()
        ]
        found.append(
            {
                "name": area.name,
                "param": area.parameter.partition(".")[2],
                "uiLabel": area.label,
                "parts": parts,
            }
        )
    return [{"name": "Study", "areas": found}]
