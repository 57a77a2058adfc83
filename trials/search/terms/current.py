"""The vocabulary of this process: read from the database once, and again when somebody changed it."""

import time
from threading import Lock

from django.conf import settings

from trials.models import Descriptor, Term, VocabularyState
from trials.search.terms.rows import Heading, TermRow
from trials.search.terms.sources import language
from trials.search.terms.vocabulary import Vocabulary

_lock = Lock()
_held: Vocabulary | None = None
_looked = 0.0  # seconds of the monotonic clock


def current() -> Vocabulary:
    """The vocabulary that is stored. Asks the database whether it changed, at most once in VOCABULARY_CHECK_SECONDS.

    While one thread reads a new vocabulary the others go on with the old one.
    """
    global _held, _looked
    held = _held
    if held is not None and time.monotonic() - _looked < settings.VOCABULARY_CHECK_SECONDS:
        return held
    if not _lock.acquire(blocking=held is None):
        assert held is not None, "a blocking call waits"
        return held
    try:
        # The version comes first: a change in between is seen at the next look.
        version = stored_version()
        if _held is None or _held.version != version:
            _held = read(version)
        _looked = time.monotonic()
        return _held
    finally:
        _lock.release()


def stored_version() -> int:
    """The version of the stored vocabulary; 0 where there has never been one."""
    return VocabularyState.objects.values_list("version", flat=True).first() or 0


def read(version: int) -> Vocabulary:
    """The vocabulary from its rows."""
    headings = [
        Heading(mesh_id, name, tuple(numbers))
        for mesh_id, name, numbers in Descriptor.objects.order_by().values_list("mesh_id", "name", "tree_numbers")
    ]
    columns = ("key", "words", "descriptor_id", "source", "language", "rank")
    terms = [TermRow(*row) for row in Term.objects.order_by().values_list(*columns)]
    return Vocabulary(headings, terms, language(), version)
