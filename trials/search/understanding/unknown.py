"""Illnesses that the vocabulary does not name as they stand: misspelt ones, and those that it lacks."""

from typing import TYPE_CHECKING

from trials.search.terms.everyday import EVERYDAY
from trials.search.understanding.cues import Turn
from trials.search.understanding.phrases import lines
from trials.search.understanding.values import Illness
from trials.words import SMALL_WORDS

if TYPE_CHECKING:
    from trials.search.understanding.reading import Reading

MOST_UNKNOWN = 6  # words whose spelling is tried where no condition is named
SHORTEST_UNKNOWN = 5  # letters
MOST_WORDS_UNHEARD = 4
ARTICLES = frozenset(("a", "an", "the", "with", "from", "of", "called", "rare", "something"))
KINDS_OF_ILLNESS = frozenset(("disease", "syndrome", "disorder", "deficiency", "condition", "mutation", "gene", "type"))
# Words of a letter to somebody who helps, and of no illness.
TALKING = frozenset(
    lines(
        """
        about, trial, trials, study, studies, clinical, looking, please, would, could, should, their, there, where,
        which, these, those, other, years, months, weeks, doctor, doctors, hospital, treatment, treatments, options,
        anything, something, nothing, everything, someone, available, nearby, house, family, worried, scared,
        really, because, first, second, already, still, being, going, getting, thank, thanks, hello, after, before,
        since, until, under, between, again, every, never, maybe, patient, patients, people, person, illness,
        disease, syndrome, disorder, medicine, medication, medications, wondering, searching, interested, anyone,
        experimental
        """
    )
)


def unknown_words(one: "Reading") -> list[int]:
    """Words that may be the name of an illness, misspelt or unheard of: none of every day, and nothing else."""
    known = one.vocabulary.language.common_words | EVERYDAY | TALKING
    used = one.taken | one.turned.words
    used |= {at for each in one.treatments for at in range(each.start, each.end)}
    used |= {at for each in one.people.found for at in range(each.start, each.end)}
    return [
        at
        for at, word in enumerate(one.text.words)
        if len(word) >= SHORTEST_UNKNOWN and word not in known and at not in used
    ]


def corrected(one: "Reading") -> tuple[Illness, ...]:
    """A misspelt condition, where none was named: unknown words by themselves, or with the next one."""
    if one.named:
        return ()
    words = one.text.words
    for at in unknown_words(one)[:MOST_UNKNOWN]:
        for start, end in ((at, at + 2), (at - 1, at + 1), (at, at + 1)):
            if start < 0 or end > len(words) or any(each in one.taken for each in range(start, end)):
                continue
            found = one.vocabulary.corrected(" ".join(words[start:end]))
            if found and words[start] not in TALKING | SMALL_WORDS:
                return (Illness(one.text.said(start, end), found.meanings[0], found.meanings[1:]),)
    return ()


def unheard_of(one: "Reading") -> str:
    """The name of an illness that the vocabulary lacks: "has CHAPLE disease". What somebody has, in few words."""
    if one.named:
        return ""
    unknown = set(unknown_words(one))
    for cue in one.turned.cues:
        if cue.kind is not Turn.HAS and one.text.words[cue.start] not in ("with", "for"):
            continue
        start = cue.end
        while start < len(one.text) and one.text.words[start] in ARTICLES:
            start += 1
        end = start
        while end < len(one.text) and end - start < MOST_WORDS_UNHEARD and end not in one.taken:
            is_known = end not in unknown and one.text.words[end] not in KINDS_OF_ILLNESS
            if is_known or (end > start and one.text.gap(end).strip(" -")):
                break
            end += 1
        if unknown.intersection(range(start, end)):
            return one.text.said(start, end)
    return ""
