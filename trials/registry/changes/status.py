"""The study as a whole: open, paused, stopped, finished; and what its sponsor says about it."""

from collections.abc import Iterator

from trials.registry.changes import spelling
from trials.registry.changes.base import Change, Rank
from trials.registry.changes.sites import Site, availability, open_sites
from trials.registry.records import Study
from trials.vocabulary import Availability


class StatusChanged(Change, tag="status", frozen=True):
    """The study's status. Why it stopped is plain text in the sponsor's words.

    `open_at` lists the sites that take people, and only where the study has just become open: the sites' own
    changes are not told beside it.
    """

    before: str
    after: str
    availability_before: Availability
    availability_after: Availability
    last_known: str = ""  # of a study whose status is UNKNOWN now
    last_known_before: str = ""  # of a study whose status was UNKNOWN
    why_stopped: str = ""
    open_sites_before: int = 0
    open_sites_after: int = 0
    sites: int = 0
    open_at: tuple[Site, ...] = ()

    @property
    def rank(self) -> Rank:
        return Rank.MAJOR

    @property
    def opened(self) -> bool:
        return self.availability_after is Availability.OPEN and self.availability_before is not Availability.OPEN

    @property
    def closed(self) -> bool:
        """It took people before, and takes none now."""
        return self.availability_before is Availability.OPEN and self.availability_after is not Availability.OPEN


class ReasonChanged(Change, tag="reason", frozen=True):
    """Why the study stopped is told, or told otherwise, while its status is the same. Plain text."""

    before: str
    after: str

    @property
    def rank(self) -> Rank:
        return Rank.MINOR


class ExpandedAccessChanged(Change, tag="expanded_access", frozen=True):
    """Whether the treatment can be had outside of the trial, and the NCT number under which."""

    before: bool
    after: bool
    nct_id: str = ""

    @property
    def rank(self) -> Rank:
        return Rank.MINOR


class Verified(Change, tag="verified", frozen=True):
    """The sponsor has looked at the record anew. Partial dates."""

    before: str
    after: str


def compare_status(before: Study, after: Study) -> Iterator[Change]:
    old, new = before.protocol.status, after.protocol.status
    if old == new:
        return
    if (old.overall_status, old.last_known_status) != (new.overall_status, new.last_known_status):
        yield _status_changed(before, after)
    elif not spelling.same(old.why_stopped, new.why_stopped):
        yield ReasonChanged(_reason(before), _reason(after))
    if old.expanded_access.has_expanded_access != new.expanded_access.has_expanded_access:
        access = new.expanded_access
        yield ExpandedAccessChanged(not access.has_expanded_access, access.has_expanded_access, access.nct_id)
    if new.status_verified_date not in ("", old.status_verified_date):
        yield Verified(old.status_verified_date, new.status_verified_date)


def _status_changed(before: Study, after: Study) -> StatusChanged:
    old, new = before.protocol.status, after.protocol.status
    was, now = availability(before), availability(after)
    sites = open_sites(after)
    return StatusChanged(
        before=old.overall_status,
        after=new.overall_status,
        availability_before=was,
        availability_after=now,
        last_known=new.last_known_status,
        last_known_before=old.last_known_status,
        why_stopped=_reason(after),
        open_sites_before=len(open_sites(before)),
        open_sites_after=len(sites),
        sites=len(after.protocol.contacts.locations),
        open_at=sites if was is not now else (),
    )


def _reason(study: Study) -> str:
    return " ".join(spelling.lines(study.protocol.status.why_stopped))
