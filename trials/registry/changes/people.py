"""Who can take part: age, sex, healthy volunteers."""

from collections.abc import Iterator
from enum import StrEnum

from trials.registry import parse
from trials.registry.changes.base import Change, Rank
from trials.registry.records import Eligibility, Study

NO_LIMIT = ("", "N/A")
EVERYONE = "ALL"


class Limit(StrEnum):
    LOWER = "lower"
    UPPER = "upper"


class AgeLimitChanged(Change, tag="age", frozen=True):
    """One age limit, in the registry's text ("" for none) and in days.

    The days are those of `parse.age_from_days` and `parse.age_until_days`: from the first day that a lower limit lets
    in, until the first day that an upper one no longer does. None is no limit, or one that cannot be read.
    """

    limit: Limit
    before: str
    after: str
    days_before: float | None = None
    days_after: float | None = None

    @property
    def rank(self) -> Rank:
        return Rank.MAJOR

    @property
    def widened(self) -> bool | None:
        """More people can join; None where a limit cannot be read."""
        if (self.before and self.days_before is None) or (self.after and self.days_after is None):
            return None
        open_end = 0.0 if self.limit is Limit.LOWER else float("inf")
        before = open_end if self.days_before is None else self.days_before
        after = open_end if self.days_after is None else self.days_after
        return after < before if self.limit is Limit.LOWER else after > before


class SexChanged(Change, tag="sex", frozen=True):
    """ALL, FEMALE or MALE."""

    before: str
    after: str

    @property
    def rank(self) -> Rank:
        return Rank.MAJOR

    @property
    def widened(self) -> bool:
        return self.after == EVERYONE


class HealthyVolunteersChanged(Change, tag="healthy_volunteers", frozen=True):
    """Whether people without the illness can join; None where the record does not say."""

    before: bool | None = None
    after: bool | None = None

    @property
    def rank(self) -> Rank:
        return Rank.MAJOR if self.before or self.after else Rank.HOUSEKEEPING

    @property
    def widened(self) -> bool:
        return bool(self.after)


def compare_people(before: Study, after: Study) -> Iterator[Change]:
    old, new = before.protocol.eligibility, after.protocol.eligibility
    if old == new:
        return
    for limit in Limit:
        was, now = _age(old, limit), _age(new, limit)
        if was[1] != now[1] or _unreadable(*was) != _unreadable(*now):
            yield AgeLimitChanged(limit, was[0], now[0], was[1], now[1])
    if (old.sex or EVERYONE) != (new.sex or EVERYONE):
        yield SexChanged(old.sex or EVERYONE, new.sex or EVERYONE)
    if old.healthy_volunteers is not new.healthy_volunteers:
        yield HealthyVolunteersChanged(old.healthy_volunteers, new.healthy_volunteers)


def _age(who: Eligibility, limit: Limit) -> tuple[str, float | None]:
    """The limit in text and in days. A lower limit of nothing is none."""
    given = (who.minimum_age if limit is Limit.LOWER else who.maximum_age).strip()
    if given in NO_LIMIT:
        return "", None
    days = parse.age_from_days(given) if limit is Limit.LOWER else parse.age_until_days(given)
    return ("", None) if limit is Limit.LOWER and days == 0 else (given, days)


def _unreadable(given: str, days: float | None) -> str:
    """The text of a limit that is none of the registry's forms, so that two of them can be told apart."""
    return given.casefold() if given and days is None else ""
