"""When two of the registry's texts say the same, however they are marked up or spelled."""

import html
import re
import unicodedata
from collections.abc import Iterable

Tokens = tuple[str, ...]

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ENTITY = re.compile(r"\\?&(?:amp;){0,9}(#?\w{2,8};)")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff™®©℠]")
# List marks as the converter and as people type them, one or several: "* ", "1. ", "a) ", "• o ".
_MARKS = re.compile(
    r"(?:[*•·●○▪◦■‣∙⁃➢✓]\s*|\+\s+|[-–—](?=\s|[^\W\d])\s*|o\s+|\(?\d{1,3}[.)]\)?\s+|\(?(?:[a-zA-Z]|[ivx]{1,5})\)\s+|[a-z]\.\s+)+"
)
_WORD = re.compile(r"[^\W_]")
_EMPHASIS = re.compile(r"\*\*|__")
_SIGNS = (("<=", "≤"), ("=<", "≤"), (">=", "≥"), ("=>", "≥"), ("+/-", "±"))
_DASHES = str.maketrans("‐‑‒–—−", "------")
# Words, and the signs that carry meaning: "≥18", "HER2-", "a T-score of -2.5". Other marks are spelling.
_TOKEN = re.compile(r"[^\W_]+|[<>≤≥=≠±%+]|(?<![\w)])-(?=\.?\d)|(?<=\w)-(?!\w)")

# Words that sponsors swap for one another without meaning anything by it.
_NEUTRAL = {
    **dict.fromkeys(("patient", "subject", "participant"), "person"),
    **dict.fromkeys(("patients", "subjects", "participants"), "people"),
    **dict.fromkeys(("a", "an", "the"), ""),
}


def plain(markup: str) -> str:
    """The characters that were meant, on as many lines: "\\>18 &amp; up" is ">18 & up"."""
    return _UNSEEN.sub("", html.unescape(_ESCAPE.sub(r"\1", _ENTITY.sub(r"&\1", markup))))


def lines(markup: str) -> tuple[str, ...]:
    """The text line by line, without list marks, indents and lines that hold no word."""
    joined = (" ".join(_EMPHASIS.sub("", _bare(line.strip())).split()) for line in plain(markup).splitlines())
    return tuple(line for line in joined if _WORD.search(line))


def _bare(line: str) -> str:
    """The line without its list marks."""
    marks = _MARKS.match(line)
    return line[marks.end() :] if marks else line


def tokens(text: str) -> Tokens:
    """The words and the signs that carry meaning, in small letters. Equal tokens say the same thing."""
    meant = plain(text)
    if not meant.isascii():
        meant = unicodedata.normalize("NFKC", meant).translate(_DASHES)
    for typed, sign in _SIGNS:
        meant = meant.replace(typed, sign)
    return tuple(_TOKEN.findall(meant.casefold()))


def text_tokens(markup: str) -> Tokens:
    """The tokens of a text of several lines; list marks and the numbers of its items do not count."""
    return tuple(token for line in lines(markup) for token in tokens(line))


def gist(words: Tokens) -> Tokens:
    """The tokens without articles and with one word for those who take part."""
    return tuple(word for word in (_NEUTRAL.get(token, token) for token in words) if word)


def same(before: str, after: str) -> bool:
    """Both texts say the same, word for word."""
    return before == after or text_tokens(before) == text_tokens(after)


def numbers(words: Iterable[str]) -> list[str]:
    """The tokens that hold a digit, sorted: doses, limits, spans of time."""
    return sorted(word for word in words if any(map(str.isdigit, word)))


def likeness(before: frozenset[str], after: frozenset[str]) -> float:
    """The share of words in common, from 0 to 1 (Dice's coefficient)."""
    return 2 * len(before & after) / (len(before) + len(after) or 1)
