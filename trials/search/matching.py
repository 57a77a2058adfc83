"""matching(criteria): the one reading of a search. The page, the feeds and the alerts all use it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from django.utils import timezone

from trials.search import conditions, describing, facets, places, ranking
from trials.search.closeness import Closeness
from trials.search.criteria import SearchCriteria
from trials.search.index.columns import Array
from trials.search.index.current import Index, follower
from trials.search.index.evaluate import FILTERS, Found, Question, evaluate
from trials.search.index.scoring import Weights, weigh
from trials.search.index.words import telling_stems
from trials.vocabulary import Availability

# What a visitor can ask of a study's status, and what it means for joining. Nothing is any status.
STATUSES: dict[str, tuple[Availability, ...]] = {
    "open": (Availability.OPEN,),
    "soon": (Availability.SOON,),
    "invitation": (Availability.INVITATION,),
    "unconfirmed": (Availability.UNCONFIRMED,),
    "closed": (Availability.CLOSED,),
    "any": (),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A trial that fits.

    Args:
        number: the number in its NCT number.
        closeness: how closely it is about the condition, where one was asked for.
        miles: to its nearest site that counts, where a place was asked for and the site has one.
    """

    number: int
    closeness: Closeness
    miles: float | None


class Matches:
    """The trials that fit a search. Worked out when asked, and kept."""

    def __init__(self, criteria: SearchCriteria, index: Index) -> None:
        self.criteria, self.index = criteria, index
        self.meant = conditions.meant(criteria.condition, index.vocabulary, self.about)
        self.question = question(criteria, self.meant, weights(criteria.words, index))

    def about(self, meant: conditions.Meant) -> int:
        """How many trials there are, of any kind, about what some words could mean."""
        asked = Question(meanings=meant.meanings, words=meant.words)
        return sum(len(evaluate(part, asked).positions) for part in self.index.parts)

    @cached_property
    def parts(self) -> list[Found]:
        return [evaluate(part, self.question) for part in self.index.parts]

    @cached_property
    def total(self) -> int:
        """How many trials fit."""
        return sum(len(found.fitting) for found in self.parts)

    @property
    def asked(self) -> list[str]:
        """The filters that the search asks for: keys of `trials.search.index.evaluate.FILTERS`."""
        return [name for name, (is_asked, _) in FILTERS.items() if is_asked(self.question)]

    def without(self, name: str) -> int:
        """How many would fit if one filter were left out."""
        return sum(len(found.selected(name)) for found in self.parts)

    @property
    def numbers(self) -> Array:
        """The numbers of all of them, in no order."""
        return np.concatenate([found.column("numbers")[found.fitting] for found in self.parts])

    def page(self, start: int, stop: int, today: date | None = None) -> list[Hit]:
        """Some of them in the order that was asked for."""
        best = ranking.ranked(self.parts, self.criteria.sort, today or timezone.localdate(), stop)
        return [hit(found, at) for found, at in best[start:]]

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.page(0, self.total))

    @cached_property
    def facets(self) -> dict[str, facets.Counts]:
        """For each filter the choices with their counts."""
        return facets.facets(self.parts)


def matching(criteria: SearchCriteria) -> Matches:
    """The trials that fit every part of the search.

    Raises:
        trials.search.index.current.NotReady: the first index is still being made.
    """
    return Matches(criteria, follower.index())


def weights(words: str, index: Index) -> Weights | None:
    """What a description looks for; None where there is none."""
    if not words.strip():
        return None
    described = describing.read(words, index.vocabulary)
    return weigh(described, [part.segment for part in index.parts], index.vocabulary)


def question(criteria: SearchCriteria, meant: conditions.Meant, weights: Weights | None) -> Question:
    """The search in the index's terms."""
    age = criteria.age
    return Question(
        meanings=meant.meanings,
        words=meant.words,
        treatment=frozenset(telling_stems(criteria.intervention)) if criteria.intervention else frozenset(),
        availability=STATUSES[criteria.status],
        age=(age.from_days, age.until_days) if age else None,
        sex=criteria.sex,
        phases=criteria.phase,
        healthy=criteria.healthy,
        country=criteria.country,
        kinds=criteria.kind,
        study_type=criteria.study_type,
        group=criteria.group,
        sponsor=criteria.sponsor,
        results=criteria.results,
        points=tuple((point.latitude, point.longitude) for point in places.points(criteria)),
        areas=tuple(places.areas(criteria)),
        radius=criteria.radius,
        weights=weights,
    )


def hit(found: Found, at: int) -> Hit:
    miles = float(found.miles[at])
    return Hit(int(found.column("numbers")[at]), Closeness(int(found.closeness[at])), miles if miles < np.inf else None)
