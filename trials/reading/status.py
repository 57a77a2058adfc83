"""Is it open? One or two plain sentences and a badge, from a study's status, its dates and its open sites.

Never more open than the sites are: a study marked open with no open site is not called open. A status that
the sponsor has not confirmed for a year, or that the study's own dates contradict, says so where it is shown.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from trials.partial_dates import last_day
from trials.reading import dates, markup
from trials.vocabulary import Availability

Kind = Literal["open", "soon", "invitation", "unconfirmed", "closed"]

STALE_MONTHS = 12  # the registry obliges sponsors to verify the status at least once a year
_CALL = "Call before you count on it."


@dataclass(frozen=True)
class NearestSite:
    """The nearest site that is open; miles are None where the visitor gave no place.

    `away` says where it is, where miles do not: "in Boston", "14 miles from 19104".
    """

    name: str
    city: str
    miles: float | None = None
    away: str = ""


@dataclass(frozen=True)
class StatusFacts:
    """What the sentences are made from. Dates are the registry's partial dates, "" where not given."""

    availability: Availability
    overall_status: str = ""
    last_known_status: str = ""
    why_stopped: str = ""  # markup
    verified: str = ""
    starts: str = ""
    primary_completion: str = ""
    completion: str = ""
    open_sites: int = 0
    sites: int = 0
    nearest: NearestSite | None = None


@dataclass(frozen=True)
class Badge:
    """A word with a shape: `kind` chooses the shape, the word carries the meaning without it."""

    word: str
    kind: Kind


_CLOSED_BADGE = {
    "ACTIVE_NOT_RECRUITING": "Closed to new people",
    "COMPLETED": "Finished",
    "SUSPENDED": "Paused",
    "TERMINATED": "Stopped early",
    "WITHDRAWN": "Called off",
    "NO_LONGER_AVAILABLE": "No longer given",
    "TEMPORARILY_NOT_AVAILABLE": "Not given for now",
    "APPROVED_FOR_MARKETING": "Approved: ask your doctor",
    "WITHHELD": "Details held back",
}

_CLOSED = {
    "ACTIVE_NOT_RECRUITING": "Closed to new people. It goes on with those who have joined.",
    "SUSPENDED": "Paused: it takes no new people now. It may open again.",
    "TERMINATED": "Stopped early: it takes no new people.",
    "WITHDRAWN": "Called off before anyone joined.",
    "NO_LONGER_AVAILABLE": "Closed: this treatment is no longer given outside a trial.",
    "TEMPORARILY_NOT_AVAILABLE": "Closed for now: this treatment is not given outside a trial. That may change.",
    "APPROVED_FOR_MARKETING": "Closed, because the treatment is now approved. Ask your doctor about it.",
    "WITHHELD": "The sponsor holds back the details of this study, so do not count on it being open.",
}


def badge(facts: StatusFacts, today: date) -> Badge:
    """The word for a card and the kind for its shape."""
    if facts.availability is Availability.OPEN:
        return _open_badge(facts, today)
    if facts.availability is Availability.SOON:
        return Badge("Not open yet", "soon")
    if facts.availability is Availability.INVITATION:
        return Badge("By invitation only", "invitation")
    if facts.availability is Availability.UNCONFIRMED:
        return Badge("Not confirmed", "unconfirmed")
    return Badge(_CLOSED_BADGE.get(facts.overall_status, "Closed"), "closed")


def status_sentence(facts: StatusFacts, today: date) -> str:
    """One or two sentences, at least one for every combination of facts."""
    if facts.availability is Availability.OPEN:
        return _open(facts, today)
    if facts.availability is Availability.SOON:
        return _soon(facts, today)
    if facts.availability is Availability.INVITATION:
        news = _stale_news(facts, today)
        return "By invitation only: the study itself asks people to join." + (f" {news}" if news else "")
    if facts.availability is Availability.UNCONFIRMED:
        return _unconfirmed(facts, today)
    return _closed(facts, today)


def reason(facts: StatusFacts) -> str:
    """Why the study stopped, in the sponsor's own words as plain text; "" if none is given. Show it as a
    quotation.
    """
    return markup.to_text(facts.why_stopped)


def nearest_sentence(nearest: NearestSite) -> str:
    """ "Example Hospital, Boston, 14 miles away"; without the parts that are not known."""
    return ", ".join(part for part in (nearest.name, nearest.city, distance(nearest)) if part)


def distance(nearest: NearestSite) -> str:
    """ "14 miles away", "in Boston"; empty where neither is known."""
    return nearest.away or (f"{miles(nearest.miles)} away" if nearest.miles is not None else "")


def miles(distance: float) -> str:
    """A distance in miles as words: "less than a mile", "1 mile", "14 miles", "1,240 miles"."""
    if distance < 0.5:
        return "less than a mile"
    whole = int(distance + 0.5)
    return "1 mile" if whole == 1 else f"{whole:,} miles"


