"""Conditions and substances of the generated studies, with their MeSH headings and ancestors.

The full MeSH table is used where it is present (`../shared/vocabulary/mesh_descriptors.tsv.gz`: id, name, entry terms
and tree numbers, the last two separated by "|"); otherwise `data/mesh.tsv`, an extract of the same form. Adapted from
the Medical Subject Headings of the United States National Library of Medicine.

    python -m tests.registry.vocabulary MESH_DESCRIPTORS.tsv.gz     rewrites the extract
"""

import gzip
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

HERE = Path(__file__).parent
FULL_TABLE = HERE.parents[2] / "shared" / "vocabulary" / "mesh_descriptors.tsv.gz"
EXTRACT = HERE / "data" / "mesh.tsv"
POPULAR = HERE / "data" / "popular.txt"
DISEASE_TREES = ("C", "F03")
SUBSTANCE_TREES = ("D",)


@dataclass(frozen=True, slots=True)
class Heading:
    """One MeSH descriptor: `mesh` and `ancestors` are rendered JSON objects, `names` what sponsors call it."""

    id: str
    names: tuple[str, ...]
    mesh: str
    ancestors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Headings in falling order of popularity."""

    conditions: tuple[Heading, ...]
    substances: tuple[Heading, ...]


@dataclass(frozen=True, slots=True)
class Descriptor:
    id: str
    name: str
    entries: tuple[str, ...]
    trees: tuple[str, ...]

    def within(self, trees: tuple[str, ...]) -> bool:
        return any(tree.startswith(trees) for tree in self.trees)


def load_vocabulary(full_table: Path | None = FULL_TABLE) -> Vocabulary:
    """Read the full table if one is given and exists, else the extract."""
    path = full_table if full_table is not None and full_table.exists() else EXTRACT
    descriptors = list(read_descriptors(path))
    by_tree = {tree: descriptor for descriptor in descriptors for tree in descriptor.trees}
    common = read_popular()
    rank = {name: position for position, name in enumerate(common)}
    conditions = [d for d in descriptors if d.within(DISEASE_TREES)]
    substances = [d for d in descriptors if d.within(SUBSTANCE_TREES)]
    return Vocabulary(
        tuple(_heading(d, by_tree, common) for d in sorted(conditions, key=lambda d: _popularity(d, rank))),
        tuple(_heading(d, by_tree, common) for d in sorted(substances, key=lambda d: _popularity(d, rank))),
    )


def read_descriptors(path: Path) -> Iterator[Descriptor]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("#"):
                continue
            mesh_id, name, entries, trees = line.rstrip("\n").split("\t")[:4]
            yield Descriptor(mesh_id, name, tuple(entries.split("|")) if entries else (), tuple(trees.split("|")))


def _popularity(descriptor: Descriptor, rank: dict[str, int]) -> tuple[int, int]:
    """Named ones first; the others in an order that has nothing to do with the alphabet."""
    return rank.get(descriptor.name, len(rank)), int(descriptor.id[1:]) * 2654435761 % 2**32


def read_popular() -> dict[str, str]:
    """The popular headings in their order, each with the name sponsors write ("" where that is the heading)."""
    lines = POPULAR.read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(" = ") for line in lines if not line.startswith("#"))
    return {name: common for name, _, common in pairs}


def uninvert(name: str) -> str:
    """ "Carcinoma, Basal Cell" as people write it: "Basal Cell Carcinoma"."""
    head, comma, tail = name.partition(", ")
    return f"{tail} {head}" if comma and "," not in tail else name


def _heading(descriptor: Descriptor, by_tree: dict[str, Descriptor], common: dict[str, str]) -> Heading:
    natural = common.get(descriptor.name) or uninvert(descriptor.name).replace("Neoplasms", "Cancer")
    plain = [entry for entry in descriptor.entries if "," not in entry]
    ancestors = {
        above.id: above.name
        for tree in descriptor.trees
        for above in _above(tree, by_tree)
        if above.id != descriptor.id
    }
    return Heading(
        descriptor.id,
        tuple(dict.fromkeys([natural, uninvert(descriptor.name), *plain[:10]])),
        render_mesh(descriptor.id, descriptor.name),
        tuple(render_mesh(mesh_id, name) for mesh_id, name in ancestors.items()),
    )


def _above(tree: str, by_tree: dict[str, Descriptor]) -> Iterator[Descriptor]:
    while "." in tree:
        tree = tree.rpartition(".")[0]
        if tree in by_tree:
            yield by_tree[tree]


def render_mesh(mesh_id: str, term: str) -> str:
    return orjson.dumps({"id": mesh_id, "term": term}).decode()


def extract(descriptors: Iterable[Descriptor], popular: set[str]) -> Iterator[str]:
    """Lines of the small table: the popular headings and everything above them."""
    kept = list(descriptors)
    by_tree = {tree: d for d in kept for tree in d.trees}
    chosen = {d.id for d in kept if d.name in popular}
    chosen |= {above.id for d in kept if d.id in chosen for tree in d.trees for above in _above(tree, by_tree)}
    for d in kept:
        if d.id in chosen:
            entries = "|".join([entry for entry in d.entries if "," not in entry][:6])
            yield "\t".join([d.id, d.name, entries, "|".join(d.trees)])


def main(source: Path) -> None:
    popular = set(read_popular())
    header = "# Adapted from MeSH 2026, U.S. National Library of Medicine: id, name, entry terms, tree numbers."
    EXTRACT.write_text("\n".join([header, *extract(read_descriptors(source), popular)]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
