"""A study's title in as few plain words as are surely true.

The registry's brief title often begins with words about the study's design ("A Phase 2 Study to Evaluate the
Efficacy and Safety of ..."). They are taken off; nothing else in it is changed but "subjects" into "people".
Only where that is still too long is a title made from the fields, and only for a plain case: one treatment,
one illness.
"""

import re

from trials.reading.groups import compared, has_placebo, is_inert, tested
from trials.reading.markup import clean
from trials.registry.records import Study

MOST_WORDS = 15
_UNTITLED = "A study without a title"

_DESIGN = (
    r"(?:phase (?:[0-4](?:[ab])?|i{1,3}[ab]?|iv)(?: ?(?:/|-|and|to) ?(?:phase )?(?:[0-4][ab]?|"
    r"i{1,3}[ab]?|iv))?|early phase 1|"
    r"first[- ]in[- ]humans?|multi-?cent(?:er|re)|multi-?national|international|global|national|"
    r"single-?cent(?:er|re)|"
    r"open[- ]label(?:ed)?|prospective|randomi[sz]ed|double-?(?: )?blind(?:ed)?|single-?(?: )?blind(?:ed)?|"
    r"triple-?(?: )?blind(?:ed)?|placebo[- ]controlled|controlled|active-controlled|parallel[- ]group|"
    r"parallel|"
    r"non-?randomi[sz]ed|single[- ]arm|two[- ]arm|dose[- ](?:escalation|finding|ranging)|pilot|clinical|"
    r"research|"
    r"exploratory|comparative|interventional|crossover|cross-over|pivotal|confirmatory|adaptive)"
)
_OPENING = re.compile(
    rf"(?:(?:a|an|the|this) )?(?:{_DESIGN}(?:,? (?:and )?|/))*(?:study|trial|evaluation|investigation|"
    rf"assessment)"
    r"(?: (?:designed|conducted|looking|is))*"
    r"(?: (?:of|on|for|to (?:evaluate|assess|investigate|determine|examine|test|study|measure|explore)|"
    r"evaluating|assessing|investigating|examining|testing|exploring|with))? ",
    re.IGNORECASE,
)
_AIM = re.compile(
    r"(?:the )?(?:(?:long[- ]term )?(?:clinical )?"
    r"(?:efficacy|safety|tolerability|effectiveness|effects?|pharmacokinetics?|pharmacodynamics?|"
    r"immunogenicity|activity|"
    r"efficiency|feasibility|performance|anti-?tumou?r activity|preliminary (?:efficacy|"
    r"activity))(?:,? (?:and |or )?|/))+"
    r"(?:profile )?of (?:the )?",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"(?:(?<=\bin )|(?<=\bof )|(?<=\bby )|(?<=\bfor )|(?<=\bamong )|(?<=\btreating )|(?<=\bfrom ))"
    r"(?:patients|subjects|participants)(?= (?:with|who|having|undergoing|receiving|living)\b)",
    re.IGNORECASE,
)
# What begins like this has lost its beginning; and "the effect of X on Y" says something else than "X on Y".
_TORN = re.compile(
    r"(?:and|or|of|in|with|for|to|versus|vs|between|by|on|as|from|into|if|whether|how|that|associated|"
    r"using)\b",
    re.IGNORECASE,
)
_ACTS_ON = re.compile(r"\b(?:on|upon|influence)\b", re.IGNORECASE)

_DOSE = re.compile(r"\s*\([^()]*\)|\s*\[[^\[\]]*\]|[,;].*$", re.DOTALL)
_UNCLEAR_NAME = re.compile(
    r"\d+ ?(?:mg|mcg|µg|g|ml|%|iu)\b|[:/+]|\b(?:arm|cohort|group|dose|part|and|or|plus|versus|vs)\b", re.I
)
_UNCLEAR_CONDITION = re.compile(
    r"[:;,/()]|\b(?:healthy|volunteers?|interactions?|pharmacokinetics?|treatment|quality of life)\b", re.I
)
_MORE = re.compile(  # the titles tell of more than one treatment of one illness
    r"combin|\bplus\b|\bwith or without\b|\badd(?:ed|ing)?[- ]|\bboost|\bvaccin|\bpartners?\b|predict|"
    r"marker|expression|"
    r"mechanism|\bchang|\bmainten|\bfollowing\b|\bprophyla|\bprevent"
)
_NAMES = frozenset(
    re.findall(
        r"\w+",
        "Alzheimer Addison Angelman Barrett Barre Batten Becker Behcet Behçet Bell Burkitt Castleman "
        "Chagas Charcot Chiari Coats Crohn Cushing Danlos Dravet Duchenne Dupuytren Ehlers Ewing Fabry "
        "Fanconi Friedreich Gastaut Gaucher Gorlin Graves Guillain Hashimoto Hirschsprung Hodgkin Hunter "
        "Huntington Hurler Kaposi Kawasaki Langerhans Leber Lennox Lewy Lyme Lynch Marfan Marie Menière "
        "Meniere Merkel Niemann Noonan Paget Parkinson Peyronie Pick Pompe Prader Raynaud Rett Sanfilippo "
        "Sezary Sézary Sjogren Sjögren Stargardt Stevens Johnson Still Tourette Turner Usher Waldenstrom "
        "Waldenström Wegener Willebrand Willi Williams Wilms Wilson Zika Ebola Barr Epstein Philadelphia",
    )
)


