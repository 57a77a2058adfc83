"""The parameters of a request, checked as the registry checks them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.registry import errors
from tests.registry.essie import parse
from tests.registry.model import DATE_TYPES, INDEXED_ONLY, areas, enums, fields_by_name
from tests.registry.syntax import Node, near

Pairs = Sequence[tuple[str, str]]
NCT_ID = re.compile(r"[Nn][Cc][Tt]0*[1-9]\d{0,7}", re.ASCII)
ONLY_IDS = re.compile(rf"[\s,]*{NCT_ID.pattern}([\s,]+{NCT_ID.pattern})*[\s,]*", re.ASCII)
GEO = re.compile(r"distance\((-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?),(\d+(?:\.\d+)?(?:km|mi)?)\)", re.ASCII)
DECAY = re.compile(
    r"func:(gauss|exp|linear),scale:(\d+(\.\d+)?(km|mi)),offset:(\d+(\.\d+)?(km|mi)),decay:(\d+(\.\d+)?)"
)
SORT = re.compile(r"([a-zA-Z][a-zA-Z0-9\-. ]*|@relevance)(?::(asc|desc))?")
FIELD = re.compile(r"[a-zA-Z][a-zA-Z0-9\-. ]*|@query")
SYNONYM = re.compile(r"\w+:\w+")
QUERIES = {area.parameter: area.name for area in areas().values()} | {"query.lead": "LeadSponsorName"}
LABELS = {area.parameter: area.label for area in areas().values()} | {"query.lead": "LeadSponsorName"}
FILTERS = ("overallStatus", "geo", "ids", "advanced", "synonyms")
STUDIES = frozenset((
    *QUERIES, *(f"{prefix}.{name}" for prefix in ("filter", "postFilter") for name in FILTERS),
    "format", "markupFormat", "aggFilters", "geoDecay", "fields", "sort", "countTotal", "pageSize", "pageToken",
))  # fmt: skip
STUDY = frozenset(["format", "markupFormat", "fields"])
CSV_COLUMNS = (
    "NCT Number", "Study Title", "Study URL", "Acronym", "Study Status", "Brief Summary", "Study Results", "Conditions",
    "Interventions", "Primary Outcome Measures", "Secondary Outcome Measures", "Other Outcome Measures", "Sponsor",
    "Collaborators", "Sex", "Age", "Phases", "Enrollment", "Funder Type", "Study Type", "Study Design", "Other IDs",
    "Start Date", "Primary Completion Date", "Completion Date", "First Posted", "Results First Posted",
    "Last Update Posted", "Locations", "Study Documents",
)  # fmt: skip
PAGE_PARAMETERS = ("countTotal", "pageSize", "pageToken")
DEFAULT_PAGE, LARGEST_PAGE = 10, 1000


@dataclass(frozen=True, slots=True)
class SortKey:
    """`piece` may be "@relevance"."""

    piece: str
    descending: bool


@dataclass(frozen=True, slots=True)
class Search:
    """A checked request for a list. `ids_only` set means that a query was a list of ids, which silences all else."""

    queries: tuple[Node, ...]
    queried_areas: tuple[str, ...]
    ids_only: tuple[int, ...] | None
    filters: tuple[Node, ...]
    statuses: tuple[tuple[str, ...], ...]
    ids: tuple[tuple[int, ...], ...]
    facets: tuple[str, ...]
    sort: tuple[SortKey, ...]
    fields: tuple[str, ...] | None
    count_total: bool
    page_size: int
    token: str | None
    identity: str


def check_names(pairs: Pairs, known: frozenset[str]) -> dict[str, str]:
    """The parameters by name, the first of each; raises `RegistryError` on an unknown one."""
    for name, _ in pairs:
        if name not in known:
            raise errors.unknown_parameter(name)
    return dict(reversed(pairs))


def check_stats_names(pairs: Pairs, known: frozenset[str]) -> dict[str, str]:
    for name, _ in pairs:
        if name.startswith(("query.", "filter.", "postFilter.")):
            raise errors.invalid_prefix(name)
    return check_names(pairs, known)


def read_search(pairs: Pairs) -> Search:
    values = check_names(pairs, STUDIES)
    if values.get("format") == "csv":
        _check_columns(values)
    formats(values, ("json",))
    queries = {name: values[name] for name in QUERIES if values.get(name, "").strip()}
    only = [value for value in queries.values() if ONLY_IDS.fullmatch(value)]
    filters = [f"{prefix}.{{}}" for prefix in ("filter", "postFilter")]
    token = values.get("pageToken") or None
    if "geoDecay" in values and not DECAY.fullmatch(values["geoDecay"]):
        raise errors.bad_format("geoDecay")
    return Search(
        queries=() if only else tuple(parse(text, QUERIES[name], LABELS[name]) for name, text in queries.items()),
        queried_areas=tuple(QUERIES[name] for name in queries),
        ids_only=tuple(int(found[3:]) for value in only for found in NCT_ID.findall(value)) if only else None,
        filters=tuple(node for form in filters for node in _filter_nodes(values, form)),
        statuses=tuple(_statuses(values[name]) for form in filters if (name := form.format("overallStatus")) in values),
        ids=tuple(_ids(values[name], name) for form in filters if (name := form.format("ids")) in values),
        facets=tuple(split(values.get("aggFilters", ""))),
        sort=_sort(values),
        fields=field_names(values),
        count_total=boolean(values, "countTotal"),
        page_size=_page_size(values),
        token=token,
        identity="&".join(f"{name}={values[name]}" for name in sorted(values) if name not in PAGE_PARAMETERS),
    )


def split(text: str) -> list[str]:
    """Items of a comma- or pipe-separated list."""
    return [item.strip() for item in re.split(r"[,|]", text)] if text.strip() else []


def formats(values: Mapping[str, str], known: tuple[str, ...]) -> None:
    for name, allowed in (("format", known), ("markupFormat", ("markdown", "legacy"))):
        if values.get(name, allowed[0]) not in allowed:
            raise errors.invalid_value(name, values[name])


def _check_columns(values: Mapping[str, str]) -> None:
    """CSV is not emulated, but a request that mixes up its column names with the names of JSON is told so."""
    for name in split(values.get("fields", "")):
        if name not in CSV_COLUMNS:
            raise errors.invalid_column(name)


def _filter_nodes(values: Mapping[str, str], form: str) -> list[Node]:
    nodes: list[Node] = []
    name = form.format("geo")
    if name in values:
        match = GEO.fullmatch(values[name])
        if not match:
            raise errors.bad_format(name)
        nodes.append(near(match[1], match[2], match[3]))
    if values.get(form.format("advanced"), "").strip():
        nodes.append(parse(values[form.format("advanced")], "BasicSearch", "advanced filter"))
    name = form.format("synonyms")
    for position, item in enumerate(split(values.get(name, "")), 1):
        if not SYNONYM.fullmatch(item):
            raise errors.bad_item(name, position)
    return nodes


def _statuses(text: str) -> tuple[str, ...]:
    found = tuple(split(text))
    for status in found:
        if status not in enums()["Status"]:
            raise errors.invalid_value("overallStatus", status)
    return found


def _ids(text: str, name: str) -> tuple[int, ...]:
    found = split(text)
    for position, item in enumerate(found, 1):
        if not NCT_ID.fullmatch(item):
            raise errors.bad_item(name, position)
    return tuple(int(item[3:]) for item in found)


def _sort(values: Mapping[str, str]) -> tuple[SortKey, ...]:
    items = split(values.get("sort", ""))
    if len(items) > 2:
        raise errors.bad_format("sort")
    keys = []
    for position, item in enumerate(items, 1):
        match = SORT.fullmatch(item)
        if not match:
            raise errors.bad_item("sort", position)
        keys.append(_sort_key(match[1], match[2]))
    return tuple(keys)


def _sort_key(name: str, direction: str | None) -> SortKey:
    """Dates fall and numbers rise unless told otherwise."""
    if name == "@relevance" or name in INDEXED_ONLY:
        return SortKey(name, direction == "desc" or (direction is None and name == "@relevance"))
    field = fields_by_name().get(name)
    if field is None:
        raise errors.invalid_field(name, "sort")
    if field.kind not in (*DATE_TYPES, "int", "age"):
        raise errors.unsortable("text" if field.kind in ("text", "markup", "nct", "") else field.kind)
    return SortKey(field.piece, direction == "desc" or (direction is None and field.kind in DATE_TYPES))


def field_names(values: Mapping[str, str]) -> tuple[str, ...] | None:
    if "fields" not in values:
        return None
    names = split(values["fields"])
    if not names:
        raise errors.bad_format("fields")
    for position, name in enumerate(names, 1):
        if not FIELD.fullmatch(name):
            raise errors.bad_item("fields", position)
    return tuple(names)


def boolean(values: Mapping[str, str], name: str) -> bool:
    value = values.get(name) or "false"
    if value not in ("true", "false"):
        raise errors.bad_format(name)
    return value == "true"


def _page_size(values: Mapping[str, str]) -> int:
    """Absent and 0 mean 10, more than 1000 means 1000."""
    text = values.get("pageSize") or "0"
    if not re.fullmatch(r"\d+", text, re.ASCII) or int(text) >= 2**31:
        raise errors.bad_format("pageSize")
    return min(int(text) or DEFAULT_PAGE, LARGEST_PAGE)
