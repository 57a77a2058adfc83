"""Numbers, lists and quotations in plain words."""

import re
from collections.abc import Sequence

from trials.reading import markup
from trials.registry.changes import Site, is_masked

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_WITH_ARTICLE = frozenset(
    ("Bahamas", "Czech Republic", "Dominican Republic", "Netherlands", "Philippines", "United Arab Emirates",
     "United Kingdom", "United States")
)  # fmt: skip
MOST_NAMED = 3
_LONGEST_QUOTE = 240  # characters
_SITE_NUMBER = re.compile(r"\s*[(/-]?\s*\bsite (?:no\.? |number )?#?\d+\s*\)?$", re.IGNORECASE)  # the sponsor's own
HOME = "United States"  # its sites are told by state, as its people do


def number(count: int) -> str:
    """ "two", "12", "1,240"."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else f"{count:,}"


def counted(count: int, noun: str) -> str:
    """ "one site", "12 sites"."""
    return f"{number(count)} {noun}" if count == 1 else f"{number(count)} {noun}s"


def listed(words: Sequence[str], most: int = MOST_NAMED) -> str:
    """ "a", "a and b", "a, b and c", "a, b, c and 4 more"."""
    named, more = list(words[:most]), len(words) - most
    if more > 0:
        named.append(f"{number(more)} more")
    return " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)


def quoted(text: str) -> str:
    """The registry's own words, without what nobody can see, cut where they are long."""
    words = " ".join(markup.clean(text).split())
    if len(words) > _LONGEST_QUOTE:
        words = words[:_LONGEST_QUOTE].rsplit(" ", 1)[0].rstrip(",;:.") + " …"
    return f"“{words}”"


def quotes(texts: Sequence[str]) -> str:
    return listed([quoted(text) for text in texts])


def opening(sentence: str) -> str:
    """The sentence with a capital at its beginning."""
    return sentence[:1].upper() + sentence[1:]


def inner(sentence: str) -> str:
    """The sentence as a part of another one."""
    return sentence[:1].lower() + sentence[1:]


def country(name: str) -> str:
    """ "the United States", "France"."""
    return f"the {name}" if name in _WITH_ARTICLE else name


def wider_of(site: Site) -> str:
    """What is told with a city: the state in the United States, elsewhere the country."""
    return (site.state or site.country) if site.country == HOME else site.country


def town(site: Site) -> str:
    """ "Boston, Massachusetts", "Lyon, France"; the country alone where no city is given."""
    known = dict.fromkeys(part for part in (site.city, wider_of(site)) if part)  # "Singapore" is both
    return markup.clean(", ".join(known)) or "a place not given"


def where(site: Site) -> str:
    """The town, and the hospital where it has a name: "Boston, Massachusetts (Larch Hospital)"."""
    name = _SITE_NUMBER.sub("", " ".join(markup.clean(site.facility).split()))
    return town(site) if is_masked(site.facility) or not name else f"{town(site)} ({name})"
