"""What the tests of sentences stand on: the whole vocabulary, a few places, and a day."""

from datetime import date
from functools import cache

from trials.search.terms import sources
from trials.search.terms.vocabulary import Vocabulary
from trials.search.understanding import Understood, understood

TODAY = date(2026, 11, 20)
PLACES = ("boston", "boston, ma", "philadelphia", "chicago", "san antonio, texas", "texas", "new york")
ZIPS = ("19104", "02139", "60614", "33101", "77001", "10027")


@cache
def vocabulary() -> Vocabulary:
    """MeSH with our lay terms, as the site has them."""
    records = list(sources.read_table(sources.MESH_TABLE))
    lay = sources.lay_rows(sources.read_lay_terms(sources.LAY_TERMS))
    terms = [*sources.mesh_terms(records), *lay]
    return Vocabulary([one.heading for one in records], terms, sources.language())


def place_named(words: str) -> str | None:
    """A resolver that knows a few places."""
    return words if words in ZIPS or words.casefold() in PLACES else None


def read(text: str) -> Understood:
    return understood(text, vocabulary(), place_named, TODAY)


def meant(words: list[str]) -> list[str]:
    """The MeSH headings that these words mean."""
    return [vocabulary().meanings(one)[0].name for one in words]


def names(found: Understood) -> list[str]:
    """The MeSH headings of the conditions that are searched for."""
    return [one.heading.name for one in found.conditions]


def left(found: Understood) -> dict[str, str]:
    """What is not searched for -> the name of the reason."""
    return {one.words: one.reason.name for one in found.left_out}
