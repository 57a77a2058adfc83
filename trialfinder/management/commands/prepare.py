"""Everything between an empty database and a site that can be served. Safe to run at every start."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import Error


class Command(BaseCommand):
    """Migrate, collect the static files, load vocabulary and first trials: in one process, so that a start is quick."""

    help = "Brings the database and the static files up to date, and loads what is packaged."
    requires_system_checks = ()  # migrate makes the checks, those of the database included

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the four commands."""
        try:
            call_command("migrate", interactive=False, verbosity=0, skip_checks=False)
            call_command("collectstatic", interactive=False, verbosity=0)
            call_command("load_mesh", if_changed=True)
            call_command("first_load")
        except (Error, OSError) as error:
            # No space, no permission, a server that went away: the person needs the reason, not the stack.
            raise CommandError(f"Preparing the site failed: {str(error).strip()}") from error
