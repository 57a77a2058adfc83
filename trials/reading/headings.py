"""Which lines of an eligibility text are headings, and which side they open.

There is no format: sponsors write "Inclusion Criteria:", "* INCLUSION CRITERIA:", "Key exclusion criteria for
siblings", "Patients will be excluded if they:" and much else. Every rule here would rather not know than err.
"""

import re
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise


class Side(Enum):
    """Where a heading puts what follows it."""

    INTRODUCTION = "introduction"
    INCLUSION = "inclusion"
    EXCLUSION = "exclusion"
    OTHER = "other"


@dataclass(frozen=True)
class Heading:
    """The side it opens, what it says beyond that ("Siblings"), and the text behind it on its line."""

    side: Side
    group: str = ""
    rest: str = ""
    partial: bool = False  # "Key inclusion criteria": the record does not list all of them
    alone: bool = False  # only this one line belongs to the side; the text then goes on where it was


_SHORT, _LONG = 5, 13  # words: fewer are more likely a heading than a sentence, without and with a colon
_FLAGS = re.IGNORECASE | re.DOTALL
# The noun with its usual misspellings, and what else stands in its place.
_CRITERIA = r"(?:c[riet]{2,5}r[a-z]{0,4}|factors?|conditions?|standards?|requirements?|guidelines?)"
_IN, _EX = r"in[clus]{3,5}ion", r"ex[clus]{3,5}ion"
_SIDE = rf"(?P<not>non?[ -]?|not )?(?P<side>{_IN}(?:s|ary)?|{_EX}(?:s|ary)?|exclude|ineligibility)"
_NAMED = re.compile(rf"(?P<before>(?:\S+ ){{0,8}}?){_SIDE} ?{_CRITERIA}\b ?(?P<after>.*)", _FLAGS)
_TURNED = re.compile(rf"(?P<before>){_CRITERIA} (?:for|of) {_SIDE}\b ?(?P<after>.*)", _FLAGS)
_BARE = re.compile(
    r"(?P<before>(?:\S+ ){0,3}?)(?P<not>non?[- ])?"
    r"(?P<side>inclusions?|exclusions?|include[sd]?|exclude[sd]?|ineligible|ineligibility)(?P<after>)",
    _FLAGS,
)
_BOTH = re.compile(r"(in|ex)clusion\w*\s?(criteria)?\s?(/|and|or|&|,)\s?(non?[ -])?(in|ex)clusion", re.IGNORECASE)
_PARTIAL = {"key", "main", "major", "principal", "selected", "abbreviated"}
_PLAIN = set(
    re.findall(
        r"\w+",
        "the a an and study trial for of in all this are were is as follows follow following be will include "
        "includes enrollment enrolment eligibility detailed",
    )
)
# Behind or before these the words are part of a sentence: "who do not meet the inclusion criteria".
_ENUMERATED = re.compile(  # "B-", "III.6 ", and a footnote's number before the word
    r"\A\W*(?:[A-Ha-h]|[IVX]{1,4}(?:\.\d{1,2})*|\d{1,2}(?:\.\d{1,2})*)?[-.):\s]*(?=(?:non-?)?(?:in|"
    r"ex)clusion)",
    re.IGNORECASE,
)
# A criterion that runs into the next heading without a break: "informed consent Exclusion Criteria:".
_RUN_IN = re.compile(r"[<>≤≥=%;.]|\b(consents?|ages?|aged|years?|old|older)\b", re.IGNORECASE)
_PART = re.compile(
    r"(?:part|arm|cohort|stratum|phase|group|step|stage|study|sub-?study|module|period) \w{1,3}$",
    re.IGNORECASE,
)
_VERBS = re.compile(
    r"\b(meet|meets|met|meeting|fulfil\w*|satisf\w*|not|any|no|does|do|did|has|have|had|per|see|than|"
    r"apply|applies|applied|if|above|below|listed|these|those|who|whose|which|that|must|should|can|may|"
    r"other than)\b",
    re.IGNORECASE,
)
_QUALIFIES = re.compile(r"[(\[\-–—,;&/]|(for|in|of|to|at|on|prior|related|determined|specific|regarding)\b", re.I)
_SERVES = re.compile(r"(will be|are|were|is|include[sd]?)\b.{0,40}", re.IGNORECASE)
_LATER = re.compile(
    r"(?:[\w/-]+ ){0,3}(?:terminat\w+|drop-?\s?out|withdraw\w*|discontinu\w+|removal|eliminat\w+|"
    r"stopping|suspension|"
    r"rejection|shedding|exit) criteria(?:[ :(].{0,60})?",
    re.IGNORECASE,
)
_MINORITIES = re.compile(r"inclusion of (women|minorities|children|men)\b.{0,60}", re.IGNORECASE)
_NEUTRAL = re.compile(r"(?:[\w-]+ ){0,3}(eligibility|selection|entry|participation) criteria ?[:：]?", re.IGNORECASE)
_EXCLUDES = re.compile(
    r"\b(?:excluded?|excludes|excluding|ineligible|exclusions?|disqualif\w+|precluded?|barred|rejected|"
    r"contraindications?|excl|exclusi[oó]n\w*|exclusão|ausschluss\w*|eksklusi|esclusione|"
    r"not (?:be |been |considered )*(?:eligible|included|enrolled|recruited|accepted|participate|entered|"
    r"admitted)|"
    r"(?:cannot|can not|may not|must not|should not) (?:be included|be enrolled|participate|join|enter|"
    r"take part))\b",
    re.IGNORECASE,
)
_EXCLUDED_COLON = re.compile(
    r"\b(?:exclu(?:de[ds]?|sions?)|ineligible|not eligible|non-?inclusion)(?: \w+){0,3} ?[:：]", re.IGNORECASE
)
_FORBIDS = re.compile(r"\b(?:must|may|should|can) ?not\b|\bdo not\b|\breject\b", re.IGNORECASE)
_INCLUDES = re.compile(
    r"\b(?:(?:are|is|be|considered|deemed) eligible|eligible (?:for|to|if|when)|(?:be|are|"
    r"were) (?:included|enrolled)|"
    r"(?:must|should|have to|has to)(?:$|:|(?: also)? (?:meet|have|be|fulfil\w*|satisfy|show))|"
    r"prerequisites?|requirements?)\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(  # who is left out, near the beginning: rules out "causes that have been excluded"
    r"(?:exclu\w+|(?:\S+ ){0,8}?(?:patients?|subjects?|participants?|individuals?|people|persons?|candidates?|"
    r"volunteers?|women|men|children|anyone|those|infants|adults|parents|you|reasons?|presence|the following|"
    r"any of))\b",
    re.IGNORECASE,
)
_LISTS = re.compile(r"\b(following|below|criteria|if|who|they|conditions|reasons|because|with)\b", re.IGNORECASE)
# A heading that stands where none can be told from a sentence, so that nothing is certain behind it.
_INSIDE = re.compile(
    r"(?<!non-)(?<!Non-)(?<!NON-)\b(?:"
    r"(?P<i>Inclusion Criteria|INCLUSION CRITERIA|(?:[Ii]nclusion criteria|INCLUSIONS?|Inclusions?) ?[:：])|"
    r"(?P<e>Exclusion Criteria|EXCLUSION CRITERIA|Non-[Ii]nclusion [Cc]riteria|"
    r"[Ee]xclusion [Cc]riteri[ao]n?|(?:EXCLUSIONS?|Exclusions?|EXCLUDED?) ?[:：]))"
)
_MIDLINE = re.compile(
    r"(?<=\S) (?=(?:(?:Key|Main|Major|Other|General|Patient|Additional) )?"
    r"(?:Inclusion|Exclusion|INCLUSION|EXCLUSION) (?:[Cc]riteria|CRITERIA)(?: [^:：.;]{0,60})?[:：])"
)
_LAST = re.compile(rf"\b(?:{_IN}|(?P<ex>{_EX})) {_CRITERIA}[ :：.]*$", re.IGNORECASE)
_JOINED = re.compile(
    r"(?:\b(?:and|or|the|all|any|meet|meets|following|non|these|in|per|see|of|from|by|to|with|under|no)|/|&|-)\s*$",
    re.IGNORECASE,
)


