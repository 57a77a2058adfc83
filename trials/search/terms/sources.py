"""Where the vocabulary comes from: the packaged tables, and NLM's own yearly file of descriptors."""

import csv
import gzip
import hashlib
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from trials.search.terms.folding import bag, folded, naturally_ordered
from trials.search.terms.rows import ENTRY, LAY, NAME, Heading, Language, TermRow
from trials.words import key

DATA = Path(__file__).parent.parent / "data"
MESH_TABLE = DATA / "mesh_diseases.tsv.gz"
LAY_TERMS = DATA / "lay_terms.csv"
PROPER_NAMES = DATA / "proper_names.txt"
COMMON_WORDS = DATA / "common_words.txt"

# The registry files conditions under trees C, F01 and F03. Of behaviour (F01) it uses 145 and 470; families, roles and
# attitudes would only be found where nobody means an illness. Pregnancy, menopause, puberty, the menstrual cycle,
# fertility and healthy volunteers are in no tree of diseases, and are searched like one.
KEPT_TREES = (
    "C",
    "F01.145",
    "F01.470",
    "F03",
    "G08.686.157",
    "G08.686.210",
    "G08.686.523",
    "G08.686.605",
    "G08.686.702",
    "G08.686.760",
    "G08.686.784.769",
    "M01.774.500",
)
# Diseases and behaviour of animals, their pregnancies, and tumours bred for experiments.
LEFT_OUT = ("C04.619", "C22", "F01.145.113", "G08.686.784.769.498")

NEOPLASM = "Neoplasm"
NEOPLASMS = re.compile(r"\bNeoplasms?$")


class SourceError(Exception):
    """A file that is not what it should be; the message says what is wrong with it."""


class Record(NamedTuple):
    """A descriptor as its source gives it."""

    heading: Heading
    entries: tuple[str, ...]


class LayTerm(NamedTuple):
    """A row of the lay terms; `rank` counts the meanings of the same words from 0."""

    words: str
    language: str
    mesh_id: str
    rank: int


# ── Choosing ─────────────────────────────────────────────────────────────────


def in_kept_tree(number: str) -> bool:
    """Whether a tree number lies in one of the kept trees."""
    return any(starts(number, tree) for tree in KEPT_TREES) and not any(starts(number, tree) for tree in LEFT_OUT)


def starts(number: str, tree: str) -> bool:
    return number.startswith(tree) if tree == "C" else number == tree or number.startswith(tree + ".")


def chosen(records: Iterable[Record], wanted: frozenset[str] = frozenset()) -> Iterator[Record]:
    """The records of the kept trees, with their tree numbers there, and the wanted ones; entries that add something."""
    for heading, entries in records:
        numbers = tuple(number for number in heading.tree_numbers if in_kept_tree(number))
        if not numbers and heading.mesh_id in wanted:
            numbers = heading.tree_numbers
        if numbers:
            yield Record(heading._replace(tree_numbers=numbers), telling(heading.name, entries))


def telling(name: str, entries: Iterable[str]) -> tuple[str, ...]:
    """The entry terms without repetitions and without inverted forms of others: order says nothing to the search."""
    straight = [one for one in entries if "," not in one]
    kept = {key(name): name}
    bags = {bag_of_key(key(name))}
    for one in straight:
        kept.setdefault(key(one), one)
        bags.add(bag_of_key(key(one)))
    for one in entries:
        if (found := bag_of_key(key(one))) not in bags:
            bags.add(found)
            kept.setdefault(key(one), one)
    return tuple(words for words in kept.values() if words != name and key(words))


def bag_of_key(words: str) -> str:
    return bag(folded(words.split()))


def mesh_terms(records: Sequence[Record]) -> Iterator[TermRow]:
    """The terms of MeSH's own; where two headings share a term, both have it. What it calls "Breast Neoplasms" is also
    "Breast Cancer", unless another heading is called so.
    """
    taken = {bag_of_key(key(words)) for heading, entries in records for words in (heading.name, *entries)}
    for heading, entries in records:
        own = {key(heading.name)}
        yield TermRow(key(heading.name), heading.name, heading.mesh_id, NAME)
        for words in (*entries, *cancers(heading, entries, taken)):
            if key(words) not in own:
                own.add(key(words))
                yield TermRow(key(words), words, heading.mesh_id, ENTRY)


