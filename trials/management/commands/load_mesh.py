"""manage.py load_mesh [FILE]: the vocabulary of diseases."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from trials.search.terms.sources import SourceError
from trials.search.terms.storing import Stored, bring_up_to_date, load_file, load_packaged

SHOWN = 20  # names in a message


class Command(BaseCommand):
    help = (
        "Load the vocabulary of diseases: the packaged table, or NLM's yearly descriptor file (desc2026.xml or .gz), "
        "and the packaged lay terms. Curators' terms stay. Loading again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="NLM's descriptor XML, also gzipped")
        parser.add_argument(
            "--if-changed", action="store_true", help="only where the packaged files are not yet loaded"
        )

    def handle(self, *args: object, file: Path | None, if_changed: bool, **options: object) -> None:
        if file and if_changed:
            raise CommandError("--if-changed is for the packaged files.")
        try:
            stored = load_file(file) if file else bring_up_to_date() if if_changed else load_packaged()
        except (SourceError, OSError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write("The vocabulary is up to date." if stored is None else summary(stored))


def summary(stored: Stored) -> str:
    """What was loaded, and what a person must look at."""
    lines = [f"Descriptors: {stored.descriptors:,}; terms: {stored.terms:,}."]
    if stored.unknown:
        lines.append(f"Lay terms whose descriptor MeSH lacks: {some(stored.unknown)}")
    if stored.homeless:
        lines.append(f"Curators' terms whose descriptor MeSH no longer has; they stay: {some(stored.homeless)}")
    return "\n".join(lines)


def some(names: tuple[str, ...]) -> str:
    rest = len(names) - SHOWN
    return "; ".join(names[:SHOWN]) + (f"; and {rest:,} more" if rest > 0 else "")
