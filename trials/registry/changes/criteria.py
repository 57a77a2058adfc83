"""The rules for joining, line by line.

Which list a line stands in is told only where both versions have one heading of each kind and nothing else looks
like one: to call an exclusion an inclusion would be worse than to say nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from trials.registry.changes import spelling
from trials.registry.changes.base import Change, Fact, Rank
from trials.registry.changes.pairing import MOST_COMPARISONS, Pairing
from trials.registry.records import Study

ALIKE = 0.5  # share of words in common that makes two lines versions of one
_SIDE = re.compile(r"\b(?:non-?)?(?:in|ex)clu[sd]", re.IGNORECASE)
_ABOUT_SIDES = re.compile(r"\b(?:non-?)?(?:in|ex)clu[sd]|\b(?:in)?eligib", re.IGNORECASE)
_HEADING = re.compile(
    r"(?:key |main |major |general |principal )?(in|ex)clusion criteria"
    r"(?: for (?:all )?(?:patients|participants|subjects))?[ :：.]*",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"\W*(?:\S+ ){0,3}(?:non-?)?(?:in|ex)clusion criteria\b", re.IGNORECASE
)  # a heading, and text behind it
_LONGEST_HEADING = 12  # words


class Side(StrEnum):
    INCLUSION = "inclusion"
    EXCLUSION = "exclusion"
    UNKNOWN = ""


class CriteriaLine(Fact, frozen=True):
    """A line without its list mark, in plain text."""

    text: str
    side: Side = Side.UNKNOWN


class CriteriaReworded(Fact, frozen=True):
    """A line and what has become of it, in plain text."""

    before: str
    after: str
    side: Side = Side.UNKNOWN


class CriteriaChanged(Change, tag="criteria", frozen=True):
    """Lines added, dropped and reworded, each in its text's order; and how many lines each version has."""

    added: tuple[CriteriaLine, ...] = ()
    dropped: tuple[CriteriaLine, ...] = ()
    reworded: tuple[CriteriaReworded, ...] = ()
    lines_before: int = 0
    lines_after: int = 0

    @property
    def rank(self) -> Rank:
        return Rank.MAJOR


@dataclass(frozen=True)
class _Line:
    text: str
    side: Side

    @cached_property
    def tokens(self) -> spelling.Tokens:
        return spelling.tokens(self.text)

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(self.tokens)


def compare_criteria(before: Study, after: Study) -> Iterator[Change]:
    """One change at most; none where only spelling, marks, order within a list or line breaks differ."""
    old, new = before.protocol.eligibility.eligibility_criteria, after.protocol.eligibility.eligibility_criteria
    if old == new:
        return
    mine, others = _sided(spelling.lines(old), spelling.lines(new))
    changed = _matched(mine, others)
    if not (changed.before or changed.after or changed.pairs):
        return
    position = {id(line): index for index, line in enumerate(others)}
    pairs = sorted(changed.pairs, key=lambda pair: position[id(pair[1])])
    yield CriteriaChanged(
        tuple(CriteriaLine(line.text, line.side) for line in changed.after),
        tuple(CriteriaLine(line.text, line.side) for line in changed.before),
        tuple(CriteriaReworded(one.text, other.text, other.side) for one, other in pairs),
        len(mine),
        len(others),
    )


def _matched(before: list[_Line], after: list[_Line]) -> Pairing[_Line]:
    """Without the lines that say the same: the others, those that are alike in pairs. No line changes its side."""
    found = Pairing(before, after)
    found.by(lambda line: (line.side, line.text))
    found.by(lambda line: (line.side, line.tokens))
    found.by(lambda line: (line.side, spelling.gist(line.tokens)))
    _join_broken(found)
    changed = Pairing(found.before, found.after)
    changed.by_likeness(
        lambda one, other: spelling.likeness(one.words, other.words), ALIKE, within=lambda line: line.side
    )
    return changed


def _sided(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[list[_Line], list[_Line]]:
    """The lines with the side that their heading gives them. Where that is uncertain in one of the versions, no line of
    either has a side, and headings are lines like any other.
    """
    certain = _is_certain(before) and _is_certain(after)
    return _lines(before, certain), _lines(after, certain)


def _is_certain(lines: tuple[str, ...]) -> bool:
    headings = [line for line in lines if _HEADING.fullmatch(line)]
    sides = [line.casefold().count("exclusion") for line in headings]
    doubtful = (line for line in lines if line not in headings and _resembles_heading(line))
    return sides == [0, 1] and not any(doubtful)


def _resembles_heading(line: str) -> bool:
    if _OPENING.match(line):
        return True
    if line.endswith((":", "：")):
        return _ABOUT_SIDES.search(line) is not None
    return len(line.split()) <= _LONGEST_HEADING and _SIDE.search(line) is not None


def _lines(lines: tuple[str, ...], sided: bool) -> list[_Line]:
    side, found = Side.UNKNOWN, []
    for line in lines:
        heading = _HEADING.fullmatch(line) if sided else None
        if heading:
            side = Side(heading[1].lower() + "clusion")
        else:
            found.append(_Line(line, side))
    return found


def _join_broken(found: Pairing[_Line]) -> None:
    """Takes out lines that were only broken or joined: what several lines of one version say, one line of the other
    says word for word.
    """
    if len(found.before) * len(found.after) > MOST_COMPARISONS:
        return
    found.after, found.before = _without_joined(found.after, found.before)
    found.before, found.after = _without_joined(found.before, found.after)


def _without_joined(whole: list[_Line], parts: list[_Line]) -> tuple[list[_Line], list[_Line]]:
    """The lines of `whole` that do not consist of successive `parts`, and the parts that make up none of them."""
    kept = []
    for line in whole:
        run = _run(line, parts)
        if run is None:
            kept.append(line)
        else:
            parts = parts[: run[0]] + parts[run[1] :]
    return kept, parts


def _run(line: _Line, parts: list[_Line]) -> tuple[int, int] | None:
    """The first and the end index of the parts that make up the line, if any do."""
    for start, part in enumerate(parts):
        if part.side != line.side or line.tokens[: len(part.tokens)] != part.tokens:
            continue
        length, end = 0, start
        while end < len(parts) and length < len(line.tokens):
            words = parts[end].tokens
            if line.tokens[length : length + len(words)] != words or parts[end].side != line.side:
                break
            length += len(words)
            end += 1
        if length == len(line.tokens):
            return start, end
    return None
