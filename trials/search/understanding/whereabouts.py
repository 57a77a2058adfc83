"""Places in a text: ZIP codes, and what stands after "we live in"."""

import re
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from trials.search.understanding.phrases import Table, lines
from trials.search.understanding.text import Text

Resolver = Callable[[str], str | None]  # the words of a place -> its canonical text; None where it is none

ZIP = re.compile(r"\d{5}(?:-\d{4})?")
SHORT = 60  # words: in a longer text a number of five digits is a ZIP code only if something says so
MOST_WORDS = 5  # of a place
MOST_TRIED = 20  # times that the resolver is asked
STRONG, WEAK = "strong", "weak"
CUES = Table(
    {
        STRONG: lines(
            """
            live in, lives in, living in, live near, lives near, living near, live at, lives at, live, lives, living,
            located in, located near, based in, near, close to, nearby, reside in, resides in, residing in, resident
            of, live around, lives around, from near, outside of, home is, home in, stay in, moved to, move to, travel
            to, zip, zip code, zipcode, zip code is, zip is, area code, our zip is, my zip is, postal code, vivo en,
            vivimos en, vive en, cerca de, codigo postal, miles of, miles from
        """
        ),
        WEAK: lines("in, from, around, outside, at, of, de, en, to"),
    }
)
# What stands before a number of five digits that is a count.
COUNTED = re.compile(
    r"(?:platelets?|plt|wbc|anc|count|counts|level|levels|id|mrn|case|record|room|number|no\.|ferritin|bnp|ck|cost|costs|paid|about|over|under|than|load)"
    r"(?:\s+(?:is|was|of|at|to|are|were|count))*\s*[:=#]?\s*$|[$#<>~]\s*$|\d[,.]$"
)
UNITS = re.compile(
    r"\s*(?:/|%|mg|mcg|cells|copies|k\b|per\b|iu\b|units?\b|ml\b|steps|days|people|patients|dollars|u/l|ng|pg|mm3|[,.]\d|x\s?10)"
)
# Words that no place goes beyond.
STOPS = frozenset(
    lines(
        """
        and, or, but, with, who, has, have, is, was, we, i, he, she, for, because, looking, can, could, would, are,
        my, our, since, when, where, now, on, at, her, his, age, aged, y, con, that, which, after, before, please,
        any, trials, trial, studies, if, so, too, diagnosed, area, region
    """
    )
)
NOT_PLACES = frozenset(
    lines("me, us, home, here, you, there, a, an, the, remission, pain, hospital, clinic, alone, house")
)


class Where(NamedTuple):
    """A place in a text, from word `start` to before word `end`; `place` is empty where nobody knows it."""

    start: int
    end: int
    words: str
    place: str


def whereabouts(text: Text, taken: Collection[int], place_named: Resolver) -> Iterator[Where]:
    """The places of a text, in their order."""
    left = MOST_TRIED

    def asked(words: str) -> str | None:
        nonlocal left
        left -= 1
        return place_named(words) if left >= 0 else None

    free = 0
    for position, word in enumerate(text.words):
        if position < free or position in taken:
            continue
        found = None
        if cue := CUES.at(text, position):
            found = after(text, cue.end, cue.kind, taken, asked)
        elif word[0].isdigit():
            found = zip_at(text, position, asked, is_told=False)
        elif position and len(text) <= SHORT and "," in text.gap(position):  # "leukemia, 61, Boston"
            found = after(text, position, WEAK, taken, asked)
        if found:
            free = found.end
            yield found


def zip_at(text: Text, position: int, place_named: Resolver, is_told: bool) -> Where | None:
    """The ZIP code that is a word. `is_told`: something says that it is one."""
    match = ZIP.match(text.lower, text.starts[position])
    if not match or (match.end() < len(text.lower) and text.lower[match.end()].isalnum()):
        return None
    before = text.lower[max(0, match.start() - 30) : match.start()]
    if UNITS.match(text.lower, match.end()) or COUNTED.search(before) or not (is_told or len(text) <= SHORT):
        return None
    end = text.word_at(match.end())
    place = place_named(match.group()) or ""
    return Where(position, end, match.group(), place) if place or is_told else None


def after(text: Text, position: int, kind: str, taken: Collection[int], place_named: Resolver) -> Where | None:
    """The place that follows words such as "live in"."""
    while position < len(text.words) and text.words[position] in ("zip", "code", "zipcode", "is", "the", "of"):
        position += 1
    if position >= len(text.words) or position in taken or text.words[position] in NOT_PLACES | STOPS:
        return None
    if text.words[position][0].isdigit():
        return zip_at(text, position, place_named, is_told=True)
    end = reach(text, position, taken)
    if end == position or (kind == WEAK and not is_capital(text, position)):
        return None
    for stop in range(end, position, -1):
        if place := place_named(text.said(position, stop).strip(" ,")):
            return Where(position, stop, text.said(position, stop), place)
    if kind == WEAK:
        return None
    return (
        Where(position, end, text.said(position, end), "")
        if is_capital(text, position) or text.lower == text.plain
        else None
    )


def reach(text: Text, position: int, taken: Collection[int]) -> int:
    """Before which word the name of a place ends at the latest: at a mark other than one comma."""
    commas = 0
    for end in range(position, min(len(text.words), position + MOST_WORDS)):
        gap = text.gap(end).strip() if end > position else ""
        commas += "," in gap
        is_state = commas == 1 and len(text.words[end]) == 2
        if text.words[end] in STOPS or end in taken or (gap and gap not in (",", "-", ".")) or commas > 1:
            return end
        if text.sentence[end] != text.sentence[position]:
            return end
        if gap == "," and not is_state and not is_capital(text, end):
            return end
    return min(len(text.words), position + MOST_WORDS)


def is_capital(text: Text, position: int) -> bool:
    """Whether a word begins with a capital letter that says something."""
    return text.plain[text.starts[position]].isupper() and not text.is_shouted