def cancers(heading: Heading, entries: Iterable[str], taken: Container[str]) -> list[str]:
    """The names of a heading's neoplasms as cancers, but for those that are taken."""
    names = (naturally_ordered(one) for one in (heading.name, *entries))
    found = {f"{one.removesuffix('s').removesuffix(NEOPLASM)}Cancer" for one in names if NEOPLASMS.search(one)}
    return sorted(words for words in found if bag_of_key(key(words)) not in taken)


def lay_rows(terms: Iterable[LayTerm]) -> Iterator[TermRow]:
    """The lay terms as rows."""
    return (TermRow(key(one.words), one.words, one.mesh_id, LAY, one.language, one.rank) for one in terms)


# ── Reading ──────────────────────────────────────────────────────────────────


def read_table(path: Path) -> Iterator[Record]:
    """The records of a table: id, name, entry terms, tree numbers; further columns and lines with # are passed over.

    Raises:
        SourceError: a line has another form.
    """
    with opened(path) as file:
        for number, line in enumerate(file, start=1):
            if line.startswith(b"#"):
                continue
            columns = line.decode().rstrip("\n").split("\t")
            if len(columns) < 4 or not columns[0].startswith("D"):
                raise SourceError(f"{path.name}, line {number}: id, name, entry terms and tree numbers are expected.")
            mesh_id, name, entries, trees = columns[:4]
            yield Record(Heading(mesh_id, name, split(trees)), split(entries))


def split(words: str) -> tuple[str, ...]:
    return tuple(words.split("|")) if words else ()


def read_xml(path: Path) -> Iterator[Record]:
    """The records of NLM's descriptor file, one at a time.

    Raises:
        SourceError: this is no such file.
    """
    with opened(path) as file:
        try:
            root = None
            # NLM's file names a document type; nothing outside the file is ever read.
            for event, element in iterparse(file, events=("start", "end"), forbid_dtd=False, forbid_external=True):
                if root is None:
                    root = element
                    if root.tag != "DescriptorRecordSet":
                        raise SourceError(f"{path.name} is no file of MeSH descriptors: it begins with <{root.tag}>.")
                if event == "end" and element.tag == "DescriptorRecord":
                    yield xml_record(element)
                    root.clear()
        except (ParseError, DefusedXmlException, UnicodeDecodeError, EOFError, gzip.BadGzipFile) as error:
            raise SourceError(f"{path.name} cannot be read to its end: {error}") from error


def xml_record(element: object) -> Record:
    """A DescriptorRecord's values."""
    find, findall = element.findtext, element.findall  # type: ignore[attr-defined]
    mesh_id, name = find("DescriptorUI", "").strip(), find("DescriptorName/String", "").strip()
    if not mesh_id or not name:
        raise SourceError("A DescriptorRecord has no DescriptorUI or no DescriptorName.")
    numbers = tuple(one.text.strip() for one in findall("TreeNumberList/TreeNumber") if one.text)
    terms = (one.text for one in findall("ConceptList/Concept/TermList/Term/String") if one.text)
    return Record(Heading(mesh_id, name, numbers), tuple(one.strip() for one in terms if one.strip() != name))


def opened(path: Path) -> BinaryIO:
    """The file's bytes, unpacked where it is gzipped."""
    return cast(BinaryIO, gzip.open(path)) if path.suffix == ".gz" else path.open("rb")


def read_lay_terms(path: Path) -> list[LayTerm]:
    """The lay terms in their order; of rows with the same words the first is the likeliest meaning."""
    meanings: dict[str, int] = {}
    found = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rank = meanings.get(key(row["words"]), 0)
            meanings[key(row["words"])] = rank + 1
            found.append(LayTerm(row["words"], row["language"], row["mesh_id"], rank))
    return found


def word_list(path: Path) -> frozenset[str]:
    """The words of a file with one a line; lines with # are passed over."""
    return frozenset(line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))


@cache
def language() -> Language:
    """What the packaged word lists say of English."""
    return Language(proper_names=word_list(PROPER_NAMES), common_words=word_list(COMMON_WORDS))


def fingerprint(path: Path) -> str:
    """A hash of a file: another one means another content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
