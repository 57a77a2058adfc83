"""What a curator's term would change, worked out before it is saved: which trials a search would find more, and which
no longer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from trials.models import Trial, TrialCondition
from trials.search.conditions import Meant, meant, of
from trials.search.index.current import Index, named_by
from trials.search.index.evaluate import Question, evaluate, holding
from trials.search.index.words import telling_stems
from trials.search.terms.rows import CURATOR, TermRow
from trials.search.terms.vocabulary import Vocabulary
from trials.words import key


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of one search, of any status: the numbers of trials that it finds."""

    words: str
    before: frozenset[int]
    after: frozenset[int]

    @property
    def added(self) -> list[int]:
        return sorted(self.after - self.before, reverse=True)

    @property
    def taken_away(self) -> list[int]:
        return sorted(self.before - self.after, reverse=True)


def effects(index: Index, new: TermRow | None, old: TermRow | None = None) -> list[Effect]:
    """What it would do to put a term in the place of another: to a search for its words, and for what they mean.

    Args:
        new: the term to be; None where one is taken away.
        old: the term as it is stored; None where one is added.
    """
    after = changed(index.vocabulary, new, old)
    involved = [one for one in (new, old) if one]
    touched = speaking_of(index, [one.words for one in involved])
    names = names_of(touched)
    found = []
    for words in dict.fromkeys(one.words for one in involved):
        before = about(index, meant(words, index.vocabulary, lambda meaning: len(about(index, meaning))))
        will_be = meant(words, after, lambda meaning: len(about(index, meaning)))
        found.append(Effect(words, before, becomes(index, will_be, after, names)))
    for mesh_id in dict.fromkeys(one.mesh_id for one in involved):
        heading = of((index.vocabulary.headings[mesh_id],), index.vocabulary)
        words = index.vocabulary.shown(mesh_id)
        found.append(Effect(words, about(index, heading), becomes(index, heading, after, names)))
    return found


def changed(vocabulary: Vocabulary, new: TermRow | None, old: TermRow | None) -> Vocabulary:
    """The vocabulary with one term in the place of another."""
    terms = [one for of_heading in vocabulary.terms_of.values() for one in of_heading if one != old]
    return Vocabulary(vocabulary.headings.values(), [*terms, *([new] if new else [])], vocabulary.language)


def row(words: str, mesh_id: str, language: str, rank: int) -> TermRow:
    """A curator's term as the vocabulary has it."""
    return TermRow(key(words), words, mesh_id, CURATOR, language, rank)


def about(index: Index, meaning: Meant) -> frozenset[int]:
    """The numbers of all trials that are about something."""
    asked = Question(meanings=meaning.meanings, words=meaning.words)
    found = [evaluate(part, asked).column("numbers") for part in index.parts] if asked.about else []
    return frozenset(np.concatenate(found).tolist()) if found else frozenset()


def becomes(index: Index, meaning: Meant, after: Vocabulary, names: dict[int, set[str]]) -> frozenset[int]:
    """The same with another vocabulary: those trials are read anew whose names hold the words of the term."""
    named = named_by(after)
    wanted = frozenset().union(*(one.below for one in meaning.meanings))
    anew = {
        number
        for number, of_trial in names.items()
        if any(one in wanted for name in of_trial for one, _ in named(name))
    }
    return frozenset((about(index, meaning) - names.keys()) | anew) if wanted else about(index, meaning)


def speaking_of(index: Index, phrases: Iterable[str]) -> set[int]:
    """The numbers of trials of which a condition name or the title holds all words of one of the phrases."""
    found: set[int] = set()
    for stems in (frozenset(telling_stems(phrase)) for phrase in phrases):
        for part in index.parts:
            segment = part.segment
            at = np.concatenate(
                [
                    segment.named.of(holding(segment, segment.in_names, stems)),
                    holding(segment, segment.in_titles, stems),
                ]
            )
            found.update(segment.numbers[at].tolist())
    return found


def names_of(trials: set[int]) -> dict[int, set[str]]:
    """All names under which trials are listed, and their titles."""
    wanted: Sequence[int] = list(trials)
    found = {number: {title} for number, title in Trial.objects.filter(id__in=wanted).values_list("id", "brief_title")}
    listed = TrialCondition.objects.filter(trial__in=wanted).exclude(source=TrialCondition.Source.ANCESTOR)
    for number, name in listed.values_list("trial_id", "condition__name"):
        found[number].add(name)
    return found
