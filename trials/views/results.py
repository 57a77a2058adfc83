"""The results of a search: form, criteria, matching, page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.vary import vary_on_headers

from trials.search import wording
from trials.search.criteria import SearchCriteria
from trials.search.filters import TrialFilterSet
from trials.search.matching import Matches, matching
from trials.search.nearly import Nearly, nearly
from trials.search.places import NamedPlace, Reading
from trials.search.ways_out import WayOut, costliest, ways_out
from trials.views import narrowing
from trials.views.cards import Card, cards, nearly_words
from trials.views.form import SearchForm
from trials.views.heard import Heard, heard
from trials.views.htmx import HtmxRequest
from trials.views.terms import read_as

PAGE_SIZE = 20
FEW = 5  # a list as short as this is shown with its ways out


@dataclass(frozen=True, slots=True)
class Help:
    """What a short list is shown with.

    Args:
        costliest: the sentence that says which filter leaves out most.
        nearly: trials that fit but for one thing, each with what it lacks.
    """

    costliest: str = ""
    ways_out: tuple[WayOut, ...] = ()
    nearly: tuple[tuple[Card, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """One page of results."""

    criteria: SearchCriteria
    total: int
    number: int
    pages: int
    cards: list[Card]
    page_error: str
    help: Help
    narrow: list[narrowing.Group]

    @property
    def previous(self) -> str:
        return self.criteria.query_string(page=self.number - 1) if 1 < self.number <= self.pages else ""

    @property
    def next(self) -> str:
        return self.criteria.query_string(page=self.number + 1) if self.number < self.pages else ""


@vary_on_headers("HX-Request")
def results(request: HtmxRequest) -> HttpResponse:
    """The page of results, or the part of it that changes where htmx asks.

    A sentence instead of a condition is answered here too, and not by a redirect: that would lose what was left out.
    """
    said = heard(request.GET)
    return answer(request, said.data if said else request.GET, said)


def answer(request: HtmxRequest, data: QueryDict, said: Heard | None) -> HttpResponse:
    """The page, or its part, for a form's fields; `said` is the sentence that they came from."""
    filterset = TrialFilterSet(data)
    context: dict[str, object] = {"form": SearchForm(filterset), "heard": said}
    if filterset.is_valid():
        criteria = filterset.criteria
        matches = matching(criteria)
        shown = found(matches, data.get("page", "1"), timezone.localdate())
        context |= {"results": shown, **described(criteria), "choices": choices(criteria, filterset.readings)}
        context |= {"read_as": None if said else read_as(matches)}
    fragment = request.htmx and request.method == "GET" and not request.htmx.history_restore_request
    response = render(request, "trials/_results.html" if fragment else "trials/results.html", context)
    if request.htmx and filterset.is_valid():
        # The browser's address leaves out what was left out, so that it can be passed on.
        response["HX-Push-Url"] = f"{reverse('trials:results')}?{filterset.criteria.query_string()}"
    if said:
        patch_cache_control(response, no_store=True, private=True)
    return response


def found(matches: Matches, page: str, today: date) -> Results:
    """The page of results that was asked for; a page that is not there says so and shows none."""
    paginator = Paginator(range(matches.total), PAGE_SIZE)
    number, hits, page_error = 1, [], ""
    try:
        current = paginator.page(page)
        number = current.number
        hits = matches.page(current.start_index() - 1, current.end_index(), today)
    except (EmptyPage, PageNotAnInteger):
        last = "There is one page" if paginator.num_pages == 1 else f"The last page is {paginator.num_pages:,}"
        page_error = f"There is no page “{page[:20]}”. {last}."
    is_short = matches.total < FEW and not page_error
    lacking = nearly(matches) if is_short else []
    shown = cards([*hits, *(one.hit for one in lacking)], matches, today)
    return Results(
        criteria=matches.criteria,
        total=matches.total,
        number=number,
        pages=paginator.num_pages,
        cards=[one for one in shown if one.trial.id not in {lacks.hit.number for lacks in lacking}],
        page_error=page_error,
        help=helped(matches, shown, lacking) if is_short else Help(),
        narrow=narrowing.groups(matches),
    )


def helped(matches: Matches, shown: Sequence[Card], lacking: Sequence[Nearly]) -> Help:
    """The help for a short list."""
    by_number = {one.trial.id: one for one in shown}
    near = [(by_number[one.hit.number], one) for one in lacking if one.hit.number in by_number]
    return Help(
        costliest(matches),
        tuple(ways_out(matches)),
        tuple((one, nearly_words(lacks, one.trial)) for one, lacks in near),
    )


def described(criteria: SearchCriteria) -> dict[str, object]:
    """The search in words, and each filter in force with the link that takes it away."""
    chips = [(words, without.query_string()) for words, without in wording.removable(criteria)]
    return {
        "chips": chips,
        "near": wording.near(criteria),
        "note": wording.note(criteria),
        "status_words": wording.STATUS[criteria.status],
    }


@dataclass(frozen=True, slots=True)
class Choice:
    """A place that has others of its name.

    Args:
        others: their words, each with the search that starts there instead.
    """

    place: NamedPlace
    others: list[tuple[str, str]]


def choices(criteria: SearchCriteria, readings: Sequence[Reading]) -> list[Choice]:
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
