"""A heading as a patient would read it: "Leukemia, Myeloid, Acute" -> "Acute myeloid leukemia"."""

from collections.abc import Callable, Iterable

from trials.search.terms.folding import bag, folded, naturally_ordered, tokens
from trials.search.terms.rows import LAY, Heading, TermRow

NEOPLASMS, CANCER = "Neoplasms", "Cancer"


def shown_name(heading: Heading, terms: Iterable[TermRow], is_proper: Callable[[str], bool]) -> str:
    """The heading's name in natural order and sentence case, in the form that people use where MeSH has it.

    "Breast Neoplasms" is "Breast cancer", "Crohn Disease" is "Crohn's disease".
    """
    # Our own terms come last: among them are British spellings.
    ours_last = sorted(terms, key=lambda one: one.source == LAY)
    straight = [one.words for one in ours_last if one.language == "en" and "," not in one.words]
    name = naturally_ordered(heading.name)
    if name.endswith(NEOPLASMS):
        wanted = bag_of(name.removesuffix(NEOPLASMS) + CANCER)
        choices = [words for words in straight if bag_of(words) == wanted]
    else:
        wanted = bag_of(name)
        choices = [words for words in straight if bag_of(words) == wanted and ("'s " in words or name != heading.name)]
    choices.sort(key=lambda words: "'s " not in words)
    return sentence_case(choices[0] if choices else name, is_proper)


def bag_of(words: str) -> str:
    """The bag of a text's words."""
    return bag(folded(word.casefold() for word in tokens(words)))


def sentence_case(words: str, is_proper: Callable[[str], bool]) -> str:
    """Small letters but for the first, names of people and places, and abbreviations."""
    result = mid_sentence(words, is_proper)
    return result[:1].upper() + result[1:]


def mid_sentence(words: str, is_proper: Callable[[str], bool]) -> str:
    """Small letters but for names of people and places, and abbreviations: "acute leukemia", "Crohn's disease"."""
    return " ".join(small(word, is_proper) for word in words.split(" "))


def small(word: str, is_proper: Callable[[str], bool]) -> str:
    """One word of a name; in "Charcot-Marie-Tooth" the first part says what the others are."""
    parts = word.split("-")
    if parts[0].istitle() and len(parts[0]) > 1 and is_proper(parts[0]):
        return word
    return "-".join(part if is_proper(part) else part.lower() for part in parts)
