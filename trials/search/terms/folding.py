"""How a text's words are made equal: plural and singular, British and American, "two", "II" and "2".

Both sides of every comparison are folded, so a fold need not be a word: "diabetes" becomes "diabete" on both.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from trials.words import APOSTROPHES, SEPARATORS, SMALL_WORDS

NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8"}
NUMBERS |= {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "nine": "9", "ten": "10"}
LONE_NUMERALS = {"i": "1", "v": "5", "x": "10"}  # letters too: numerals only after one of the words below
NUMBERED = frozenset(("type", "stage", "grade", "class", "group", "factor", "phase", "bipolar"))
SHORTEST_FOLDED = 5  # letters; "aids" is no plural of "aid"
# A lone ending that is no plural: virus, arthritis, abscess.
SINGULAR = ("ss", "us", "is")
# Endings (British, then Greek plurals) and what they become.
ENDINGS = (
    ("isation", "ization"),
    ("ising", "izing"),
    ("ised", "ized"),
    ("yse", "yze"),
    ("our", "or"),
    ("itre", "iter"),
    ("ibre", "iber"),
    ("stases", "stasis"),
    ("phases", "phase"),
    ("oses", "osis"),
    ("itides", "itis"),
)
NOT_ENDINGS = frozenset(("noses", "doses", "roses", "hoses", "hour", "four", "your", "flour", "nurse", "glucoses"))


# What the two patterns do to ASCII, five times as fast.
ASCII = {code: SEPARATORS.sub(" ", APOSTROPHES.sub("", chr(code))) for code in range(128)}


def tokens(text: str) -> list[str]:
    """The words of a text in their own case: those of `trials.words.key`, and all of them however long the text is."""
    if text.isascii():
        return text.translate(ASCII).split()
    text = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return SEPARATORS.sub(" ", APOSTROPHES.sub("", text)).split()


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """A word in small letters -> its form for comparing: "tumours" -> "tumor"."""
    if word in NUMBERS:
        return NUMBERS[word]
    if len(word) < SHORTEST_FOLDED or word in NOT_ENDINGS:
        return word
    if "ae" in word or "oe" in word:
        word = word.replace("ae", "e").replace("oe", "e")
    return british(singular(word))


def singular(word: str) -> str:
    """The word without the mark of its plural or possessive, where it ends like one."""
    for plural, one in ENDINGS[-4:]:
        if word.endswith(plural):
            return word[: -len(plural)] + one
    if not word.endswith("s") or word.endswith(SINGULAR):
        return word
    if word.endswith("ies") and len(word) > SHORTEST_FOLDED:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "xes")) else word[:-1]


def british(word: str) -> str:
    """The American spelling of a word that ends the British way."""
    for ending, american in ENDINGS[:-4]:
        if word.endswith(ending):
            return word[: -len(ending)] + american
    return word.replace("our", "or") if word.startswith(("tumour", "behaviour")) else word


def folded(words: Iterable[str]) -> list[str]:
    """Words in small letters, folded; a lone "i" or "v" is a number where numbers stand ("type i")."""
    result = [fold(word) for word in words]
    if LONE_NUMERALS.keys().isdisjoint(result):
        return result
    for position in range(1, len(result)):
        if result[position] in LONE_NUMERALS and result[position - 1] in NUMBERED:
            result[position] = LONE_NUMERALS[result[position]]
    return result


def bag(words: Sequence[str]) -> str:
    """Folded words without small ones, in the order of the alphabet: equal for "Leukemia, Acute" and "acute leukemia".

    The A of "vitamin A deficiency" is no small word: it follows one that is not small.
    """
    if SMALL_WORDS.isdisjoint(words):
        return " ".join(sorted(words))
    kept = [
        word
        for position, word in enumerate(words)
        if word not in SMALL_WORDS or (word == "a" and position > 0 and words[position - 1] not in SMALL_WORDS)
    ]
    return " ".join(sorted(kept or words))


def naturally_ordered(words: str) -> str:
    """ "Leukemia, Myeloid, Acute" -> "Acute Myeloid Leukemia"; what is not inverted stays ("Hand, Foot and Mouth")."""
    parts = words.split(", ")
    if len(parts) == 1 or " and " in parts[-1] or re.match(r"\d", parts[-1]):
        return words
    return " ".join(reversed(parts))
