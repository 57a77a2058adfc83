"""Whom to call: behind one deliberate tap, so that no address stands in a page that nobody asked for."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from trials.models import Site, Trial
from trials.views.gists import plain_title
from trials.views.htmx import HtmxRequest
from trials.vocabulary import Availability

# Whose contacts may be shown. Of an unconfirmed study they are shown as such; closed studies show none.
SHOWN = (Availability.OPEN, Availability.SOON, Availability.UNCONFIRMED)


@never_cache
def contacts(request: HtmxRequest, number: str) -> HttpResponse:
    """Contacts of one site (`site`: its position), or of the study. A GET leads back to the trial."""
    if request.method != "POST":
        return redirect("trials:trial", number)
    if not (number.startswith("NCT") and number[3:].isdigit()):
        raise Http404
    trial = get_object_or_404(
        Trial.objects.visible().select_related("original", "curation"), pk=int(number[3:]), availability__in=SHOWN
    )
    site = asked_site(trial, request.POST.get("site", ""))
    people = site.contacts if site else trial.study.protocol.contacts.central_contacts
    context = {
        "trial": trial,
        "title": plain_title(trial),
        "site": site,
        "contacts": people,
        "unconfirmed": trial.availability == Availability.UNCONFIRMED,
    }
    return render(request, "trials/_contacts.html" if request.htmx else "trials/contacts.html", context)


def asked_site(trial: Trial, ordinal: str) -> Site | None:
    """The site whose contacts are wanted; None: the study's own. A closed site shows none."""
    if not ordinal:
        return None
    if not ordinal.isdigit() or len(ordinal) > 4:
        raise Http404
    site = get_object_or_404(
        Site.objects.select_related("place"), trial=trial, ordinal=int(ordinal), availability__in=SHOWN
    )
    site.trial = trial
    return site
