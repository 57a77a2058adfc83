"""What a person must look at: alarms, and removals that wait for a yes."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from trials.admin.runs import ReadOnly
from trials.models import Alarm, Removal
from trials.registry.parse import nct_id
from trials.registry.removals import decide

SHOWN = 200  # numbers of a removal that its page lists


@admin.register(Alarm)
class AlarmAdmin(ReadOnly):
    list_display = ("raised_at", "kind", "text", "ended_at")
    list_filter = ("kind", ("ended_at", admin.EmptyFieldListFilter))


@admin.register(Removal)
class RemovalAdmin(ReadOnly):
    """Studies that the registry no longer lists, too many to be believed without a person."""

    list_display = ("found_at", "how_many", "approved", "decided_by", "decided_at")
    fields = ("run", "found_at", "how_many", "some", "approved", "decided_by", "decided_at")
    actions = ("approve", "decline")

    @admin.display(description="studies")
    def how_many(self, removal: Removal) -> str:
        return f"{len(removal.numbers):,}"

    @admin.display(description="numbers")
    def some(self, removal: Removal) -> str:
        more = len(removal.numbers) - SHOWN
        return ", ".join(map(nct_id, removal.numbers[:SHOWN])) + (f" and {more:,} more" if more > 0 else "")

    @admin.action(description="Take these studies off the site", permissions=["decide"])
    def approve(self, request: HttpRequest, queryset: QuerySet[Removal]) -> None:
        self.settle(request, queryset, approved=True)

    @admin.action(description="Keep these studies", permissions=["decide"])
    def decline(self, request: HttpRequest, queryset: QuerySet[Removal]) -> None:
        self.settle(request, queryset, approved=False)

    def settle(self, request: HttpRequest, queryset: QuerySet[Removal], *, approved: bool) -> None:
        assert request.user.is_authenticated, "the admin lets nobody else in"
        taken = sum(decide(removal=removal, approved=approved, by=request.user) for removal in queryset)
        messages.success(request, f"Decided. {taken:,} studies were taken off the site.")

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("trials.change_removal")
