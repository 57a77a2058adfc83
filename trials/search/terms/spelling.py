"""Misspelt words -> the term that was probably meant. Better nothing than a wrong disease.

A word that the vocabulary does not know is compared with its words twice: letter by letter, and by its sound ("crone",
"crohn"). A correction counts only if the whole is then a term, and if no other heading is as near.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, product
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from trials.search.terms.everyday import EVERYDAY
from trials.search.terms.folding import fold, tokens
from trials.search.terms.rows import Heading, TermRow
from trials.search.terms.sounds import skeleton, sound
from trials.words import SMALL_WORDS

if TYPE_CHECKING:
    from trials.search.terms.vocabulary import Vocabulary

MOST_WORDS = 8  # a longer text is a sentence, in which a correction is a guess
MOST_LETTERS = 40
MOST_WRONG = 3  # words
CANDIDATES = 8  # for one word
MOST_NEAR = 40  # words looked at for one word
LONG_WORD = 8  # letters; of shorter words too many others are near
LONG_SOUND = 7  # letters; in a shorter sound every letter counts
ATTEMPTS = 120  # combinations of candidates
SHORTEST = 4  # letters; of shorter words too many others are one letter away
SHORTEST_ALONE = 5  # of a word that is the whole text, unless it sounds like the other
# What people leave out: "parkinsons" is Parkinson's disease.
LEFT_OUT_ALONE = ("disease", "disorder", "infection")
LEFT_OUT_OF_SEVERAL = ("disease", "syndrome", "disorder")  # "chronic fatigue"
NEAR_ENOUGH = 1.0  # for words that are misspelt and incomplete at once
SAME_SOUND = 0.5  # as many letters as a word of the same sound seems away
NEAR_SOUND = 1.2  # … of almost the same sound
IN_DOUBT = 0.05  # for each letter in which words of one sound differ
COMMON = 0.1  # how much a very common word is nearer than a rare one


class Correction(NamedTuple):
    """What was understood: a term as it stands in the middle of a sentence, and its meanings."""

    words: str
    meanings: tuple[Heading, ...]


class Speller:
    """The vocabulary's words, how common they are and how they sound."""

    def __init__(self, vocabulary: "Vocabulary") -> None:
        self.vocabulary = vocabulary
        self.common = vocabulary.language.common_words
        every = (one.key for terms in vocabulary.terms_of.values() for one in terms)
        self.counts = Counter(word for key in every for word in key.split())
        self.words = [word for word in self.counts if len(word) >= SHORTEST and not word[0].isdigit()]
        self.words_of: dict[str, list[str]] = {}
        for word in self.words:
            self.words_of.setdefault(sound(word), []).append(word)
        self.sounds = list(self.words_of)

    def corrected(self, words: str) -> Correction | None:
        """The term that was meant. None if the words are one as they stand, or if it is not clear which."""
        plain = [word.casefold() for word in tokens(words[: MOST_WORDS * MOST_LETTERS])]
        if not plain or len(plain) > MOST_WORDS or max(map(len, plain)) > MOST_LETTERS:
            return None
        if found := self.vocabulary.terms(" ".join(plain)):
            return None if found[0].key == " ".join(plain) else self.correction(found)
        return self.completed(plain) or self.respelt(plain) or self.parted(plain)

    def correction(self, found: Sequence[TermRow]) -> Correction:
        meanings = tuple(dict.fromkeys(self.vocabulary.headings[one.mesh_id] for one in found))
        return Correction(self.vocabulary.as_written(found[0]), meanings)

    # ── Ways to understand ───────────────────────────────────────────────────

    def completed(self, plain: Sequence[str]) -> Correction | None:
        """The term with the word that people leave out."""
        found = self.with_left_out(plain)
        return self.correction(found) if found else None

    def with_left_out(self, plain: Sequence[str]) -> list[TermRow]:
        """The terms that these words begin and one of the words that people leave out ends."""
        if plain[-1] in LEFT_OUT_ALONE + LEFT_OUT_OF_SEVERAL or (len(plain) == 1 and self.is_common(plain[0])):
            return []
        for word in LEFT_OUT_ALONE if len(plain) == 1 else LEFT_OUT_OF_SEVERAL:
            found = self.vocabulary.terms(" ".join([*plain, word]))
            if found and fold(found[0].key.rpartition(" ")[2]) == word:
                return found
        return []

    def respelt(self, plain: Sequence[str]) -> Correction | None:
        """The nearest term with other letters in the words that the vocabulary does not know."""
        choices = [self.candidates(word, alone=len(plain) == 1) for word in plain]
        wrong = sum(word not in self.counts for word in plain)
        if wrong > MOST_WRONG or not all(choices):
            return None
        best: list[tuple[float, list[TermRow]]] = []
        for combination in islice(product(*choices), ATTEMPTS):
            cost = sum(one[0] for one in combination)
            words = [one[1] for one in combination]
            found = self.vocabulary.terms(" ".join(words))
            if not found and len(words) > 1 and cost <= NEAR_ENOUGH:
                found = self.with_left_out(words)
            if found and words != list(plain):
                best.append((cost, found))
        return self.clearest(best)

    def clearest(self, found: list[tuple[float, list[TermRow]]]) -> Correction | None:
        """The nearest, unless terms of another meaning are as near."""
        if not found:
            return None
        found.sort(key=lambda one: one[0])
        nearest, terms = found[0]
        for cost, others in found[1:]:
            if cost - nearest >= COMMON:
                break
            if others[0].mesh_id != terms[0].mesh_id:
                return None
        return self.correction(terms)

    def parted(self, plain: Sequence[str]) -> Correction | None:
        """Words that were run together ("breastcancer") or torn apart ("fibro myalgia")."""
        for attempt in (*joined(plain), *self.split(plain)):
            if found := self.vocabulary.terms(" ".join(attempt)):
                return self.correction(found)
        return None

    def split(self, plain: Sequence[str]) -> Iterator[list[str]]:
        for position, word in enumerate(plain):
            if word in self.counts:
                continue
            for letters in range(3, len(word) - 2):
                first, second = word[:letters], word[letters:]
                if first in self.counts and second in self.counts:
                    yield [*plain[:position], first, second, *plain[position + 1 :]]

    # ── Candidates ───────────────────────────────────────────────────────────

    def candidates(self, word: str, alone: bool) -> list[tuple[float, str]]:
        """Words that this one may be, with what each costs in letters; a word that is known is itself."""
        if word in self.counts or word in SMALL_WORDS:
            return [(0.0, word)]
        if len(word) < SHORTEST or not word.isalpha() or (alone and self.is_common(word)):
            return []
        found = dict(self.alike(word))
        if len(word) >= SHORTEST_ALONE or not alone:
            for near, letters in self.near(word, alone):
                found[near] = min(found.get(near, letters), letters)
        ranked = ((cost - COMMON * self.commonness(near), near) for near, cost in found.items())
        return sorted(ranked)[:CANDIDATES]

    def near(self, word: str, alone: bool) -> Iterator[tuple[str, float]]:
        """Words with few other letters that begin alike, each with the number of letters."""
        first = sound(word)[:1]
        for near, letters, _ in extract(
            word, self.words, scorer=OSA.distance, score_cutoff=letters_allowed(word), limit=MOST_NEAR
        ):
            if (near[0] == word[0] or sound(near)[:1] == first) and (
                not alone or len(word) >= LONG_WORD or is_slip(word, near)
            ):
                yield near, float(letters)

    def alike(self, word: str) -> Iterator[tuple[str, float]]:
        """Words that sound like it or, if it is long, almost so; each with what that costs."""
        heard = sound(word)
        allowed = 1 if len(heard) >= LONG_SOUND else 0
        for other, wrong, _ in extract(heard, self.sounds, scorer=OSA.distance, score_cutoff=allowed, limit=MOST_NEAR):
            if other[0] == heard[0]:
                for near in self.words_of[other]:
                    letters = OSA.distance(word, near)
                    yield near, (NEAR_SOUND if wrong else SAME_SOUND) + IN_DOUBT * letters

    def is_common(self, word: str) -> bool:
        """Whether it is a word of every day, and no disease whose name went wrong."""
        return word in EVERYDAY or word in self.common

    def commonness(self, word: str) -> float:
        """From 0 for a word of one term to almost 1 for one of very many."""
        return 1 - 1 / self.counts[word] ** 0.5


def letters_allowed(word: str) -> int:
    """How many letters may be wrong in a word."""
    return 1 if len(word) <= LONG_WORD else 2


def is_slip(word: str, near: str) -> bool:
    """Whether the two differ by a letter too many or too few, by two swapped ones, or in a way that sounds alike.

    Of short words others are only one letter away: "maria" and "mania", "houston" and "Horton".
    """
    return len(word) != len(near) or sorted(word) == sorted(near) or skeleton(word) == skeleton(near)


def joined(plain: Sequence[str]) -> Iterator[list[str]]:
    for position in range(len(plain) - 1):
        yield [*plain[:position], plain[position] + plain[position + 1], *plain[position + 2 :]]
