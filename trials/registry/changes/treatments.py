"""What people get: the phase, the treatments, the groups, and how it is decided who gets what."""

from collections.abc import Iterator, Sequence

from trials.registry.changes import spelling
from trials.registry.changes.base import Change, Fact, Rank, Renamed
from trials.registry.changes.pairing import Pairing
from trials.registry.records import ArmGroup, Intervention, Study

ALIKE = 0.5  # share of words in common that makes two names versions of one


class StudyTypeChanged(Change, tag="study_type", frozen=True):
    before: str
    after: str

    @property
    def rank(self) -> Rank:
        return Rank.MAJOR


class PhaseChanged(Change, tag="phase", frozen=True):
    """The registry's values; () where the study has none."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def rank(self) -> Rank:
        return Rank.MAJOR


class Treatment(Fact, frozen=True):
    """An intervention: DRUG, DEVICE ..., and its name."""

    type: str
    name: str


class TreatmentsChanged(Change, tag="treatments", frozen=True):
    added: tuple[Treatment, ...] = ()
    dropped: tuple[Treatment, ...] = ()
    renamed: tuple[Renamed, ...] = ()

    @property
    def rank(self) -> Rank:
        return Rank.MAJOR if self.added or self.dropped or _doses_differ(self.renamed) else Rank.MINOR


class Arm(Fact, frozen=True):
    """A group of people: EXPERIMENTAL, PLACEBO_COMPARATOR ..., and its label."""

    type: str
    label: str


class Regimen(Fact, frozen=True):
    """What a group gets now and did not before, and the reverse; both types, where the type changed."""

    label: str
    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    type_before: str = ""
    type_after: str = ""


class ArmsChanged(Change, tag="arms", frozen=True):
    added: tuple[Arm, ...] = ()
    dropped: tuple[Arm, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    regimens: tuple[Regimen, ...] = ()

    @property
    def rank(self) -> Rank:
        return Rank.MAJOR if self.added or self.dropped or self.regimens else Rank.MINOR


class AllocationChanged(Change, tag="allocation", frozen=True):
    """RANDOMIZED, NON_RANDOMIZED, NA or ""."""

    before: str
    after: str

    @property
    def rank(self) -> Rank:
        return Rank.MAJOR if self.before and self.after else Rank.HOUSEKEEPING


class MaskingChanged(Change, tag="masking", frozen=True):
    """NONE, SINGLE, DOUBLE, TRIPLE, QUADRUPLE or ""."""

    before: str
    after: str

    @property
    def rank(self) -> Rank:
        return Rank.MINOR if self.before and self.after else Rank.HOUSEKEEPING


class TreatmentDetailsChanged(Change, tag="treatment_details", frozen=True):
    """The descriptions of these treatments and groups say something else; `numbers` where a number is another."""

    names: tuple[str, ...]
    numbers: bool = False

    @property
    def rank(self) -> Rank:
        return Rank.MINOR if self.numbers else Rank.HOUSEKEEPING


def compare_treatments(before: Study, after: Study) -> Iterator[Change]:
    yield from _compare_design(before, after)
    old, new = before.protocol.arms, after.protocol.arms
    if old == new:
        return
    treatments = _paired_treatments(old.interventions, new.interventions)
    renamed = tuple(Renamed(one.name, other.name) for one, other in treatments.pairs if _differ(one.name, other.name))
    if treatments.before or treatments.after or renamed:
        added, dropped = map(_treatments, (treatments.after, treatments.before))
        yield TreatmentsChanged(added, dropped, renamed)
    arms = _paired_arms(old.arm_groups, new.arm_groups)
    yield from _arms_changed(arms, {spelling.tokens(each.before): spelling.tokens(each.after) for each in renamed})
    yield from _details(treatments, arms)


def _compare_design(before: Study, after: Study) -> Iterator[Change]:
    old, new = before.protocol.design, after.protocol.design
    if old == new:
        return
    if old.study_type != new.study_type:
        yield StudyTypeChanged(old.study_type, new.study_type)
    if set(old.phases) != set(new.phases):
        yield PhaseChanged(old.phases, new.phases)
    if old.design.allocation != new.design.allocation:
        yield AllocationChanged(old.design.allocation, new.design.allocation)
    if old.design.masking.masking != new.design.masking.masking:
        yield MaskingChanged(old.design.masking.masking, new.design.masking.masking)


def _paired_treatments(before: Sequence[Intervention], after: Sequence[Intervention]) -> Pairing[Intervention]:
    """By name; then by another name of one of them; then by what is said of it and by likeness of the name."""
    found = Pairing(before, after)
    found.by(lambda one: (one.type, spelling.tokens(one.name)))
    found.by(lambda one: spelling.tokens(one.name))
    found.by_likeness(_known_as, 1)
    found.by(lambda one: (one.type, spelling.text_tokens(one.description)) if one.description else None)
    found.by_likeness(lambda one, other: _likeness(one.name, other.name), ALIKE)
    return found


def _known_as(one: Intervention, other: Intervention) -> float:
    """One has the other's name among its other names, 1 or 0."""
    names = {spelling.tokens(name) for name in one.other_names}, {spelling.tokens(name) for name in other.other_names}
    return float(spelling.tokens(one.name) in names[1] or spelling.tokens(other.name) in names[0])


