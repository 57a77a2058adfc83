"""The reader's words in templates."""

from django import template
from django.utils.safestring import SafeString

from trials import vocabulary
from trials.reading import dates, markup, status
from trials.vocabulary import Availability

register = template.Library()

WORDS = {
    "allocation": vocabulary.ALLOCATION,
    "arm": vocabulary.ARM_TYPE,
    "intervention": vocabulary.INTERVENTION_TYPE,
    "masking": vocabulary.MASKING,
    "phase": vocabulary.PHASE,
    "phase_meaning": vocabulary.PHASE_MEANING,
    "purpose": vocabulary.PRIMARY_PURPOSE,
    "reference": vocabulary.REFERENCE_TYPE,
    "role": vocabulary.OFFICIAL_ROLE,
    "sex": vocabulary.SEX,
    "sponsor": vocabulary.SPONSOR_CLASS,
    "status": vocabulary.STATUS,
    "study_type": vocabulary.STUDY_TYPE,
}


SITE_BADGES = {
    Availability.OPEN: status.Badge("Open", "open"),
    Availability.SOON: status.Badge("Opens soon", "soon"),
    Availability.INVITATION: status.Badge("By invitation only", "invitation"),
    Availability.UNCONFIRMED: status.Badge("Not confirmed", "unconfirmed"),
    Availability.CLOSED: status.Badge("Closed", "closed"),
}


@register.filter
def words(value: str, kind: str) -> str:
    """A registry value in plain words: {{ arm.type|words:"arm" }}."""
    return vocabulary.plain(WORDS[kind], value)


@register.filter
def rendered(text: str) -> SafeString:
    """The registry's markup as safe HTML."""
    return markup.to_html(text)


@register.filter
def plainly(text: str) -> str:
    """The registry's markup as plain text."""
    return markup.to_text(text)


@register.filter
def month(text: object) -> str:
    """ "2026-03-14" -> "March 2026"."""
    return dates.month(str(text or ""))


@register.filter
def day(text: object) -> str:
    """ "2026-03-14" -> "March 14, 2026"."""
    return dates.full(str(text or ""))


@register.filter
def people(count: int | None) -> str:
    """An enrolment in words."""
    return dates.people(count)


@register.filter
def miles(distance: float) -> str:
    """A distance in words."""
    return status.miles(distance)


@register.filter
def site_badge(availability: int) -> status.Badge:
    """A site's own word and shape."""
    return SITE_BADGES[Availability(availability)]


@register.filter
def may_call(availability: int) -> bool:
    """Whether a site's contacts may be shown."""
    return availability in (Availability.OPEN, Availability.SOON, Availability.UNCONFIRMED)
