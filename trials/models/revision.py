"""What became of a trial's record, each time that it changed."""

from functools import cached_property

import msgspec
import zstandard
from django.db import models

from trials.models.trial import Trial
from trials.registry.changes import Change
from trials.registry.changes import decode as decode_changes
from trials.registry.parse import decode
from trials.registry.records import Study


class Revision(models.Model):
    """One change of a record: what it said before, and what that means for a patient."""

    trial = models.ForeignKey(Trial, models.CASCADE, related_name="revisions")
    seen_at = models.DateTimeField(help_text="When this site saw the change.")
    posted = models.DateField(null=True, help_text="The registry's date of the new record.")
    posted_before = models.DateField(null=True, help_text="The registry's date of the record before.")
    content_hash = models.BinaryField(max_length=16, help_text="Of the new record.")
    rank = models.SmallIntegerField(help_text="Of its most important change; see trials.registry.changes.Rank.")
    changes = models.JSONField(help_text="Typed changes, as trials.registry.changes encodes them.")
    before = models.BinaryField(help_text="The record before: minified JSON, Zstandard.")

    class Meta:
        ordering = ["-seen_at", "-id"]
        indexes = [
            models.Index(fields=["trial", "-seen_at"], name="revision_of_trial"),
            models.Index(fields=["seen_at", "rank"], name="revision_seen"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["trial", "seen_at"], name="revision_once"),
        ]

    def __str__(self) -> str:
        return f"{self.trial.nct_id}, {self.seen_at:%Y-%m-%d}"

    @cached_property
    def typed_changes(self) -> tuple[Change, ...]:
        """The changes as values; those that a newer version of this program wrote are left out."""
        return decode_changes(msgspec.json.encode(self.changes))

    @cached_property
    def study_before(self) -> Study:
        """The record before, as values."""
        return decode(zstandard.decompress(self.before))
