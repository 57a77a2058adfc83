"""Where sites are."""

from django.db import models


class Place(models.Model):
    """A city as the registry spells it, with the point that the registry gives it: the city's centre."""

    id = models.AutoField(primary_key=True)
    city = models.TextField(blank=True)
    state = models.TextField(blank=True)
    country = models.TextField(blank=True)
    latitude = models.FloatField(null=True, help_text="Degrees; empty where the registry has no point.")
    longitude = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "state", "city", "latitude", "longitude"],
                nulls_distinct=False,
                name="place_unique",
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="place_point_on_earth",
            ),
        ]
        indexes = [models.Index(fields=["latitude"], name="place_latitude")]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.city, self.state, self.country) if part)
