"""A description in somebody's own words, a sentence or a doctor's whole note -> what in it tells of the patient.

Pure: text in, values out, the same for the same text. What a patient does not have ("denies chest pain") and what the
family has is left out; what was diagnosed counts double.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from trials.search.criteria import Age
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
        age: the patient's age in days can be from the first, to before the second.
        sex: "FEMALE", "MALE" or "".
    """

    words: tuple[tuple[bytes, float], ...] = ()
    concepts: tuple[tuple[str, float], ...] = ()
    age: tuple[float, float] | None = None
    sex: str = ""


def read(text: str, vocabulary: Vocabulary) -> Described:
    """What a text tells of a patient."""
    words: dict[bytes, float] = {}
    concepts: dict[str, float] = {}
    told = list(tellings(text[:LONGEST]))
    for part, weight in told:
        for word in tokens(part.casefold()):
            if word not in SMALL_WORDS:
                words[stem(word)] = words.get(stem(word), 0) + weight
        for mention in vocabulary.mentions(part):
            mesh_id = mention.meanings[0].mesh_id
            concepts[mesh_id] = concepts.get(mesh_id, 0) + weight
    whole = " ".join(part for part, _ in told)
    return Described(weighed(words), weighed(concepts), patient_age(whole), patient_sex(whole))


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


# ── Who it is about ──────────────────────────────────────────────────────────
UNITS = {"y": "years", "mo": "months", "w": "weeks", "d": "days"}
AGES = (
    re.compile(r"\b(\d{1,3})[\s-]*(y|mo|w|d)(?:ea|on|ee|a|r|k|th|ks|ys|\b)\w*\.?[\s-]*(?:old|/?o\b)", re.IGNORECASE),
    re.compile(r"\b(\d{1,3})\s*-?\s*(y)(?:[/.]?o|rs?|ears?)?\.?\s*(?:M|F|man|woman|male|female|boy|girl)\b"),
    re.compile(r"\b(\d{1,3})()\s?(?:M|F)\b"),
    re.compile(r"\bage[d:]?\s+(?:of\s+)?(\d{1,3})()\b", re.IGNORECASE),
)
FEMALE = re.compile(r"\b(?:wom[ae]n|female|girl|lady|she|her|pregnant)\b|(?<=\d)\s?F\b", re.IGNORECASE)
MALE = re.compile(r"\b(?:m[ae]n|male|boy|gentleman|he|his|him)\b|(?<=\d)\s?M\b", re.IGNORECASE)


def patient_age(text: str) -> tuple[float, float] | None:
    """The first age that a text gives, in days; None where it gives none."""
    found = [one for pattern in AGES if (one := pattern.search(text))]
    if not found:
        return None
    first = min(found, key=lambda one: one.start())
    age = Age(int(first[1]), UNITS[first[2].lower() or "y"])
    return age.from_days, age.until_days


def patient_sex(text: str) -> str:
    """The sex that a text speaks of more."""
    female, male = len(FEMALE.findall(text)), len(MALE.findall(text))
    return "FEMALE" if female > male else "MALE" if male > female else ""
