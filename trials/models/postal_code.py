"""Postal codes beyond the United States, loaded by the operator."""

from django.db import models


class PostalCode(models.Model):
    """A postal code of a country with its middle, as GeoNames has it."""

    id = models.BigAutoField(primary_key=True)
    country = models.TextField(help_text="Two letters, ISO 3166-1.")
    key = models.TextField(help_text="The code in capitals, letters and digits alone: SW1A1AA.")
    code = models.TextField(help_text="As people write it: SW1A 1AA.")
    place = models.TextField(blank=True)
    latitude = models.FloatField(help_text="Degrees.")
    longitude = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "country"], name="postal_code_unique"),
            models.CheckConstraint(
                condition=models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="postal_code_point_on_earth",
            ),
        ]
        indexes = [models.Index(fields=["key"], opclasses=["text_pattern_ops"], name="postal_code_beginning")]

    def __str__(self) -> str:
        return f"{self.code}, {self.country}"
