"""The tree of a parsed query."""

from dataclasses import dataclass

from tests.registry.model import Field, fields_by_name

METRES = {"mi": 1609.344, "km": 1000.0, "": 1.0}


@dataclass(frozen=True, slots=True)
class All:
    """Every study."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words in one value of one of the pieces: side by side if `phrase`, else in any order."""

    words: tuple[str, ...]
    phrase: bool
    weights: tuple[tuple[Field, float], ...]


@dataclass(frozen=True, slots=True)
class Range:
    """Bounds as written and inclusive; `None` for MIN and MAX. A single value is a range from itself to itself."""

    field: Field
    low: str | None
    high: str | None


@dataclass(frozen=True, slots=True)
class Size:
    field: Field
    size: int


@dataclass(frozen=True, slots=True)
class Missing:
    field: Field


@dataclass(frozen=True, slots=True)
class Near:
    """Within `metres` of a point given in degrees."""

    field: Field
    latitude: float
    longitude: float
    metres: float


@dataclass(frozen=True, slots=True)
class Nested:
    """All conditions met by one and the same element of the list."""

    field: Field
    node: "Node"


@dataclass(frozen=True, slots=True)
class Not:
    node: "Node"


@dataclass(frozen=True, slots=True)
class And:
    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    nodes: tuple["Node", ...]


Node = All | Words | Range | Size | Missing | Near | Nested | Not | And | Or


def near(latitude: str, longitude: str, length: str) -> Near:
    """A circle as written, its length in miles, kilometres or, without unit, metres."""
    unit = length[-2:] if length[-2:] in METRES else ""
    return Near(
        fields_by_name()["LocationGeoPoint"],
        max(-90.0, min(90.0, float(latitude))),
        max(-180.0, min(180.0, float(longitude))),
        float(length.removesuffix(unit)) * METRES[unit],
    )
