"""When the large segment is made anew: where there is none, when the vocabulary changed, and when so much was written
since that processes should not each read it for themselves."""

import logging
import time

from django.conf import settings

from trials.models import Touched
from trials.search.index import files
from trials.search.index.build import build
from trials.search.index.current import database, named_by, written_before
from trials.search.terms import current as terms

log = logging.getLogger(__name__)

WRITTEN = 1_000  # trials since the last one, and this share of all:
WRITTEN_SHARE = 0.03
REST = 5  # times as long as the last one took, before the next; while a large load goes on


def make() -> int:
    """Make a large segment of all that is stored, put it in its place, and say how many trials it holds."""
    words = terms.current()
    stamp = files.Stamp(database(), written_before(), words.version)
    segment = build(named_by(words))
    files.save(segment, stamp, settings.SEARCH_DIR)
    return len(segment)


class Maker:
    """Makes large segments, not more often than is good for the machine."""

    def __init__(self) -> None:
        self.rest_until = 0.0

    def make_if_due(self) -> int | None:
        """Make one if it is due, and say how many trials it holds; None where nothing was to do."""
        if not self.due():
            return None
        started = time.monotonic()
        held = make()
        self.rest_until = time.monotonic() + REST * (time.monotonic() - started)
        return held

    def due(self) -> bool:
        """Whether a new one is wanted."""
        base = files.load(settings.SEARCH_DIR, files.current(settings.SEARCH_DIR))
        if base is None or base.stamp.database != database():
            return True
        if base.stamp.vocabulary != terms.current().version:
            return True
        if time.monotonic() < self.rest_until:
            return False
        written = Touched.objects.filter(written_in__gte=base.stamp.written_before).count()
        return written > WRITTEN + WRITTEN_SHARE * len(base.segment)
