"""What happens to somebody who joins, step by step, as far as the record's fields tell."""

import re
from dataclasses import dataclass

from trials.reading.groups import Group, groups
from trials.registry.records import Study


@dataclass(frozen=True)
class Step:
    """A heading, short sentences, and on the step that forms groups the groups themselves."""

    title: str
    sentences: tuple[str, ...]
    groups: tuple[Group, ...] = ()


# "12 weeks", "Up to 24 months", "Baseline to week 12", "Day 28"; nothing else is clear enough.
_SPAN = re.compile(
    r"(?:(?:baseline|day [01]|week 0|randomi[sz]ation|enrol?lment)(?: (?:to|and|through|up to)|,|-) ?)?"
    r"(?:up to|through|at|within|over|during|after|until)? ?(?:approximately|about|the end of)? ?"
    r"(?:(?P<count>\d{1,3}) ?-?(?P<unit>day|week|month|year)s?|(?P<unit2>day|week|month|"
    r"year) (?P<count2>\d{1,3}))"
    r"(?: after (?:treatment|surgery|randomi[sz]ation|enrol?lment|baseline))?\.?",
    re.IGNORECASE | re.ASCII,
)
_MOST_RANDOM = 6  # with more arms than this, a study mostly has parts of which chance decides only some
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_TOLD = {
    "NONE": "Everyone knows who gets what.",
    "PARTICIPANT": "You are not told which group you are in.",
    "OUTCOMES_ASSESSOR": "The people who check the results do not know who gets what.",
    "CARE_PROVIDER": "The people who treat you do not know either.",
}


def what_happens(study: Study) -> tuple[Step, ...]:
    """The steps in their order: the check, the groups, what is told, how long, the end; () for an empty
    record.
    """
    design = study.protocol.design
    if design.study_type == "OBSERVATIONAL":
        return _observed(study)
    if design.study_type == "EXPANDED_ACCESS":
        return (Step("Your doctor asks", ("Your doctor asks the sponsor for the treatment on your behalf.",)),)
    if not design.study_type and not study.protocol.arms.arm_groups:
        return ()
    steps = [Step("You are checked first", _CHECK), _grouped(study)]
    told = _told(study)
    steps += [Step("Who knows what you get", told)] if told else []
    span = how_long(study)
    steps += [Step("How long", (span, "Your own time in the study may be shorter or longer."))] if span else []
    return (*steps, Step("The end", ("Ask what care you get when the study is over.",)))


def how_long(study: Study) -> str:
    """A sentence from the time frames of the main results; "" unless every one of them is clear."""
    frames = [outcome.time_frame.strip() for outcome in study.protocol.outcomes.primary_outcomes]
    spans = [_SPAN.fullmatch(frame) for frame in frames]
    known = [(int(m["count"] or m["count2"]), (m["unit"] or m["unit2"]).lower()) for m in spans if m]
    if not known or len(known) < len(frames):
        return ""
    count, unit = max(known, key=lambda span: span[0] * _DAYS[span[1]])
    return f"The main results are checked within about {count} {unit if count == 1 else unit + 's'}." if count else ""


_CHECK = (
    "The team explains the study, and you decide if you want to sign a consent form.",
    "Then they ask about your health and may do some tests to see if you can join.",
)


def _observed(study: Study) -> tuple[Step, ...]:
    design = study.protocol.design.design
    if design.time_perspective == "RETROSPECTIVE":
        return (Step("Your records are used", ("The team looks at facts that are already on file.",)),)
    formed = ("People are put in groups by what is true of them, such as an illness.",)
    known = groups(study)
    steps = [Step("You are asked to take part", ("The team explains the study, and you decide.",))]
    steps += [Step("The groups", formed, known)] if len(known) > 1 else []
    return (*steps, Step("You are watched", ("Your treatment stays the choice of you and your doctor.",)))


def _grouped(study: Study) -> Step:
    """How the groups are formed; chance is named only where the record says so and tells how many groups
    there are.
    """
    design, known = study.protocol.design.design, groups(study)
    several = len(known) > 1
    if several and design.allocation == "RANDOMIZED":
        return Step("Chance decides", _chance(design.intervention_model, len(known)), known)
    if several:
        says = ("Chance does not decide which group you are in.",) if design.allocation == "NON_RANDOMIZED" else ()
        return Step("The groups", (f"There are {len(known)} groups.", *says), known)
    same = ("Everyone in the study is in the same group.",) if len(known) == 1 else ()
    return Step("What you get", same or ("The record does not say who gets what.",), known)


def _chance(model: str, count: int) -> tuple[str, ...]:
    if model == "CROSSOVER":
        return ("People get more than one of these, one after the other.", "Chance decides the order.")
    if model not in ("PARALLEL", "FACTORIAL") or count > _MOST_RANDOM:
        return (f"There are {count} groups. Chance decides who gets what, at least in a part of the study.",)
    odds = "The record does not say how likely each group is. Ask the team."
    return (f"There are {count} groups. Chance decides which one you are in. Nobody can choose.", odds)


def _told(study: Study) -> tuple[str, ...]:
    masking = study.protocol.design.design.masking
    if masking.masking == "NONE":
        return (_TOLD["NONE"],) if len(study.protocol.arms.arm_groups) > 1 else ()
    said = [_TOLD[who] for who in ("PARTICIPANT", "OUTCOMES_ASSESSOR") if who in masking.who_masked]
    if "PARTICIPANT" in masking.who_masked and "CARE_PROVIDER" in masking.who_masked:
        said.insert(1, _TOLD["CARE_PROVIDER"])
    return tuple(said)
