"""What has been written about the study."""

from collections.abc import Iterator, Sequence

from trials.registry.changes.base import Change, Fact, Rank
from trials.registry.changes.pairing import Pairing
from trials.registry.records import Reference, Study
from trials.words import key

CITED = "BACKGROUND"  # what the sponsor read, rather than what came of the study


class Publication(Fact, frozen=True):
    """RESULT (reports the study), DERIVED (mentions it, found by the registry in PubMed) or BACKGROUND."""

    type: str
    citation: str
    pmid: str = ""


class PublicationsChanged(Change, tag="publications", frozen=True):
    """Publications listed, taken off the list, and retracted since."""

    added: tuple[Publication, ...] = ()
    dropped: tuple[Publication, ...] = ()
    retracted: tuple[Publication, ...] = ()

    @property
    def rank(self) -> Rank:
        told = self.retracted or any(one.type != CITED for one in self.added)
        return Rank.MINOR if told else Rank.HOUSEKEEPING


def compare_publications(before: Study, after: Study) -> Iterator[Change]:
    old, new = before.protocol.references.references, after.protocol.references.references
    if old == new:
        return
    found = Pairing(old, new)
    found.by(lambda one: one.pmid or None)
    found.by(lambda one: key(one.citation))
    retracted = [other for one, other in found.pairs if other.retractions and not one.retractions]
    if found.before or found.after or retracted:
        yield PublicationsChanged(*map(_publications, (found.after, found.before, retracted)))


def _publications(references: Sequence[Reference]) -> tuple[Publication, ...]:
    return tuple(Publication(one.type, one.citation, one.pmid) for one in references)
