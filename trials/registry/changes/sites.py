"""Sites that opened, closed, came or went."""

from collections.abc import Iterator

from trials.registry.changes.base import Change, Fact, Rank
from trials.registry.changes.pairing import Pairing
from trials.registry.changes.places import UNITED_STATES, country_key, is_masked
from trials.registry.records import Location, Study
from trials.vocabulary import Availability, site_availability, study_availability
from trials.words import key

WAITING = frozenset((Availability.SOON, Availability.INVITATION, Availability.UNCONFIRMED))


class Site(Fact, frozen=True):
    """Where a site is. The point, in degrees, is the middle of its city; None where the registry gives none."""

    facility: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None


class SiteChanged(Change, tag="site", frozen=True):
    """One site takes people now, takes none any more, was listed or was taken off the list.

    None stands where the version does not list the site. The statuses are the site's own, "" where it has none.
    """

    site: Site
    before: Availability | None = None
    after: Availability | None = None
    status_before: str = ""
    status_after: str = ""

    @property
    def opened(self) -> bool:
        return self.after is Availability.OPEN and self.before is not Availability.OPEN

    @property
    def closed(self) -> bool:
        """It took people before, and takes none now."""
        return self.before is Availability.OPEN and self.after is not Availability.OPEN

    @property
    def rank(self) -> Rank:
        if self.opened or self.closed:
            return Rank.MAJOR
        waits = self.before in WAITING or self.after in WAITING
        return Rank.MINOR if waits and self.before is not self.after else Rank.HOUSEKEEPING


class SiteRenamed(Change, tag="site_renamed", frozen=True):
    """A site stands under another name; `site` has the new one."""

    site: Site
    former: str


def availability(study: Study) -> Availability:
    """Whether the study as a whole takes people."""
    status = study.protocol.status
    return study_availability(status.overall_status, status.last_known_status)


def open_sites(study: Study) -> tuple[Site, ...]:
    """The sites that take people, in the registry's order."""
    whole = availability(study)
    listed = study.protocol.contacts.locations
    return tuple(fact(one) for one in listed if site_availability(whole, one.status) is Availability.OPEN)


def fact(location: Location) -> Site:
    point = location.geo_point
    known = point is not None and point.lat is not None and point.lon is not None
    return Site(
        location.facility,
        location.city,
        location.state,
        location.zip,
        location.country,
        point.lat if point and known else None,
        point.lon if point and known else None,
    )


def compare_sites(before: Study, after: Study, matched: Pairing[Location]) -> Iterator[Change]:
    """The sites' changes in a stable order: what opened and closed first, then by place, the United States first.

    Where the whole study opened, closed or paused, that explains its sites: none of those is told again.
    """
    was, now = availability(before), availability(after)
    changes = [_changed(one, other, was, now) for one, other in matched.pairs if one.status != other.status]
    changes += [_changed(one, None, was, now) for one in matched.before]
    changes += [_changed(None, other, was, now) for other in matched.after]
    if was is not now:
        changes = [change for change in changes if now is not Availability.CLOSED and _is_plan(change)]
    yield from sorted(changes, key=_order)
    renamed = (_renamed(one, other) for one, other in matched.pairs if one.facility != other.facility)
    yield from sorted(filter(None, renamed), key=lambda one: _place(one.site))


def _changed(one: Location | None, other: Location | None, was: Availability, now: Availability) -> SiteChanged:
    before = site_availability(was, one.status) if one else None
    after = site_availability(now, other.status) if other else None
    stands = other if one is None or (other and after is Availability.OPEN) else one
    return SiteChanged(
        fact(stands or Location()), before, after, one.status if one else "", other.status if other else ""
    )


def _is_plan(change: SiteChanged) -> bool:
    """A site that came or went without having been open: the study's own opening does not tell it."""
    listed_once = (change.before is None) != (change.after is None)
    return listed_once and Availability.OPEN not in (change.before, change.after)


def _renamed(one: Location, other: Location) -> SiteRenamed | None:
    """A new name, where it is one."""
    if key(one.facility) == key(other.facility) or is_masked(other.facility):
        return None
    return SiteRenamed(fact(other), one.facility)


def _order(change: SiteChanged) -> tuple[object, ...]:
    return (change.rank, not change.opened, not change.closed, *_place(change.site), change.status_after)


def _place(site: Site) -> tuple[object, ...]:
    country = country_key(site.country)
    return (country != UNITED_STATES, country, key(site.state), key(site.city), key(site.facility), site.zip)
