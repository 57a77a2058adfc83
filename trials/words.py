"""How names and a visitor's words are made comparable. Both sides of every comparison go through `key`."""

import re
import unicodedata
from functools import lru_cache

KEY_LENGTH = 300  # characters; longer names are cut, since an index entry has its limit
APOSTROPHES = re.compile("['’ʼ`´]")
SEPARATORS = re.compile(r"[\W_]+")
SMALL_WORDS = frozenset(("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"))


@lru_cache(maxsize=50_000)
def key(words: str) -> str:
    """Small letters without accents, apostrophes and marks: "Crohn’s Disease (Ileum)" -> "crohns disease ileum"."""
    bare = words[: 4 * KEY_LENGTH].casefold()
    if not bare.isascii():
        bare = "".join(one for one in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(one))
    return SEPARATORS.sub(" ", APOSTROPHES.sub("", bare)).strip()[:KEY_LENGTH].strip()