def heading(line: str, listed: bool, side: Side) -> Heading | None:
    """The heading that the line is, or None for a criterion. `line` is plain text without its list mark.

    `listed` says that the line is an item of a list, where only an unmistakable heading counts; `side` is
    where the text stands now.
    """
    text = _ENUMERATED.sub("", " ".join(line.strip(" *_#=~").split()), count=1)
    head, colon, rest = _headed(text)
    if len(head) > 250:
        return None
    if _BOTH.search(text) and len(text) < 250:
        return None if listed or (colon and not rest) else Heading(Side.OTHER, rest=text, alone=True)
    if not listed and (_LATER.fullmatch(head) or _MINORITIES.fullmatch(head)):
        return Heading(Side.OTHER, group=head, rest=rest)
    if side is Side.INTRODUCTION and _NEUTRAL.fullmatch(head):
        return Heading(Side.INTRODUCTION, rest=rest)
    match = _named(head, colon, listed and bool(rest)) or _bare(head, colon, listed and bool(rest))
    if match and not (listed and not colon and match["before"]):
        return _opened(match, head, rest)
    return _lead_in(text, side)


def pieces(line: str) -> list[str]:
    """The line cut where another heading begins in its middle: "... may apply Exclusion Criteria: under
    18".
    """
    cuts = [m.start() for m in _MIDLINE.finditer(line) if not _JOINED.search(line, max(0, m.start() - 20), m.start())]
    bounds = [0, *cuts, len(line)]
    return [line[a:b].strip() for a, b in pairwise(bounds)]


