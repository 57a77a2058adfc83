"""A place where a trial takes people."""

from django.db import models
from django.db.models import F, Q

from trials.models.place import Place
from trials.models.trial import AVAILABILITY_CHOICES, Trial
from trials.registry.records import Contact, Location
from trials.vocabulary import Availability


class SiteQuerySet(models.QuerySet["Site"]):
    def counting(self) -> "SiteQuerySet":
        """The sites that count for "near you": each as open as its study.

        Of an open study those that are open themselves; of one that opens soon those that open soon; of a closed one
        all.
        """
        return self.filter(availability=F("trial__availability"))


class Site(models.Model):
    """One site of one trial, known by its position in the record, since the registry gives sites no id."""

    pk = models.CompositePrimaryKey("trial_id", "ordinal")
    trial = models.ForeignKey(Trial, models.CASCADE, related_name="sites", db_index=False)
    ordinal = models.PositiveSmallIntegerField(help_text="Position in the record, from 0.")
    place = models.ForeignKey(Place, models.PROTECT, related_name="sites", db_index=False)
    facility = models.TextField(blank=True)
    status = models.TextField(blank=True, help_text="As registered; given only while the study recruits.")
    availability = models.SmallIntegerField(choices=AVAILABILITY_CHOICES)
    zip = models.TextField(blank=True)

    objects = SiteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(availability__in=[value.value for value in Availability]), name="site_availability_known"
            ),
        ]
        indexes = [
            models.Index(fields=["place", "availability"], include=["trial"], name="site_place"),
        ]

    def __str__(self) -> str:
        return self.facility or str(self.place)

    @property
    def location(self) -> Location:
        """The site as the record has it."""
        return self.trial.study.protocol.contacts.locations[self.ordinal]

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """Whom to call. They stand in the record alone, so that they leave with it."""
        return self.location.contacts
