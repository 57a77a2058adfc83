"""Two versions of one record -> what changed, as values, the most important first. Pure.

Not a change: the order of lists, the spelling of a country, another conversion of the markup, a site's point, the
registry's load date. A study's own status explains its sites: where it closes or opens, they are not told one by one.
"""

from collections.abc import Iterable
from typing import Union

import msgspec

from trials.registry.changes.base import Change, Rank, Renamed
from trials.registry.changes.criteria import (
    CriteriaChanged,
    CriteriaLine,
    CriteriaReworded,
    Side,
    compare_criteria,
)
from trials.registry.changes.organisation import (
    CollaboratorsChanged,
    ContactsChanged,
    OfficialsChanged,
    SponsorChanged,
    compare_organisation,
)
from trials.registry.changes.people import (
    AgeLimitChanged,
    HealthyVolunteersChanged,
    Limit,
    SexChanged,
    compare_people,
)
from trials.registry.changes.places import is_masked, match_sites
from trials.registry.changes.publications import Publication, PublicationsChanged, compare_publications
from trials.registry.changes.schedule import (
    DateMoved,
    EnrollmentChanged,
    Milestone,
    ResultsChanged,
    compare_schedule,
)
from trials.registry.changes.sites import Site, SiteChanged, SiteRenamed, compare_sites
from trials.registry.changes.status import (
    ExpandedAccessChanged,
    ReasonChanged,
    StatusChanged,
    Verified,
    compare_status,
)
from trials.registry.changes.treatments import (
    AllocationChanged,
    Arm,
    ArmsChanged,
    MaskingChanged,
    PhaseChanged,
    Regimen,
    StudyTypeChanged,
    Treatment,
    TreatmentDetailsChanged,
    TreatmentsChanged,
    compare_treatments,
)
from trials.registry.changes.wording import (
    ConditionsChanged,
    MeasuresChanged,
    Part,
    TextChanged,
    Tidied,
    Told,
    compare_wording,
)
from trials.registry.records import Study

# Every kind of change, in the order in which changes of one rank are told.
KINDS: tuple[type[Change], ...] = (
    StatusChanged,
    ReasonChanged,
    ResultsChanged,
    SiteChanged,
    AgeLimitChanged,
    SexChanged,
    HealthyVolunteersChanged,
    CriteriaChanged,
    StudyTypeChanged,
    PhaseChanged,
    TreatmentsChanged,
    ArmsChanged,
    AllocationChanged,
    TreatmentDetailsChanged,
    MaskingChanged,
    DateMoved,
    EnrollmentChanged,
    ContactsChanged,
    ExpandedAccessChanged,
    PublicationsChanged,
    SponsorChanged,
    ConditionsChanged,
    MeasuresChanged,
    TextChanged,
    CollaboratorsChanged,
    OfficialsChanged,
    SiteRenamed,
    Verified,
    Tidied,
)
_ORDER = {kind: index for index, kind in enumerate(KINDS)}
_DECODER = msgspec.json.Decoder(tuple[Union[KINDS], ...])  # type: ignore[valid-type]  # noqa: UP007
_ITEMS = msgspec.json.Decoder(tuple[msgspec.Raw, ...])
_ITEM = msgspec.json.Decoder(Union[KINDS])  # noqa: UP007


def compare(before: Study, after: Study) -> tuple[Change, ...]:
    """What changed from one version of a record to the next, in a stable order, the most important first."""
    sites = match_sites(before.protocol.contacts.locations, after.protocol.contacts.locations)
    found = [
        *compare_status(before, after),
        *compare_schedule(before, after),
        *compare_sites(before, after, sites),
        *compare_people(before, after),
        *compare_criteria(before, after),
        *compare_treatments(before, after),
        *compare_organisation(before, after, sites),
        *compare_publications(before, after),
        *compare_wording(before, after),
    ]
    return tuple(sorted(found, key=lambda change: (change.rank, _ORDER[type(change)])))


def encode(changes: Iterable[Change]) -> bytes:
    """The changes as JSON: a list of objects with their kind."""
    return msgspec.json.encode(tuple(changes))


def decode(raw: bytes | str) -> tuple[Change, ...]:
    """The changes in this JSON. Those that a newer version has written and this one does not know are left out.

    Raises:
        msgspec.DecodeError: it is no JSON list.
    """
    try:
        return _DECODER.decode(raw)
    except msgspec.ValidationError:
        return tuple(known for item in _ITEMS.decode(raw) if (known := _known(item)) is not None)


def _known(item: msgspec.Raw) -> Change | None:
    try:
        return _ITEM.decode(item)
    except msgspec.ValidationError:
        return None


__all__ = [
    "KINDS",
    "AgeLimitChanged",
    "AllocationChanged",
    "Arm",
    "ArmsChanged",
    "Change",
    "CollaboratorsChanged",
    "ConditionsChanged",
    "ContactsChanged",
    "CriteriaChanged",
    "CriteriaLine",
    "CriteriaReworded",
    "DateMoved",
    "EnrollmentChanged",
    "ExpandedAccessChanged",
    "HealthyVolunteersChanged",
    "Limit",
    "MaskingChanged",
    "MeasuresChanged",
    "Milestone",
    "OfficialsChanged",
    "Part",
    "PhaseChanged",
    "Publication",
    "PublicationsChanged",
    "Rank",
    "ReasonChanged",
    "Regimen",
    "Renamed",
    "ResultsChanged",
    "SexChanged",
    "Side",
    "Site",
    "SiteChanged",
    "SiteRenamed",
    "SponsorChanged",
    "StatusChanged",
    "StudyTypeChanged",
    "TextChanged",
    "Tidied",
    "Told",
    "Treatment",
    "TreatmentDetailsChanged",
    "TreatmentsChanged",
    "Verified",
    "compare",
    "decode",
    "encode",
    "is_masked",
]
