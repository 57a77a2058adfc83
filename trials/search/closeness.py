"""How closely a trial is about a condition that somebody searches for: the smaller, the closer."""

from enum import IntEnum


class Closeness(IntEnum):
    """Where the record names the condition. The field's own order of trust: what the registrant says the trial is about
    comes before the registry's sorting, and both before words in passing."""

    OWN = 1  # one of the registrant's own conditions is just this
    WITHIN = 2  # one of them holds it among other words, or is a kind of it
    MESH = 3  # a MeSH term that the registry gave it, or a kind of it
    KEYWORD = 4
    TITLE = 5


NONE = 255  # not about it at all
