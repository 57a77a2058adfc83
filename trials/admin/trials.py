"""Trials: find one, read what the registry says, and write what the site shows instead."""

import re

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from trials.admin.curation import stamped
from trials.models import Curation, Trial

NUMBER = re.compile(r"(?:NCT)?0*([1-9]\d{0,7})", re.IGNORECASE)


class CurationInline(admin.StackedInline):
    model = Curation
    fields = ("hidden", "hidden_reason", "featured", "plain_title", "plain_summary", "updated_by", "updated_at")
    readonly_fields = ("updated_by", "updated_at")
    extra = 0
    min_num = 1
    can_delete = True


@admin.register(Trial)
class TrialAdmin(admin.ModelAdmin):
    """The registry's row can be read, the curation beside it written."""

    list_display = ("nct_number", "brief_title", "overall_status", "last_update_posted", "is_hidden", "is_featured")
    list_filter = ("availability", "curation__hidden", "curation__featured", "study_type")
    list_select_related = ("curation",)
    search_fields = ("brief_title",)
    search_help_text = "An NCT number, or words of the title"
    show_full_result_count = False
    inlines = (CurationInline,)
    fields = ("on_site", "brief_title", "overall_status", "last_update_posted", "lead_sponsor", "summary")
    readonly_fields = fields

    @admin.display(description="NCT number", ordering="id")
    def nct_number(self, trial: Trial) -> str:
        return trial.nct_id

    @admin.display(boolean=True, description="hidden")
    def is_hidden(self, trial: Trial) -> bool:
        return hasattr(trial, "curation") and trial.curation.hidden

    @admin.display(boolean=True, description="featured")
    def is_featured(self, trial: Trial) -> bool:
        return hasattr(trial, "curation") and trial.curation.featured

    @admin.display(description="The registry’s summary")
    def summary(self, trial: Trial) -> str:
        return trial.study.protocol.description.brief_summary

    @admin.display(description="On the site")
    def on_site(self, trial: Trial) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("trials:trial", args=[trial.nct_id]), trial.nct_id)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Trial], search_term: str
    ) -> tuple[QuerySet[Trial], bool]:
        if found := NUMBER.fullmatch(search_term.strip()):
            return queryset.filter(pk=int(found[1])), False
        return super().get_search_results(request, queryset, search_term)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Trial | None = None) -> bool:
        return False

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: bool) -> None:
        for curation in formset.save(commit=False):
            stamped(curation, request).save()
        for removed in formset.deleted_objects:
            removed.delete()
        formset.save_m2m()
