"""A trial in a list of results: everything that a card answers, in three queries for the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from trials.models import Site, Trial
from trials.reading import ages, dates
from trials.reading import title as titles
from trials.reading.status import Badge, NearestSite, StatusFacts, badge, status_sentence
from trials.search import explain, places
from trials.search.criteria import SearchCriteria
from trials.search.matching import Matches
from trials.search.places.nearness import NEAREST, by_nearness
from trials.views.distances import Away, away
from trials.vocabulary import Availability, phases


@dataclass(frozen=True, slots=True)
class SiteCounts:
    """How many sites a trial has, and how many of them take people."""

    open: int = 0
    all: int = 0


@dataclass(frozen=True, slots=True)
class SiteAway:
    """A site, and where it is as seen from the places of a search."""

    site: Site
    away: Away | None

    @property
    def told(self) -> NearestSite:
        """For the status sentence."""
        miles, phrase = (self.away.miles, self.away.phrase) if self.away else (None, "")
        return NearestSite(self.site.facility, self.site.place.city, miles, phrase)


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows."""

    trial: Trial
    title: str
    badge: Badge
    status: str
    nearest: Site | None  # the nearest site that counts
    away: Away | None  # where it is, as seen from the places of the search
    ages: str
    fits_age: str
    phase: str
    updated: str
    reasons: tuple[str, ...]

    @property
    def distance(self) -> str:
        """ "14 miles to", "In Boston:"."""
        if self.away is None:
            return ""
        words = self.away.words[0].upper() + self.away.words[1:]
        return f"{words}:" if self.away.there or self.away.several else f"{words} to"


def cards(matches: Matches, start: int, stop: int, today: date) -> list[Card]:
    """A card for each trial of a page."""
    hits = matches.page(start, stop, today)
    numbers = [hit.number for hit in hits]
    trials = Trial.objects.select_related("original", "curation").in_bulk(numbers)
    here = places.named(matches.criteria)
    nearest = nearest_sites(numbers, here, matches.criteria.radius)
    found = {number: SiteAway(site, away(site.place, here)) for number, site in nearest.items()}
    counts = site_counts(numbers)
    listed = explain.listed(hits, matches)
    return [
        card(trials[one], matches.criteria, today, found.get(one), counts.get(one, SiteCounts()), listed.get(one))
        for one in numbers
        if one in trials  # a trial can go between two queries
    ]


def card(
    trial: Trial,
    criteria: SearchCriteria,
    today: date,
    nearest: SiteAway | None,
    counts: SiteCounts,
    listed: explain.Listed | None,
) -> Card:
    facts = status_facts(trial, counts, nearest)
    return Card(
        trial=trial,
        title=plain_title(trial),
        badge=badge(facts, today),
        status=status_sentence(facts, today),
        nearest=nearest.site if nearest else None,
        away=nearest.away if nearest else None,
        ages=ages.age_range(trial.minimum_age, trial.maximum_age),
        fits_age=f"includes {criteria.age.words}" if criteria.age else "",
        phase=phases(tuple(trial.phases)),
        updated=dates.month(str(trial.last_update_posted or "")),
        reasons=tuple(reasons(criteria, listed)),
    )


def reasons(criteria: SearchCriteria, listed: explain.Listed | None) -> Iterable[str]:
    """Why the trial is in the list, apart from what the card says anyway."""
    if listed:
        yield listed.sentence
    if criteria.intervention:
        yield f"Tests “{criteria.intervention}”"


def status_facts(trial: Trial, counts: SiteCounts, nearest: SiteAway | None = None) -> StatusFacts:
    """What the status sentence is made from."""
    return StatusFacts(
        availability=Availability(trial.availability),
        overall_status=trial.overall_status,
        last_known_status=trial.last_known_status,
        why_stopped=trial.study.protocol.status.why_stopped,
        verified=trial.status_verified_date,
        starts=trial.start_date,
        primary_completion=trial.primary_completion_date,
        completion=trial.completion_date,
        open_sites=counts.open,
        sites=counts.all,
        nearest=nearest.told if nearest else None,
    )


def plain_title(trial: Trial) -> str:
    """The curator's title, else the reader's, else the registry's."""
    curation = getattr(trial, "curation", None)
    return (curation and curation.plain_title) or titles.plain_title(trial.study) or trial.nct_id


def site_counts(trials: Sequence[int]) -> dict[int, SiteCounts]:
    """Sites of each trial."""
    counted = (
        Site.objects.filter(trial__in=trials)
        .values("trial_id")
        .annotate(open=Count("ordinal", filter=Q(availability=Availability.OPEN)), all=Count("ordinal"))
    )
    return {row["trial_id"]: SiteCounts(row["open"], row["all"]) for row in counted}


def nearest_sites(trials: Sequence[int], here: Sequence[places.NamedPlace], radius: int | None) -> dict[int, Site]:
    """For each trial its nearest site that counts; nothing without a place."""
    if not here or not trials:
        return {}
    sites = by_nearness(Site.objects.counting().filter(trial__in=trials).select_related("place"), here, radius)
    nearest = sites.order_by("trial_id", *NEAREST).distinct("trial_id")
    return {site.trial_id: site for site in nearest}
