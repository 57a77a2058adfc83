"""What a trial is about."""

from django.db import models

from trials.models.trial import Trial


class Condition(models.Model):
    """A term under which trials are listed: an illness, or a keyword. Spellings that differ in case are one."""

    id = models.AutoField(primary_key=True)
    key = models.TextField(unique=True, help_text="The name in small letters without accents and marks.")
    name = models.TextField(help_text="As first seen; the MeSH term where it is one.")
    mesh_id = models.TextField(blank=True, db_index=True, help_text="MeSH descriptor, for example D015470.")

    def __str__(self) -> str:
        return self.name


class TrialCondition(models.Model):
    """Why a trial is listed under a condition. The first sources say more than the last."""

    class Source(models.IntegerChoices):
        REGISTRANT = 1, "the registrant's own condition"
        MESH = 2, "MeSH term"
        ANCESTOR = 3, "broader MeSH term"
        KEYWORD = 4, "keyword"

    pk = models.CompositePrimaryKey("condition_id", "trial_id", "source")
    condition = models.ForeignKey(Condition, models.PROTECT, db_index=False)
    trial = models.ForeignKey(Trial, models.CASCADE, related_name="listings")
    source = models.SmallIntegerField(choices=Source.choices)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(source__range=(1, 4)), name="trial_condition_source_known")
        ]

    def __str__(self) -> str:
        return f"{self.trial_id} {self.condition_id} {self.get_source_display()}"
