"""One generated study before it is rendered: what its modules must agree on."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import exp
from statistics import NormalDist
from typing import TypeVar

from tests.registry.kit import DAYS, FIRST_DAY, Kit
from tests.registry.names import Sponsor
from tests.registry.plan import EXPANDED_ACCESS, OPEN, SPONSOR_CLASSES, STATUS_NAMES, Plan
from tests.registry.sentences import escape
from tests.registry.vocabulary import Heading

T = TypeVar("T")
# Normal deviates at even steps of their distribution: picking one is ten times as fast as drawing one.
NORMAL = [NormalDist().inv_cdf((n + 0.5) / 4096) for n in range(4096)]
PEOPLE = ("Adults", "Patients", "Participants", "Older Adults", "People", "Outpatients", "Subjects")
MODIFIERS = (
    "Advanced {}", "Recurrent {}", "Refractory {}", "Stage III {}", "Chronic {}", "Acute {}", "Pediatric {}",
    "{}, Adult", "Metastatic {}", "{} Prevention", "Early {}", "{} in Children", "Severe {}", "{} Pain",
    "{} in Remission",
)  # fmt: skip
FREE_CONDITIONS = (
    "Healthy", "Healthy Volunteers", "Anesthesia", "Surgery", "Aging", "Quality of Life", "Physical Activity",
    "Critical Illness", "Cesarean Section", "Nutrition", "Exercise", "Caregivers", "Health Behavior",
    "Vaccination", "Dental Implant", "Burnout",
)  # fmt: skip
KINDS = {
    "INTERVENTIONAL": (
        ("DRUG",) * 40 + ("OTHER",) * 16 + ("DEVICE",) * 14 + ("BEHAVIORAL",) * 14 + ("PROCEDURE",) * 11
        + ("BIOLOGICAL",) * 6 + ("DIETARY_SUPPLEMENT",) * 5 + ("RADIATION",) * 2 + ("DIAGNOSTIC_TEST",) * 5
        + ("COMBINATION_PRODUCT", "GENETIC")
    ),
    "OBSERVATIONAL": (
        ("OTHER",) * 8 + ("DRUG",) * 5
        + ("PROCEDURE", "DEVICE", "BEHAVIORAL", "DIAGNOSTIC_TEST", "GENETIC", "BIOLOGICAL")
    ),
    "EXPANDED_ACCESS": ("DRUG",) * 4 + ("BIOLOGICAL", "DEVICE"),
}  # fmt: skip
PHASES = (
    ('"NA"',) * 513 + ('"PHASE2"',) * 143 + ('"PHASE1"',) * 107 + ('"PHASE3"',) * 91 + ('"PHASE4"',) * 78
    + ('"PHASE1","PHASE2"',) * 36 + ('"PHASE2","PHASE3"',) * 18 + ('"EARLY_PHASE1"',) * 14
)  # fmt: skip
LAST_KNOWN = (
    ("RECRUITING",) * 14 + ("NOT_YET_RECRUITING",) * 3 + ("ACTIVE_NOT_RECRUITING",) * 2 + ("ENROLLING_BY_INVITATION",)
)
OPEN_SET = frozenset(OPEN)
EXPANDED_SET = frozenset(EXPANDED_ACCESS)


class Dice(random.Random):
    """The two draws the generator makes millions of times, without `choice`'s overhead."""

    def pick(self, pool: Sequence[T]) -> T:
        return pool[int(self.random() * len(pool))]

    def size(self, median: float, spread: float, most: int) -> int:
        """A long-tailed count of at least one: log-normal with this median and sigma."""
        return min(most, int(exp(spread * NORMAL[int(self.random() * len(NORMAL))]) * median + 0.5) or 1)


