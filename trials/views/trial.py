"""A trial's page, its twelve parts in their order."""

import re
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from trials.models import Alias, Revision, Site, Trial
from trials.reading import ages, eligibility, meaning
from trials.reading.history import News, tell
from trials.reading.status import Badge, badge, reason, status_sentence
from trials.registry.changes import Rank
from trials.registry.parse import NCT_ID, nct_id, nct_number
from trials.search.criteria import place_query
from trials.search.filters import PlacesField, typed
from trials.search.places import NamedPlace
from trials.search.places.nearness import NEAREST, by_nearness
from trials.views.cards import SiteAway, SiteCounts, site_counts, status_facts
from trials.views.distances import away
from trials.views.gists import Gist, plain_title
from trials.vocabulary import Availability, phases

NUMBER = re.compile(r"(?:NCT)?0*([1-9]\d{0,7})", re.IGNORECASE)
SITES_PAGE = 50
REVISIONS = 5  # the latest, on the page itself
GONE = Badge("Taken off the registry", "closed")
GONE_SENTENCE = "The registry no longer has this study. What stands here is what it said last."


@dataclass(frozen=True, slots=True)
class Told:
    """One revision in sentences."""

    revision: Revision
    news: tuple[News, ...]


@dataclass(frozen=True, slots=True)
class Here:
    """Where the visitor is, by the page's address: the text, what it names, or what is wrong with it."""

    text: str = ""
    places: tuple[NamedPlace, ...] = ()
    error: str = ""

    @property
    def words(self) -> str:
        """ "Philadelphia, PA or Boston, MA"."""
        return " or ".join(one.words for one in self.places)

    @property
    def query(self) -> str:
        """The places as an address's query."""
        return place_query(tuple(one.text for one in self.places))


def trial(request: HttpRequest, number: str) -> HttpResponse:
    """The page; former numbers and other spellings of the number lead to it."""
    found = NUMBER.fullmatch(number.strip())
    if not found:
        raise Http404(f"“{number[:40]}” is not an NCT number. One looks like NCT01234567.")
    canonical = nct_id(int(found[1]))
    if alias := Alias.objects.filter(pk=int(found[1])).select_related("trial").first():
        return moved(request, alias.trial.get_absolute_url())
    trial = known_trial(canonical)
    if number != canonical:
        return moved(request, trial.get_absolute_url())
    here = where(request.GET.getlist("zip"))
    shown = context(trial, here, request.GET.get("sites", "1"), timezone.localdate())
    return render(request, "trials/trial.html", shown)


def known_trial(number: str) -> Trial:
    """The trial of an NCT number, its original and its curation.

    Raises:
        Http404: there is none, or a curator has hidden it.
    """
    known = Trial.objects.select_related("original", "curation")
    trial = known.filter(pk=nct_number(number)).first() if NCT_ID.fullmatch(number) else None
    if trial is None or (hasattr(trial, "curation") and trial.curation.hidden):
        raise Http404(f"We have no page for {number[:40]}. It may be new, withdrawn by its sponsor, or mistyped.")
    return trial


def moved(request: HttpRequest, path: str) -> HttpResponse:
    """To the one address of a trial, with the visitor's places."""
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{path}?{query}" if query else path, permanent=True)


def where(given: list[str]) -> Here:
    """The places of the address, understood or not."""
    text = " or ".join(typed(given))
    try:
        readings = PlacesField(required=False).clean(given)
    except ValidationError as error:
        return Here(text, error=" ".join(error.messages))
    found = tuple(one.place for one in readings)
    return Here(" or ".join(one.text for one in found), found)


def context(trial: Trial, here: Here, sites_page: str, today: date) -> dict[str, object]:
    """Everything that the page shows."""
    study = trial.study
    counts = site_counts([trial.id]).get(trial.id, SiteCounts())
    sites = by_distance(trial, here)
    page = Paginator(sites, SITES_PAGE).get_page(sites_page)
    rows = [SiteAway(site, away(site.place, here.places)) for site in page.object_list]
    first = nearest_counting(trial, sites)
    nearest = SiteAway(first, away(first.place, here.places)) if first else None
    facts = status_facts(trial, Gist.of(study), counts, nearest)
    gone = trial.removed_at is not None
    return {
        "trial": trial,
        "study": study,
        "protocol": study.protocol,
        "title": plain_title(trial),
        "badge": GONE if gone else badge(facts, today),
        "status": GONE_SENTENCE if gone else status_sentence(facts, today),
        "why_stopped": reason(facts),
        "nearest": nearest,
        "here": here,
        "sites": page,
        "rows": rows,
        "counts": counts,
        "may_contact": not gone
        and trial.availability in (Availability.OPEN, Availability.SOON, Availability.UNCONFIRMED),
        "ages": ages.age_range(trial.minimum_age, trial.maximum_age),
        "phase": phases(tuple(trial.phases)),
        "criteria": eligibility.split(study.protocol.eligibility.eligibility_criteria),
        "tested": meaning.what_is_tested(study),
        "leads_to": meaning.what_it_could_lead_to(study),
        "goes_wrong": meaning.what_could_go_wrong(study),
        "steps": meaning.what_happens(study),
        "questions": meaning.questions(study),
        "news": [
            Told(one, tell(one.typed_changes))
            for one in trial.revisions.filter(rank__lt=Rank.HOUSEKEEPING).defer("before")[:REVISIONS]
        ],
    }


def by_distance(trial: Trial, here: Here) -> QuerySet[Site]:
    """The trial's sites: open ones first, then by distance where a place is given, then in the record's order."""
    sites = trial.sites.select_related("place")
    if not here.places:
        return sites.order_by("availability", "ordinal")
    return by_nearness(sites, here.places).order_by("availability", *NEAREST)


def nearest_counting(trial: Trial, sites: QuerySet[Site]) -> Site | None:
    """The first site that is as open as the trial; open ones stand first, the nearest before the others."""
    return sites.filter(availability=trial.availability).first()
