"""What a study could mean for somebody who joins: what is tested, where it could lead, what could go wrong.

Our reading of the record's fields, not of its descriptions, and labelled so on the page. No promise and no
advice: every sentence follows from a field or is true of every study.
"""

import re

from trials.reading import dates
from trials.reading.groups import compared, has_experimental_arm, has_placebo, has_sham, tested
from trials.reading.markup import clean
from trials.reading.questions import questions
from trials.reading.steps import Step, what_happens
from trials.registry.records import Intervention, Study

__all__ = [
    "Step",
    "questions",
    "what_could_go_wrong",
    "what_happens",
    "what_is_tested",
    "what_it_could_lead_to",
]

SMALL = 40  # people: below this a study can hardly see a rare side effect
_LONGEST_NAME = 5  # words; longer names are left to the details of the study
_MEDICINES = {"DRUG", "BIOLOGICAL", "GENETIC", "COMBINATION_PRODUCT"}

_KIND = {
    "DRUG": ("a drug", "drugs"),
    "BIOLOGICAL": ("a medicine made from living things", "medicines made from living things"),
    "DEVICE": ("a device", "devices"),
    "PROCEDURE": ("a procedure", "procedures"),
    "RADIATION": ("radiation", "kinds of radiation"),
    "BEHAVIORAL": ("a program, such as training or talks", "programs, such as training or talks"),
    "GENETIC": ("a treatment that works on genes", "treatments that work on genes"),
    "DIETARY_SUPPLEMENT": ("a food supplement", "food supplements"),
    "COMBINATION_PRODUCT": ("a drug and a device in one", "drugs and devices in one"),
    "DIAGNOSTIC_TEST": ("a medical test", "medical tests"),
}
_NUMBER = {2: "two", 3: "three"}

_PHASE = {
    "EARLY_PHASE1": "It is a first, small test in people (early phase 1).",
    "PHASE1": "It is an early study (phase 1). It checks if the treatment is safe and which dose is right.",
    "PHASE1/PHASE2": "It is an early study (phase 1 and 2). It checks safety and dose, then if it seems to work.",
    "PHASE2": "It is a mid-stage study (phase 2). It checks if the treatment seems to work and how safe it is.",
    "PHASE2/PHASE3": "It is a mid-stage to late study (phase 2 and 3). It checks if the treatment works.",
    "PHASE3": "It is a late study (phase 3). It checks how well the treatment works and how safe it is.",
    "PHASE4": "It is a phase 4 study. It looks at a treatment that doctors may already give.",
}
_A_PLACEBO = "a placebo (something that looks the same but does not treat)"
_LOOKS = {
    "RETROSPECTIVE": "It looks back at what has been written down about people's health.",
    "PROSPECTIVE": "It follows people over time.",
    "CROSS_SECTIONAL": "It looks at people at one point in time.",
}
_COULD = {
    "TREATMENT": "If it works, it could become a way to treat others.",
    "PREVENTION": "If it works, it could help to keep others from getting ill.",
    "DIAGNOSTIC": "It could lead to a better way to find an illness.",
    "SUPPORTIVE_CARE": "If it works, it could ease symptoms or side effects.",
    "SCREENING": "It could help to find an illness early.",
    "HEALTH_SERVICES_RESEARCH": "It could show how to give better care.",
    "BASIC_SCIENCE": "It may teach doctors how the body works. It is not meant to treat you.",
    "DEVICE_FEASIBILITY": "It is a first test of a device. It shows if a larger test makes sense.",
    "ECT": "It could show which way to find an illness works best.",
}
_NEXT = {
    "EARLY_PHASE1": "A study this early cannot show that a treatment works. Later studies would have to.",
    "PHASE1": "A study this early cannot show that a treatment works. Later studies would have to.",
    "PHASE2": "Good results could lead to a larger study.",
    "PHASE3": "Good results could change how people are treated.",
    "PHASE4": "The results could show doctors how best to use the treatment.",
}
_HARM = {
    "DRUG": "Every drug can have side effects, and some may not be known yet.",
    "BIOLOGICAL": "Such medicines can have side effects, and some may not be known yet.",
    "GENETIC": "It works on genes, so some effects may last or show up years later.",
    "COMBINATION_PRODUCT": "Both the drug and the device can cause harm, in ways that may not be known yet.",
    "DEVICE": "A device can fail or cause harm.",
    "PROCEDURE": "A procedure can cause pain or harm. Ask how often that happens.",
    "RADIATION": "Radiation can harm healthy parts of the body.",
    "BEHAVIORAL": "It takes time, and some talks or tasks may be hard.",
    "DIETARY_SUPPLEMENT": "Food supplements can have side effects too.",
    "DIAGNOSTIC_TEST": "A test can be wrong, and waiting for it can be hard.",
}
_FIRST = re.compile(r"\bfirst[- ]in[- ](?:humans?|man|patients?)\b|\bFIH\b", re.IGNORECASE)


