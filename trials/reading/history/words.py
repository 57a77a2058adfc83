"""Two texts side by side, with the words marked that only one of them has."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Literal

Kind = Literal["same", "added", "removed"]

_WORD = re.compile(r"\s*\S+|\s+\Z")
_COMMON = 0.01  # share of a long text from which on difflib passes over a word when it looks for what has stayed
# Pairs of equal words that difflib may look at. Two wholly different texts of 20,000 characters, the longest that the
# registry takes, have a few thousand; above this limit a minute would not always be enough.
_MOST_PAIRS = 50_000


@dataclass(frozen=True)
class Piece:
    """A run of words with the white space before each. What is "removed" stands in the first text only, what is "added"
    in the second only. It is plain text: escape it when shown.
    """

    kind: Kind
    text: str


def words_compared(before: str, after: str) -> tuple[Piece, ...]:
    """Both texts in pieces, in reading order. "same" and "added" make up the second text, letter for letter; "same"
    and "removed" the first one, but for its white space.

    Two texts that repeat few words without end are told apart as a whole, since that alone is done in bounded time.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    bare = [word.strip() for word in old], [word.strip() for word in new]
    head = _shared(*bare)
    tail = _shared(bare[0][head:][::-1], bare[1][head:][::-1])
    ends = len(old) - tail, len(new) - tail
    middle = _middle(bare[0][head : ends[0]], bare[1][head : ends[1]])
    spans = [("equal", 0, head, 0, head)] if head else []
    spans += [(tag, head + a, head + b, head + c, head + d) for tag, a, b, c, d in middle]
    spans += [("equal", ends[0], len(old), ends[1], len(new))] if tail else []
    return tuple(_pieces(spans, old, new))


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _middle(old: list[str], new: list[str]) -> list[tuple[str, int, int, int, int]]:
    counts, popular = Counter(new), len(new) * _COMMON + 1
    pairs = sum(counts[word] for word in old if counts[word] <= popular or len(new) < 200)
    if pairs > _MOST_PAIRS:
        return [("replace", 0, len(old), 0, len(new))]
    return list(SequenceMatcher(None, old, new).get_opcodes())


def _pieces(spans: list[tuple[str, int, int, int, int]], old: list[str], new: list[str]) -> Iterator[Piece]:
    for tag, old_from, old_to, new_from, new_to in spans:
        if tag == "equal":
            yield Piece("same", "".join(new[new_from:new_to]))
            continue
        if old_to > old_from:
            yield Piece("removed", "".join(old[old_from:old_to]))
        if new_to > new_from:
            yield Piece("added", "".join(new[new_from:new_to]))
