"""Which lines of an eligibility text are headings, and which side they open.

There is no format: sponsors write "Inclusion Criteria:", "* INCLUSION CRITERIA:", "Key exclusion criteria for
siblings", "Patients will be excluded if they:" and much else. Every rule here prefers not to know over being wrong.
"""

import re
from dataclasses import dataclass
from enum import Enum


class Side(Enum):
    """Where a heading puts what follows it."""

    INTRODUCTION = "introduction"
    INCLUSION = "inclusion"
    EXCLUSION = "exclusion"
    OTHER = "other"


@dataclass(frozen=True)
class Heading:
    """A side, the words worth keeping as the heading of a group ("Siblings"), and text behind it on its line."""

    side: Side
    group: str = ""
    rest: str = ""
    partial: bool = False  # "Key inclusion criteria": the record does not list all of them


_CRITERIA = r"crit(?:eria|erias|eras|erion|erions|era|ereia|iria|eri)"
_SIDE = r"(?P<not>non?[ -]?|not |no )?(?P<side>inclusions?|exclusions?|in-clusion|ex-clusion)"
# "Key inclusion criteria", with up to eight words before and nothing but a qualifier behind.
_NAMED = re.compile(
    rf"(?P<before>(?:[^\s:;.]+ ){{0,8}}?){_SIDE} ?(?P<noun>{_CRITERIA})\b ?(?P<after>.*)", re.IGNORECASE | re.DOTALL
)
_TURNED = re.compile(  # "Criteria for non-inclusion in the second group:"
    rf"(?P<before>){_CRITERIA} (?:for|of) {_SIDE}\b ?(?P<after>.*)", re.IGNORECASE | re.DOTALL
)
_BARE = re.compile(  # "Exclusions:", "Other exclusions", "Excluded:"
    r"(?P<before>(?:[^\s:;.]+ ){0,3}?)(?P<not>non?[- ])?(?P<side>inclusions?|exclusions?|included|excluded)"
    r" ?(?P<after>[:：].*|)",
    re.IGNORECASE | re.DOTALL,
)
_BOTH = re.compile(
    r"(in|ex)clusion\w*\s?(criteria)?\s?(/|and|or|&|,)\s?(in|ex)clusion|(in|ex)clusion/?(in|ex)clusion", re.IGNORECASE
)
_PARTIAL = {"key", "main", "major", "principal", "selected", "primary", "important", "general", "abbreviated"}
_PLAIN = {"the", "a", "an", "and", "-", "–", "—", "*", "subject", "patient", "patients", "subjects", "participant",
          "participants", "study", "trial", "criteria", "for", "of", "in", "all", "this", "are", "were", "is", "as",
          "follows", "follow", "following", "be", "will", "include", "includes", "enrollment", "eligibility"}  # fmt: skip
_VERBS = re.compile(
    r"\b(meet|meets|met|meeting|fulfil\w*|satisf\w*|not|any|no|does|do|did|has|have|had|per|see|than|"
    r"with(?:in|out)|apply|applies|if|above|below|listed|these|those|who|whose|which|that|must|should|can|may)\b",
    re.IGNORECASE,
)
_AFTER = re.compile(r"[:：(\-–—.,;\[]|(for|in|of|to|at|prior|related|determined|specific|applicable|regarding)\b", re.I)
_SERVES = re.compile(r"(will be|are|were|is|include[sd]?)\b[^.]{0,40}[:：]$", re.IGNORECASE)

_LATER = re.compile(
    r"(?:[\w/-]+ ){0,3}(?:terminat\w+|drop-?\s?out|withdraw\w*|discontinu\w+|removal|eliminat\w+|stopping|suspension|"
    r"rejection|shedding|exit) criteria(?:[ :(].{0,60})?",
    re.IGNORECASE,
)
_MINORITIES = re.compile(r"inclusion of (women|minorities|children|men)\b.{0,60}", re.IGNORECASE)
_NEUTRAL = re.compile(r"(?:[\w-]+ ){0,3}(eligibility|selection|entry|participation) criteria ?[:：]?", re.IGNORECASE)

_OUT = (
    r"exclude[ds]?|excluding|exclusion|ineligible|not (?:be |been |considered )*(?:eligible|included|enrolled|recruited|"
    r"accepted|participate|entered|admitted)|(?:cannot|can not|may not|must not|should not) "
    r"(?:be included|be enrolled|participate|join|enter|take part)"
)
_EXCLUDES = re.compile(rf"\b(?:{_OUT})\b", re.IGNORECASE)
_INCLUDES = re.compile(
    r"\b(?:inclusion|eligible|included|enrolled|qualif\w+|(?:must|should|have to) (?:meet|have|be|fulfil\w*|satisfy))\b",
    re.IGNORECASE,
)
_FIRST_LIST = re.compile(r"\b(following|below|criteria|if|who|they|conditions|reasons|because|with)\b", re.IGNORECASE)


