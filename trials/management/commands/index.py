"""manage.py index: make the search's index where it is missing or old."""

import os
import time
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connection

from trials.search.index.making import Maker

NICENESS = 10  # searches go first


class Command(BaseCommand):
    help = "Make the search's index where there is none or too much was written since. It can be deleted at any time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--follow", action="store_true", help="go on for as long as the site runs")
        parser.add_argument("--pause", type=float, default=2.0, help="seconds between two looks (default: %(default)s)")

    def handle(self, *args: object, follow: bool, pause: float, **options: object) -> None:
        if follow:
            os.nice(NICENESS)
        maker = Maker()
        try:
            while True:
                self.look(maker, follow)
                if not follow:
                    return
                time.sleep(pause)
        except KeyboardInterrupt:
            return

    def look(self, maker: Maker, follow: bool) -> None:
        """Make an index if one is due. A database that is away comes back."""
        started = time.monotonic()
        try:
            held = maker.make_if_due()
        except (Error, OSError) as error:
            if not follow:
                raise CommandError(f"The index could not be made: {error}") from None
            self.stderr.write(f"The index could not be made, trying again: {error}")
            connection.close()
            return
        if held is not None:
            self.stdout.write(f"Index of {held:,} trials made in {time.monotonic() - started:,.1f} s.")
