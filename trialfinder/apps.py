"""The project as an app: that is how its system checks are found."""

from django.apps import AppConfig


class TrialfinderConfig(AppConfig):
    """The wiring around the apps."""

    name = "trialfinder"

    def ready(self) -> None:
        """Register the system checks."""
        from trialfinder import checks  # noqa: F401  (importing registers)