def is_stale(facts: StatusFacts, today: date) -> bool:
    """Nobody has confirmed the status for more than `STALE_MONTHS` months, or no date says when."""
    months = dates.months_since(facts.verified, today)
    return months is None or months > STALE_MONTHS


def _open_badge(facts: StatusFacts, today: date) -> Badge:
    if facts.open_sites < 1:
        word = "Ask your doctor" if facts.overall_status == "AVAILABLE" else "No open site"
        return Badge(word, "unconfirmed")
    if is_stale(facts, today) or _is_overdue(facts, today):
        return Badge("Marked open, check first", "unconfirmed")
    return Badge("Available" if facts.overall_status == "AVAILABLE" else "Open", "open")


def _open(facts: StatusFacts, today: date) -> str:
    if facts.open_sites < 1:
        return _open_nowhere(facts, today)
    if is_stale(facts, today):
        doubt = f"but {_last_confirmed(facts, today)}"
        return f"Marked open, {doubt}{_overdue_too(facts, today)}. {_CALL}"
    if _is_overdue(facts, today):
        due = dates.month(facts.primary_completion)
        return f"Marked open, but it was due to end its main part in {due}. {_CALL}"
    lead = "Given outside a trial" if facts.overall_status == "AVAILABLE" else "Open"
    return f"{lead}: {_sites_take_patients(facts)}."


def _open_nowhere(facts: StatusFacts, today: date) -> str:
    if facts.overall_status == "AVAILABLE":
        news = _stale_news(facts, today)
        return "This treatment is given outside a trial. " + (news or "Your doctor has to ask the sponsor for it.")
    where = "none of its sites takes patients now" if facts.sites else "it names no site"
    news = f", and {_last_confirmed(facts, today)}" if is_stale(facts, today) else ""
    return f"Marked open, but {where}{news}. {_CALL}"


def _sites_take_patients(facts: StatusFacts) -> str:
    count = "1 site is" if facts.open_sites == 1 else f"{facts.open_sites:,} sites are"
    sentence = f"{count} taking patients"
    where = distance(facts.nearest) if facts.nearest else ""
    if not where:
        return sentence
    known = facts.nearest is not None and facts.nearest.miles is not None
    which = "" if facts.open_sites == 1 else "the nearest " if known else "one "
    return f"{sentence}, {which}{where}"


def _soon(facts: StatusFacts, today: date) -> str:
    planned, last = dates.month(facts.starts), last_day(facts.starts)
    news = _stale_news(facts, today)
    if last is None:
        return "Not open yet. " + (news or "No start date is given.")
    if last >= today:
        return f"Not open yet, planned for {planned}." + (f" {news}" if news else "")
    return f"Not open yet. It was planned for {planned}" + (f", and {_last_confirmed(facts, today)}." if news else ".")


def _unconfirmed(facts: StatusFacts, today: date) -> str:
    was = {
        "NOT_YET_RECRUITING": "It was going to open",
        "ENROLLING_BY_INVITATION": "It took invited people",
    }.get(facts.last_known_status, "It was once open")
    when = dates.ago(facts.verified, today)
    since = f"the last word on it came {when}" if when else "nobody has confirmed that for two years"
    return f"{was}, but {since}. {_CALL}"


def _closed(facts: StatusFacts, today: date) -> str:
    if facts.overall_status == "COMPLETED":
        ended = last_day(facts.completion)
        when = f" in {dates.month(facts.completion)}" if ended and ended < today else ""
        return f"Finished{when}: it takes no new people."
    if facts.overall_status == "UNKNOWN":
        when = dates.ago(facts.verified, today)
        return f"Closed to new people when last confirmed{', ' + when if when else ''}."
    known = _CLOSED.get(facts.overall_status)
    if known is None:
        return "The registry does not say that it takes people, so do not count on it being open."
    return known


def _is_overdue(facts: StatusFacts, today: date) -> bool:
    """Its main part should have ended by now, so that an open study contradicts its own plan."""
    last = last_day(facts.primary_completion)
    return last is not None and last < today


def _overdue_too(facts: StatusFacts, today: date) -> str:
    return f", and it was due to end in {dates.month(facts.primary_completion)}" if _is_overdue(facts, today) else ""


def _last_confirmed(facts: StatusFacts, today: date) -> str:
    when = dates.ago(facts.verified, today)
    return f"its sponsor last confirmed that {when}" if when else "no date says when that was last confirmed"


def _stale_news(facts: StatusFacts, today: date) -> str:
    """A sentence that says how old the status is, if it is too old; else ""."""
    if not is_stale(facts, today):
        return ""
    when = dates.ago(facts.verified, today)
    return f"Its sponsor last confirmed that {when}." if when else "No date says when that was last confirmed."
