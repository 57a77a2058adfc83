"""Small phrases, found by their first word: a walk over a long text costs one look-up for each word."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar

from trials.search.understanding.text import Text

Kind = TypeVar("Kind")


class Cue(NamedTuple, Generic[Kind]):
    """A phrase in a text, from word `start` to before word `end`."""

    start: int
    end: int
    kind: Kind


class Table(Generic[Kind]):
    """Phrases and their kinds."""

    def __init__(self, kinds: Mapping[Kind, Iterable[str]]) -> None:
        self.by_first: dict[str, list[tuple[tuple[str, ...], Kind]]] = {}
        for kind, phrases in kinds.items():
            for phrase in phrases:
                words = tuple(phrase.split())
                self.by_first.setdefault(words[0], []).append((words, kind))
        for known in self.by_first.values():
            known.sort(key=lambda one: -len(one[0]))

    def at(self, text: Text, position: int) -> Cue[Kind] | None:
        """The longest phrase that begins with a word."""
        phrases = self.by_first.get(text.words[position])
        if phrases is None:
            return None
        for words, kind in phrases:
            if len(words) == 1 or tuple(text.words[position : position + len(words)]) == words:
                return Cue(position, position + len(words), kind)
        return None

    def within(self, text: Text) -> Iterator[Cue[Kind]]:
        """The phrases of a text, without overlap, the longest first come."""
        free = 0
        for position, word in enumerate(text.words):
            if position >= free and word in self.by_first and (cue := self.at(text, position)):
                yield cue
                free = cue.end


def lines(text: str) -> list[str]:
    """Phrases that are written one after the other, parted by commas."""
    return [" ".join(one.split()) for one in text.split(",") if one.strip()]
