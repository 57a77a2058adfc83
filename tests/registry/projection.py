"""`fields`: the part of a record that was asked for."""

from collections.abc import Iterable
from typing import Any

from tests.registry import errors
from tests.registry.model import INDEXED_ONLY, Field, areas, fields_by_name

Tree = dict[str, Any]
WHOLE: Tree = {}


def projection(names: Iterable[str], queried: Iterable[Field] = ()) -> Tree:
    """The asked fields as a tree by key; an empty tree means "everything below".

    A name is a piece, a dotted path, a search area or `@query` (the fields the queries looked at),
    in its exact case.
    Raises `RegistryError` on an unknown one.
    """
    tree: Tree = {}
    for name in names:
        for field in _named(name, queried):
            _add(tree, field.path)
    return tree


def _named(name: str, queried: Iterable[Field]) -> list[Field]:
    if name == "@query":
        return list(queried)
    field = fields_by_name().get(name)
    if field:
        return [field]
    if name in areas():
        return [fields_by_name()[piece] for piece in areas()[name].weights]
    if name in INDEXED_ONLY:
        return []
    raise errors.invalid_field(name)


def _add(tree: Tree, path: tuple[str, ...]) -> None:
    """A branch already asked for as a whole stays whole."""
    for depth, key in enumerate(path):
        if key in tree and not tree[key]:
            return
        if depth == len(path) - 1:
            tree[key] = {}
        else:
            tree = tree.setdefault(key, {})


def project(value: Any, tree: Tree) -> Any:
    """The asked part; lists keep their length, branches without any asked value are left out."""
    if not tree:
        return value
    if isinstance(value, list):
        return [project(item, tree) for item in value]
    kept = {}
    for key, item in value.items():
        if key in tree:
            part = project(item, tree[key])
            if part != {}:
                kept[key] = part
    return kept
