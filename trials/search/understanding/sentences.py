"""Whether a text is a sentence, or just the name of an illness."""

import re
from datetime import date

from trials.search.terms.vocabulary import Vocabulary
from trials.search.understanding import ages, illnesses, wishes
from trials.search.understanding.cues import TURNS, Turn
from trials.search.understanding.phrases import Table, lines
from trials.search.understanding.text import Text
from trials.search.understanding.treatments import CUES as TREATED
from trials.search.understanding.treatments import KINDS, WANTED, is_drug
from trials.search.understanding.whereabouts import CUES as WHERE
from trials.search.understanding.whereabouts import STRONG

LONGEST_TERM = 300  # characters
MANY = 9  # words: a longer text that names a condition is a sentence
FEW = 3  # words: a shorter one says too little to be one
SOME_DAY = date(2026, 1, 1)  # whether an age is one does not depend on the day
ZIP = re.compile(r"(?:^|[\s,(])\d{5}(?:-\d{4})?(?:$|[\s,.;)])")

# Somebody does or has something.
TALK = Table(
    {
        True: lines(
            """
            i, im, ive, my, our, we, he, she, hes, shes, his, me, her, he has, she has, was diagnosed, diagnosed with,
            has been, have been, suffers from, suffering from, patient with, patient has, pt with, pt has, presents
            with, presented with, looking for, interested in, who has, who have, who is, person with, people with, mi,
            tengo, tiene, vivo, busco, mujer, hombre, hijo, hija, woman with, man with, boy with, girl with, child
            with, trials for, trial for, studies for, help with, living with, history of, family history, years old,
            year old
        """
        )
    }
)


def is_sentence(raw: str, vocabulary: Vocabulary) -> bool:
    """Whether a text says more than a name: an age, a ZIP code, a denial, somebody who has something, or very much.

    A term of the vocabulary is none, nor is a misspelt one, whatever stands in it: "migraine without aura".
    """
    if not raw.strip() or vocabulary.terms(raw):
        return False
    text = Text(raw[:LONGEST_TERM])
    if not text.words:
        return False
    mentions = illnesses.mentioned(text, vocabulary)
    inside = {at for one in mentions for at in range(one.start, one.end)}
    if any(one.start not in inside for one in ages.ages(text, SOME_DAY)) or ZIP.search(text.lower):
        return True
    if denies(text, inside) or asks(text, inside):
        return True
    talks = any(cue.start not in inside and is_talk(text, cue.start) for cue in TALK.within(text))
    if talks and len(text) >= FEW:
        return True
    return len(text) >= MANY and bool(inside) and len(inside) < len(text) - 3


def is_talk(text: Text, position: int) -> bool:
    """Whether a word is what it seems: the "i" of "stage i" and the "her" of "HER 2" speak of nobody."""
    if text.words[position] == "i":
        return (
            text.words[position - 1] not in ("type", "stage", "grade", "class", "phase", "factor")
            if position
            else len(text) > 1
        )
    return not (
        text.words[position] in ("her", "mi") and text.plain[text.starts[position] : text.ends[position]].isupper()
    )


def denies(text: Text, inside: set[int]) -> bool:
    """Whether an illness is denied: "no diabetes", and not "HER2 negative" or "stroke without bleeding"."""
    return any(
        cue.kind is Turn.DENIES
        and cue.start not in inside
        and text.words[cue.start] != "without"
        and not inside.isdisjoint(range(cue.end, cue.end + 3))
        for cue in TURNS.within(text)
    )


def asks(text: Text, inside: set[int]) -> bool:
    """Whether a place, a treatment or a study is asked for besides an illness."""
    for position in range(len(text)):
        if position in inside:
            continue
        place = WHERE.at(text, position)
        if place and place.kind == STRONG and text.words[place.start] != "zip" and place.end < len(text):
            return True
        treated = TREATED.at(text, position)
        if treated and treated.kind == WANTED and treated.end < len(text):
            follows = text.words[treated.end]
            if KINDS.at(text, treated.end) or is_drug(follows):
                return True
    return bool(inside) and any(one.field in ("radius", "status") for one in wishes.wishes(text))
