from django.apps import AppConfig


class TrialsConfig(AppConfig):
    """The registry mirror, its search and its pages."""

    name = "trials"
    verbose_name = "Clinical trials"
