"""The results of a search: form, criteria, matching, page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.vary import vary_on_headers

from trials.search import explain, places
from trials.search.criteria import DEFAULT_RADIUS, SearchCriteria
from trials.search.filters import STATUS_CHOICES, TrialFilterSet
from trials.search.matching import matching
from trials.search.places import NamedPlace
from trials.views.cards import Card, cards
from trials.views.form import SearchForm
from trials.views.htmx import HtmxRequest
from trials.vocabulary import PHASE

PAGE_SIZE = 20
HEALTHY = {None: "", True: "Takes healthy people", False: "Only people with the condition"}
FEW = 5  # a list as short as this is shown with its ways out


@dataclass(frozen=True, slots=True)
class Results:
    """One page of results."""

    criteria: SearchCriteria
    total: int
    number: int
    pages: int
    cards: list[Card]
    page_error: str
    ways_out: list[explain.WayOut]

    @property
    def previous(self) -> str:
        return self.criteria.query_string(page=self.number - 1) if 1 < self.number <= self.pages else ""

    @property
    def next(self) -> str:
        return self.criteria.query_string(page=self.number + 1) if self.number < self.pages else ""


@vary_on_headers("HX-Request")
def results(request: HtmxRequest) -> HttpResponse:
    """The page of results, or the part of it that changes where htmx asks."""
    filterset = TrialFilterSet(request.GET)
    context: dict[str, object] = {"form": SearchForm(filterset)}
    if filterset.is_valid():
        criteria = filterset.criteria
        context |= {
            "results": found(criteria, request.GET.get("page", "1")),
            **described(criteria),
            "choices": choices(criteria, filterset.readings),
        }
    fragment = request.htmx and not request.htmx.history_restore_request
    response = render(request, "trials/_results.html" if fragment else "trials/results.html", context)
    if fragment and filterset.is_valid():
        # The browser's address leaves out what was left out, so that it can be passed on.
        response["HX-Push-Url"] = f"{request.path}?{filterset.criteria.query_string()}"
    return response


def found(criteria: SearchCriteria, page: str) -> Results:
    """The page of results that was asked for; a page that is not there says so and shows none."""
    matches = matching(criteria)
    paginator = Paginator(range(matches.total), PAGE_SIZE)
    number, shown, page_error = 1, [], ""
    try:
        current = paginator.page(page)
        number = current.number
        shown = cards(matches, current.start_index() - 1, current.end_index(), timezone.localdate())
    except (EmptyPage, PageNotAnInteger):
        last = "There is one page" if paginator.num_pages == 1 else f"The last page is {paginator.num_pages:,}"
        page_error = f"There is no page “{page[:20]}”. {last}."
    return Results(
        criteria=criteria,
        total=paginator.count,
        number=number,
        pages=paginator.num_pages,
        cards=shown,
        page_error=page_error,
        ways_out=explain.ways_out(criteria, paginator.count) if paginator.count < FEW and not page_error else [],
    )


def described(criteria: SearchCriteria) -> dict[str, object]:
    """The search in words, and each filter in force with the link that takes it away."""
    here = places.named(criteria)
    status = dict(STATUS_CHOICES)[criteria.status]
    filters = [
        ("condition", criteria.condition),
        ("age", f"Age {criteria.age.words}" if criteria.age else ""),
        *((one.text, f"Near {one.full}" if one.point else f"In {one.words}") for one in here),
        ("radius", radius_words(criteria, here)),
        ("status", status if criteria.status != "open" else ""),
        ("sex", criteria.sex.capitalize()),
        ("phase", " or ".join(PHASE[one] for one in criteria.phase)),
        ("healthy", HEALTHY[criteria.healthy]),
        ("intervention", criteria.intervention),
        ("country", criteria.country),
    ]
    chips = [(words, left_out(criteria, name).query_string()) for name, words in filters if words]
    return {"chips": chips, "near": near(criteria, here), "note": note(criteria, here), "status_words": status}


def left_out(criteria: SearchCriteria, name: str) -> SearchCriteria:
    """The search without a field, or without one of its places."""
    return criteria.without_place(name) if name in criteria.places else criteria.without(name)


def radius_words(criteria: SearchCriteria, here: Sequence[NamedPlace]) -> str:
    """The radius as a filter in force; the default is none."""
    if criteria.radius == DEFAULT_RADIUS or not any(one.point for one in here):
        return ""
    return f"Within {criteria.radius} miles" if criteria.radius else "Any distance"


def near(criteria: SearchCriteria, here: Sequence[NamedPlace]) -> str:
    """Where sites must be, for a sentence: "at a site within 50 miles of Boston, MA or in Texas"."""
    points = " or ".join(one.words for one in here if one.point)
    areas = " or ".join(one.words for one in here if not one.point)
    if points and criteria.radius is None:
        return f"at any distance from {points}"
    parts = [f"within {criteria.radius} miles of {points}"] * bool(points) + [f"in {areas}"] * bool(areas)
    return f"at a site {' or '.join(parts)}" if parts else ""


def note(criteria: SearchCriteria, here: Sequence[NamedPlace]) -> str:
    """What of the search could not count, for want of a place."""
    asked = criteria.radius not in (DEFAULT_RADIUS, None) or criteria.sort == "distance"
    if not asked or any(one.point for one in here):
        return ""
    then = f"All of {here[0].words} is searched." if here else "Add one to use it."
    return f"A distance counts from a ZIP code or a city. {then}"


@dataclass(frozen=True, slots=True)
class Choice:
    """A place that has others of its name.

    Args:
        others: their words, each with the search that starts there instead.
    """

    place: NamedPlace
    others: list[tuple[str, str]]


def choices(criteria: SearchCriteria, readings: Sequence[places.Reading]) -> list[Choice]:
    """For each place that was typed and could be another: which."""
    found = []
    for reading in readings:
        instead = [(one.words, moved(criteria, reading.place.text, one.text)) for one in reading.others]
        if instead:
            found.append(Choice(reading.place, instead))
    return found


def moved(criteria: SearchCriteria, text: str, other: str) -> str:
    """The search with another place in the place of one, as an address's query."""
    return replace(criteria, places=tuple(other if one == text else one for one in criteria.places)).query_string()
