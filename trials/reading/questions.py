"""Questions to ask the trial doctor, chosen for the study at hand. Eight to ten, the most telling ones
first.
"""

from collections.abc import Callable

from trials.reading.groups import has_placebo, has_sham, tested
from trials.registry.records import Study

MOST = 10


def questions(study: Study) -> tuple[str, ...]:
    """Between six and ten questions: those that this study raises, then those that fit every study."""
    design = study.protocol.design
    if design.study_type == "OBSERVATIONAL":
        return _OBSERVED
    if design.study_type == "EXPANDED_ACCESS":
        return _EXPANDED
    raised = [question for applies, question in _RAISED if applies(study)]
    return (*(_FIRST + raised + _ALWAYS)[: MOST - 1], _LAST)


def _has(*kinds: str) -> Callable[[Study], bool]:
    return lambda study: any(each.type in kinds for each in tested(study))


def _is_early(study: Study) -> bool:
    return study.protocol.design.phases[:1] in (("EARLY_PHASE1",), ("PHASE1",))


def _is_by_chance(study: Study) -> bool:
    design = study.protocol.design.design
    return design.allocation == "RANDOMIZED" and len(study.protocol.arms.arm_groups) > 1


def _takes_children_only(study: Study) -> bool:
    return study.protocol.eligibility.std_ages == ("CHILD",)


_FIRST = ["Why could this study be right for me, and what else could I do?"]
_RAISED: list[tuple[Callable[[Study], bool], str]] = [
    (_is_early, "How many people have had this before, and what happened to them?"),
    (has_placebo, "How likely is it that I get the placebo? Can I get the real treatment later?"),
    (has_sham, "How likely is it that I get the sham? Can I get the real treatment later?"),
    (
        lambda study: _is_by_chance(study) and not has_placebo(study),
        "What does each group get, and how likely is each?",
    ),
    (_takes_children_only, "How will you explain this to my child, and can my child say no?"),
    (_has("PROCEDURE", "DEVICE"), "How often have you done this, and how often did it go wrong?"),
    (_has("GENETIC"), "Will you test my genes, and for how many years will you follow me?"),
    (_has("RADIATION"), "How much radiation will I get, and what could it do to me later?"),
    (
        _has("DRUG", "BIOLOGICAL", "COMBINATION_PRODUCT"),
        "Which side effects are known, and how would you treat them?",
    ),
    (_has("DRUG", "BIOLOGICAL", "DIETARY_SUPPLEMENT"), "Must I stop any medicine that I take now?"),
    (_has("BEHAVIORAL"), "How much time will it take each week, and can I do it at home?"),
]
_ALWAYS = [
    "What will I have to do, how often, and for how long?",
    "What will it cost me? Do you pay for travel and time off work?",
    "Who pays if I am harmed?",
    "Can I stop at any time, and what care would I get then?",
    "Who will see the facts about my health?",
    "Will you tell me the results?",
]
_LAST = "Whom can I call, day and night, if something goes wrong?"
_OBSERVED = (
    "Why do you ask me to take part?",
    "What will I have to do, how often, and for how long?",
    "Will you take blood or other samples, and how long will you keep them?",
    "Which facts about my health will you store, and who will see them?",
    "Does it change the care that I get?",
    "Can I stop at any time, and can my data be deleted?",
    "Will you tell me the results?",
)
_EXPANDED = (
    "Could I join a trial instead?",
    "What is known about how well this works?",
    "Which side effects are known, and how would you treat them?",
    "What will it cost me?",
    "How long does it take to get it, and who has to agree?",
    "What happens if it does not help?",
    "Can I stop at any time?",
)
