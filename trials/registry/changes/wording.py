"""What the study is called, what it is about and measures, and the parts of a record that no patient reads."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from enum import StrEnum

import msgspec

from trials.registry import parse
from trials.registry.changes import spelling
from trials.registry.changes.base import Change, Rank
from trials.registry.changes.pairing import Pairing
from trials.registry.records import Study
from trials.words import key

MUCH = 0.9  # likeness below which a text says something else rather than the same in other words


class Told(StrEnum):
    """A text that patients read."""

    TITLE = "title"
    SUMMARY = "summary"
    POPULATION = "population"  # whom an observational study watches
    GENDER = "gender"  # what a limit by gender means


class TextChanged(Change, tag="text", frozen=True):
    """A text that patients read says something else. Both are plain text."""

    text: Told
    before: str
    after: str

    @property
    def rank(self) -> Rank:
        before, after = spelling.tokens(self.before), spelling.tokens(self.after)
        alike = spelling.likeness(frozenset(before), frozenset(after)) >= MUCH
        return Rank.HOUSEKEEPING if alike and spelling.numbers(before) == spelling.numbers(after) else Rank.MINOR


class ConditionsChanged(Change, tag="conditions", frozen=True):
    """What is studied, in the registrant's words."""

    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    @property
    def rank(self) -> Rank:
        return Rank.MINOR


class MeasuresChanged(Change, tag="measures", frozen=True):
    """The main things that the study measures."""

    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    @property
    def rank(self) -> Rank:
        return Rank.MINOR


class Part(StrEnum):
    """A part of a record that says little about joining."""

    OFFICIAL_TITLE = "official_title"
    IDENTIFIERS = "identifiers"
    DESCRIPTION = "description"
    DESIGN = "design"
    MEASURES = "measures"
    KEYWORDS = "keywords"
    CODES = "codes"  # the registry's own subject headings
    OVERSIGHT = "oversight"
    LINKS = "links"
    DATA_SHARING = "data_sharing"


class Tidied(Change, tag="tidied", frozen=True):
    """These parts of the record are not what they were."""

    parts: tuple[Part, ...]


def compare_wording(before: Study, after: Study) -> Iterator[Change]:
    for told, read in _TOLD.items():
        old, new = read(before), read(after)
        if not spelling.same(old, new):
            yield TextChanged(told, *("\n".join(spelling.lines(each)) for each in (old, new)))
    conditions, measures = (
        _difference(_conditions, key, before, after),
        _difference(_measures, spelling.tokens, before, after),
    )
    if any(conditions):
        yield ConditionsChanged(*conditions)
    if any(measures):
        yield MeasuresChanged(*measures)
    parts = tuple(part for part, read in _PARTS.items() if _says_else(read(before), read(after)))
    parts = tuple(part for part in parts if part is not Part.MEASURES or not any(measures))
    if parts:
        yield Tidied(parts)


def _says_else(before: object, after: object) -> bool:
    """Two values differ by more than spelling, markup and the order of lists."""
    if before == after:
        return False
    if isinstance(before, str) and isinstance(after, str):
        return not spelling.same(before, after)
    if isinstance(before, tuple) and isinstance(after, tuple):
        found = Pairing(before, after)
        found.by(lambda one: one)  # a record has hundreds of outcomes, and reading them all would take long
        found.by(_meaning)
        return bool(found.before or found.after)
    if isinstance(before, msgspec.Struct) and isinstance(after, msgspec.Struct):
        return any(_says_else(getattr(before, name), getattr(after, name)) for name in before.__struct_fields__)
    return True


def _meaning(value: Hashable) -> Hashable:
    """A part of a record without its spelling, its markup and the order of its lists."""
    if isinstance(value, str):
        return spelling.text_tokens(value)
    if isinstance(value, tuple):
        return frozenset(Counter(map(_meaning, value)).items())
    if isinstance(value, msgspec.Struct):
        return tuple(_meaning(getattr(value, name)) for name in value.__struct_fields__)
    return value


def _difference(
    read: Callable[[Study], tuple[str, ...]], same: Callable[[str], Hashable], before: Study, after: Study
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names that only the new version has, and those that only the old one has."""
    found = Pairing(read(before), read(after)) if read(before) != read(after) else Pairing[str]((), ())
    found.by(same)
    return tuple(found.after), tuple(found.before)


def _conditions(study: Study) -> tuple[str, ...]:
    return study.protocol.conditions.conditions


def _measures(study: Study) -> tuple[str, ...]:
    return tuple(one.measure for one in study.protocol.outcomes.primary_outcomes)


_TOLD: dict[Told, Callable[[Study], str]] = {
    Told.TITLE: lambda study: study.protocol.identification.brief_title,
    Told.SUMMARY: lambda study: study.protocol.description.brief_summary,
    Told.POPULATION: lambda study: study.protocol.eligibility.study_population,
    Told.GENDER: lambda study: study.protocol.eligibility.gender_description,
}

_PARTS: dict[Part, Callable[[Study], object]] = {
    Part.OFFICIAL_TITLE: lambda study: study.protocol.identification.official_title,
    Part.IDENTIFIERS: lambda study: (
        study.protocol.identification.acronym,
        study.protocol.identification.org_study_id,
        study.protocol.identification.secondary_ids,
        study.protocol.identification.nct_id_aliases,
    ),
    Part.DESCRIPTION: lambda study: study.protocol.description.detailed_description,
    Part.DESIGN: lambda study: (
        study.protocol.design.target_duration,
        study.protocol.design.patient_registry,
        msgspec.structs.replace(
            study.protocol.design.design,
            allocation="",
            masking=msgspec.structs.replace(study.protocol.design.design.masking, masking=""),
        ),
    ),
    Part.MEASURES: lambda study: study.protocol.outcomes,
    Part.KEYWORDS: lambda study: study.protocol.conditions.keywords,
    Part.CODES: lambda study: tuple(
        parse.mesh_id(mesh.id)
        for browse in (study.derived.condition_browse, study.derived.intervention_browse)
        for mesh in browse.meshes
    ),
    Part.OVERSIGHT: lambda study: study.protocol.oversight,
    Part.LINKS: lambda study: study.protocol.references.see_also_links,
    Part.DATA_SHARING: lambda study: study.protocol.ipd_sharing,
}