def what_is_tested(study: Study) -> tuple[str, ...]:
    """The kinds and names of what is tested, what it is compared with, the phase and the number of people."""
    kind = study.protocol.design.study_type
    if kind == "OBSERVATIONAL":
        opening = _observed(study)
    elif kind == "EXPANDED_ACCESS":
        opening = ["This is not a trial. It gives a treatment to people who cannot get it in another way."]
        opening += _named("It gives", tested(study))
    else:
        verb = "tests" if has_experimental_arm(study) else "uses"
        opening = _named(f"This study {verb}", tested(study)) or ["The record does not say what is tested."]
        opening += _compared(study)
        phase = _PHASE.get("/".join(study.protocol.design.phases))
        opening += [phase] if phase else []
    return tuple(opening + _size(study))


def what_it_could_lead_to(study: Study) -> tuple[str, ...]:
    """Where good results could lead, by purpose and phase; never that they will."""
    design = study.protocol.design
    if design.study_type == "OBSERVATIONAL":
        return (
            "It may teach doctors more about health and illness.",
            "It is not meant to change your treatment.",
        )
    if design.study_type == "EXPANDED_ACCESS":
        return ("The treatment may help, but that is not proven.",)
    purpose = "" if design.phases == ("PHASE4",) else design.design.primary_purpose
    said = [_COULD.get(purpose, ""), _NEXT.get(design.phases[0], "") if design.phases else ""]
    return (*filter(None, said), "Nobody can promise that it will help you.")


def what_could_go_wrong(study: Study) -> tuple[str, ...]:
    """Harms by kind of intervention, how little is known yet, and the chance of not getting what is
    tested.
    """
    if study.protocol.design.study_type == "OBSERVATIONAL":
        return (
            "It may take time and extra visits.",
            "Facts about your health are stored. Ask who can see them.",
        )
    kinds = dict.fromkeys(each.type for each in tested(study))
    said = [_HARM[kind] for kind in kinds if kind in _HARM]
    said += _unknown(study) + _without(study) + _watch(study)
    return tuple(dict.fromkeys(said))


def _observed(study: Study) -> list[str]:
    look = _LOOKS.get(study.protocol.design.design.time_perspective)
    return [
        "This study watches people's health. It does not choose their treatment.",
        *([look] if look else []),
    ]


def _named(opening: str, interventions: tuple[Intervention, ...]) -> list[str]:
    """ "This study tests two drugs: A and B."; only the number where there are more than three."""
    names = list(dict.fromkeys(" ".join(clean(each.name).split()) for each in interventions))
    if not names:
        return []
    kinds = {each.type for each in interventions}
    one, many = _KIND.get(next(iter(kinds)), ("", "things")) if len(kinds) == 1 else ("", "things")
    if len(names) > 3:
        return [f"{opening} {len(names)} {many}."]
    if any(len(name.split()) > _LONGEST_NAME for name in names):
        return [f"{opening} {one if len(names) == 1 else _NUMBER[len(names)] + ' ' + many}."] if one else []
    what = one if len(names) == 1 else f"{_NUMBER[len(names)]} {many}"
    return [f"{opening} {what}: {_listed(names)}." if what else f"{opening} {names[0]}."]


def _compared(study: Study) -> list[str]:
    others = list(dict.fromkeys(" ".join(clean(each.name).split()) for each in compared(study)))
    short = all(len(name.split()) <= _LONGEST_NAME for name in others)
    others += [_A_PLACEBO] if has_placebo(study) else []
    return [f"It is compared with {_listed(others)}."] if short and 0 < len(others) < 4 else []


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _size(study: Study) -> list[str]:
    enrollment = study.protocol.design.enrollment
    people = dates.people(enrollment.count)
    if not enrollment.count or people == dates.NOT_GIVEN:
        return []
    if enrollment.type == "ACTUAL":
        return [f"{people[0].upper()}{people[1:]} took part."]
    return [f"It is planned for {people}."]


def _unknown(study: Study) -> list[str]:
    """How little is known: first in people, early, small."""
    design, names = study.protocol.design, study.protocol.identification
    if not any(each.type in _MEDICINES | {"DEVICE"} for each in tested(study)):
        return []
    if _FIRST.search(f"{names.brief_title} {names.official_title}"):
        return ["It may be the first time that people get it, so little is known about its risks."]
    if design.phases[:1] in (("EARLY_PHASE1",), ("PHASE1",)):
        return ["This is an early study. Ask how much is known about its risks."]
    count = design.enrollment.count
    return ["It is a small study. It may not show rare side effects."] if count and count < SMALL else []


def _without(study: Study) -> list[str]:
    """The chance of not getting what is tested, and of not being told."""
    design = study.protocol.design.design
    said = ["You may get a placebo instead of what is tested."] if has_placebo(study) else []
    said += ["You may get a sham: it looks real but is not meant to work."] if has_sham(study) else []
    arms = study.protocol.arms.arm_groups
    if len(arms) > 1 and any(arm.type == "NO_INTERVENTION" for arm in arms):
        said.append("You may be in a group that gets no treatment from the study.")
    if "PARTICIPANT" in design.masking.who_masked:
        said.append("You may not be told what you get until the study is over.")
    return said


def _watch(study: Study) -> list[str]:
    said = ["It may not help you, and it may take time and extra visits."]
    if study.protocol.oversight.oversight_has_dmc:
        said.append("A group of outside experts keeps an eye on safety.")
    return [*said, "You can stop at any time, and you do not have to say why."]
