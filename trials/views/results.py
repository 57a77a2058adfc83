"""The results of a search: form, criteria, matching, page."""

from dataclasses import dataclass

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.vary import vary_on_headers

from trials.search import explain, places, wording
from trials.search.criteria import SearchCriteria
from trials.search.filters import TrialFilterSet
from trials.search.matching import Matches, matching
from trials.views import narrowing
from trials.views.cards import Card, cards
from trials.views.form import SearchForm
from trials.views.heard import Heard, heard
from trials.views.htmx import HtmxRequest
from trials.views.terms import read_as

PAGE_SIZE = 20
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
        context |= {"results": found(matches, data.get("page", "1")), **described(criteria)}
        context |= {"read_as": None if said else read_as(matches)}
    fragment = request.htmx and request.method == "GET" and not request.htmx.history_restore_request
    response = render(request, "trials/_results.html" if fragment else "trials/results.html", context)
    if request.htmx and filterset.is_valid():
        # The browser's address leaves out what was left out, so that it can be passed on.
        response["HX-Push-Url"] = f"{reverse('trials:results')}?{filterset.criteria.query_string()}"
    if said:
        patch_cache_control(response, no_store=True, private=True)
    return response


def found(matches: Matches, page: str) -> Results:
    """The page of results that was asked for; a page that is not there says so and shows none."""
    criteria = matches.criteria
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
        narrow=narrowing.groups(matches),
    )


def described(criteria: SearchCriteria) -> dict[str, object]:
    """The search in words, and each filter in force with the link that takes it away."""
    chips = [(words, criteria.without(name).query_string()) for name, words in wording.in_force(criteria).items()]
    place = places.zip_place(criteria.zip) if criteria.zip else None
    return {"chips": chips, "place": place, "status_words": wording.STATUS[criteria.status]}
