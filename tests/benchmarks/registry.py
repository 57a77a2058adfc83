"""The mirror at the registry's size: `make bench-registry SIZE=607000`.

The registry's emulator serves generated studies; `manage.py refresh` loads them all, a registry day passes, and what it
changed is fetched. Searches run beside the load. The same studies through the least that any loader has to do
(decompress, orjson.loads, COPY of the rows into bare tables) give the floor. The last line is one line of JSON.

Everything stands in a data folder of its own (.data/bench), whose tables are dropped first.
"""

import argparse
import contextlib
import gzip
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import orjson
import requests

from tests.benchmarks.load import ROOT, empty_database, manage, start_django

FLOOR_STUDIES = 20_000  # studies that the floor is measured on
QUESTIONS = 60  # searches at rest, and as many as fit beside the load


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=607_000, help="studies")
    size = parser.parse_args().size
    start_django()
    from django.conf import settings

    from trialfinder import embedded

    cache = settings.DATA_DIR / "registry"
    with RunningRegistry(size, cache) as url, embedded.running_for(["migrate"]):
        os.environ |= {"REGISTRY_URL": url, "REGISTRY_PAUSE": "0"}
        empty_database()
        manage("migrate", "--verbosity=0")
        manage("load_mesh")
        figures = measure(url, size)
    print(json.dumps(figures))


def measure(url: str, size: int) -> dict[str, object]:
    """Load, let a day pass, fetch its changes, compare."""
    figures: dict[str, object] = {"studies": size}
    asking = Asking()
    figures["open_seconds"] = timed_refresh("open")
    with following(), asking:
        figures["full_load_seconds"] = timed_refresh("full")
    figures["statuses_seconds"] = timed_refresh("statuses")
    figures["numbers_seconds"] = timed_refresh("numbers")
    manage("index")
    at_rest = [question_seconds(number) for number in range(QUESTIONS)]
    figures["loader_peak_mb"] = round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
    figures["search_p95_ms_at_rest"] = percentile(at_rest)
    figures["search_p95_ms_during_load"] = percentile(asking.seconds)
    root = url.removesuffix("/api/v2")
    requests.post(f"{root}/emulator/advance?days=1", timeout=600).raise_for_status()
    figures["changes_seconds"] = timed_refresh("changes")
    figures["statuses_after_a_day_seconds"] = timed_refresh("statuses")
    per_study = figures["full_load_seconds"] / size
    figures["ratio_to_floor"] = round(per_study / floor_seconds(url), 2)
    return figures


def timed_refresh(kind: str) -> float:
    """Seconds of the one run that is due, which must be of this kind."""
    from trials.models import RefreshRun

    seconds = manage("refresh", "--once")
    last = RefreshRun.objects.latest()
    assert (last.kind, last.state) == (kind, "done"), (last.kind, last.state, last.error)
    return round(seconds, 1)


@contextlib.contextmanager
def following() -> Iterator[None]:
    """The process that makes the search's index anew as the load goes on; the first one is made before it begins."""
    manage("index")
    process = subprocess.Popen([sys.executable, "manage.py", "index", "--follow"], cwd=ROOT)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=300)


class Asking(threading.Thread):
    """A visitor who keeps searching while something else goes on."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.seconds: list[float] = []
        self.over = threading.Event()

    def __enter__(self) -> "Asking":
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.over.set()
        self.join()

    def run(self) -> None:
        from django.db import connection

        number = 0
        while not self.over.is_set():
            self.seconds.append(question_seconds(number))
            number += 1
            time.sleep(0.5)
        connection.close()


WORDS = ("breast cancer", "asthma", "diabetes", "melanoma", "heart failure", "leukemia", "depression", "copd")
ZIPS = ("19104", "10001", "60611", "77030", "90024", "98109")


def question_seconds(number: int) -> float:
    """Seconds of one search: its total, its first page and the counts beside it."""
    from trials.search.criteria import Age, SearchCriteria
    from trials.search.matching import matching

    criteria = SearchCriteria(
        condition=WORDS[number % len(WORDS)], places=(ZIPS[number % len(ZIPS)],), age=Age(20 + number % 60, "years")
    )
    started = time.monotonic()
    matches = matching(criteria)
    matches.page(0, 20)
    assert matches.facets
    return time.monotonic() - started


def percentile(seconds: list[float], share: int = 95) -> float:
    """Milliseconds that this share of the answers stay below."""
    return round(statistics.quantiles(seconds, n=100)[share - 1] * 1000, 1) if len(seconds) > 1 else 0.0


TABLES = {"trials_trial": "id", "trials_original": "trial_id", "trials_site": "trial_id"}
TABLES |= {"trials_trialcondition": "trial_id"}


def floor_seconds(url: str) -> float:
    """The least: pages decompressed and read by orjson, and the rows that became of them copied into bare tables."""
    from django.db import connection

    pages = compressed_pages(url)
    numbers = [number_of(one) for page in pages for one in orjson.loads(gzip.decompress(page))["studies"]]
    with connection.cursor() as cursor:
        rows = {table: copied_out(cursor, table, key, numbers) for table, key in TABLES.items()}
        started = time.monotonic()
        for page in pages:
            orjson.loads(gzip.decompress(page))
        for table, content in rows.items():
            cursor.execute(f"CREATE TEMPORARY TABLE floor_{table} (LIKE {table})")
            with cursor.copy(f"COPY floor_{table} FROM STDIN") as out:
                for piece in content:
                    out.write(piece)
        return (time.monotonic() - started) / len(numbers)


def copied_out(cursor: object, table: str, key: str, numbers: list[int]) -> list[bytes]:
    """The rows of these studies as COPY writes them."""
    chosen = f"SELECT * FROM {table} WHERE {key} = ANY(%s)"
    with cursor.copy(f"COPY ({chosen}) TO STDOUT", [numbers]) as rows:
        return [bytes(piece) for piece in rows]


def number_of(study: dict) -> int:
    return int(study["protocolSection"]["identificationModule"]["nctId"][3:])


def compressed_pages(url: str) -> list[bytes]:
    """The first pages of the registry as they come over the wire."""
    pages, token = [], {}
    while len(pages) * 1000 < FLOOR_STUDIES:
        asked = {"pageSize": 1000, "sort": "StudyFirstPostDate:desc", **token}
        with requests.get(f"{url}/studies", params=asked, stream=True, timeout=120) as response:
            pages.append(response.raw.read(decode_content=False))
        found = re.search(rb'"nextPageToken":"([^"]+)"', gzip.decompress(pages[-1])[-200:])
        if not found:
            break
        token = {"pageToken": found[1].decode()}
    return pages


class RunningRegistry:
    """The emulator as a process of its own, serving generated studies that are kept between runs."""

    def __init__(self, size: int, cache: Path) -> None:
        cache.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "tests.registry", "--generate", str(size), "--cache", str(cache)]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> str:
        assert self.process.stdout is not None
        print("Waiting for the registry …", flush=True)
        for line in self.process.stdout:
            if found := re.search(r"http://\S+/api/v2", line):
                return found[0]
        raise RuntimeError("the emulated registry did not start")

    def __exit__(self, *error: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)


if __name__ == "__main__":
    main()
