"""A text as words with their places. They are the words of `folding.tokens`, so that mentions fit."""

import re
import unicodedata
from bisect import bisect_left
from functools import cached_property

APOSTROPHES = str.maketrans("’ʼ`´", "''''")
WORD = re.compile(r"[^\W_]+(?:'+[^\W_]+)*")
SENTENCE_ENDS = re.compile(r"[;\n!?|]|\.(?=\s|$)")
NO_ENDS = re.compile(r"(?:\b(?:dr|mr|mrs|st|vs)|\b[a-z]\.[a-z])\.$")  # whose full stop ends no sentence: "y.o."


class Text:
    """A text in normal form. `words[i]` stands at `starts[i]` to `ends[i]` of `plain`; `lower` has the same places."""

    def __init__(self, raw: str) -> None:
        self.plain = normalized(raw)
        self.lower = lowered(self.plain)
        found = [one.span() for one in WORD.finditer(self.plain)]
        self.starts = [start for start, _ in found]
        self.ends = [end for _, end in found]
        self.words = [self.lower[start:end].replace("'", "") for start, end in found]

    def __len__(self) -> int:
        return len(self.words)

    def said(self, start: int, end: int) -> str:
        """The words from one to before another, as they were written."""
        return " ".join(self.plain[self.starts[start] : self.ends[end - 1]].split()) if start < end else ""

    def word_at(self, character: int) -> int:
        """The first word that starts there or later."""
        return bisect_left(self.starts, character)

    def gap(self, word: int) -> str:
        """What stands before a word, after the one before it."""
        return self.plain[self.ends[word - 1] if word else 0 : self.starts[word]]

    @cached_property
    def sentence(self) -> list[int]:
        """For each word the number of its sentence."""
        numbers, number = [], 0
        for word in range(len(self.words)):
            gap = self.gap(word)
            if word and SENTENCE_ENDS.search(gap) and not (gap[0] == "." and self.is_abbreviated(word - 1)):
                number += 1
            numbers.append(number)
        return numbers

    def is_abbreviated(self, word: int) -> bool:
        """Whether the full stop after a word belongs to it: "St. Louis", "y.o. male"."""
        return bool(NO_ENDS.search(self.lower[max(0, self.starts[word] - 2) : self.ends[word] + 1]))

    @cached_property
    def is_shouted(self) -> bool:
        """Whether capitals say nothing, since there are no other letters."""
        return self.plain.isupper() and len(self.words) > 2


def normalized(raw: str) -> str:
    """Without accents, with one kind of apostrophe. Its tokens are those of the raw text."""
    if not raw.isascii():
        raw = "".join(one for one in unicodedata.normalize("NFKD", raw) if not unicodedata.combining(one))
    return raw.translate(APOSTROPHES)


def lowered(plain: str) -> str:
    """In small letters, each at its place: a letter that would become two stays."""
    lower = plain.lower()
    return lower if len(lower) == len(plain) else "".join(one.lower()[:1] or one for one in plain)