def is_doubtful(line: str, side: Side) -> bool:
    """The line is no heading, yet what follows it may belong to the other side: nothing is certain any more."""
    if _BOTH.search(line):
        return line.endswith((":", "：")) and side is not Side.INTRODUCTION
    headings = _INSIDE.finditer(line)
    found = {m.lastgroup for m in headings if not _JOINED.search(line, max(0, m.start() - 20), m.start())}
    last = _LAST.search(line)
    if last and not _VERBS.search(line):
        found.add("e" if last["ex"] else "i")
    if side is Side.INCLUSION and _may_exclude(line):
        return True
    return (side is not Side.EXCLUSION and "e" in found) or (side is not Side.INCLUSION and "i" in found)


def _may_exclude(line: str) -> bool:
    """Among the inclusions: what follows the line, or stands behind its colon, may be exclusions."""
    length, ends = len(line.split()), line.endswith((":", "："))
    if _EXCLUDED_COLON.search(line) or (ends and length < _LONG and _FORBIDS.search(line)):
        return True
    if not _EXCLUDES.search(line) or line.lower().startswith("no "):
        return False
    lists = length < 3 * _LONG and not ends and re.search(r"\b(?:following|below)\b", line, re.IGNORECASE)
    return length < _SHORT or (length < _LONG and ends) or bool(lists)


def invites(line: str) -> bool:
    """ "To be eligible, patients must meet the following:" where no heading says so."""
    return line.endswith((":", "：")) and bool(_INCLUDES.search(line)) and not _EXCLUDES.search(line)


def _headed(text: str) -> tuple[str, bool, str]:
    """(the text up to its first colon, whether there is one, the text behind it)."""
    match = re.search(r"[:：•]", text)
    if match:
        return text[: match.start()].strip(), True, text[match.end() :].strip()
    dash = re.fullmatch(rf"((?:\w+ )?(?:in|ex)clusion {_CRITERIA}) ?[-–—.]+ ?(none\b.*|)", text, re.IGNORECASE)
    return (dash[1], True, dash[2]) if dash else (text, False, "")


def _named(head: str, colon: bool, strict: bool) -> re.Match[str] | None:
    match = _NAMED.fullmatch(head) or _TURNED.fullmatch(head)
    if match is None or _VERBS.search(match["before"]) or _runs_in(match):
        return None
    after = match["after"]
    if strict:
        return match if not after and not match["before"] else None
    if not after or _QUALIFIES.match(after) or (colon and _SERVES.fullmatch(after)):
        return match if colon or len(head) < 150 else None
    short = len(head.split()) < 11 and not head.endswith(".") and not _VERBS.search(after)
    return match if short and (colon or not match["before"]) else None


def _runs_in(match: re.Match[str]) -> bool:
    """What stands before "Exclusion criteria" is a criterion of the list before rather than part of the
    heading.
    """
    before = match["before"].strip()
    if not before or _PART.search(before):
        return False
    last = before.split()[-1]
    capital = match["side"][0].isupper() and not last[0].isupper() and len(before.split()) > 2
    return capital or bool(_RUN_IN.search(before)) or bool(re.search(r"\d", before))


def _bare(head: str, colon: bool, strict: bool) -> re.Match[str] | None:
    match = _BARE.fullmatch(head)
    if match is None or _VERBS.search(match["before"]) or strict or _runs_in(match):
        return None
    if match["before"] and not match["side"].lower().endswith("s"):
        return None
    return match


def _opened(match: re.Match[str], head: str, rest: str) -> Heading:
    """The heading of a match: its side, and what it says beyond "inclusion criteria" as the name of a
    group.
    """
    excludes = match["side"].lower().startswith(("ex", "inel")) or bool(match["not"])
    after = "" if _SERVES.fullmatch(match["after"]) else match["after"]
    told = [word.strip("()[].,;-–—").lower() for word in f"{match['before']} {after}".split()]
    plain = all(not word or word in _PLAIN or word in _PARTIAL for word in told)
    side = Side.EXCLUSION if excludes else Side.INCLUSION
    return Heading(side, "" if plain else head, rest, partial=plain and not _PARTIAL.isdisjoint(told))


def _lead_in(text: str, side: Side) -> Heading | None:
    """ "Patients will be excluded if they:" opens the exclusions even where no heading does. The other way
    round, "To be eligible, patients must:" opens the inclusions, but only where nothing has been opened yet.
    """
    if side is Side.EXCLUSION or len(text) > 250 or not text.endswith((":", "：")):
        return None
    if _EXCLUDES.search(text):
        found = _LISTS.search(text) and _PEOPLE.match(text)
        return Heading(Side.EXCLUSION, group=text.rstrip(" :：")) if found else None
    if side is Side.INTRODUCTION and _INCLUDES.search(text) and _PEOPLE.match(text):
        return Heading(Side.INCLUSION, group=text.rstrip(" :："))
    return None
