"""The registry's data model: fields, pieces, enums and search areas, read from `data/`."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
DATE_TYPES = ("date", "partial")
PLAIN_TYPES = ("text", "markup", "nct", "date", "partial", "int", "bool", "age", "point")
# Searchable and sortable, never returned: the length of a list.
INDEXED_ONLY = {
    "NumLocations": "Location", "NumArmGroups": "ArmGroup", "NumInterventions": "Intervention",
    "NumConditions": "Condition", "NumReferences": "Reference", "NumPrimaryOutcomes": "PrimaryOutcome",
    "NumSecondaryOutcomes": "SecondaryOutcome", "NumCollaborators": "Collaborator",
    "NumCentralContacts": "CentralContact", "NumLocationContacts": "LocationContact",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """One node: `path` names from the top, `kind` a type of `data/model.txt` or "" for a branch."""

    piece: str
    path: tuple[str, ...]
    kind: str
    is_list: bool
    nested: bool
    children: tuple["Field", ...]

    @property
    def dotted(self) -> str:
        return ".".join(self.path)

    @property
    def is_enum(self) -> bool:
        return bool(self.kind) and self.kind not in PLAIN_TYPES

    def walk(self) -> Iterator["Field"]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Area:
    """A search area: its request parameter, the label error messages use, and the weight of each piece."""

    name: str
    parameter: str
    label: str
    weights: dict[str, float]


@cache
def sections() -> tuple[Field, ...]:
    lines = (DATA / "model.txt").read_text(encoding="utf-8").splitlines()
    return _children([line for line in lines if not line.startswith("#")], 0, ())


def _children(lines: list[str], depth: int, path: tuple[str, ...]) -> tuple[Field, ...]:
    """Parse the lines of one branch; a line indented by `depth` starts a field."""
    if not lines:
        return ()
    starts = [n for n, line in enumerate(lines) if len(line) - len(line.lstrip()) == depth]
    fields = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        name, piece, *kind = lines[start].split()
        here = (*path, name.rstrip("[]*"))
        children = _children(lines[start + 1 : end], depth + 1, here)
        fields.append(Field(piece, here, kind[0] if kind else "", "[]" in name, name.endswith("*"), children))
    return tuple(fields)


@cache
def fields_by_name() -> dict[str, Field]:
    """Every field by piece name and by dotted path."""
    every = [field for section in sections() for field in section.walk()]
    return {field.piece: field for field in every} | {field.dotted: field for field in every}


@cache
def enums() -> dict[str, dict[str, str]]:
    """Values of each enum type with their legacy labels."""
    found: dict[str, dict[str, str]] = {}
    kind = ""
    for line in (DATA / "enums.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            value, _, label = line.strip().partition("=")
            found[kind][value] = label
        elif not line.startswith("#"):
            kind = line
            found[kind] = {}
    return found


@cache
def areas() -> dict[str, Area]:
    """Search areas by name."""
    found: dict[str, Area] = {}
    name = ""
    for line in (DATA / "areas.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            words = line.split()
            found[name].weights.update(zip(words[::2], map(float, words[1::2]), strict=True))
        elif not line.startswith("#"):
            head, _, label = line.partition("|")
            name, parameter = head.split()
            found[name] = Area(name, parameter, label, {})
    return found
