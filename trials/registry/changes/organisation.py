"""Who runs the study and whom to ask. Names and addresses of persons never leave the record."""

from collections import Counter
from collections.abc import Iterable, Iterator

from trials.registry.changes.base import Change, Rank
from trials.registry.changes.pairing import Pairing
from trials.registry.changes.sites import availability
from trials.registry.records import Contact, Location, Sponsor, Study
from trials.vocabulary import Availability, site_availability
from trials.words import key

ASKED = ("CONTACT", "")  # the other roles at a site are investigators, without phone or e-mail
PERSON = "INDIV"
TAKES_CALLS = (Availability.OPEN, Availability.SOON)


class ContactsChanged(Change, tag="contacts", frozen=True):
    """Whom to ask is another, for the whole study or at so many sites. Who it is stands in the record only."""

    central: bool = False
    sites: int = 0

    @property
    def rank(self) -> Rank:
        return Rank.MINOR


class SponsorChanged(Change, tag="sponsor", frozen=True):
    """Names of organisations; "" stands for a person."""

    before: str
    after: str

    @property
    def rank(self) -> Rank:
        return Rank.MINOR


class CollaboratorsChanged(Change, tag="collaborators", frozen=True):
    """Names of organisations that came or went; "" stands for a person."""

    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


class OfficialsChanged(Change, tag="officials", frozen=True):
    """Who is answerable for the study is another person."""


def compare_organisation(before: Study, after: Study, matched: Pairing[Location]) -> Iterator[Change]:
    yield from _contacts_changed(before, after, matched)
    old, new = before.protocol.sponsors, after.protocol.sponsors
    if key(old.lead_sponsor.name) != key(new.lead_sponsor.name):
        yield SponsorChanged(_name(old.lead_sponsor), _name(new.lead_sponsor))
    if old.collaborators != new.collaborators:
        found = Pairing(old.collaborators, new.collaborators)
        found.by(lambda one: key(one.name))
        if found.before or found.after:
            yield CollaboratorsChanged(tuple(map(_name, found.after)), tuple(map(_name, found.before)))
    if _officials(before) != _officials(after):
        yield OfficialsChanged()


def _contacts_changed(before: Study, after: Study, matched: Pairing[Location]) -> Iterator[Change]:
    """A contact at a site counts only while the site goes on taking calls: the registry gives and clears contacts as
    sites open and close.
    """
    was, now = availability(before), availability(after)
    old, new = before.protocol.contacts.central_contacts, after.protocol.contacts.central_contacts
    central = now in TAKES_CALLS and old != new and _asked(old) != _asked(new)
    sites = sum(
        one.contacts != other.contacts
        and site_availability(was, one.status) is site_availability(now, other.status) in TAKES_CALLS
        and _asked(one.contacts) != _asked(other.contacts)
        for one, other in matched.pairs
    )
    if central or sites:
        yield ContactsChanged(central, sites)


def _asked(contacts: Iterable[Contact]) -> Counter[tuple[str, ...]]:
    """Contacts as they are dialled and written to, in any order."""
    return Counter(
        (key(one.name), _digits(one.phone), _digits(one.phone_ext), one.email.strip().casefold())
        for one in contacts
        if one.role in ASKED
    )


def _digits(phone: str) -> str:
    return "".join(filter(str.isdigit, phone))


def _name(sponsor: Sponsor) -> str:
    return "" if sponsor.class_ == PERSON else sponsor.name


def _officials(study: Study) -> frozenset[str]:
    return frozenset(key(one.name) for one in study.protocol.contacts.overall_officials)
