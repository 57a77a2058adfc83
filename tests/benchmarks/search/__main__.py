"""`make bench-search SIZE=607000`: the search over a generated registry of its real size, beside two peers.

The registry is loaded once into the benchmarks' own data folder (.data/bench, also used by bench-registry) and kept.
The smaller sizes are random samples of it. No answer is cached anywhere. The last line is one line of JSON.
"""

import argparse
import http.client
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.load import empty_database, generate, manage, start_django

SMALLER = (60_000, 200_000)
PLAIN_SEARCHES = 40  # each takes seconds
TANTIVY_SEARCHES = 1_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=607_000, help="studies")
    parser.add_argument("--without-peers", action="store_true", help="measure ourselves alone")
    options = parser.parse_args()
    start_django()
    from trialfinder import embedded

    with embedded.running_for(["migrate"]):
        load(options.size)
        figures = measure(peers=not options.without_peers)
    print(json.dumps(figures))


class Told(dict):
    """Figures that are printed as they come."""

    def __setitem__(self, name: str, value: object) -> None:
        print(f"{name}: {json.dumps(value)}", flush=True)
        super().__setitem__(name, value)


def load(size: int) -> None:
    """The registry in the database, unless it is there."""
    from django.conf import settings

    manage("migrate", "--verbosity=0")
    from trials.models import Trial

    if Trial.objects.count() < 0.99 * size:
        path = settings.DATA_DIR / f"{size}.jsonl"
        generate(path, size)
        empty_database()
        manage("migrate", "--verbosity=0")
        manage("load_trials", str(path))
    manage("load_mesh", "--if-changed")
    manage("collectstatic", "--no-input", "--verbosity=0")


def measure(peers: bool) -> dict[str, object]:
    """Everything that the issue asks for, in one run."""
    from django.conf import settings

    from tests.benchmarks.search import log, site, times
    from trials.search.index import files
    from trials.search.index.current import Index, Part
    from trials.search.index.making import Maker, make
    from trials.search.terms import current as terms

    vocabulary = terms.current()
    figures: dict[str, object] = Told()
    started = time.monotonic()
    if Maker().due():
        make()
        figures["index_seconds"] = round(time.monotonic() - started, 1)
    base = files.load(settings.SEARCH_DIR, files.current(settings.SEARCH_DIR))
    assert base is not None
    figures["index_mb"] = {name: array.nbytes >> 20 for name, array in largest(base.segment.arrays())}
    searches = log.drawn(base.segment, vocabulary)
    whole = Index((Part(base.segment),), vocabulary)
    answer_all(whole, searches[:50])  # the first ones read the index from disk
    figures["search"] = times.summary(answer_all(whole, searches))
    figures["growth"] = growth(base.segment, vocabulary, searches)
    figures["fresh_after_seconds"] = fresh_after()
    with site.served() as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        addresses = [one.address for one in searches]
        for address in addresses[:50]:
            site.ask(connection, address)
        figures["page"] = times.summary(times.milliseconds(lambda one: site.ask(connection, one), addresses))
        figures["sustained"] = site.sustained(port, addresses)
        figures["web_process_mb"] = site.memory(port)
    if peers:
        figures["peers"] = beside(base.segment, searches, settings.DATA_DIR)
    return figures


def answer_all(index: object, searches: Sequence[object]) -> list[float]:
    """Milliseconds of each search: its total, its page with the nearest sites, and the counts beside it."""
    from tests.benchmarks.search.times import milliseconds
    from trials.search.matching import Matches

    def answer(search: object) -> None:
        matches = Matches(search.criteria, index)
        assert matches.total >= 0
        matches.page(20 * (search.page - 1), 20 * search.page)
        assert matches.facets

    return milliseconds(answer, searches)


def growth(segment: object, vocabulary: object, searches: Sequence[object]) -> dict[int, dict[str, float]]:
    """The same searches over fewer trials."""
    from tests.benchmarks.search.times import summary
    from trials.search.index.build import build
    from trials.search.index.current import Index, Part, named_by

    found = {}
    for size in SMALLER:
        if size < len(segment):
            some = random.Random(size).sample(segment.numbers.tolist(), size)
            smaller = Index((Part(build(named_by(vocabulary), only=sorted(some))),), vocabulary)
            answer_all(smaller, searches[:50])
            found[size] = summary(answer_all(smaller, searches))
    return found


def fresh_after() -> float:
    """Seconds from the moment that a trial's row changed to the moment that a search knows it."""
    from trials.models import Trial
    from trials.search.criteria import SearchCriteria
    from trials.search.matching import matching

    def total() -> int:
        return matching(SearchCriteria()).total

    before = total()
    trial = Trial.objects.filter(availability=1, removed_at=None).order_by("id")[0]
    started = time.monotonic()
    Trial.objects.filter(pk=trial.pk).update(availability=5)
    while total() == before:
        time.sleep(0.05)
    seconds = time.monotonic() - started
    Trial.objects.filter(pk=trial.pk).update(availability=1)
    return round(seconds, 2)


def beside(segment: object, searches: Sequence[object], folder: Path) -> dict[str, object]:
    """The peers, and ourselves on the very searches that they were asked."""
    from tests.benchmarks.search.peers import Tantivy, plain
    from tests.benchmarks.search.times import milliseconds, summary
    from trials.search.index.current import Index, Part
    from trials.search.terms import current as terms

    ours = Index((Part(segment),), terms.current())
    few, many = searches[:PLAIN_SEARCHES], searches[:TANTIVY_SEARCHES]
    tantivy = Tantivy(segment, folder / "tantivy")
    milliseconds(tantivy, many[:50])
    return {
        "plain": {"theirs": summary(milliseconds(plain, few)), "ours": summary(answer_all(ours, few))},
        "tantivy": {"theirs": summary(milliseconds(tantivy, many)), "ours": summary(answer_all(ours, many))},
    }


def largest(arrays: dict[str, object]) -> list[tuple[str, object]]:
    """The arrays of more than a megabyte, the largest first."""
    return sorted(((name, one) for name, one in arrays.items() if one.nbytes >> 20), key=lambda one: -one[1].nbytes)


if __name__ == "__main__":
    main()
