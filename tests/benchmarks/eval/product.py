"""The site's own search as a ranker: documents through the real store, the index from the database, `matching`.

The database stands in a data folder of its own (.data/eval), whose tables are dropped first. Those who judged weighed
what a trial is about and whom it takes, never whether it is open, where or since when; so all trials are made equal in
that, and searched for with any status.
"""

import atexit
import json
import os
import shutil
from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from pathlib import Path

from tests.benchmarks.eval.documents import Document, as_record
from tests.benchmarks.eval.scoring import Ranker
from tests.benchmarks.load import ROOT, empty_database, start_django


def build(documents: list[Document]) -> Ranker:
    """The search as the page takes a text: what is typed for a condition, a sentence, or a whole note."""
    load(documents)
    from django.http import QueryDict

    from trials.registry.parse import nct_id
    from trials.search.criteria import ANY
    from trials.search.filters import TrialFilterSet
    from trials.search.matching import matching
    from trials.views.heard import heard

    def rank(text: str) -> list[str]:
        data = QueryDict(mutable=True)
        data["condition"] = text
        said = heard(data)
        filterset = TrialFilterSet(said.data if said else data)
        if not filterset.is_valid():
            return []
        criteria = replace(filterset.criteria, status=ANY, places=())
        return [nct_id(hit.number) for hit in matching(criteria)]

    return rank


def build_from_words(documents: list[Document]) -> Ranker:
    """The order by words alone, without any filter: for short queries, of which the page makes a condition."""
    load(documents)
    from trials.registry.parse import nct_id
    from trials.search.criteria import ANY, SearchCriteria
    from trials.search.matching import matching

    return lambda text: [nct_id(hit.number) for hit in matching(SearchCriteria(words=text, status=ANY))]


def load(documents: list[Document]) -> None:
    """Store the documents in an empty database, and make the index of it."""
    start()
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    from trials.registry.store import prepare, store
    from trials.search.index.current import follower
    from trials.search.index.making import make

    empty_database()
    shutil.rmtree(settings.SEARCH_DIR, ignore_errors=True)
    call_command("migrate", verbosity=0)
    call_command("load_mesh", verbosity=0)
    records = (as_record(replace(one, status="RECRUITING")) for one in documents)
    store([prepare(json.dumps(one).encode()) for one in records], now=timezone.now())
    make()
    follower.forget()


@cache
def start() -> None:
    """Set Django up and start PostgreSQL, for as long as this process lives."""
    folder = (Path(os.environ.get("DATA_DIR") or ROOT / ".data") / "eval").resolve()
    os.environ |= {"DATA_DIR": str(folder), "DATABASE_URL": ""}  # nobody else's database may be emptied
    start_django()
    from django.conf import settings

    from trialfinder import embedded

    if folder != settings.DATA_DIR:
        raise SystemExit(f"Django stands on {settings.DATA_DIR} already, whose tables must stay.")
    running = ExitStack()
    running.enter_context(embedded.running_for(["migrate"]))
    atexit.register(running.close)
