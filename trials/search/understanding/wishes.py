"""What somebody wants of the studies: which status, which phase, how far away; and whether they are well."""

import re
from typing import NamedTuple

from trials.search.criteria import RADII
from trials.search.understanding.phrases import Table, lines
from trials.search.understanding.text import Text

STATUS = Table(
    {
        "open": lines(
            """
            recruiting, still recruiting, still open, currently open, open now, now open, enrolling,
            actively recruiting, accepting patients, accepting participants, currently recruiting, taking patients,
            open trials, open studies, open to new patients, looking for patients, looking for participants, reclutando
        """
        ),
        "soon": lines("not yet recruiting, opening soon, starting soon, open soon, upcoming trials, upcoming studies"),
        "closed": lines(
            """completed trials, completed studies, finished trials, finished studies, closed trials, closed studies,
            past trials, past studies, completed study, completed trial"""
        ),
        "any": lines("any status, all trials, all studies, open or closed"),
    }
)
HEALTHY = Table(
    {
        True: lines(
            """
            healthy volunteer, healthy volunteers, healthy control, healthy controls, healthy participant, healthy
            participants, i am healthy, im healthy, volunteer for a study, volunteer for research, voluntario sano
        """
        )
    }
)
NUMERAL = "[1-4]|iv|i{1,3}"
PHASE = re.compile(rf"phases?\s*({NUMERAL})\b(?:\s*(?:/|-|or|and|to)\s*(?:phase\s*)?({NUMERAL})\b)?")
PHASES = {"1": "PHASE1", "i": "PHASE1", "2": "PHASE2", "ii": "PHASE2", "3": "PHASE3", "iii": "PHASE3"}
PHASES |= {"4": "PHASE4", "iv": "PHASE4"}
WITHIN = re.compile(
    r"(?:within|less than|up to|no more than|at most)\s+(?:about\s+|around\s+)?(?P<miles>\d{1,4})\s*(?:miles?|mi)\b"
    r"(?:\s+(?:of|from))?"
)
STARTS = frozenset(("phase", "phases", "within", "less", "up", "no", "at", *STATUS.by_first, *HEALTHY.by_first))


class Wish(NamedTuple):
    """A wish in a text, from word `start` to before word `end`."""

    start: int
    end: int
    field: str  # "status", "healthy", "phase", "radius"
    value: object


def wishes(text: Text) -> list[Wish]:
    """The wishes of a text."""
    found: list[Wish] = []
    for position, word in enumerate(text.words):
        if word in STARTS and (not found or position >= found[-1].end) and (one := wish(text, position)):
            found.append(one)
    return found


def wish(text: Text, position: int) -> Wish | None:
    """The wish that begins with a word."""
    if cue := STATUS.at(text, position):
        return Wish(cue.start, cue.end, "status", cue.kind)
    if healthy := HEALTHY.at(text, position):
        return Wish(healthy.start, healthy.end, "healthy", True)
    if text.words[position].startswith("phase"):
        match = PHASE.match(text.lower, text.starts[position])
        if match:
            values = tuple(PHASES[one] for one in dict.fromkeys(match.groups()) if one)
            return Wish(position, text.word_at(match.end()), "phase", tuple(dict.fromkeys(values)))
    if text.words[position] in ("within", "less", "up", "no", "at"):
        match = WITHIN.match(text.lower, text.starts[position])
        if match:
            return Wish(position, text.word_at(match.end()), "radius", radius(int(match["miles"])))
    return None


def radius(miles: int) -> int:
    """The radius of the form that reaches as far; the farthest where none does."""
    return next((one for one in RADII if one >= miles), RADII[-1])
