"""A trial in a list of results: everything that a card answers, in three queries for the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from trials.models import Site, Trial
from trials.reading import ages, dates
from trials.reading.status import Badge, NearestSite, StatusFacts, badge, miles, status_sentence
from trials.search import explain, places
from trials.search.criteria import SearchCriteria
from trials.search.matching import Hit, Matches
from trials.search.nearly import Lack, Nearly
from trials.search.places.nearness import NEAREST, by_nearness
from trials.views.distances import Away, away
from trials.views.gists import Gist, gists, title
from trials.vocabulary import Availability, phases

HOME = "United States"  # not named beside a city


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
    href: str
    title: str
    badge: Badge
    status: str
    nearest: Site | None  # the nearest site that counts
    away: Away | None  # where it is, as seen from the places of the search
    ages: str
    phase: str
    updated: str
    reasons: tuple[str, ...]

    @property
    def distance(self) -> str:
        """ "14 miles to", "In Boston:"; "In Boston" where the site has no name to go on with."""
        if self.away is None or self.nearest is None:
            return ""
        words = self.away.words[0].upper() + self.away.words[1:]
        if self.away.in_city and not self.nearest.facility:
            return words
        return f"{words}:" if self.away.there or self.away.several else f"{words} to"

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
    def there(self) -> str:
        """The same beside `distance`, which names the visitor's own city already."""
        if self.nearest is None or self.away is None or not self.away.in_city:
            return self.where
        return self.nearest.facility

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
    here = places.named(matches.criteria)
    nearest = nearest_sites(numbers, here, matches.criteria.radius)
    found = {number: SiteAway(site, away(site.place, here)) for number, site in nearest.items()}
    counts = site_counts(numbers)
    listed = explain.listed(hits, matches)
    return [
        card(
            *(trials[one], read[one], matches.criteria, today),
            *(found.get(one), counts.get(one, SiteCounts()), listed.get(one)),
        )
        for one in numbers
        if one in trials and one in read  # a trial can go between two queries
    ]


def card(
    trial: Trial,
    gist: Gist,
    criteria: SearchCriteria,
    today: date,
    nearest: SiteAway | None,
    counts: SiteCounts,
    listed: explain.Listed | None,
) -> Card:
    facts = status_facts(trial, gist, counts, nearest)
    return Card(
        trial=trial,
        href=trial.get_absolute_url() + (f"?{criteria.place_query}" if criteria.places else ""),
        title=title(trial, gist),
        badge=badge(facts, today),
        status=status_sentence(facts, today),
        nearest=nearest.site if nearest else None,
        away=nearest.away if nearest else None,
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


def status_facts(trial: Trial, gist: Gist, counts: SiteCounts, nearest: SiteAway | None = None) -> StatusFacts:
    """What the status sentence is made from."""
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
        nearest=nearest.told if nearest else None,
    )


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
