"""A description in somebody's own words, a sentence or a doctor's whole note -> what in it tells of the patient.

Pure: text in, values out, the same for the same text. What a patient does not have ("denies chest pain") and what the
family has is left out; what was diagnosed counts double. Age, sex and place are `understanding`'s to read.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from trials.search.index.words import stem
from trials.search.terms.folding import tokens
from trials.search.terms.vocabulary import Vocabulary
from trials.words import SMALL_WORDS

LONGEST = 20_000  # characters that are read
DIAGNOSED = 2.0  # times as much as other words
REACH = 150  # characters after "no" that are negated, where no clause ends before

# A line that goes on with a small letter was only wrapped.
WRAPPED = re.compile(r"[ \t]*\n[ \t]*(?=[a-z])")
SENTENCE_ENDS = re.compile(r"(?<=[a-z0-9)\]])[.;!?](?=\s+[A-Z]|\s*$)|\n+|\s[-*•]\s|\s\d+\.\s")
NEGATION = re.compile(
    r"\b(?:no|not|never|nor|without|den(?:y|ie[sd]|ying)|negative for|(?:absence|free) of|ruled out|rather than|"
    r"evidence against|refused|unremarkable|family history|(?:do|does|did|is|was|has|have|had|wo|ca)n[’']?t)\b"
    r"(?!\s+(?:only|just|sure)\b)",
    re.IGNORECASE,
)
NEGATION_ENDS = re.compile(
    r"[.;:\n]|\b(?:but|however|except|although|and (?:he|she|they|I|has|had|is|was|presents?|takes?))\b", re.IGNORECASE
)
RELATIVE = re.compile(
    r"\b(?:mother|father|parents?|brothers?|sisters?|siblings?|aunts?|uncles?|cousins?|grand(?:mother|father|parent)s?|"
    r"husband|wife|sons?|daughters?)\b",
    re.IGNORECASE,
)
PATIENT = re.compile(r"\b(?:he|she|patient|the boy|the girl)\b.*?\b(?:diagnos|complain|has)", re.IGNORECASE)
DIAGNOSIS = re.compile(
    r"\b(?:diagnos\w+|consistent with|confirm\w+|known case|suspected|compatible with|found to (?:be|have))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Described:
    """What a description tells.

    Args:
        words: stems, each with its weight in the text.
        concepts: MeSH ids of the diseases that it speaks of, each with its weight.
    """

    words: tuple[tuple[bytes, float], ...] = ()
    concepts: tuple[tuple[str, float], ...] = ()


def read(text: str, vocabulary: Vocabulary) -> Described:
    """What a text tells of a patient."""
    words: dict[bytes, float] = {}
    concepts: dict[str, float] = {}
    for part, weight in tellings(text[:LONGEST]):
        for word in tokens(part.casefold()):
            if word not in SMALL_WORDS:
                words[stem(word)] = words.get(stem(word), 0) + weight
        for mention in vocabulary.mentions(part):
            mesh_id = mention.meanings[0].mesh_id
            concepts[mesh_id] = concepts.get(mesh_id, 0) + weight
    return Described(weighed(words), weighed(concepts))


Term = TypeVar("Term", bytes, str)


def weighed(counts: Mapping[Term, float]) -> tuple[tuple[Term, float], ...]:
    """What comes again tells more, but ever less so."""
    return tuple((term, 1 + math.log(count)) for term, count in sorted(counts.items()))


def tellings(text: str) -> Iterator[tuple[str, float]]:
    """The sentences about the patient, without what is negated, each with its weight."""
    sentences = [one for one in SENTENCE_ENDS.split(WRAPPED.sub(" ", text)) if one.strip()]
    own = {one.lower() for one in RELATIVE.findall(sentences[0])} if sentences else set()
    for place, sentence in enumerate(sentences):
        relatives = {one.lower() for one in RELATIVE.findall(sentence)}
        # Whom the first sentence names is the patient ("my daughter"), or the one who brought the patient.
        if place and relatives - own and not PATIENT.search(sentence):
            continue
        yield affirmed(sentence), DIAGNOSED if DIAGNOSIS.search(sentence) else 1.0


def affirmed(sentence: str) -> str:
    """A sentence without what it says is not so."""
    kept, after = [], 0
    for negation in NEGATION.finditer(sentence):
        if negation.start() < after:
            continue
        kept.append(sentence[after : negation.start()])
        limit = negation.end() + REACH
        end = NEGATION_ENDS.search(sentence, negation.end(), limit)
        after = end.start() if end else limit
    return " ".join([*kept, sentence[after:]])


def spellings(text: str) -> dict[bytes, str]:
    """Stem -> a word as the text has it; abbreviations keep their capitals."""
    found: dict[bytes, str] = {}
    for word in tokens(text[:LONGEST]):
        found.setdefault(stem(word.casefold()), word if word.isupper() else word.casefold())
    return found


def names(text: str) -> set[bytes]:
    """Stems of words that are only ever written with a capital, as the names of people and towns are."""
    capital, small = set(), set()
    for word in tokens(text[:LONGEST]):
        (capital if word.istitle() else small).add(stem(word.casefold()))
    return capital - small


def turns(word: str) -> bool:
    """Whether a word says something about others, and by itself nothing: "without", "mother", "diagnosed"."""
    return any(one.search(word) for one in (NEGATION, RELATIVE, DIAGNOSIS))
