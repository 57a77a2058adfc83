"""Terms inside a longer text: a table of folded phrases, and the walk that finds the longest ones."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from trials.search.terms.everyday import EVERYDAY
from trials.search.terms.folding import fold
from trials.search.terms.rows import Heading

# No term reaches across these. A comma parts less than the others: inverted names have it inside.
CLAUSE_ENDS = re.compile(r"[;:()\[\]{}|\n]|[.!?](?=\s|$)|\s[-–—]\s")
SHORTEST_IN_SMALL_LETTERS = 3


class Mention(NamedTuple):
    """A term in a text: from token `start` to before token `end` of `folding.tokens(text)`."""

    start: int
    end: int
    meanings: tuple[Heading, ...]


class Phrases:
    """Folded phrases with what they mean, found by their first word and their length."""

    def __init__(self, phrases: dict[str, tuple[Heading, ...]], possessives: dict[str, tuple[Heading, ...]]) -> None:
        self.meanings = phrases
        self.possessives = possessives  # "parkinsons", by itself: not folded, since Parkinson is also a name
        lengths: dict[str, set[int]] = {}
        for phrase in phrases:
            first, _, rest = phrase.partition(" ")
            lengths.setdefault(first, set()).add(rest.count(" ") + 2 if rest else 1)
        shapes: dict[frozenset[int], tuple[int, ...]] = {}  # one tuple for all words of the same lengths
        self.lengths = {
            first: shapes.setdefault(frozenset(found), tuple(sorted(found, reverse=True)))
            for first, found in lengths.items()
        }

    def within(self, words: Sequence[str], plain: Sequence[str], start: int, shouted: bool) -> list[Mention]:
        """The longest phrases among the words of one clause, from left to right.

        `words` are as written, `plain` the same folded; `start` is the place of the first in the whole text.
        """
        found = []
        position, end = 0, len(plain)
        while position < end:
            after = position + 1
            for length in self.lengths.get(plain[position], ()):
                if position + length > end:
                    continue
                phrase = " ".join(plain[position : position + length]) if length > 1 else plain[position]
                meanings = self.meanings.get(phrase)
                if meanings and (length > 1 or counts(words[position], shouted)):
                    after = position + length
                    found.append(Mention(start + position, start + after, meanings))
                    break
            else:
                meanings = self.possessives.get(words[position].casefold())
                if meanings and counts(words[position], shouted):
                    found.append(Mention(start + position, start + after, meanings))
            position = after
        return found


def counts(word: str, shouted: bool) -> bool:
    """Whether a single word in a longer text names a disease: everyday words and the shortest only in capitals."""
    small = word.casefold()
    if len(word) >= SHORTEST_IN_SMALL_LETTERS and small not in EVERYDAY and fold(small) not in EVERYDAY:
        return True
    return word.isupper() and not shouted


def clauses(text: str) -> list[str]:
    """The parts of a text that no term reaches across; their tokens are those of the text."""
    return CLAUSE_ENDS.split(text) if CLAUSE_ENDS.search(text) else [text]


def is_shouted(text: str) -> bool:
    """Whether capitals say nothing, since the text has no other letters and is longer than an abbreviation."""
    return text.isupper() and len(text.split()) > 2
