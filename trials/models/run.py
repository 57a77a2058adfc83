"""What was loaded when, and what could not be."""

from django.db import models
from django.db.models import Q


class RefreshRun(models.Model):
    """One run of loading: a file, the sample, the open trials, or a day's changes."""

    class Kind(models.TextChoices):
        FILE = "file", "Files"
        SAMPLE = "sample", "Bundled sample"
        CONTACT = "contact", "Asking the registry for news"
        OPEN = "open", "Open trials from the registry"
        FULL = "full", "All trials from the registry"
        CHANGES = "changes", "Changes from the registry"
        STATUSES = "statuses", "Comparison of the open trials"
        NUMBERS = "numbers", "Comparison of all numbers"
        OLDEST = "oldest", "Records that were fetched longest ago"

    class State(models.TextChoices):
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        STOPPED = "stopped", "Stopped before its end"

    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    source = models.TextField(blank=True, help_text="Where the records came from.")
    data_timestamp = models.TextField(blank=True, help_text="The registry's own stamp of its data.")
    started_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField(help_text="When it last gave a sign of life.")
    ended_at = models.DateTimeField(null=True, blank=True)
    expected = models.IntegerField(null=True, blank=True, help_text="How many records it is to read.")
    pages = models.IntegerField(default=0)
    bytes_read = models.BigIntegerField(default=0, help_text="From the network, or of files.")
    retries = models.IntegerField(default=0, help_text="Requests that had to be made again.")
    new = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    removed = models.IntegerField(default=0, help_text="Trials that the registry no longer has.")
    merged = models.IntegerField(default=0, help_text="Trials that the registry merged into another.")
    sample_removed = models.IntegerField(default=0, help_text="Sample trials that made room for real ones.")
    failures = models.PositiveSmallIntegerField(default=0, help_text="How often it failed; it may have gone on.")
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-started_at", "-id"]
        get_latest_by = "started_at"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="running", ended_at__isnull=True) | (~Q(state="running") & Q(ended_at__isnull=False)),
                name="run_ended_unless_running",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def read(self) -> int:
        """Records read so far."""
        return self.new + self.changed + self.unchanged + self.rejected


class Partition(models.Model):
    """One month of a full load, by the day on which its studies were first posted. Done ones are not loaded again."""

    run = models.ForeignKey(RefreshRun, models.CASCADE, related_name="partitions")
    month = models.DateField(help_text="Its first day.")
    expected = models.IntegerField(help_text="How many studies the registry announced.")
    done_at = models.DateTimeField()

    class Meta:
        ordering = ["-month"]
        constraints = [models.UniqueConstraint(fields=["run", "month"], name="partition_once")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class RejectedRecord(models.Model):
    """A record that could not be stored, with the reason; the rest of its run went on."""

    run = models.ForeignKey(RefreshRun, models.CASCADE, related_name="rejections")
    origin = models.TextField(help_text="File and line, or page.")
    nct_id = models.TextField(blank=True)
    reason = models.TextField()
    excerpt = models.TextField(blank=True, help_text="The beginning of the record.")
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["-seen_at", "-id"]

    def __str__(self) -> str:
        return f"{self.origin}: {self.reason}"
