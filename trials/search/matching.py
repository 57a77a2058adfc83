"""matching(criteria): the one reading of a search. The page, the feeds and the alerts all use it."""

from django.db.models import Exists, F, Min, OuterRef, QuerySet
from django_cte import CTE, with_cte

from trials.models import Site, Trial
from trials.models.trial import TrialQuerySet
from trials.search import conditions, places
from trials.search.criteria import SearchCriteria
from trials.vocabulary import Availability

# What a visitor can ask of a study's status, and what it means for joining. None is any status.
STATUSES: dict[str, tuple[Availability, ...] | tuple[str, ...] | None] = {
    "open": (Availability.OPEN,),
    "soon": (Availability.SOON,),
    "invitation": (Availability.INVITATION,),
    "unconfirmed": (Availability.UNCONFIRMED,),
    "closed": (Availability.CLOSED,),
    "any": None,
}


# Every subquery is materialized: PostgreSQL would otherwise work it out again for each trial where its guess of the
# sizes is wrong, as in the first minutes of a first load.


def matching(criteria: SearchCriteria) -> TrialQuerySet:
    """The trials that fit every part of the search.

    With a condition each has `closeness` (1: the registrant's own condition … 4: a keyword), with a ZIP `miles` to
    its nearest site that counts (None with no radius where no site has a point).
    """
    trials = fitting(criteria)
    if criteria.condition:
        listed = CTE(conditions.listings(criteria.condition), name="listed", materialized=True)
        joined = listed.join(trials, id=listed.col.trial_id).annotate(closeness=listed.col.closeness)
        trials = with_cte(listed, select=joined)
    if criteria.zip:
        trials = with_distance(trials, criteria)
    return trials


def fitting(criteria: SearchCriteria) -> TrialQuerySet:
    """The trials that fit what stands in their own row."""
    trials = Trial.objects.visible()
    if wanted := STATUSES[criteria.status]:
        trials = trials.available(*wanted)
    if criteria.age:
        trials = trials.fitting_age(criteria.age.from_days, criteria.age.until_days)
    if criteria.sex:
        trials = trials.fitting_sex(criteria.sex)
    if criteria.phase:
        trials = trials.in_phases(criteria.phase)
    if criteria.healthy is not None:
        trials = trials.filter(healthy_volunteers=criteria.healthy)
    if criteria.intervention:
        trials = trials.testing(criteria.intervention)
    if criteria.country:
        there = counting_sites().filter(trial=OuterRef("pk"), place__country=criteria.country)
        trials = trials.filter(Exists(there))
    return trials


def counting_sites() -> QuerySet[Site]:
    """The sites that count for "near you": each as open as its study.

    Of an open study those that are open themselves; of one that opens soon those that open soon; of a closed one all.
    """
    return Site.objects.filter(availability=F("trial__availability"))


def with_distance(trials: TrialQuerySet, criteria: SearchCriteria) -> TrialQuerySet:
    """The trials with `miles` to their nearest site that counts; only those within the radius where there is one."""
    point = places.zip_place(criteria.zip).point
    near = CTE(places.near(point, criteria.radius).values("id", "miles"), name="near", materialized=True)
    sites = near.join(counting_sites(), place_id=near.col.id)
    if wanted := STATUSES[criteria.status]:
        sites = sites.filter(availability__in=wanted)
    nearest = CTE(sites.values("trial_id").annotate(miles=Min(near.col.miles)), name="nearest", materialized=True)
    join = {} if criteria.radius else {"_join_type": LEFT}
    joined = nearest.join(trials, id=nearest.col.trial_id, **join).annotate(miles=nearest.col.miles)
    return with_cte(near, nearest, select=joined)


LEFT = "LEFT OUTER JOIN"
