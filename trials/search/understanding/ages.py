"""Ages in a text: "7 year old", "58F", "8 months old", "in her sixties", "born in 1961", "tengo 58 años"."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from trials.search.criteria import OLDEST, Age
from trials.search.understanding import age_forms as forms
from trials.search.understanding.people import FEMALE, MALE, NOUNS
from trials.search.understanding.text import Text

UNITS = {"y": "years", "a": "years", "m": "months", "w": "weeks", "s": "weeks", "d": "days"}  # by their first letter
SEXES = dict.fromkeys(("f", "female", "woman", "girl", "mujer"), FEMALE)
SEXES |= dict.fromkeys(("m", "male", "man", "boy", "hombre"), MALE)
FEVER = 95  # degrees Fahrenheit: "101F" is no woman
ADULT = 18  # years: "58m" is a man, "8m" is a baby of eight months
DAYS_A_YEAR = 365.25
LOOK_BACK = 40  # characters before an age that may say that it is not one


class Found(NamedTuple):
    """An age in a text, from word `start` to before word `end`.

    Args:
        age: None where it is one that nobody has: "212 years old".
        is_earlier: it was the age then: "diagnosed at 40".
        is_guess: the words say less: "in her sixties".
        sex: where the words say it too: "58F".
    """

    start: int
    end: int
    age: Age | None
    is_earlier: bool = False
    is_guess: bool = False
    sex: str = ""


def ages(text: Text, today: date) -> Iterator[Found]:
    """The ages of a text, in their order."""
    free = 0
    for position, word in enumerate(text.words):
        if position >= free and (word[0].isdigit() or word in forms.STARTS) and (found := at(text, position, today)):
            yield found
            free = found.end


def at(text: Text, position: int, today: date) -> Found | None:
    """The age that begins with a word."""
    return decade(text, position) or born(text, position, today) or newborn(text, position) or numbered(text, position)


def numbered(text: Text, position: int) -> Found | None:
    """An age with a number: "7 year old", "aged 7", "58F", "I am 58", "de 7 años", "7 years,"."""
    before = text.lower[max(0, text.starts[position] - LOOK_BACK) : text.starts[position]]
    for pattern in (forms.OLD, forms.AGED, forms.SPANISH, forms.SEX_AFTER, forms.SEX_BEFORE, forms.IS, forms.ALONE):
        match = pattern.match(text.lower, text.starts[position])
        if not match or not fits(match, text, position, before):
            continue
        groups = match.groupdict()
        end, sex = text.word_at(match.end()), SEXES.get(groups.get("sex") or "", "")
        if letter := forms.LETTER.match(text.plain, match.end()):
            end, sex = text.word_at(letter.end()), SEXES[letter[1].lower()]
        earlier = pattern is not forms.IS and bool(forms.EARLIER.search(before))
        age = age_of(groups["number"], groups.get("unit"))
        return Found(position, max(end, position + 1), age, earlier, sex=sex)
    return None


def fits(match: re.Match[str], text: Text, position: int, before: str) -> bool:
    """Whether what looks like an age is one."""
    if match.re is forms.SEX_AFTER:
        return is_person(match, text.plain[match.start("sex")])
    if match.re is forms.SEX_BEFORE:
        in_full = len(match["sex"]) > 1
        return in_full or (text.plain[match.start()].isupper() and bool(match["gap"].strip(" ,")))
    if match.re is forms.ALONE:
        return not before.strip() or before.rstrip(" ").endswith((",", ";", "\n"))
    if match.re is forms.OLD:
        return not forms.RANGE_BEFORE.search(before)
    if match.re is forms.IS and text.words[position] in ("is", "am"):  # whose pulse is 60?
        return any(NOUNS.at(text, back) for back in range(max(0, position - 2), position))
    return True


def is_person(match: re.Match[str], letter: str) -> bool:
    """Whether "58F" is a woman: in small letters only where nothing else is written so."""
    number = int(match["number"])
    if len(match["sex"]) > 1:
        return True
    if match["sex"] == "f" and number >= FEVER:
        return False
    return letter.isupper() or (not match["gap"] and (match["sex"] == "f" or number >= ADULT))


def age_of(number: str, unit: str | None) -> Age | None:
    """The age of a number and a unit; None where nobody is that old."""
    count = int(number) if number.isdigit() else forms.NUMBER_WORDS[" ".join(re.split(r"[\s-]", number))]
    age = Age(count, UNITS[(unit or "y")[0]])
    return age if age.from_days <= OLDEST * DAYS_A_YEAR else None


def beside(text: Text, word: int) -> Found | None:
    """The age right after a word for a person: "my daughter, 7, has", "mother (62)"."""
    match = forms.BESIDE.match(text.lower, text.ends[word])
    if not match:
        return None
    end = text.word_at(match.end("unit") if match["unit"] else match.end("number"))
    return Found(text.word_at(match.start("number")), end, age_of(match["number"], match["unit"]))


def bare(text: Text) -> Iterator[Found]:
    """Numbers that commas set apart: "leukemia, 61, Boston"."""
    for match in forms.BARE.finditer(text.lower):
        start = text.word_at(match.start("number"))
        yield Found(start, start + 1, age_of(match["number"], None))


def decade(text: Text, position: int) -> Found | None:
    """ "in her sixties", "mid-40s", "in his late 50s": a year in it. Not a heart rate "in the 60s"."""
    match = forms.DECADE.match(text.lower, text.starts[position])
    if not match or not (match["part"] or match["owner"]):
        return None
    ten = forms.DECADES.get(match["decade"]) or int(match["decade"][:2])
    age = Age(ten + forms.PART_OF_DECADE[match["part"] or ""], "years")
    return Found(position, text.word_at(match.end()), age, is_guess=True)


def born(text: Text, position: int, today: date) -> Found | None:
    """ "born in 1961", "DOB 03/14/1961": the age on a day."""
    match = forms.BORN.match(text.lower, text.starts[position])
    year = match and forms.YEAR.search(match["date"])
    if not match or not year:
        return None
    day = forms.ISO.search(match["date"]) or forms.AMERICAN.search(match["date"])
    years = today.year - int(year["year"])
    if day and (int(day["month"]), int(day["day"])) > (today.month, today.day):
        years -= 1
    end = text.word_at(match.start("date") + (day or year).end())
    return Found(position, end, Age(years, "years") if 0 <= years <= OLDEST else None, is_guess=not day)


def newborn(text: Text, position: int) -> Found | None:
    """ "my newborn": in the first month."""
    match = forms.NEWBORN.match(text.lower, text.starts[position])
    before = text.lower[max(0, text.starts[position] - LOOK_BACK) : text.starts[position]]
    if not match or not forms.A_NEWBORN.search(before):
        return None
    return Found(position, max(position + 1, text.word_at(match.end())), Age(0, "months"))
