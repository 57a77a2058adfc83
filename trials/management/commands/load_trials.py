"""manage.py load_trials PATH…: registry records from files into the mirror."""

import sys
import time
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from trials.models import RefreshRun
from trials.registry.loading import load, recorded_run
from trials.registry.sources import UnknownSource, files, records

LINE_EVERY = 5.0  # seconds between two lines where there is no terminal


class Command(BaseCommand):
    help = (
        "Load studies in the JSON of ClinicalTrials.gov's API v2 from files: .json (a study, a list, an API page), "
        ".jsonl, either gzipped, a folder of them, or the registry's bulk zip. Loading again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")

    def handle(self, *args: object, paths: list[Path], **options: object) -> None:
        try:
            found = files(paths)
        except UnknownSource as error:
            raise CommandError(str(error)) from None
        source = ", ".join(str(path) for path in paths)
        progress = Progress(sum(path.stat().st_size for path in found))
        try:
            with recorded_run(RefreshRun.Kind.FILE, source) as run:
                load(run, records(found), progress)
        except KeyboardInterrupt:
            progress.close()
            self.stdout.write(self.summary(run))
            raise CommandError("Stopped. What was stored stays; run it again to go on.", returncode=130) from None
        progress.close()
        self.stdout.write(self.summary(run))

    @staticmethod
    def summary(run: RefreshRun) -> str:
        seconds = (run.ended_at - run.started_at).total_seconds() if run.ended_at else 0
        rate = f", {run.read / seconds:,.0f} a second" if seconds else ""
        lines = [
            f"{run.read:,} records in {seconds:,.1f} s{rate}: {run.new:,} new, {run.changed:,} changed, "
            f"{run.unchanged:,} unchanged, {run.rejected:,} rejected."
        ]
        if run.sample_removed:
            lines.append(f"Removed {run.sample_removed:,} sample trials: the site now shows real records.")
        if run.rejected:
            lines.append("The rejected records and their reasons are in the admin: /admin/trials/rejectedrecord/")
        return "\n".join(lines)


class Progress:
    """A bar with rate and time left on a terminal; a plain line every few seconds elsewhere."""

    def __init__(self, total_bytes: int) -> None:
        self.total_bytes = total_bytes
        self.started = self.last_line = time.monotonic()
        self.bar = tqdm(
            total=total_bytes,
            disable=not sys.stderr.isatty(),
            bar_format="{percentage:3.0f}% {bar} {postfix}, {remaining} left",
        )

    def __call__(self, run: RefreshRun, bytes_read: int) -> None:
        now = time.monotonic()
        rate = run.read / max(now - self.started, 0.001)
        self.bar.set_postfix_str(f"{run.read:,} records, {rate:,.0f} a second", refresh=False)
        self.bar.update(bytes_read - self.bar.n)
        if self.bar.disable and now - self.last_line >= LINE_EVERY:
            self.last_line = now
            share = bytes_read / self.total_bytes if self.total_bytes else 1
            print(f"{share:4.0%}  {run.read:,} records, {rate:,.0f} a second", flush=True)  # noqa: T201

    def close(self) -> None:
        self.bar.close()
