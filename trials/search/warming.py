"""What the first visitor would otherwise wait for."""

from django.db import Error

from trials.search.index.current import NotReady, follower
from trials.search.index.weights import open_trials


def warm_up() -> None:
    """Read what the first search needs. A database that is away, or no index yet, is the first visitor's to see."""
    try:
        index = follower.index()
    except (NotReady, Error):
        return
    index.vocabulary.corrected("lukemia")
    index.vocabulary.suggestions("leuk", weights=open_trials.by_descriptor(index))
