"""What all changes share: a rank, and a form that can be compared, hashed and stored."""

from enum import IntEnum

import msgspec


class Rank(IntEnum):
    """How much a change matters to somebody who thinks of joining; the smallest number matters most."""

    MAJOR = 1  # whether or where somebody can join, or what they get
    MINOR = 2  # worth knowing
    HOUSEKEEPING = 3  # the record is tidier or fresher; the study is the same


class Fact(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A part of a change."""


class Change(msgspec.Struct, frozen=True, tag_field="kind", omit_defaults=True, gc=False):
    """One difference between two versions of a record.

    Stored ones outlive this code: fields may be added with a default, but never renamed or given another meaning.
    None holds a name, phone number or address of a person; those stay in the record, which the registry clears.
    """

    @property
    def rank(self) -> Rank:
        return Rank.HOUSEKEEPING


class Renamed(Fact, frozen=True):
    """The same thing under two names, or a line in two wordings."""

    before: str
    after: str