@dataclass(slots=True)
class Draft:
    """Dates are ordinals; the names of `conditions` and the (type, name) of `interventions` are JSON-escaped."""

    nct_id: str
    alias: str
    first_post: int
    last_post: int
    today: int
    status: str
    last_known: str
    study_type: str
    phases: str
    sponsor: Sponsor
    site_count: int
    headings: list[Heading]
    conditions: list[str]
    substances: list[Heading]
    interventions: list[tuple[str, str]]
    people: str
    sex: str
    has_results: bool = False
    start: int = 0
    primary: int = 0
    completion: int = 0
    submitted: int = 0
    verified: int = 0

    @property
    def shown_status(self) -> str:
        """The status that decides what sites show: of UNKNOWN studies the one known last."""
        return self.last_known or self.status


def iso(ordinal: int) -> str:
    return DAYS[ordinal - FIRST_DAY]


def draft_study(plan: Plan, row: int, kit: Kit, dice: Dice, today: int) -> Draft:
    status = STATUS_NAMES[plan.status[row]]
    kind = _study_type(status, dice)
    headings, conditions = _conditions(kit, dice)
    substances, interventions = _interventions(kind, kit, dice)
    sponsors = kit.sponsors[SPONSOR_CLASSES[plan.sponsor_class[row]]]
    alias = int(plan.alias[row])
    draft = Draft(
        nct_id=f"NCT{plan.number[row]:08d}",
        alias=f"NCT{alias:08d}" if alias else "",
        first_post=int(plan.first_post[row]),
        last_post=int(plan.last_post[row]),
        today=today,
        status=status,
        last_known=dice.pick(LAST_KNOWN) if status == "UNKNOWN" else "",
        study_type=kind,
        phases=dice.pick(PHASES) if kind == "INTERVENTIONAL" else "",
        sponsor=sponsors[int(len(sponsors) * dice.random() ** 2)],
        site_count=int(plan.sites[row]),
        headings=headings,
        conditions=conditions,
        substances=substances,
        interventions=interventions,
        people=dice.pick(PEOPLE),
        sex=_sex(headings, dice),
    )
    _date(draft, dice)
    return draft


def posted_today(draft: Draft, nct_id: str, dice: Dice) -> Draft:
    """The same study as a registration first posted today: not started or just recruiting, nothing known yet."""
    draft.nct_id, draft.alias, draft.last_known, draft.has_results = nct_id, "", "", False
    draft.status = "NOT_YET_RECRUITING" if dice.random() < 0.55 else "RECRUITING"
    draft.study_type = draft.study_type or "INTERVENTIONAL"
    draft.interventions = draft.interventions or [("DRUG", "Placebo")]
    draft.first_post = draft.last_post = draft.today
    _date(draft, dice)
    return draft


def _study_type(status: str, dice: Dice) -> str:
    if status == "WITHHELD":
        return ""
    if status in EXPANDED_SET:
        return "EXPANDED_ACCESS"
    return "INTERVENTIONAL" if dice.random() < 0.766 else "OBSERVATIONAL"


def _conditions(kit: Kit, dice: Dice) -> tuple[list[Heading], list[str]]:
    """One to several related conditions; a fifth of the studies names none that MeSH knows."""
    if dice.random() < 0.19:
        named = [dice.pick(FREE_CONDITIONS)]
        if dice.random() < 0.5:
            named.append(f"{dice.pick(kit.words)} {dice.pick(('Syndrome', 'Disease', 'Score', 'Programme'))}")
        return [], named
    first = dice.choices(kit.conditions, cum_weights=kit.condition_weights)[0]
    headings = [first]
    family = kit.siblings.get(first.ancestors[0]) if first.ancestors else None
    while family and len(headings) < 9 and dice.random() < 0.3:
        headings.append(dice.pick(family))
    headings = list(dict.fromkeys(headings))
    names = []
    for heading in headings:
        name = heading.names[0] if dice.random() < 0.6 else dice.pick(heading.names)
        names.append(escape(dice.pick(MODIFIERS).format(name) if dice.random() < 0.15 else name))
    return headings, names


