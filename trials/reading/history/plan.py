"""What people get, who runs the study, what has been written about it, and what it says of itself."""

from collections.abc import Sequence

from trials import vocabulary
from trials.reading.history.phrases import counted, inner, listed, number, opening, quoted, quotes
from trials.registry.changes import (
    AllocationChanged,
    ArmsChanged,
    CollaboratorsChanged,
    ConditionsChanged,
    ContactsChanged,
    MaskingChanged,
    MeasuresChanged,
    Part,
    PhaseChanged,
    PublicationsChanged,
    Rank,
    Regimen,
    SponsorChanged,
    TextChanged,
    Tidied,
    Told,
    TreatmentDetailsChanged,
    TreatmentsChanged,
)

_TEXT = {
    Told.SUMMARY: "The summary",
    Told.POPULATION: "The text on whom it watches",
    Told.GENDER: "The text on gender",
}
_PART = {
    Part.OFFICIAL_TITLE: "the long title",
    Part.IDENTIFIERS: "the numbers it goes by",
    Part.DESCRIPTION: "the long description",
    Part.DESIGN: "how it is set up",
    Part.MEASURES: "what it measures",
    Part.KEYWORDS: "the key words",
    Part.CODES: "the topics it is filed under",
    Part.OVERSIGHT: "who watches over it",
    Part.LINKS: "the links",
    Part.DATA_SHARING: "the plan to share data",
}
_WRITTEN = {"RESULT": "that report{} this study", "DERIVED": "that mention{} this study"}


def phase_sentence(change: PhaseChanged) -> str:
    before, after = (vocabulary.phases(phases) for phases in (change.before, change.after))
    if not after:
        return f"The phase is no longer given. It was {before}."
    return f"The phase changed from {before} to {after}." if before else f"The phase is now given: {after}."


def treatments_sentences(change: TreatmentsChanged) -> str:
    added, dropped = ([one.name for one in side] for side in (change.added, change.dropped))
    said = [
        f"{quotes(added)} {_was(added)} added to what is tested." if added else "",
        f"{quotes(dropped)} {_was(dropped)} dropped from what is tested." if dropped else "",
        *(f"{quoted(one.before)} is now listed as {quoted(one.after)}." for one in change.renamed[:3]),
    ]
    return _joined(said)


def arms_sentences(change: ArmsChanged) -> str:
    added, dropped = ([one.label for one in side] for side in (change.added, change.dropped))
    kind = vocabulary.ARM_TYPE.get(change.added[0].type, "") if len(added) == 1 else ""
    said = [
        f"{_groups(added)} added: {quotes(added)}{f' ({inner(kind)})' if kind else ''}." if added else "",
        f"{_groups(dropped)} dropped: {quotes(dropped)}." if dropped else "",
        *(f"The group {quoted(one.before)} is now listed as {quoted(one.after)}." for one in change.renamed[:3]),
        *map(_regimen, change.regimens[:3]),
    ]
    return _joined(said)


def _groups(labels: Sequence[str]) -> str:
    return "A group was" if len(labels) == 1 else f"{opening(counted(len(labels), 'group'))} were"


def _regimen(regimen: Regimen) -> str:
    group = f"The group {quoted(regimen.label)}"
    said = [
        f"{group} now also gets {quotes(regimen.added)}." if regimen.added else "",
        f"{group} no longer gets {quotes(regimen.dropped)}." if regimen.dropped else "",
    ]
    if regimen.type_after in vocabulary.ARM_TYPE and regimen.type_after != "OTHER":
        said.append(f"{group} is now marked so: {inner(vocabulary.ARM_TYPE[regimen.type_after])}.")
    return _joined(said) or f"{group} is now marked as another kind of group."


def details_sentence(change: TreatmentDetailsChanged) -> str:
    return f"The details of {quotes(change.names)} changed{', numbers among them' if change.numbers else ''}."


def allocation_sentence(change: AllocationChanged) -> str:
    if change.after == "RANDOMIZED":
        return "Chance now decides who gets what."
    if change.before == "RANDOMIZED":
        return "Chance no longer decides who gets what."
    known = vocabulary.ALLOCATION.get(change.after)
    return f"How people are put in groups changed{f': {inner(known)}' if known else ''}."


def masking_sentence(change: MaskingChanged) -> str:
    known = vocabulary.MASKING.get(change.after)
    return f"Who knows who gets what changed{f': {inner(known)}' if known else ''}."


def contacts_sentence(change: ContactsChanged) -> str:
    """Says where to look, and never who it is: an old history must not hold what the registry has cleared."""
    sites = f"at {counted(change.sites, 'site')}"
    if change.central and change.sites:
        return f"The contact changed for the study and {sites}."
    return "The contact for the study changed." if change.central else f"The contact changed {sites}."


def sponsor_sentence(change: SponsorChanged) -> str:
    if change.before and change.after:
        return f"The sponsor changed from {change.before} to {change.after}."
    return f"The sponsor is now {change.after}." if change.after else "The study has another sponsor."


def collaborators_sentence(change: CollaboratorsChanged) -> str:
    added, dropped = ([name or "a person" for name in side] for side in (change.added, change.dropped))
    said = [
        f"{opening(listed(added))} now {'helps' if len(added) == 1 else 'help'} to run it." if added else "",
        f"{opening(listed(dropped))} no longer {'helps' if len(dropped) == 1 else 'help'} to run it."
        if dropped
        else "",
    ]
    return _joined(said)


def publications_sentence(change: PublicationsChanged) -> str:
    said = []
    for type_ in dict.fromkeys(one.type for one in change.added):
        count = sum(one.type == type_ for one in change.added)
        what = _WRITTEN.get(type_, "on the background").format("s" if count == 1 else "")
        said.append(f"{_papers(count)} {what} {'was' if count == 1 else 'were'} added.")
    if change.dropped:
        count = len(change.dropped)
        said.append(f"{_papers(count)} {'was' if count == 1 else 'were'} taken off the list.")
    if change.retracted:
        said.append(f"{_papers(len(change.retracted))} on the list can no longer be trusted: the journal took it back.")
    return _joined(said)


def _papers(count: int) -> str:
    return "A paper" if count == 1 else f"{opening(number(count))} papers"


def conditions_sentence(change: ConditionsChanged) -> str:
    said = [
        f"{quotes(change.added)} {_was(change.added)} added to what it studies." if change.added else "",
        f"{quotes(change.dropped)} {_was(change.dropped)} dropped from what it studies." if change.dropped else "",
    ]
    return _joined(said)


def measures_sentence(change: MeasuresChanged) -> str:
    if change.added:
        return f"The main things that it measures changed. New: {quotes(change.added)}."
    return f"It no longer counts {quotes(change.dropped)} among the main things that it measures."


def text_sentence(change: TextChanged) -> str:
    if change.text is Told.TITLE:
        return f"The title changed. It was {quoted(change.before)}."
    verb = "was reworded" if change.rank is Rank.HOUSEKEEPING else "changed"
    return f"{_TEXT[change.text]} {verb}."


def tidied_sentence(change: Tidied) -> str:
    parts = [_PART[part] for part in change.parts]
    return f"Also changed: {listed(parts, most=len(parts))}."


def _was(things: Sequence[object]) -> str:
    return "was" if len(things) == 1 else "were"


def _joined(sentences: Sequence[str]) -> str:
    return " ".join(filter(None, sentences))
