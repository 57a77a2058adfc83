"""What people get, who runs the study, what has been written about it, and what it says of itself."""

from collections import Counter
from collections.abc import Sequence

from trials import vocabulary
from trials.reading.history.phrases import MOST_NAMED, counted, inner, listed, number, opening, quoted, quotes
from trials.registry.changes import (
    NO_PHASE,
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
_CITED = "that the sponsor cites"
_WRITTEN = {"RESULT": "that report{} this study", "DERIVED": "that mention{} this study"}


def phase_sentence(change: PhaseChanged) -> str:
    before, after = (
        vocabulary.phases(tuple(phase for phase in phases if phase != NO_PHASE))
        for phases in (change.before, change.after)
    )
    if not after:
        return f"The phase is no longer given. It was {before}."
    return f"The phase changed from {before} to {after}." if before else f"The phase is now given: {after}."


def treatments_sentences(change: TreatmentsChanged) -> str:
    added, dropped = ([one.name for one in side] for side in (change.added, change.dropped))
    said = [
        f"{quotes(added)} {_were(len(added))} added to what is tested." if added else "",
        f"{quotes(dropped)} {_were(len(dropped))} dropped from what is tested." if dropped else "",
        *_first([f"{quoted(one.before)} is now listed as {quoted(one.after)}." for one in change.renamed]),
    ]
    return _joined(said)


def arms_sentences(change: ArmsChanged) -> str:
    added, dropped = ([one.label for one in side] for side in (change.added, change.dropped))
    kind = vocabulary.ARM_TYPE.get(change.added[0].type, "") if len(added) == 1 else ""
    said = [
        f"{_groups(added)} added: {quotes(added)}{f' ({inner(kind)})' if kind else ''}." if added else "",
        f"{_groups(dropped)} dropped: {quotes(dropped)}." if dropped else "",
        *_first([f"The group {quoted(one.before)} is now listed as {quoted(one.after)}." for one in change.renamed]),
        *_first([_regimen(one) for one in change.regimens]),
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
        said.append(f"{group} now {inner(vocabulary.ARM_TYPE[regimen.type_after])}.")
    return _joined(said) or f"{group} is now another kind of group."


def details_sentence(change: TreatmentDetailsChanged) -> str:
    return f"The details of {quotes(change.names)} changed{', numbers among them' if change.numbers else ''}."


def allocation_sentence(change: AllocationChanged) -> str:
    known = vocabulary.ALLOCATION.get(change.after)
    if change.before and change.after == "RANDOMIZED":
        return "Chance now decides who gets what."
    if change.before == "RANDOMIZED":
        return "Chance no longer decides who gets what."
    told = "How people are put in groups changed" if change.before else "It now says how people are put in groups"
    return f"{told}{f': {inner(known)}' if known else ''}."


def masking_sentence(change: MaskingChanged) -> str:
    known = vocabulary.MASKING.get(change.after)
    told = "The rule on who knows what people get changed" if change.before else "It now says who knows what people get"
    return f"{told}{f': {inner(known)}' if known else ''}."


def contacts_sentence(change: ContactsChanged) -> str:
    """Says where to look, and never who it is: an old history must not hold what the registry has cleared."""
    sites = f"at {counted(change.sites, 'site')}"
    if change.central and change.sites:
        return f"The contact changed for the study and {sites}."
    return "The contact for the study changed." if change.central else f"The contact changed {sites}."


def sponsor_sentence(change: SponsorChanged) -> str:
    before, after = change.before, change.after.rstrip(".")  # "Example Inc." ends the sentence by itself
    if before and after:
        return f"The sponsor changed from {before} to {after}."
    return f"The sponsor is now {after}." if after else "The study has another sponsor."


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
    added = Counter(_WRITTEN.get(one.type, _CITED) for one in change.added)
    said = [
        f"{_papers(count)} {what.format('s' * (count == 1))} {_were(count)} added." for what, count in added.items()
    ]
    if change.dropped:
        said.append(f"{_papers(len(change.dropped))} {_were(len(change.dropped))} taken off the list.")
    if change.retracted:
        back = "the journal took it back" if len(change.retracted) == 1 else "the journals took them back"
        said.append(f"{_papers(len(change.retracted))} on the list can no longer be trusted: {back}.")
    return _joined(said)


def _papers(count: int) -> str:
    return "A paper" if count == 1 else f"{opening(number(count))} papers"


def conditions_sentence(change: ConditionsChanged) -> str:
    added, dropped = change.added, change.dropped
    said = [
        f"{quotes(added)} {_were(len(added))} added to what it studies." if added else "",
        f"{quotes(dropped)} {_were(len(dropped))} dropped from what it studies." if dropped else "",
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


def _first(sentences: Sequence[str]) -> list[str]:
    """The first few, and how many more there are."""
    more = len(sentences) - MOST_NAMED
    return [*sentences[:MOST_NAMED], *([f"{opening(number(more))} more changed too."] if more > 0 else [])]


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _joined(sentences: Sequence[str]) -> str:
    return " ".join(filter(None, sentences))