def _interventions(kind: str, kit: Kit, dice: Dice) -> tuple[list[Heading], list[tuple[str, str]]]:
    """Substances with a heading, and the (type, name) of every intervention."""
    if not kind:
        return [], []
    substances: list[Heading] = []
    found: list[tuple[str, str]] = []
    for _ in range(min(20, 1 + int(dice.expovariate(0.75)))):
        kind_of = dice.pick(KINDS[kind])
        if kind_of in ("DRUG", "BIOLOGICAL") and dice.random() < 0.6:
            heading = dice.choices(kit.substances, cum_weights=kit.substance_weights)[0]
            substances.append(heading)
            found.append((kind_of, escape(heading.names[0])))
        elif kind_of == "DRUG" and dice.random() < 0.4:
            found.append((kind_of, f"{dice.pick(kit.words)[:2].upper()}-{int(dice.random() * 99_000) + 100}"))
        else:
            found.append((kind_of, dice.pick(kit.interventions[kind_of])))
    return substances, found


def _sex(headings: list[Heading], dice: Dice) -> str:
    """Mostly everybody; one sex where the condition asks for it."""
    above = "".join(headings[0].ancestors) if headings else ""
    if "Pregnancy Complications" in above or "Genital Diseases, Female" in above or "Breast Diseases" in above:
        return "FEMALE" if dice.random() < 0.85 else "ALL"
    if "Genital Diseases, Male" in above:
        return "MALE"
    return "FEMALE" if dice.random() < 0.05 else "ALL"


def _date(draft: Draft, dice: Dice) -> None:
    """Dates that fit the status, among them the rule by which a status becomes UNKNOWN."""
    gap = dice.size(2, 1.0, 40)
    draft.submitted = max(draft.first_post - 30, draft.last_post - gap)
    draft.verified = draft.submitted - (15 if dice.random() < 0.2 else 0)
    length = dice.size(600, 0.8, 5000)
    draft.start = draft.first_post + int(dice.gauss(-10, 200))
    if draft.status in OPEN_SET:
        _date_open(draft, length, dice)
    elif draft.status == "UNKNOWN":
        draft.start = min(draft.start, draft.submitted + 200)
        draft.completion = max(draft.start + 30, min(draft.start + length, draft.today - 40))
        draft.completion = min(draft.completion, draft.today - 40)
    else:
        draft.completion = min(draft.start + length, draft.submitted - 1)
        draft.start = min(draft.start, draft.completion - 20)
        _date_results(draft, dice)
    draft.primary = max(draft.start, draft.completion - (0 if dice.random() < 0.5 else dice.size(150, 0.8, 1500)))


def _date_open(draft: Draft, length: int, dice: Dice) -> None:
    if draft.status == "NOT_YET_RECRUITING":
        draft.start = draft.today + int(dice.random() * 260) - 60
        overdue = 0.04
    else:
        draft.start = min(draft.start, draft.today - 5)
        overdue = 0.32
    draft.completion = max(draft.start + length, draft.today + 10 + int(dice.random() * 900))
    if dice.random() < overdue and _kept_verified(draft):
        draft.completion = draft.today - 5 - int(dice.random() * 500)
        draft.start = min(draft.start, draft.completion - 90)


def _kept_verified(draft: Draft) -> bool:
    """Whether two years since the month of verification are not over today, so that the status is not yet UNKNOWN."""
    verified = date.fromordinal(draft.verified)
    today = date.fromordinal(draft.today)
    return (today.year - verified.year) * 12 + today.month - verified.month <= 24


def _date_results(draft: Draft, dice: Dice) -> None:
    """Results come at least two months after completion, and not before the law asked for them."""
    if (
        draft.study_type != "INTERVENTIONAL"
        or draft.status not in ("COMPLETED", "TERMINATED")
        or draft.first_post < 731_000
    ):
        return
    if dice.random() < 0.32:
        draft.has_results = True
        draft.completion = min(draft.completion, draft.submitted - 90)
        draft.start = min(draft.start, draft.completion - 20)
