"""Terms for what somebody is typing: each typed word begins a word of the term."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from math import log1p
from typing import NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from trials.search.terms.folding import tokens
from trials.search.terms.rows import CURATOR, NAME, TermRow

MOST_WORDS = 8
MOST_LETTERS = 40
SHORTEST_MISSPELT = 4  # letters
LAST = "\U0010ffff"  # after every letter

# What speaks for a term, in units of the logarithm of its heading's open trials.
BEGINS = 2.0  # the first typed word begins it
SAME = 100.0  # the typed words are the whole term: before all others
OWN_NAME = 0.5  # it is the heading's name, or a curator's term


class Suggestion(NamedTuple):
    """A heading to offer: its name as shown, its id, and the term that the typed words fit."""

    words: str
    mesh_id: str
    matched: str


class Suggester:
    """The words of all terms in the order of the alphabet, each with the terms that have it."""

    def __init__(self, terms: Iterable[TermRow]) -> None:
        self.terms = list(terms)
        self.keys = [one.key for one in self.terms]
        found: dict[str, list[int]] = {}
        for number, words in enumerate(self.keys):
            for word in set(words.split()):
                found.setdefault(word, []).append(number)
        self.words = sorted(found)
        self.having = [found[word] for word in self.words]

    def suggestions(self, typed: str, limit: int, weights: Mapping[str, int]) -> list[TermRow]:
        """The best term of each of the best headings."""
        words = [word.casefold() for word in tokens(typed[: MOST_WORDS * MOST_LETTERS])][:MOST_WORDS]
        if not words or limit < 1 or max(map(len, words)) > MOST_LETTERS:
            return []
        fitting = self.fitting(words)
        if not fitting:
            words = [self.respelt(word) for word in words]
            fitting = self.fitting(words)
        return self.best(fitting, words, limit, weights)

    def fitting(self, words: Sequence[str]) -> set[int]:
        """The terms of which each word begins a word."""
        spans = sorted((self.span(word) for word in set(words)), key=lambda span: span[1] - span[0])
        found: set[int] | None = None
        for start, end in spans:
            having = {number for postings in self.having[start:end] for number in postings}
            found = having if found is None else found & having
            if not found:
                break
        return found or set()

    def span(self, beginning: str) -> tuple[int, int]:
        """Where the words stand that begin so."""
        return bisect_left(self.words, beginning), bisect_left(self.words, beginning + LAST)

    def best(
        self, fitting: Iterable[int], words: Sequence[str], limit: int, weights: Mapping[str, int]
    ) -> list[TermRow]:
        """The best term of each heading, the best headings first."""
        typed, first = " ".join(words), words[0]
        best: dict[str, tuple[float, int, str, int]] = {}
        for number in fitting:
            key, term = self.keys[number], self.terms[number]
            score = log1p(weights.get(term.mesh_id, 0)) - 0.1 * term.rank
            if key.startswith(first):
                score += SAME if key == typed else BEGINS
            if term.source in (NAME, CURATOR):
                score += OWN_NAME
            rated = (-score, len(key), key, number)
            if term.mesh_id not in best or rated < best[term.mesh_id]:
                best[term.mesh_id] = rated
        return [self.terms[one[3]] for one in sorted(best.values())[:limit]]

    def respelt(self, word: str) -> str:
        """The word, or if nothing begins so, the beginning that is nearest to it: "lukem" -> "leukem"."""
        start, end = self.span(word)
        if start < end or len(word) < SHORTEST_MISSPELT:
            return word
        start, end = self.span(word[0])
        allowed = 1 if len(word) < 7 else 2
        beginnings = {one[: len(word) + extra] for one in self.words[start:end] for extra in (-1, 0, 1)}
        near = extract(word, sorted(beginnings), scorer=OSA.distance, score_cutoff=allowed, limit=50)
        ranked = sorted((cost, -self.popularity(one), one) for one, cost, _ in near)
        return ranked[0][2] if ranked else word

    def popularity(self, beginning: str) -> int:
        """How many terms have a word that begins so."""
        start, end = self.span(beginning)
        return sum(len(postings) for postings in self.having[start:end])
