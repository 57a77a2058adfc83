"""Plans: what each generated study is about, before a word of it is written."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from random import Random

from .catalogue import Condition, Population, Treatment, read_conditions

FIRST_NUMBER = 99100001

# Shares of the statuses of generated studies other than expanded access. What is left over
# after rounding recruits.
STATUS_SHARES = {
    "NOT_YET_RECRUITING": 0.135,
    "ENROLLING_BY_INVITATION": 0.025,
    "ACTIVE_NOT_RECRUITING": 0.11,
    "COMPLETED": 0.145,
    "TERMINATED": 0.05,
    "WITHDRAWN": 0.03,
    "SUSPENDED": 0.02,
    "UNKNOWN": 0.06,
}

PHASES = {
    "na": ("NA",),
    "1": ("PHASE1",),
    "1/2": ("PHASE1", "PHASE2"),
    "2": ("PHASE2",),
    "3": ("PHASE3",),
    "4": ("PHASE4",),
}


@dataclass(frozen=True)
class Plan:
    """One study to come; `second` marks the second trial of a treatment.

    `arrangement` is a key of protocol.ARRANGEMENTS, or how an observational study works
    ("registry", "cohort", "survey"), or "access".
    """

    condition: Condition
    population_index: int
    treatment: Treatment | None
    arrangement: str
    phases: tuple[str, ...] = ()
    nct_id: str = ""
    status: str = ""
    access_id: str = ""
    second: bool = False

    @property
    def population(self) -> Population:
        """The people whom the study asks to join."""
        return self.condition.populations[self.population_index]

    @property
    def tested(self) -> Treatment:
        """The treatment of a trial; a study that only watches has none."""
        if self.treatment is None:
            raise ValueError(f"{self.nct_id} tests no treatment")
        return self.treatment

    @property
    def observational(self) -> bool:
        """Whether the study only watches and tests nothing."""
        return self.treatment is None

    @property
    def min_age(self) -> str:
        """The lower age limit; a treatment may raise that of the population."""
        return (self.treatment.min if self.treatment else "") or self.population.min

    def rng(self, topic: str) -> Random:
        """A generator of this study's own for one topic: a new sentence elsewhere moves nothing here."""
        return Random(f"{self.condition.name}/{self.nct_id}/{topic}")

    @cached_property
    def size(self) -> int:
        """How many people the study wants."""
        return _size(self)


def plan_studies() -> list[Plan]:
    """All generated studies with their numbers and statuses; the same every time."""
    plans = [plan for condition in read_conditions() for plan in _plans_of(condition)]
    numbered = [replace(p, nct_id=f"NCT{FIRST_NUMBER + n}") for n, p in enumerate(plans)]
    return _linked(_with_statuses(numbered))


def _plans_of(condition: Condition) -> Iterator[Plan]:
    """One trial a treatment, at times a second one that differs, and what goes with them."""
    rng = Random(f"plans/{condition.name}")
    trials = [_trial(condition, t, rng.choice(t.fits), rng.choice(t.designs)) for t in condition.treatments]
    yield from trials
    others = [plan for first in trials for plan in _other_trials(first)]
    if others and rng.random() < 0.85:
        yield replace(rng.choice(others), second=True)
    if rng.random() < 0.8 and not condition.healthy:
        way = rng.choice(["registry", "cohort", "cohort", "survey"])
        yield Plan(condition, rng.randrange(len(condition.populations)), None, way)
    for treatment in condition.treatments:
        if treatment.access:
            yield Plan(condition, treatment.fits[0], treatment, "access", status=treatment.access)


def _other_trials(first: Plan) -> list[Plan]:
    """Trials of the same treatment in other people or in another phase."""
    treatment = first.tested
    plans = [_trial(first.condition, treatment, i, d) for i in treatment.fits for d in treatment.designs]
    return [p for p in plans if p.population_index != first.population_index or p.phases != first.phases]


def _trial(condition: Condition, treatment: Treatment, index: int, design: str) -> Plan:
    phase, arrangement = design.rsplit("-", 1)
    return Plan(condition, index, treatment, arrangement, PHASES[phase])


def _with_statuses(plans: list[Plan]) -> list[Plan]:
    """Deals the statuses out. Of two studies of one treatment the earlier phase is done first."""
    open_ended = [plan for plan in plans if not plan.status]
    pool = [s for s, share in STATUS_SHARES.items() for _ in range(round(share * len(open_ended)))]
    pool += ["RECRUITING"] * (len(open_ended) - len(pool))
    Random("statuses").shuffle(pool)
    early = _earlier_phases(open_ended)
    statuses = {}
    for plan in sorted(open_ended, key=lambda p: p.nct_id not in early):
        wanted = "COMPLETED" if plan.nct_id in early else pool[0]
        pool.remove(wanted)
        statuses[plan.nct_id] = wanted
    return [replace(plan, status=plan.status or statuses[plan.nct_id]) for plan in plans]


def _earlier_phases(plans: list[Plan]) -> set[str]:
    by_treatment: dict[str, list[Plan]] = {}
    for plan in plans:
        if plan.treatment and plan.phases != ("NA",):
            by_treatment.setdefault(plan.treatment.name, []).append(plan)
    early = set()
    for group in by_treatment.values():
        last = max(plan.phases for plan in group)
        early |= {plan.nct_id for plan in group if plan.phases < last}
    return early


def _linked(plans: list[Plan]) -> list[Plan]:
    """Points the open trials of a medicine to its expanded access record."""
    access = {p.tested.name: p.nct_id for p in plans if p.arrangement == "access"}
    linked = []
    for plan in plans:
        name = plan.treatment.name if plan.treatment else ""
        open_trial = plan.arrangement != "access" and plan.status in (
            "RECRUITING",
            "ACTIVE_NOT_RECRUITING",
        )
        linked.append(replace(plan, access_id=access.get(name, "") if open_trial else ""))
    return linked


def _size(plan: Plan) -> int:
    rng = plan.rng("size")
    low, high = {
        ("PHASE1",): (18, 60),
        ("PHASE1", "PHASE2"): (36, 90),
        ("PHASE2",): (60, 220),
        ("PHASE3",): (240, 900),
        ("PHASE4",): (120, 420),
        ("NA",): (60, 320),
    }.get(plan.phases, (200, 3000))
    scale = 0.4 if plan.condition.rare else 1.0
    return max(12, round(rng.randint(low, high) * scale / 6) * 6)
