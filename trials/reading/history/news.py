"""What is told of one change, or of many alike."""

from dataclasses import dataclass

from trials.registry.changes import Change, Rank


@dataclass(frozen=True)
class News:
    """One or a few sentences, what may be folded away below them, and the changes that they tell.

    All of it is plain text: escape it when shown.
    """

    text: str
    changes: tuple[Change, ...]
    details: tuple[str, ...] = ()

    @property
    def rank(self) -> Rank:
        return min(change.rank for change in self.changes)
