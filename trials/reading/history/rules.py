"""Who can join: age, sex, healthy volunteers, and the lines of the rules."""

import re

from trials.reading.history.phrases import counted, listed, number, opening, quoted
from trials.registry.changes import (
    AgeLimitChanged,
    CriteriaChanged,
    HealthyVolunteersChanged,
    Limit,
    SexChanged,
    Side,
)

_AGE = re.compile(r"(\d{1,6})\s+([a-z]+?)s?", re.IGNORECASE)
_WHO = {"FEMALE": "females", "MALE": "males"}
_LIST = {
    Side.INCLUSION: "the list of who can join",
    Side.EXCLUSION: "the list of who cannot join",
    Side.UNKNOWN: "the rules for joining",
}
_SHORT = 160  # characters of a line that stands in the sentence itself
_REWRITTEN = 0.6  # share of the lines that changed
_FEW = 5


def age_sentence(change: AgeLimitChanged) -> str:
    name, before, after = f"{change.limit} age limit", change.before, change.after
    if not after:
        return f"The {name} of {_age(before)} was dropped."
    if not before:
        article = "An" if change.limit is Limit.UPPER else "A"
        return f"{article} {name} was set: {_age(after)}."
    if change.days_before is None or change.days_after is None:
        return f"The {name} changed from {_age(before)} to {_age(after)}."
    verb = "rose" if change.days_after > change.days_before else "fell"
    return f"The {name} {verb} from {_from(before, after)} to {_age(after)}."


def _age(text: str) -> str:
    """ "18 years" from "18 Years"; what cannot be read as it is."""
    age = _AGE.fullmatch(text.strip())
    return f"{int(age[1])} {age[2].lower()}{'' if int(age[1]) == 1 else 's'}" if age else text.strip()


def _from(before: str, after: str) -> str:
    """The old limit without its unit, where the new one has the same: "from 60 to 75 years"."""
    old, new = _AGE.fullmatch(before.strip()), _AGE.fullmatch(after.strip())
    return old[1] if old and new and old[2].lower() == new[2].lower() else _age(before)


def sex_sentence(change: SexChanged) -> str:
    before, after = _WHO.get(change.before), _WHO.get(change.after)
    if after is None:
        return f"All sexes can join now. Before, only {before or 'some'} could."
    return f"Only {after} can join now. Before, {f'only {before}' if before else 'all sexes'} could."


def healthy_sentence(change: HealthyVolunteersChanged) -> str:
    if change.after:
        return "Healthy volunteers can now join."
    if change.before:
        return "Healthy volunteers can no longer join."
    told = (
        "says that healthy volunteers cannot join" if change.after is False else "does not speak of healthy volunteers"
    )
    return f"The record now {told}."


def criteria_sentence(change: CriteriaChanged) -> str:
    counts = len(change.added), len(change.dropped), len(change.reworded)
    if counts == (1, 0, 0):
        return f"A line was added to {_quote(change.added[0].side, change.added[0].text)}"
    if counts == (0, 1, 0):
        return f"A line was dropped from {_quote(change.dropped[0].side, change.dropped[0].text)}"
    if counts == (0, 0, 1):
        return f"A line in {_LIST[change.reworded[0].side]} was reworded."
    touched = len(change.dropped) + len(change.reworded)
    if touched >= max(_FEW, _REWRITTEN * change.lines_before):
        return "The rules for joining were written anew."
    verbs = zip(counts, ("added", "dropped", "reworded"), strict=True)
    done = [f"{number(count)} {'was' if count == 1 else 'were'} {verb}" for count, verb in verbs if count]
    if len(done) == 1:
        return f"{opening(counted(sum(counts), 'line'))} of the rules for joining {done[0].split(' ', 1)[1]}."
    return f"Lines of the rules for joining changed: {listed(done)}."


def _quote(side: Side, line: str) -> str:
    return f"{_LIST[side]}: {quoted(line)}" if len(line) <= _SHORT else f"{_LIST[side]}."


def criteria_details(change: CriteriaChanged) -> tuple[str, ...]:
    """Every line that changed, with what became of it; nothing where the sentence says it all."""
    if "“" in criteria_sentence(change):
        return ()
    return (
        *(f"Added to {_LIST[line.side]}: {quoted(line.text)}" for line in change.added),
        *(f"Dropped from {_LIST[line.side]}: {quoted(line.text)}" for line in change.dropped),
        *(f"In {_LIST[line.side]}, {quoted(line.before)} is now {quoted(line.after)}" for line in change.reworded),
    )
