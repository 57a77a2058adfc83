"""Curators' synonyms. Before one is saved they see which trials it would add to a search, and which it takes away."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from trials.models import Descriptor, Term, Trial
from trials.registry.parse import nct_id
from trials.search.index.current import NotReady, follower
from trials.search.synonyms import Effect, effects, row
from trials.search.terms.rows import TermRow
from trials.words import key

SHOWN = 20  # trials of each list


@dataclass(frozen=True, slots=True)
class Shown:
    """What becomes of one search, as the page shows it."""

    effect: Effect
    added: list[tuple[str, str]]  # NCT number and title
    taken_away: list[tuple[str, str]]


class TermForm(forms.ModelForm):
    """A curator's term."""

    class Meta:
        model = Term
        fields = ("words", "descriptor", "language", "rank")
        widgets = {"words": forms.TextInput(attrs={"size": 60})}

    def clean_words(self) -> str:
        words = " ".join(self.cleaned_data["words"].split())
        if not key(words):
            raise forms.ValidationError("Give at least one letter or digit.")
        return words

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"words", "descriptor"} <= cleaned.keys():
            same = Term.objects.filter(key=key(cleaned["words"]), descriptor=cleaned["descriptor"])
            if same.exclude(pk=self.instance.pk).exists():
                raise forms.ValidationError(f"“{cleaned['words']}” means {cleaned['descriptor']} already.")
        return cleaned

    def row(self) -> TermRow:
        """The term as the vocabulary would have it."""
        given = self.cleaned_data
        return row(given["words"], given["descriptor"].pk, given["language"], given["rank"])


@admin.register(Descriptor)
class DescriptorAdmin(admin.ModelAdmin):
    """Headings of MeSH, to choose from."""

    search_fields = ("name", "mesh_id", "terms__words")
    list_display = ("name", "mesh_id")
    readonly_fields = ("mesh_id", "name", "tree_numbers")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Term)
class TermAdmin(admin.ModelAdmin):
    """All terms can be looked up; those of curators can be changed."""

    form = TermForm
    list_display = ("words", "descriptor", "source", "language", "rank")
    list_filter = ("source", "language")
    list_select_related = ("descriptor",)
    search_fields = ("words", "key", "descriptor__name")
    autocomplete_fields = ("descriptor",)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Term]:
        return super().get_queryset(request).order_by("-source", "key", "rank")

    def has_change_permission(self, request: HttpRequest, obj: Term | None = None) -> bool:
        own = obj is None or obj.source == Term.Source.CURATOR
        return own and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Term | None = None) -> bool:
        own = obj is None or obj.source == Term.Source.CURATOR
        return own and super().has_delete_permission(request, obj)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        """The form; when it is sent for the first time, what it would do; when that is agreed to, it is saved."""
        if request.method == "POST" and "_agreed" not in request.POST:
            term = self.get_object(request, object_id) if object_id else None
            allowed = self.has_change_permission(request, term) if term else self.has_add_permission(request)
            form = TermForm(request.POST, instance=term)
            if allowed and form.is_valid():
                return self.preview(request, form, term)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def preview(self, request: HttpRequest, form: TermForm, term: Term | None) -> HttpResponse:
        """The page that says what the term would do."""
        stored = Term.objects.get(pk=term.pk) if term else None
        old = row(stored.words, stored.descriptor_id, stored.language, stored.rank) if stored else None
        try:
            found = [shown(one) for one in effects(follower.index(), form.row(), old)]
        except NotReady:
            messages.warning(request, "The search's index is being made; what the term does cannot be shown yet.")
            found = []
        context = {
            **self.admin_site.each_context(request),
            "title": f"What “{form.cleaned_data['words']}” would do",
            "opts": self.opts,
            "effects": found,
            "fields": [(name, value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"],
            "shown": SHOWN,
        }
        return TemplateResponse(request, "admin/trials/term/preview.html", context)


def shown(effect: Effect) -> Shown:
    """An effect with the titles of its first trials."""
    return Shown(effect, titles(effect.added[:SHOWN]), titles(effect.taken_away[:SHOWN]))


def titles(numbers: Sequence[int]) -> list[tuple[str, str]]:
    """NCT number and title of some trials."""
    known = dict(Trial.objects.filter(id__in=numbers).values_list("id", "brief_title"))
    return [(nct_id(number), known.get(number, "")) for number in numbers]
