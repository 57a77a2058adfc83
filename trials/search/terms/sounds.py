"""How a word sounds, roughly: words that are heard as one are written as one."""

import re
from functools import lru_cache

# In this order; each pattern with what it sounds like.
RULES = tuple(
    (re.compile(pattern), sounds)
    for pattern, sounds in (
        (r"^(?:pn|kn|gn)", "n"),
        (r"^ps", "s"),
        (r"^x", "z"),
        (r"^(?:rh|wr)", "r"),
        (r"ph", "f"),
        (r"^sch(?=[aeiou])", "sk"),
        (r"(?:tsch|sch|tch|sh)", "S"),
        (r"tz", "z"),
        (r"(?:qu|ck|kh|q)", "k"),
        (r"(?:x|cz)", "ks"),
        (r"sth?m", "sm"),
        (r"c(?=[eiy])|z", "s"),
        (r"ch(?=[lr])", "k"),
        (r"c(?!h)", "k"),
        (r"dg|g(?=[eiy])", "j"),
        (r"(?:ae|oe|ee|ea|ei|ie|ey)", "i"),
        (r"(?:eu|ou|oo|ew|ue|aw|au)", "u"),
        (r"(?:ai|ay)", "a"),
        (r"y", "i"),
        (r"(?<=[aeiourt])h|h$", ""),
        (r"(.)\1+", r"\1"),
        (r"(?<=...)(?:es?|s)$", ""),
    )
)


@lru_cache(maxsize=2_000)
def sound(word: str) -> str:
    """A word in small letters -> its sound: "crohns", "crones" and "krone" -> "kron"."""
    for pattern, sounds in RULES:
        word = pattern.sub(sounds, word)
    return word


# Consonants that are taken for each other by ear or lie side by side on the keyboard.
ALIKE = str.maketrans("mdbvzjgq", "ntpfskkk", "aeiouy")


def skeleton(word: str) -> str:
    """The consonants of its sound: "lupis" and "lupus" -> "lps"."""
    return sound(word).translate(ALIKE)
