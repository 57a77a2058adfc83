"""How names and a visitor's words are made comparable. Both sides of every comparison go through `key`.

PostgreSQL's text search configuration `trialfinder` (made by a migration) then brings word forms together: English
stems, no stop words, so that "ALL" stays a leukemia.
"""

import re
import unicodedata
from functools import lru_cache

SEARCH_CONFIG = "trialfinder"
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


def without_small_words(words: str) -> str:
    """The words that carry meaning; all of them where none does ("cancer of the breast" -> "cancer breast")."""
    kept = [word for word in words.split() if word.casefold() not in SMALL_WORDS]
    return " ".join(kept) or words
