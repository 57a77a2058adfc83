"""The conditions of a text, and of each whether the person has it."""

from collections.abc import Sequence
from typing import NamedTuple

from trials.search.terms.phrases import Mention
from trials.search.terms.vocabulary import Vocabulary
from trials.search.understanding.cues import Turn, Turned
from trials.search.understanding.people import PATIENT, People, is_same
from trials.search.understanding.text import Text
from trials.search.understanding.values import Illness, LeftOut, Reason

MOST = 4  # conditions in one search
# MeSH's trees of signs and symptoms, of behaviour, and of the body at work. "Depression" stands there too.
WEAK = ("C23", "F01", "G")
SIGNS, BODY_WEIGHT = "C23.888.", "C23.888.144."  # a sign that stands in other trees too is still one; obesity is more
STRONG = frozenset(("Depression",))
# In a long note these are measures and places, and no illnesses.
MEASURES = frozenset(
    ("bp", "hr", "rr", "pcp", "ph", "ed", "ra", "pa", "pap", "psa", "hrs", "ss", "cbd", "hd", "aa", "la")
)
LONG = 60  # words
GERMS = "C01."  # infections: what a test finds, or does not
# Headings that are no illness by themselves, though MeSH has them among the diseases.
NO_ILLNESS = frozenset(
    (
        *("Neoplasm Metastasis", "Recurrence", "Neoplasm Recurrence, Local", "Disease Progression", "Chronic Disease"),
        *(
            "Acute Disease",
            "Critical Illness",
            "Disease",
            "Syndrome",
            "Pregnancy",
            "Emergencies",
            "Genetic Predisposition to Disease",
        ),
        *("Disease Susceptibility", "Death", "Neoplasm, Residual", "Disease-Free Survival", "Rare Diseases"),
        *("Lymphatic Metastasis", "Pathologic Processes", "Signs and Symptoms", "Wounds and Injuries"),
        "Healthy Volunteers",
    )
)


class Named(NamedTuple):
    """A condition in a text, from word `start` to before word `end`, and how it stands there."""

    start: int
    end: int
    illness: Illness
    owner: str
    turn: Turn | None


def mentioned(text: Text, vocabulary: Vocabulary) -> list[Mention]:
    """The illnesses that are named."""
    found = [one for one in vocabulary.mentions(text.plain) if one.meanings[0].name not in NO_ILLNESS]
    if len(text) <= LONG:
        return found
    return [one for one in found if one.end - one.start > 1 or text.words[one.start] not in MEASURES]


def named(text: Text, mentions: Sequence[Mention], turned: Turned, people: People) -> list[Named]:
    """The conditions with the person who has, had or has not each."""
    found = []
    for one in mentions:
        illness = Illness(text.said(one.start, one.end), one.meanings[0], one.meanings[1:])
        turn = next((turned.turns[at] for at in range(one.start, one.end) if at in turned.turns), None)
        if one.end - 1 in turned.denied_after and any(at.startswith(GERMS) for at in one.meanings[0].tree_numbers):
            turn = Turn.DENIES
        found.append(Named(one.start, one.end, illness, people.owner(one.start), turn))
    return found


def patient(found: Sequence[Named], people: People) -> str:
    """Who is ill: the writer or the stranger if they have something now, else the relative who has, or had."""
    if people.is_note:
        return PATIENT
    has = [one.owner for one in found if one.owner and one.turn is None]
    had = [one.owner for one in found if one.owner and one.turn is Turn.PAST]
    spoken = [one.key for one in people.found if one.is_relative]
    if PATIENT in has:
        return PATIENT
    for owners in (
        has,
        [PATIENT] if PATIENT in had else [],
        had,
        [] if any(one.turn is None for one in found) else spoken,
    ):
        if owners:
            return owners[0]
    return spoken[0] if spoken and not any(one.key == PATIENT for one in people.found) else PATIENT


class Sorted(NamedTuple):
    """Conditions to search for, and the others."""

    searched: tuple[Illness, ...]
    left_out: tuple[LeftOut, ...]


def sorted_out(found: Sequence[Named], who: str, vocabulary: Vocabulary) -> Sorted:
    """What to search for: what the person has now; only if that is nothing, what there was in the past."""
    reasons = [(one, reason(one, who)) for one in found]
    has = [one.illness for one, why in reasons if why is None]
    past = [one.illness for one, why in reasons if why is Reason.PAST]
    diseases = [one for one in has if not is_weak(one)]
    chosen = specific(diseases or has or past, vocabulary)
    searched = chosen[:MOST]
    known = {one.heading for one in searched}
    left_out = [LeftOut(one.words, Reason.TOO_MANY) for one in chosen[MOST:]]
    known |= {one.heading for one in chosen}
    for one, why in reasons:
        above = any(one.illness.heading.mesh_id in vocabulary.above(other.heading.mesh_id) for other in searched)
        if one.illness.heading in known or (above and why is None):
            continue
        known.add(one.illness.heading)
        left_out.append(LeftOut(one.illness.words, why or Reason.SYMPTOM))
    return Sorted(tuple(searched), tuple(left_out))


def reason(one: Named, who: str) -> Reason | None:
    """Why a condition is not searched for; None where it is."""
    if one.turn is Turn.DENIES:
        return Reason.NEGATED
    if one.turn is Turn.FAMILY or (not is_same(one.owner, who)):
        return Reason.FAMILY
    return Reason.PAST if one.turn is Turn.PAST else None


def is_weak(illness: Illness) -> bool:
    """Whether it is only a sign of an illness, a habit or a time of life: "fever", "smoking", "menopause"."""
    heading = illness.heading
    if any(one.startswith(SIGNS) and not one.startswith(BODY_WEIGHT) for one in heading.tree_numbers):
        return True
    return heading.name not in STRONG and all(one.startswith(WEAK) for one in heading.tree_numbers)


def specific(found: Sequence[Illness], vocabulary: Vocabulary) -> list[Illness]:
    """Each condition once, without those of which a kind is named too: "leukemia" beside "AML"."""
    once = {one.heading.mesh_id: one for one in reversed(found)}
    wider = {above for mesh_id in once for above in vocabulary.above(mesh_id)}
    order = list(dict.fromkeys(one.heading.mesh_id for one in found))
    return [once[one] for one in order if one not in wider]
