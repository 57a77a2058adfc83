"""A trial, its former numbers and its original record."""

from functools import cached_property

import zstandard
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from trials.registry.parse import SAMPLE_FROM, nct_id, parse_study
from trials.registry.records import Study
from trials.vocabulary import Availability

AVAILABILITY_CHOICES = [(value.value, value.name.capitalize()) for value in Availability]


class TrialQuerySet(models.QuerySet["Trial"]):
    """The field's own questions, to be composed."""

    def visible(self) -> "TrialQuerySet":
        """Trials that the registry still has and no curator has hidden."""
        return self.filter(removed_at__isnull=True).exclude(curation__hidden=True)

    def available(self, *availability: Availability) -> "TrialQuerySet":
        """Trials whose own status means one of these for joining."""
        return self.filter(availability__in=availability)


class Trial(models.Model):
    """What is searched, listed or compared of one study. Everything that is only read comes from `study`.

    The primary key is the number in the NCT number: NCT01234567 is 1234567.
    """

    id = models.IntegerField(primary_key=True)
    brief_title = models.TextField()
    acronym = models.TextField(blank=True)
    overall_status = models.TextField(blank=True)
    last_known_status = models.TextField(blank=True)
    availability = models.SmallIntegerField(choices=AVAILABILITY_CHOICES)
    study_type = models.TextField(blank=True)
    phases = ArrayField(models.TextField(), default=list, blank=True)
    sex = models.TextField(blank=True)
    healthy_volunteers = models.BooleanField(null=True)
    minimum_age = models.TextField(blank=True, help_text="As registered, for example “18 Years”.")
    maximum_age = models.TextField(blank=True)
    age_from_days = models.FloatField(null=True, help_text="Youngest age in days; empty: no limit.")
    age_until_days = models.FloatField(null=True, help_text="Age in days that is too old; empty: no limit.")
    start_date = models.TextField(blank=True, help_text="Partial date: its length is its precision.")
    start_date_type = models.TextField(blank=True)
    primary_completion_date = models.TextField(blank=True)
    primary_completion_date_type = models.TextField(blank=True)
    completion_date = models.TextField(blank=True)
    completion_date_type = models.TextField(blank=True)
    status_verified_date = models.TextField(blank=True)
    first_posted = models.DateField(null=True)
    last_update_posted = models.DateField(null=True)
    results_first_posted = models.DateField(null=True)
    enrollment = models.BigIntegerField(null=True)
    enrollment_type = models.TextField(blank=True)
    lead_sponsor = models.TextField(blank=True)
    sponsor_class = models.TextField(blank=True)
    intervention_types = ArrayField(models.TextField(), default=list, blank=True)
    intervention_words = models.TextField(blank=True, help_text="Names of what is tested, for the search.")
    has_results = models.BooleanField(default=False)
    first_seen = models.DateTimeField(help_text="When this site first held the study.")
    changed_at = models.DateTimeField(help_text="When this site last saw it change.")
    removed_at = models.DateTimeField(null=True, help_text="When the registry was found to have it no longer.")
    conditions = models.ManyToManyField("trials.Condition", through="trials.TrialCondition")

    objects = TrialQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(id__gt=0, id__lt=100_000_000), name="trial_number_in_range"),
            models.CheckConstraint(
                condition=Q(age_from_days__isnull=True) | Q(age_from_days__gte=0), name="trial_age_from_positive"
            ),
            models.CheckConstraint(
                condition=Q(availability__in=[value.value for value in Availability]), name="trial_availability_known"
            ),
        ]
        indexes = [
            models.Index(fields=["availability", "-last_update_posted", "-id"], name="trial_availability"),
        ]

    def __str__(self) -> str:
        return f"{self.nct_id} {self.brief_title}"

    def get_absolute_url(self) -> str:
        return reverse("trials:trial", args=[self.nct_id])

    @property
    def nct_id(self) -> str:
        return nct_id(self.id)

    @property
    def is_sample(self) -> bool:
        """Whether this is one of the invented studies that a new installation shows."""
        return self.id >= SAMPLE_FROM

    @cached_property
    def study(self) -> Study:
        """The whole record."""
        return self.original.study()


class Alias(models.Model):
    """A former number of a trial whose registrations were merged."""

    id = models.IntegerField(primary_key=True, help_text="The number in the former NCT number.")
    trial = models.ForeignKey(Trial, models.CASCADE, related_name="aliases")

    class Meta:
        verbose_name_plural = "aliases"

    def __str__(self) -> str:
        return f"{nct_id(self.id)} → {nct_id(self.trial_id)}"


class Original(models.Model):
    """The registry's record itself, compressed; apart from the trial, so that its row stays narrow."""

    trial = models.OneToOneField(Trial, models.CASCADE, primary_key=True)
    content_hash = models.BinaryField(max_length=16, help_text="Of the record without its load date.")
    compressed = models.BinaryField(help_text="Minified JSON, Zstandard.")
    last_seen = models.DateTimeField(help_text="When the registry last gave it to us.")

    def __str__(self) -> str:
        return nct_id(self.trial_id)

    def json(self) -> bytes:
        """The record as JSON."""
        return zstandard.decompress(self.compressed)

    def study(self) -> Study:
        """The record as values."""
        return parse_study(self.json())
