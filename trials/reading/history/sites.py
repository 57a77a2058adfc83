"""Sites that opened and closed, one by one or many together."""

from collections.abc import Sequence
from enum import Enum

from trials.reading import markup
from trials.reading.history.phrases import (
    MOST_NAMED,
    counted,
    country,
    listed,
    number,
    opening,
    quoted,
    town,
    where,
    wider_of,
)
from trials.registry.changes import Site, SiteChanged, SiteRenamed
from trials.vocabulary import Availability

OPEN, SOON, INVITATION, CLOSED = Availability.OPEN, Availability.SOON, Availability.INVITATION, Availability.CLOSED
PAUSED = "SUSPENDED"
ONCE_OPEN = ("ACTIVE_NOT_RECRUITING", "COMPLETED", "TERMINATED")


class SiteNews(Enum):
    """What happened to a site, as the sentence of one and the sentence of many."""

    OPENED = "A site opened in {where}.", "{sites} opened in {area}."
    REOPENED = "A site opened again in {where}.", "{sites} opened again in {area}."
    RESUMED = "A paused site opened in {where}.", "{sites} that had been paused opened in {area}."
    PAUSED = "A site paused in {where}. It takes no new people for now.", "{sites} paused in {area}."
    CLOSED = "A site closed to new people in {where}.", "{sites} closed to new people in {area}."
    REMOVED = (
        "A site in {where} was taken off the list. It had been open.",
        "{sites} in {area} were taken off the list. They had been open.",
    )
    POSTPONED = "A site in {where} is not open yet after all.", "{sites} in {area} are not open yet after all."
    INVITES = (
        "A site in {where} takes only people whom it asks to join.",
        "{sites} in {area} take only people whom they ask to join.",
    )
    UNSURE = (
        "A site in {where} no longer says whether it is open.",
        "{sites} in {area} no longer say whether they are open.",
    )
    PLANNED = "A site plans to open in {where}.", "{sites} plan to open in {area}."
    HELD = "A site in {where} put off its opening.", "{sites} in {area} put off their opening."
    CALLED_OFF = "A site in {where} will not open after all.", "{sites} in {area} will not open after all."
    UNPLANNED = (
        "A site in {where} was taken off the list. It had planned to open.",
        "{sites} in {area} were taken off the list. They had planned to open.",
    )
    LISTED = (
        "A site in {where} was put on the list. It takes no new people.",
        "{sites} in {area} were put on the list. They take no new people.",
    )
    UNLISTED = (
        "A site in {where} was taken off the list. It took no new people.",
        "{sites} in {area} were taken off the list. They took no new people.",
    )
    STILL = "A site in {where} is still not open.", "{sites} in {area} are still not open."


def happened(change: SiteChanged) -> SiteNews:
    if change.opened:
        if change.status_before == PAUSED:
            return SiteNews.RESUMED
        return SiteNews.REOPENED if change.status_before in ONCE_OPEN else SiteNews.OPENED
    if change.closed:
        return _closed(change)
    if change.before is SOON and change.after in (CLOSED, None):
        if change.after is None:
            return SiteNews.UNPLANNED
        return SiteNews.HELD if change.status_after == PAUSED else SiteNews.CALLED_OFF
    if change.before is change.after:
        return SiteNews.STILL
    if change.after is None:
        return SiteNews.UNLISTED
    return {SOON: SiteNews.PLANNED, INVITATION: SiteNews.INVITES, CLOSED: SiteNews.LISTED}.get(
        change.after, SiteNews.UNSURE
    )


def _closed(change: SiteChanged) -> SiteNews:
    if change.after is None:
        return SiteNews.REMOVED
    if change.after is CLOSED:
        return SiteNews.PAUSED if change.status_after == PAUSED else SiteNews.CLOSED
    return {SOON: SiteNews.POSTPONED, INVITATION: SiteNews.INVITES}.get(change.after, SiteNews.UNSURE)


def site_sentence(change: SiteChanged) -> str:
    return happened(change).value[0].format(where=where(change.site))


def renamed_sentence(change: SiteRenamed) -> str:
    return f"A site in {town(change.site)} is now listed as {quoted(change.site.facility)}."


def sites_sentences(changes: Sequence[SiteChanged]) -> str:
    """Several sites to which the same happened: how many, and where; of many the first few by name."""
    sites = [change.site for change in changes]
    told = opening(happened(changes[0]).value[1].format(sites=counted(len(sites), "site"), area=area(sites)))
    towns = towns_of(sites)
    return told if len(towns) <= MOST_NAMED else f"{told} Among them: {'; '.join(_spread(sites))}."


def renamed_sentences(count: int) -> str:
    return f"{opening(counted(count, 'site'))} are now listed under another name."


def area(sites: Sequence[Site]) -> str:
    """ "Boston, Massachusetts", "Lille and Lyon, France", "the United States" or "12 countries"."""
    towns, countries = towns_of(sites), {site.country for site in sites}
    if len(towns) > MOST_NAMED:
        return country(countries.pop()) if len(countries) == 1 else f"{number(len(countries))} countries"
    wider = {wider_of(site) for site in sites}
    if len(wider) == 1 and all(site.city for site in sites):
        cities = list(dict.fromkeys(site.city for site in sites))
        return markup.clean(f"{listed(cities)}, {wider.pop()}")
    return "; ".join(towns[:-1]) + f"; and {towns[-1]}" if len(towns) > 2 else ", and ".join(towns)


def towns_of(sites: Sequence[Site]) -> list[str]:
    """Each town once, in the order of the sites."""
    return list(dict.fromkeys(map(town, sites)))


def _spread(sites: Sequence[Site]) -> list[str]:
    """A few towns, in as many countries as there are: the first of each country, then the others."""
    first = {site.country: town(site) for site in reversed(sites)}
    return list(dict.fromkeys([*(first[site.country] for site in sites), *towns_of(sites)]))[:MOST_NAMED]
