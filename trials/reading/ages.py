"""Age limits in words.

The registry writes an age as "18 Years", with the units years, months, weeks, days, hours and minutes; no
limit is an empty text. A limit that cannot be read is shown as it is rather than left out.
"""

import re

_AGE = re.compile(r"(\d{1,4}) (year|month|week|day|hour|minute)s?", re.IGNORECASE | re.ASCII)


def age_range(minimum_age: str, maximum_age: str) -> str:
    """ "18 years and older", "Ages 1 to 29", "6 months to 17 years", "Up to 28 days", "Any age"."""
    low, high = _parsed(minimum_age), _parsed(maximum_age)
    if low and low[0] == 0 and maximum_age:
        return f"Up to {_words(maximum_age)}"
    if minimum_age and maximum_age:
        if low and high and low[1] == high[1] == "year":
            return f"Age {low[0]}" if low[0] == high[0] else f"Ages {low[0]} to {high[0]}"
        return f"{_words(minimum_age)} to {_words(maximum_age)}"
    if minimum_age:
        return "Any age" if low and low[0] == 0 else f"{_words(minimum_age)} and older"
    return f"Up to {_words(maximum_age)}" if maximum_age else "Any age"


def _parsed(age: str) -> tuple[int, str] | None:
    """(number, unit in the singular), or None if it cannot be read or is empty."""
    match = _AGE.fullmatch(age.strip())
    return (int(match[1]), match[2].lower()) if match else None


def _words(age: str) -> str:
    known = _parsed(age)
    if known is None:
        return age.strip()
    return f"{known[0]} {known[1]}" if known[0] == 1 else f"{known[0]} {known[1]}s"
