"""The vocabulary as values: what is read from files and tables, and what the structure in memory is made of."""

from typing import NamedTuple

NAME, ENTRY, LAY, CURATOR = 1, 2, 3, 4  # sources of a term; the numbers stand in the database
PREFERENCE = {CURATOR: 0, NAME: 1, LAY: 2, ENTRY: 3}  # of two meanings of equal rank the first goes before


class Heading(NamedTuple):
    """A descriptor of MeSH: "D001249", "Asthma", ("C08.127.108", …)."""

    mesh_id: str
    name: str
    tree_numbers: tuple[str, ...]


class TermRow(NamedTuple):
    """Words that mean a heading. `rank` is 0 for the likeliest of several meanings."""

    key: str  # trials.words.key(words)
    words: str
    mesh_id: str
    source: int
    language: str = "en"
    rank: int = 0


class Language(NamedTuple):
    """Words of English, in small letters, that the vocabulary by itself does not tell."""

    proper_names: frozenset[str] = frozenset()  # keep their capital in the middle of a sentence
    common_words: frozenset[str] = frozenset()  # are no misspelt disease, though they may look like one
