"""What words mean: headings of the Medical Subject Headings, and the terms that stand for them."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from trials.words import key


class Descriptor(models.Model):
    """A heading of MeSH: a disease, a symptom, a state of body or mind."""

    mesh_id = models.TextField(primary_key=True, help_text="NLM's own form, for example D015470.")
    name = models.TextField(help_text="As MeSH has it, often inverted: “Leukemia, Myeloid, Acute”.")
    tree_numbers = ArrayField(
        models.TextField(),
        default=list,
        blank=True,
        help_text="Where it stands in MeSH's tree; empty once MeSH drops it.",
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Term(models.Model):
    """Words that mean a descriptor. Those of MeSH and the lay terms are replaced when a newer vocabulary is loaded."""

    class Source(models.IntegerChoices):
        NAME = 1, "MeSH's name"
        ENTRY = 2, "MeSH's entry term"
        LAY = 3, "lay term"
        CURATOR = 4, "a curator's term"

    class Language(models.TextChoices):
        ENGLISH = "en", "English"
        SPANISH = "es", "Spanish"

    key = models.TextField(editable=False, help_text="The words in small letters without accents and marks.")
    words = models.TextField(help_text="As people write them.")
    descriptor = models.ForeignKey(Descriptor, models.PROTECT, related_name="terms")
    source = models.SmallIntegerField(choices=Source.choices, default=Source.CURATOR)
    language = models.CharField(max_length=2, choices=Language, default=Language.ENGLISH)
    rank = models.SmallIntegerField(default=0, help_text="0 for the likeliest of several meanings, then 1, 2 …")

    class Meta:
        ordering = ["key", "rank", "descriptor"]
        constraints = [
            models.UniqueConstraint(fields=["key", "descriptor"], name="term_once"),
            models.CheckConstraint(condition=~Q(key=""), name="term_says_something"),
            models.CheckConstraint(condition=Q(source__range=(1, 4)), name="term_source_known"),
            models.CheckConstraint(condition=Q(rank__gte=0), name="term_rank_not_negative"),
        ]

    def __str__(self) -> str:
        return self.words

    def save(self, **options: Any) -> None:
        """The key follows the words."""
        self.key = key(self.words)
        if (changed := options.get("update_fields")) is not None:
            options["update_fields"] = {*changed, "key"}
        super().save(**options)


class VocabularyState(models.Model):
    """One row: which vocabulary is stored. A trigger gives it a new version with every change of the tables above."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    version = models.BigIntegerField(default=0)
    mesh = models.TextField(blank=True, help_text="The hash of the packaged table, or the name of the file read.")
    lay = models.TextField(blank=True, help_text="The hash of the packaged lay terms.")
    own_file = models.BooleanField(default=False, help_text="MeSH was read from a file of the operator's own.")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="vocabulary_state_one_row")]

    def __str__(self) -> str:
        return f"version {self.version}"
