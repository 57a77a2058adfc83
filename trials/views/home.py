"""The home page: three facts, one answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from trials.models import Trial
from trials.search.filters import TrialFilterSet
from trials.views.form import SearchForm
from trials.views.gists import plain_title
from trials.vocabulary import Availability

FEATURED = 3


def home(request: HttpRequest) -> HttpResponse:
    """The search form, and what curators want to be seen."""
    featured = Trial.objects.visible().filter(curation__featured=True).select_related("curation", "original")
    context = {
        "form": SearchForm(TrialFilterSet(request.GET)),
        "featured": [(one, plain_title(one)) for one in featured.order_by("-curation__updated_at")[:FEATURED]],
        "open_total": Trial.objects.visible().available(Availability.OPEN).count(),
        "total": Trial.objects.visible().count(),
    }
    return render(request, "trials/home.html", context)
