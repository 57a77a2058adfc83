"""What was loaded, and what could not be."""

from django.contrib import admin
from django.http import HttpRequest

from trials.models import RefreshRun, RejectedRecord


class ReadOnly(admin.ModelAdmin):
    """Rows that only the machine writes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(RefreshRun)
class RefreshRunAdmin(ReadOnly):
    list_display = (
        "started_at",
        "kind",
        "state",
        "ended_at",
        "pages",
        "new",
        "changed",
        "unchanged",
        "rejected",
        "data_timestamp",
        "error",
    )
    list_filter = ("kind", "state")
    date_hierarchy = "started_at"


@admin.register(RejectedRecord)
class RejectedRecordAdmin(ReadOnly):
    list_display = ("seen_at", "origin", "nct_id", "reason")
    search_fields = ("nct_id", "origin", "reason")
    list_filter = ("run__kind",)
    list_select_related = ("run",)
