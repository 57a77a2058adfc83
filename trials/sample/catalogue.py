"""The building blocks of the generated studies, read from data/conditions/*.json.

Everything in these files is invented for the sample, except the names of illnesses, of
questionnaires and of well-known generic medicines.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"

# Kinds of intervention that may change a disease, so that medical outcomes fit them.
MEDICAL_TYPES = frozenset({"DRUG", "BIOLOGICAL", "GENETIC", "RADIATION", "PROCEDURE"})


@dataclass(frozen=True)
class Outcome:
    """One outcome measure; `{weeks}` in `time` stands for the length of treatment.

    `result` is ("count", share, share in control) or ("mean", unit, mean, mean in control, SD).
    `fits` are the populations it makes sense for; None leaves that to the treatments.
    """

    measure: str
    description: str
    time: str
    result: tuple[Any, ...] = ()
    medical: bool = False
    fits: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Population:
    """Who is asked to join: `title` for headings, `who` for the middle of a sentence."""

    title: str
    who: str
    conditions: list[str]
    include: list[Any]
    min: str = ""
    max: str = ""
    sex: str = "ALL"
    mesh: list[str] | None = None


@dataclass(frozen=True)
class Comparator:
    """What the other group gets when it gets a treatment of its own."""

    type: str
    name: str
    how: str


@dataclass(frozen=True)
class Treatment:
    """One thing to test. `designs` are words such as "2-placebo": phase, then arrangement.

    `article` goes before the name in a sentence: "a", "an", "the" or nothing.
    `maker` and `code` are given where a written study names the company and the laboratory code.
    """

    name: str
    type: str
    what: str
    how: str
    hope: str
    effects: str
    weeks: int
    designs: list[str]
    primary: str
    fits: list[int]
    also: list[str] | None = None
    new: bool = False
    article: str = ""
    maker: str = ""
    code: str = ""
    access: str = ""
    min: str = ""
    include: tuple[Any, ...] = ()
    exclude: tuple[Any, ...] = ()
    versus: Comparator | None = None

    @property
    def named(self) -> str:
        """The name as it stands in the middle of a sentence."""
        return f"{self.article} {self.name}".strip()

    @property
    def is_medicine(self) -> bool:
        """Whether it is a substance or radiation rather than a program, a device or an operation."""
        return self.type in ("DRUG", "BIOLOGICAL", "GENETIC", "COMBINATION_PRODUCT", "RADIATION")


@dataclass(frozen=True)
class Condition:
    """An illness with the people, treatments and outcomes that its studies are made of."""

    name: str
    area: str
    mesh: list[str]
    about: str
    need: str
    keywords: list[str]
    include: list[Any]
    exclude: list[Any]
    standard: Comparator
    usual: str
    populations: list[Population]
    outcomes: dict[str, Outcome]
    treatments: list[Treatment]
    rare: bool = False
    healthy: bool = False

    def secondary_keys(self, treatment: Treatment, population: int) -> list[str]:
        """The outcomes, other than the primary one, that make sense for this treatment."""
        if treatment.also is not None:
            return treatment.also
        keys = [key for key in self.outcomes if key != treatment.primary]
        if treatment.type not in MEDICAL_TYPES:
            keys = [key for key in keys if not self.outcomes[key].medical]
        return [key for key in keys if self.suits(key, population)]

    def suits(self, key: str, population: int) -> bool:
        """Whether an outcome makes sense for a population."""
        return population in self._populations_of(key)

    def _populations_of(self, key: str) -> set[int]:
        fits = self.outcomes[key].fits
        if fits is not None:
            return set(fits)
        users = [set(t.fits) for t in self.treatments if t.primary == key]
        return set().union(*users) if users else set(range(len(self.populations)))


def read_conditions() -> Iterator[Condition]:
    """Every condition, in the order of the file names and then of the files."""
    for path in sorted((DATA / "conditions").glob("*.json")):
        for raw in json.loads(path.read_text(encoding="utf-8")):
            yield _condition(raw)


def _condition(raw: dict[str, Any]) -> Condition:
    return Condition(
        **raw
        | {
            "standard": Comparator(**raw["standard"]),
            "populations": [Population(**item) for item in raw["populations"]],
            "outcomes": {key: Outcome(**item) for key, item in raw["outcomes"].items()},
            "treatments": [_treatment(item) for item in raw["treatments"]],
        }
    )


def _treatment(raw: dict[str, Any]) -> Treatment:
    versus = raw.get("versus")
    return Treatment(**raw | {"versus": Comparator(**versus) if versus else None})
