"""A curator's words and decisions about a trial."""

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from trials.models import Curation


def stamped(curation: Curation, request: HttpRequest) -> Curation:
    """The curation with the person who wrote it."""
    assert request.user.is_authenticated, "the admin lets nobody else in"
    curation.updated_by = request.user
    return curation


@admin.register(Curation)
class CurationAdmin(admin.ModelAdmin):
    list_display = ("trial", "hidden", "featured", "plain_title", "updated_by", "updated_at")
    list_filter = ("hidden", "featured")
    list_select_related = ("trial", "updated_by")
    search_fields = ("plain_title", "trial__brief_title")
    raw_id_fields = ("trial",)
    readonly_fields = ("updated_by", "updated_at")

    def save_model(self, request: HttpRequest, obj: Curation, form: ModelForm, change: bool) -> None:
        super().save_model(request, stamped(obj, request), form, change)