def _paired_arms(before: Sequence[ArmGroup], after: Sequence[ArmGroup]) -> Pairing[ArmGroup]:
    """By label; then by what is said of it; then by likeness of the label; then the only two that get the same."""
    found = Pairing(before, after)
    found.by(lambda arm: (arm.type, spelling.tokens(arm.label)))
    found.by(lambda arm: spelling.tokens(arm.label))
    found.by(lambda arm: spelling.text_tokens(arm.description) if arm.description else None)
    found.by_likeness(lambda one, other: _likeness(one.label, other.label), ALIKE, within=lambda arm: arm.type)
    found.by(lambda arm: (arm.type, frozenset(map(spelling.tokens, arm.intervention_names))))
    return found


def _arms_changed(arms: Pairing[ArmGroup], renamed: dict[spelling.Tokens, spelling.Tokens]) -> Iterator[Change]:
    relabelled = tuple(Renamed(one.label, other.label) for one, other in arms.pairs if _differ(one.label, other.label))
    regimens = tuple(filter(None, (_regimen(one, other, renamed) for one, other in arms.pairs)))
    if arms.before or arms.after or relabelled or regimens:
        added, dropped = (tuple(Arm(arm.type, arm.label) for arm in side) for side in (arms.after, arms.before))
        yield ArmsChanged(added, dropped, relabelled, regimens)


def _regimen(one: ArmGroup, other: ArmGroup, renamed: dict[spelling.Tokens, spelling.Tokens]) -> Regimen | None:
    """What differs between two versions of a group, beyond new names of the same treatments."""
    had, gets = ({spelling.tokens(name): name for name in map(_bare, arm.intervention_names)} for arm in (one, other))
    kept = {renamed.get(tokens, tokens) for tokens in had}
    added = tuple(name for tokens, name in gets.items() if tokens not in kept)
    dropped = tuple(name for tokens, name in had.items() if renamed.get(tokens, tokens) not in gets)
    if one.type != other.type:
        return Regimen(other.label, added, dropped, one.type, other.type)
    return Regimen(other.label, added, dropped) if added or dropped else None


def _details(treatments: Pairing[Intervention], arms: Pairing[ArmGroup]) -> Iterator[Change]:
    pairs = [(one.description, other.description, other.name) for one, other in treatments.pairs]
    pairs += [(one.description, other.description, other.label) for one, other in arms.pairs]
    reworded = [pair for pair in pairs if not spelling.same(pair[0], pair[1])]
    if reworded:
        numbers = any(_numbers_differ(old, new) for old, new, _ in reworded)
        yield TreatmentDetailsChanged(tuple(dict.fromkeys(name for *_, name in reworded)), numbers)


def _treatments(interventions: Sequence[Intervention]) -> tuple[Treatment, ...]:
    return tuple(Treatment(one.type, one.name) for one in interventions)


def _bare(name: str) -> str:
    """The name behind "Drug: Name"."""
    return name.partition(": ")[2] or name


def _differ(before: str, after: str) -> bool:
    return before != after and spelling.tokens(before) != spelling.tokens(after)


def _likeness(before: str, after: str) -> float:
    return spelling.likeness(frozenset(spelling.tokens(before)), frozenset(spelling.tokens(after)))


def _doses_differ(renamed: tuple[Renamed, ...]) -> bool:
    """A number in a name is another: most often the dose."""
    return any(_numbers_differ(each.before, each.after) for each in renamed)


def _numbers_differ(before: str, after: str) -> bool:
    old, new = (spelling.numbers(spelling.text_tokens(each)) for each in (before, after))
    return old != new
