"""A curator's words and decisions about a trial, apart from the registry's rows: a refresh never touches them."""

from django.conf import settings
from django.db import models

from trials.models.trial import Trial


class Curation(models.Model):
    """At most one a trial. Empty words leave those of the registry."""

    trial = models.OneToOneField(Trial, models.CASCADE, related_name="curation")
    hidden = models.BooleanField(default=False, help_text="Leave this trial out of every list and page.")
    hidden_reason = models.TextField(blank=True, help_text="For colleagues; not shown on the site.")
    featured = models.BooleanField(default=False, help_text="Show this trial on the home page.")
    plain_title = models.CharField(max_length=200, blank=True)
    plain_summary = models.TextField(blank=True, help_text="Plain text; an empty line starts a paragraph.")
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"Curation of {self.trial.nct_id}"
