"""/trials/NCT…/history/: what changed, newest first, and two versions of the record side by side."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from trials.models import Revision, Trial
from trials.reading.history import Piece, tell, words_compared
from trials.reading.markup import to_text
from trials.registry.records import Study
from trials.views.gists import plain_title
from trials.views.trial import Told, known_trial

PAGE_SIZE = 20  # revisions


@dataclass(frozen=True, slots=True)
class Side:
    """A text of the record in two versions, its words marked as taken out, put in, or the same."""

    name: str
    pieces: tuple[Piece, ...]


def history(request: HttpRequest, number: str) -> HttpResponse:
    """The page; `revision` chooses the change whose two versions stand side by side."""
    trial = known_trial(number)
    revisions = trial.revisions.defer("before")
    page = Paginator(revisions, PAGE_SIZE).get_page(request.GET.get("page"))
    chosen = chosen_revision(trial, request.GET.get("revision", ""))
    context = {
        "trial": trial,
        "title": plain_title(trial),
        "page": page,
        "told": told(page),
        "chosen": chosen,
        "sides": list(sides(chosen.study_before, study_after(chosen))) if chosen else [],
    }
    return render(request, "trials/history.html", context)


def told(revisions: Iterable[Revision]) -> list[Told]:
    """Revisions in sentences."""
    return [Told(one, tell(one.typed_changes)) for one in revisions]


def chosen_revision(trial: Trial, text: str) -> Revision | None:
    """The revision that the address names."""
    if not text.isdigit() or len(text) > 18:
        return None
    return get_object_or_404(Revision.objects.select_related("trial__original"), trial=trial, pk=int(text))


def study_after(revision: Revision) -> Study:
    """The record after a revision: the one before the next, or that of today."""
    later = revision.trial.revisions.filter(seen_at__gt=revision.seen_at).order_by("seen_at").first()
    return later.study_before if later else revision.trial.study


def sides(before: Study, after: Study) -> Iterator[Side]:
    """The texts that differ."""
    for name, old, new in zip(TEXTS, texts(before), texts(after), strict=True):
        if old != new:
            yield Side(name, words_compared(old, new))


TEXTS = ("Title", "Official title", "Status", "Ages", "Summary", "Description", "Who can take part")


def texts(study: Study) -> tuple[str, ...]:
    """The record's texts in the order of TEXTS, markup resolved."""
    protocol = study.protocol
    who = protocol.eligibility
    return (
        protocol.identification.brief_title,
        protocol.identification.official_title,
        protocol.status.overall_status.replace("_", " ").capitalize(),
        f"From {who.minimum_age or 'any age'} to {who.maximum_age or 'any age'}",
        to_text(protocol.description.brief_summary),
        to_text(protocol.description.detailed_description),
        to_text(who.eligibility_criteria),
    )
