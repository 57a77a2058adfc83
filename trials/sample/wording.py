"""Small pieces of language: capitals for titles, escapes for markup, spans of time."""

import re

SMALL_WORDS = frozenset(["a", "an", "and", "as", "at", "by", "for", "in", "mg", "of", "on", "or", "the", "to"])


def escape_markup(text: str) -> str:
    """Plain text as the registry gives it in a markup field: CommonMark with backslash escapes."""
    return re.sub(r"([<>\[\]*_^~])", r"\\\1", text)


def title_case(name: str) -> str:
    """`name` for a title: small words and parts that hold capitals stay as they are."""
    words = name.split(" ")
    return " ".join(word if n and word in SMALL_WORDS else _capital_parts(word) for n, word in enumerate(words))


def _capital_parts(word: str) -> str:
    """Capitals for the parts of a word such as "as-needed"; the first part always gets one."""
    first, *others = word.split("-")
    kept = [part if part in SMALL_WORDS else _capital(part) for part in others]
    return "-".join([_capital(first), *kept])


def _capital(part: str) -> str:
    return part if part != part.lower() else first_capital(part)


def first_capital(text: str) -> str:
    """`text` with a capital first letter, unless it starts with a number."""
    return text[:1].upper() + text[1:]


def span_of(weeks: int) -> str:
    """A length of treatment as people say it: "12 weeks", "about 9 months", "about 2 years"."""
    if weeks >= 96:
        return "about 2 years"
    if weeks in range(50, 54):
        return "about 1 year"
    return f"about {round(weeks / 4.345)} months" if weeks >= 26 else f"{weeks} weeks"


def join_words(items: list[str], word: str = "and") -> str:
    """["a", "b", "c"] as "a, b and c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {word} {items[-1]}"
