"""manage.py refresh: do now all that is due at the registry, as the worker does on its schedule."""

import time
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from trials.models import RefreshRun
from trials.registry.client import RegistryError
from trials.registry.refresh import refresh
from trials.tasks import client


class Command(BaseCommand):
    help = "Fetch from ClinicalTrials.gov what is due, and say what each run brought."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="stop after the first run")

    def handle(self, *args: object, once: bool, **options: object) -> None:
        source = client()
        started = time.monotonic()
        try:
            while run := refresh(source):
                self.stdout.write(self.summary(run, time.monotonic() - started))
                started = time.monotonic()
                if once:
                    return
        except RegistryError as error:
            raise CommandError(str(error)) from None
        except KeyboardInterrupt:
            raise CommandError("Stopped. What was stored stays; run it again to go on.", returncode=130) from None
        self.stdout.write("Nothing is due.")

    @staticmethod
    def summary(run: RefreshRun, seconds: float) -> str:
        counts = ("new", "changed", "unchanged", "rejected", "merged", "removed")
        told = ", ".join(f"{getattr(run, name):,} {name}" for name in counts)
        return f"{run.get_kind_display()}: {run.pages:,} pages in {seconds:,.1f} s, {told}."
