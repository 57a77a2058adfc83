"""A trial in a list of results: everything that a card answers, in three queries for the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Count, F, Q
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from trials.models import Site, Trial
from trials.reading import ages, dates
from trials.reading.status import Badge, NearestSite, StatusFacts, badge, miles, status_sentence
from trials.search import explain, places
from trials.search.criteria import SearchCriteria
from trials.search.matching import Hit, Matches
from trials.search.nearly import Lack, Nearly
from trials.views.gists import Gist, gists, title
from trials.vocabulary import Availability, phases

HOME = "United States"  # not named beside a city


@dataclass(frozen=True, slots=True)
class SiteCounts:
    """How many sites a trial has, and how many of them take people."""

    open: int = 0
    all: int = 0


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows."""

    trial: Trial
    href: str
    title: str
    badge: Badge
    status: str
    nearest: Site | None  # the nearest site that counts; its `miles` is None where no ZIP was given
    ages: str
    phase: str
    updated: str
    reasons: tuple[str, ...]

    @property
    def distance(self) -> str:
        """ "14 miles"."""
        known = getattr(self.nearest, "miles", None)
        return "" if known is None else miles(known)

    @property
    def where(self) -> str:
        """ "Larch Hospital, Philadelphia, Pennsylvania", and what about it is not as one would think."""
        if self.nearest is None:
            return ""
        place = self.nearest.place
        abroad = place.country if place.country != HOME else ""
        named = ", ".join(part for part in (self.nearest.facility, place.city, place.state, abroad) if part)
        return named + {"soon": " (opens soon)", "closed": " (closed)"}.get(self.badge.kind, "")

    @property
    def badge_html(self) -> SafeString:
        return badge_html(self.badge)


@lru_cache(maxsize=100)
def badge_html(badge: Badge) -> SafeString:
    """The word with its shape; there are few of them."""
    return render_to_string("trials/_badge.html", {"badge": badge})


def cards(hits: Sequence[Hit], matches: Matches, today: date) -> list[Card]:
    """A card for each of these trials."""
    numbers = [hit.number for hit in hits]
    trials = Trial.objects.select_related("curation").defer("intervention_words").in_bulk(numbers)
    read = gists(trials.values())
    nearest = nearest_sites(numbers, matches.criteria)
    counts = site_counts(numbers)
    listed = explain.listed(hits, matches)
    return [
        card(
            *(trials[one], read[one], matches.criteria, today),
            *(nearest.get(one), counts.get(one, SiteCounts()), listed.get(one)),
        )
        for one in numbers
        if one in trials and one in read  # a trial can go between two queries
    ]


def card(
    trial: Trial,
    gist: Gist,
    criteria: SearchCriteria,
    today: date,
    nearest: Site | None,
    counts: SiteCounts,
    listed: explain.Listed | None,
) -> Card:
    facts = status_facts(trial, gist, counts, nearest)
    return Card(
        trial=trial,
        href=trial.get_absolute_url() + (f"?zip={criteria.zip}" if criteria.zip else ""),
        title=title(trial, gist),
        badge=badge(facts, today),
        status=status_sentence(facts, today),
        nearest=nearest,
        ages=ages.age_range(trial.minimum_age, trial.maximum_age)
        + (f": includes {criteria.age.words}" if criteria.age else ""),
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


def nearly_words(nearly: Nearly, trial: Trial) -> str:
    """What a trial lacks, for somebody whom it would fit otherwise."""
    if nearly.lack is Lack.SOON:
        return "Not open yet, but opens soon"
    if nearly.lack is Lack.FARTHER:
        more = miles(nearly.by)
        return f"{more} farther than you asked for".capitalize()
    return f"Takes people from {ages.age_range(trial.minimum_age, '').removesuffix(' and older')} on"


def status_facts(trial: Trial, gist: Gist, counts: SiteCounts, nearest: Site | None = None) -> StatusFacts:
    """What the status sentence is made from."""
    distance = getattr(nearest, "miles", None)
    return StatusFacts(
        availability=Availability(trial.availability),
        overall_status=trial.overall_status,
        last_known_status=trial.last_known_status,
        why_stopped=gist.why_stopped,
        verified=trial.status_verified_date,
        starts=trial.start_date,
        primary_completion=trial.primary_completion_date,
        completion=trial.completion_date,
        open_sites=counts.open,
        sites=counts.all,
        nearest=NearestSite(nearest.facility, nearest.place.city, distance) if nearest else None,
    )


def site_counts(trials: Sequence[int]) -> dict[int, SiteCounts]:
    """Sites of each trial."""
    counted = (
        Site.objects.filter(trial__in=trials)
        .values("trial_id")
        .annotate(open=Count("ordinal", filter=Q(availability=Availability.OPEN)), all=Count("ordinal"))
    )
    return {row["trial_id"]: SiteCounts(row["open"], row["all"]) for row in counted}


def nearest_sites(trials: Sequence[int], criteria: SearchCriteria) -> dict[int, Site]:
    """For each trial its nearest site that counts, with `miles`; nothing without a ZIP."""
    if not criteria.zip or not trials:
        return {}
    sites = Site.objects.counting().filter(trial__in=trials, place__latitude__isnull=False)
    nearest = (
        sites.annotate(miles=places.miles_from(places.points(criteria), "place"))
        .order_by("trial_id", F("miles").asc(), "ordinal")
        .distinct("trial_id")
        .select_related("place")
    )
    return {site.trial_id: site for site in nearest}
