"""Words as the index holds them: keys, brought to their stems. Both sides of every comparison go through here."""

from collections.abc import Iterable
from functools import lru_cache

import Stemmer

from trials.search.index.columns import STEM_BYTES
from trials.words import SMALL_WORDS, key

_stem = Stemmer.Stemmer("english", 0).stemWord


@lru_cache(maxsize=200_000)
def stem(word: str) -> bytes:
    """ "leukemias" -> b"leukemia"; at most STEM_BYTES bytes."""
    return _stem(word).encode()[:STEM_BYTES]


def stems(text: str) -> set[bytes]:
    """The stems of a text's words."""
    return set(map(stem, key(text).split()))


def telling_stems(text: str) -> set[bytes]:
    """The same without small words, unless there are no others."""
    words = key(text).split()
    return set(map(stem, [word for word in words if word not in SMALL_WORDS] or words))


class StemTable:
    """Stems on their way into an index: each gets a number as it comes."""

    def __init__(self) -> None:
        self.codes: dict[bytes, int] = {}

    def codes_of(self, found: Iterable[bytes]) -> list[int]:
        codes = self.codes
        return [codes.setdefault(one, len(codes)) for one in found]
