"""Words -> the conditions that they mean."""

from collections.abc import Callable
from dataclasses import dataclass

from trials.search.index.evaluate import Meaning
from trials.search.index.words import telling_stems
from trials.search.terms.rows import Heading
from trials.search.terms.vocabulary import Vocabulary
from trials.search.understanding.addressed import without_names


@dataclass(frozen=True, slots=True)
class Meant:
    """What somebody's words for a condition mean.

    Args:
        meanings: conditions of the vocabulary; a trial about any of them fits.
        words: where the vocabulary does not know the words: stems that one name, or a title, must hold.
        shown: what we took the words for, where it is not just what was typed: "leukemia" for "lukemia".
        others: further meanings of an ambiguous word, to choose from.
    """

    meanings: tuple[Meaning, ...] = ()
    words: tuple[frozenset[bytes], ...] = ()
    shown: str = ""
    others: tuple[Heading, ...] = ()


NOTHING = Meant()
MISSPELT = 10  # times as many trials must be about what was probably meant as hold the words as they stand


def meant(text: str, vocabulary: Vocabulary, about: Callable[[Meant], int]) -> Meant:
    """What the words mean: a term of the vocabulary, terms among other words, a misspelt term, or just words.

    Args:
        about: says how many trials a meaning would bring. Words that registrants use are not taken for misspelt.
    """
    text = without_names(text)
    if not text.strip():
        return NOTHING
    if exact := vocabulary.meanings(text):
        return of(exact[:1], vocabulary, others=exact[1:])
    as_written = Meant(words=(frozenset(telling_stems(text)),))
    if correction := vocabulary.corrected(text):
        corrected = of(correction.meanings[:1], vocabulary, shown=correction.words)
        if MISSPELT * about(as_written) <= about(corrected):
            return corrected
    if mentions := vocabulary.mentions(text):
        found = tuple(dict.fromkeys(one.meanings[0] for one in mentions))
        return of(found, vocabulary, shown=" or ".join(vocabulary.spoken(one.mesh_id) for one in found))
    return as_written


def of(
    headings: tuple[Heading, ...], vocabulary: Vocabulary, shown: str = "", others: tuple[Heading, ...] = ()
) -> Meant:
    """The meaning that some headings make."""
    meanings = tuple(Meaning(one.mesh_id, vocabulary.below(one.mesh_id)) for one in headings)
    return Meant(meanings, (), shown, others)
