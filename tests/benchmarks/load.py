"""How fast files become searchable rows: `make bench-load SIZE=20000`.

Studies of the registry's size distribution are generated first; then `manage.py load_trials` is timed as a newcomer
would run it, once into an empty database and once again over what is stored. The last line is one line of JSON.

Everything stands in a data folder of its own (.data/bench), whose tables are dropped first.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=20_000, help="studies")
    size = parser.parse_args().size
    start_django()
    from django.conf import settings

    from trialfinder import embedded

    source = settings.DATA_DIR / f"studies-{size}.jsonl"
    generate(source, size)
    with embedded.running_for(["migrate"]):
        empty_database()
        manage("migrate", "--verbosity=0")
        first, again = manage("load_trials", str(source)), manage("load_trials", str(source))
        searchable = count_trials()
    figures = {
        "studies": size,
        "mean_bytes": round(source.stat().st_size / size),
        "searchable": searchable,
        "seconds": round(first, 1),
        "studies_per_second": round(size / first),
        "unchanged_per_second": round(size / again),
        # Of the largest child, which is the loader: PostgreSQL is no child of ours.
        "loader_peak_mb": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024),
    }
    print(json.dumps(figures))


def start_django() -> None:
    """Set Django up in the benchmarks' own data folder."""
    os.environ.setdefault("DATA_DIR", str(ROOT / ".data" / "bench"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trialfinder.settings")
    import django

    django.setup()


def generate(path: Path, size: int) -> None:
    """Write the studies, unless an earlier run has."""
    from tests.registry.generator import write_studies

    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".half")
    print(f"Generating {size:,} studies …", flush=True)
    write_studies(half, size)
    half.rename(path)


def empty_database() -> None:
    """Drop every table, for a load into nothing."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


def count_trials() -> int:
    """How many trials visitors can see."""
    from trials.models import Trial

    return Trial.objects.visible().count()


def manage(*arguments: str) -> float:
    """Run a management command and give its seconds, its start included."""
    started = time.monotonic()
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, check=True)
    return time.monotonic() - started


if __name__ == "__main__":
    main()