def plain_title(study: Study) -> str:
    """At most fifteen words where that is possible; the registry's brief title, as it is, where it is not."""
    brief = " ".join(clean(study.protocol.identification.brief_title).split())
    short = _without_design(brief)
    if short and len(short.split()) <= MOST_WORDS:
        return short
    official = " ".join(clean(study.protocol.identification.official_title).split())
    return _from_fields(study) or brief or official or _UNTITLED


def _without_design(brief: str) -> str:
    """The brief title without its opening about the design; as it was where what is left would not stand
    alone.
    """
    opening = _OPENING.match(brief)
    rest = brief[opening.end() :] if opening else brief
    aim = _AIM.match(rest)
    if aim and not _ACTS_ON.search(rest):
        rest = rest[aim.end() :]
    if len(rest.split()) < 3 or _TORN.match(rest):
        rest = brief
    first = rest.partition(" ")[0]
    rest = rest[:1].upper() + rest[1:] if first.islower() else rest
    return _PEOPLE.sub(_people, rest)


def _people(match: re.Match[str]) -> str:
    word = match[0]
    return "PEOPLE" if word.isupper() else "People" if word[0].isupper() else "people"


def _from_fields(study: Study) -> str:
    """ "Imatinib for chronic myeloid leukemia in children"; "" where the record leaves any doubt."""
    new, other = tested(study), compared(study)
    name, illness = _name(new[0].name) if len(new) == 1 else "", _illness(study)
    if not name or not illness or not _is_plain_case(study, name):
        return ""
    against = [_name(each.name) for each in other] + ["a placebo"] * has_placebo(study)
    if len(against) > 1 or "" in against:
        return ""
    versus = f" compared with {against[0]}" if against else ""
    title = f"{name}{versus} for {illness}{_whom(study)}"
    title = title[0].upper() + title[1:] if name.islower() else title
    return title if len(title.split()) <= MOST_WORDS else ""


def _is_plain_case(study: Study, name: str) -> bool:
    """A medicine alone, meant to treat, in people who have the illness, and the sponsor's titles name it
    too.
    """
    protocol = study.protocol
    active = [each for each in protocol.arms.interventions if not is_inert(each)]
    titles = f"{protocol.identification.brief_title} {protocol.identification.official_title}".lower()
    return (
        len(active) == 1 + len(compared(study))
        and all(each.type in ("DRUG", "BIOLOGICAL") for each in active)
        and protocol.design.design.primary_purpose == "TREATMENT"
        and protocol.eligibility.healthy_volunteers is False
        and name.lower() in titles
        and not _MORE.search(titles)
    )


def _name(name: str) -> str:
    """The intervention's name without doses and brackets; "" if it is more than a name."""
    short = " ".join(_DOSE.sub("", clean(name)).split())
    return "" if _UNCLEAR_NAME.search(short) or len(short.split()) > 4 else short


def _illness(study: Study) -> str:
    """The one condition of the record in small letters; "" if there are several or if it is no illness."""
    conditions = {" ".join(clean(each).split()) for each in study.protocol.conditions.conditions}
    if len(conditions) != 1:
        return ""
    condition = conditions.pop()
    if not condition or _UNCLEAR_CONDITION.search(condition) or len(condition.split()) > 7:
        return ""
    return " ".join(_small(word) for word in condition.split())


def _small(word: str) -> str:
    """ "Lung" is "lung"; "NSCLC", "B-Cell", "Crohn's" and names of people stay."""
    stem = re.split(r"['’-]", word)[0]
    plain = all(part[1:] == part[1:].lower() for part in word.split("-"))
    return word.lower() if plain and stem not in _NAMES and len(stem) > 1 else word


def _whom(study: Study) -> str:
    """ " in children" where every age allowed is below 18."""
    eligibility = study.protocol.eligibility
    if eligibility.std_ages == ("CHILD",):
        return " in children"
    return " in older adults" if eligibility.std_ages == ("OLDER_ADULT",) else ""
