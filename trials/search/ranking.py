"""The order of the results. Every order ends in the NCT number, so that pages never overlap."""

from django.db.models import F, OrderBy

from trials.models.trial import TrialQuerySet
from trials.search.criteria import SearchCriteria

NEAREST = F("miles").asc(nulls_last=True)
NEWEST = F("first_posted").desc(nulls_last=True)
FRESHEST = F("last_update_posted").desc(nulls_last=True)


def ordered(trials: TrialQuerySet, criteria: SearchCriteria) -> TrialQuerySet:
    """The trials of matching(criteria) in the order that was asked for.

    By relevance: what can be joined first; then how closely the condition matches (the registrant's own before a MeSH
    term, before a broader one, before a keyword); then the distance; then what its sponsor updated last.
    """
    return trials.order_by(*keys(criteria), "-id")


def keys(criteria: SearchCriteria) -> list[str | OrderBy]:
    """The sort keys before the last."""
    nearest = [NEAREST] if criteria.zip else []
    closest = ["closeness"] if criteria.condition else []
    if criteria.sort == "newest":
        return [NEWEST]
    if criteria.sort == "distance":
        return [*nearest, *closest, FRESHEST]
    return ["availability", *closest, *nearest, FRESHEST]
