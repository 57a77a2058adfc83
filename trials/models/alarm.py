"""What a person must look at."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from trials.models.run import RefreshRun


class Alarm(models.Model):
    """Trouble that a person must look at. One of a kind is open at a time; a person or the next good run ends it."""

    class Kind(models.TextChoices):
        FORBIDDEN = "forbidden", "The registry refuses us"
        FAR_FEWER = "far_fewer", "The registry gave far fewer studies than it should"
        REMOVALS = "removals", "Many studies are gone and wait for a yes"
        FAILING = "failing", "Refreshing keeps failing"

    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField()
    run = models.ForeignKey(RefreshRun, models.SET_NULL, null=True, related_name="alarms")
    raised_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-raised_at"]
        constraints = [
            models.UniqueConstraint(fields=["kind"], condition=Q(ended_at__isnull=True), name="alarm_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.raised_at:%Y-%m-%d %H:%M}"


class Removal(models.Model):
    """Studies that the registry no longer has, more of them at once than may be taken off without a person's yes."""

    run = models.ForeignKey(RefreshRun, models.CASCADE, related_name="removals")
    numbers = ArrayField(models.IntegerField(), help_text="The numbers in their NCT numbers.")
    found_at = models.DateTimeField()
    approved = models.BooleanField(null=True, help_text="Empty: nobody has decided yet.")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-found_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved__isnull=True, decided_at__isnull=True)
                | Q(approved__isnull=False, decided_at__isnull=False),
                name="removal_decided_with_date",
            )
        ]

    def __str__(self) -> str:
        return f"{len(self.numbers):,} studies, {self.found_at:%Y-%m-%d}"