def heading(line: str, listed: bool, side: Side) -> Heading | None:
    """The heading that the line is, or None for a criterion. `line` is plain text without its list mark.

    `listed` says that the line is an item of a list, where only an unmistakable heading counts; `side` is where the
    text stands now.
    """
    text = " ".join(line.strip(" *_#=~").split())
    if len(text) > 600 or _BOTH.search(text):
        return _both(text, listed)
    if not listed and (_LATER.fullmatch(text) or _MINORITIES.fullmatch(text)):
        return Heading(Side.OTHER, group=text)
    if side is Side.INTRODUCTION and _NEUTRAL.fullmatch(text):
        return Heading(Side.INTRODUCTION)
    return _named(text, listed) or _bare(text, listed) or _lead_in(text, side)


def _both(text: str, listed: bool) -> Heading | None:
    """ "Other inclusion/exclusion criteria may apply" belongs to neither side."""
    if listed or len(text) > 200 or not _BOTH.search(text):
        return None
    return Heading(Side.OTHER, rest=text)


def _named(text: str, listed: bool) -> Heading | None:
    match = _NAMED.fullmatch(text) or _TURNED.fullmatch(text)
    if match is None or _VERBS.search(match["before"]):
        return None
    after = match["after"]
    if after and not _AFTER.match(after) and not _SERVES.match(after) and not (
        match["before"] == "" and after.endswith((":", "："))
    ):
        return None
    if listed and (len(match["before"].split()) > 4 or not re.match(r"[:：.]|$", after)):
        return None
    return _opened(match, after)


def _bare(text: str, listed: bool) -> Heading | None:
    match = _BARE.fullmatch(text)
    if match is None or _VERBS.search(match["before"]) or (listed and match["before"]):
        return None
    if not match["after"] and not (match["before"] == "" or text.lower().endswith("exclusions")):
        return None
    return _opened(match, match["after"])


def _opened(match: re.Match[str], after: str) -> Heading:
    """The heading of a match: its side, what it says beyond "inclusion criteria", and the text behind its colon."""
    excludes = match["side"].lower().startswith("ex") or bool(match["not"])
    side = Side.EXCLUSION if excludes else Side.INCLUSION
    qualifier, rest = _divided(after)
    words = f"{match['before']} {qualifier}".lower().replace("(", " ").replace(")", " ").split()
    told = [word.strip(":：.,;-") for word in words]
    plain = all(word in _PLAIN or word in _PARTIAL or not word for word in told)
    group = "" if plain else match.group(0)[: len(match.group(0)) - len(rest)].strip(" :：")
    return Heading(side, group, rest, partial=plain and not _PARTIAL.isdisjoint(told))


def _divided(after: str) -> tuple[str, str]:
    """What stands behind "criteria": (qualifier of the heading, text that follows the heading)."""
    if _SERVES.match(after):
        return after, ""
    colon = re.search(r"[:：]", after)
    if colon is None:
        dash = re.match(r"[-–—.]+ ?(.*)", after, re.DOTALL)
        if dash is None:
            return after, ""
        return ("", dash[1]) if len(dash[1]) < 8 else (after, "")
    return after[: colon.start()], after[colon.end() :].strip()


def _lead_in(text: str, side: Side) -> Heading | None:
    """ "Patients will be excluded if they:" opens the exclusions even where no heading does."""
    if not text.endswith((":", "：")) or len(text) > 250 or side is Side.EXCLUSION:
        return None
    if _EXCLUDES.search(text) and _FIRST_LIST.search(text):
        return Heading(Side.EXCLUSION, group=text.rstrip(" :："))
    return None


def opens_other_side(text: str, side: Side) -> bool:
    """The line is no heading, yet what follows it may belong to the other side: then nothing is certain any more."""
    if _BOTH.search(text):
        return False
    if side is Side.INCLUSION and re.search(r"(?<!non)(?<!non-)\bExclusion Criteria\b|EXCLUSION CRITERIA", text):
        return True
    return side is Side.EXCLUSION and bool(re.search(r"(?<![Nn]on-)\bInclusion Criteria\b|INCLUSION CRITERIA", text))
