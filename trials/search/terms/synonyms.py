"""Synonyms of the Disease Ontology (https://disease-ontology.org, CC0) for MeSH's headings, when the table is made."""

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from trials.search.terms.sources import Record, SourceError, bag_of_key
from trials.words import key

MOST_WORDS = 6
# They make another, narrower disease of it: "peptic ulcer without perforation", "cervical carcinoma stage 0".
NARROWING = {
    "acute",
    "benign",
    "chronic",
    "due",
    "familial",
    "in",
    "involving",
    "malignant",
    "no",
    "nos",
    "or",
    "stage",
}
NARROWING |= {"type", "with", "without"}


def read_ontology(path: Path) -> list[dict]:
    """The ontology's terms.

    Raises:
        SourceError: this is no such file.
    """
    packed = path.read_bytes()
    try:
        terms = json.loads(gzip.decompress(packed) if path.suffix == ".gz" else packed)
    except (ValueError, EOFError, gzip.BadGzipFile) as error:
        raise SourceError(f"{path.name} is no JSON: {error}") from None
    if not isinstance(terms, list):
        raise SourceError(f"{path.name} is no list of terms.")
    return terms


def with_synonyms(records: Sequence[Record], ontology: Iterable[dict]) -> list[Record]:
    """The records with what the ontology calls them, where it knows exactly one disease for a heading and one heading
    for a disease, and where MeSH does not call anything so.
    """
    taken = {bag_of_key(key(words)) for heading, entries in records for words in (heading.name, *entries)}
    known = {one.heading.mesh_id for one in records}
    pairs = [(mesh_id, term) for term in ontology for mesh_id in only(mesh_ids(term) & known)]
    times = Counter(mesh_id for mesh_id, _ in pairs)
    added: dict[str, dict[str, str]] = {mesh_id: {} for mesh_id in known}
    for mesh_id, term in pairs:
        if times[mesh_id] == 1:
            for words in (term["name"], *term.get("synonyms", ())):
                found = bag_of_key(key(words))
                if found not in taken and is_plain(words):
                    added[mesh_id].setdefault(found, words)
    shared = Counter(found for of_heading in added.values() for found in of_heading)
    return [
        one._replace(entries=(*one.entries, *(words for found, words in more.items() if shared[found] == 1)))
        for one in records
        for more in (added[one.heading.mesh_id],)
    ]


def mesh_ids(term: dict) -> set[str]:
    """The MeSH headings that a term of the ontology refers to."""
    return {one["id"] for one in term.get("xrefs", ()) if one["namespace"] == "MESH"}


def only(mesh_ids: set[str]) -> Iterator[str]:
    """The one, where there is exactly one."""
    if len(mesh_ids) == 1:
        yield from mesh_ids


def is_plain(words: str) -> bool:
    """Whether these words are a name that people would use, and no description."""
    plain = key(words).split()
    return (
        len(plain) <= MOST_WORDS and len(key(words)) > 2 and NARROWING.isdisjoint(plain) and not set(words) & set("|.:")
    )
