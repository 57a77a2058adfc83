"""How the words of a search were read, where that is not just what was typed."""

from dataclasses import dataclass, replace

from trials.search.matching import Matches
from trials.words import key

MOST = 5  # further meanings
JOINING = frozenset(("and", "or"))


@dataclass(frozen=True, slots=True)
class ReadAs:
    """How words were read.

    Args:
        typed: the words.
        shown: what they were taken for: "leukemia" for "lukemia"; empty where it is what was typed.
        others: what they can mean besides, each with the search for it.
    """

    typed: str
    shown: str
    others: tuple[tuple[str, str], ...]


def read_as(matches: Matches) -> ReadAs | None:
    """How the search's condition was read; None where there is nothing to say."""
    typed, meant, vocabulary = matches.criteria.condition, matches.meant, matches.index.vocabulary
    shown = "" if words(meant.shown) == words(typed) else meant.shown
    others = [vocabulary.spoken(one.mesh_id) for one in meant.others[:MOST]]
    links = tuple((name, replace(matches.criteria, condition=name).query_string()) for name in others)
    return ReadAs(typed, shown, links) if shown or links else None


def words(text: str) -> list[str]:
    """A text's words without those that join others."""
    return [word for word in key(text).split() if word not in JOINING]
