"""manage.py load_postal_codes FILE: postal codes of other countries."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from trials.search.places.postal_files import PostalFileError, lines, load, rows, size

SHOWN = 10  # countries in a message


class Command(BaseCommand):
    help = (
        "Load postal codes from a file of https://download.geonames.org/export/zip/ (XX.txt, allCountries.txt, or "
        "either in a zip), so that visitors abroad can search near theirs. Each country in the file is replaced whole."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: object, file: Path, **options: object) -> None:
        try:
            with tqdm(total=size(file), unit="B", unit_scale=True, disable=not sys.stderr.isatty()) as bar:
                stored = load(rows(counted(lines(file), bar)))
        except PostalFileError as error:
            raise CommandError(f"{error} Nothing was changed.") from None
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror or error}. Nothing was changed.") from None
        if not stored:
            raise CommandError(f"{file.name} holds no postal code. Nothing was changed.")
        self.stdout.write(summary(stored))


def counted(found: Iterable[tuple[str, int, bytes]], bar: tqdm) -> Iterator[tuple[str, int, bytes]]:
    """The same lines; the bar follows."""
    for name, number, line in found:
        bar.update(len(line))
        yield name, number, line


def summary(stored: dict[str, int]) -> str:
    """How many codes each country has; of many the first."""
    named = [f"{country} {count:,}" for country, count in list(stored.items())[:SHOWN]]
    rest = f" and {len(stored) - SHOWN:,} more" if len(stored) > SHOWN else ""
    total = sum(stored.values())
    codes = "postal code" if total == 1 else "postal codes"
    countries = "country" if len(stored) == 1 else "countries"
    return f"{total:,} {codes} of {len(stored):,} {countries}: {', '.join(named)}{rest}."
