"""One record as the rows of its tables. Pure: ids of places and conditions are looked up by the store."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from trials.models import TrialCondition
from trials.partial_dates import first_day
from trials.registry import parse
from trials.registry.records import Location, Study
from trials.vocabulary import Availability, site_availability, study_availability
from trials.words import key

Source = TrialCondition.Source
PLACE_LENGTH = 200  # characters of a city, state or country; an index entry has its limit


@dataclass(frozen=True, slots=True)
class PlaceKey:
    """What makes two sites stand in the same place."""

    country: str
    state: str
    city: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A condition under which the record is listed, and why."""

    key: str
    name: str
    mesh_id: str
    source: Source


def trial_row(study: Study, number: int, now: datetime.datetime) -> dict[str, object]:
    """Column -> value for trials.Trial."""
    protocol = study.protocol
    status, design, who = protocol.status, protocol.design, protocol.eligibility
    return {
        "id": number,
        "brief_title": protocol.identification.brief_title or protocol.identification.official_title,
        "acronym": protocol.identification.acronym,
        "overall_status": status.overall_status,
        "last_known_status": status.last_known_status,
        "availability": availability(study),
        "study_type": design.study_type,
        "phases": list(design.phases),
        "sex": who.sex,
        "healthy_volunteers": who.healthy_volunteers,
        "minimum_age": who.minimum_age,
        "maximum_age": who.maximum_age,
        "age_from_days": parse.age_from_days(who.minimum_age),
        "age_until_days": parse.age_until_days(who.maximum_age),
        "start_date": status.start_date.date,
        "start_date_type": status.start_date.type,
        "primary_completion_date": status.primary_completion_date.date,
        "primary_completion_date_type": status.primary_completion_date.type,
        "completion_date": status.completion_date.date,
        "completion_date_type": status.completion_date.type,
        "status_verified_date": status.status_verified_date,
        "first_posted": first_day(status.study_first_post_date.date),
        "last_update_posted": first_day(status.last_update_post_date.date),
        "results_first_posted": first_day(status.results_first_post_date.date),
        "enrollment": design.enrollment.count,
        "enrollment_type": design.enrollment.type,
        "lead_sponsor": protocol.sponsors.lead_sponsor.name,
        "sponsor_class": protocol.sponsors.lead_sponsor.class_,
        "intervention_types": list(dict.fromkeys(one.type for one in protocol.arms.interventions if one.type)),
        "intervention_words": intervention_words(study),
        "has_results": study.has_results,
        "first_seen": now,
        "changed_at": now,
        "removed_at": None,
    }


def availability(study: Study) -> Availability:
    """Whether the study as a whole takes people."""
    status = study.protocol.status
    return study_availability(status.overall_status, status.last_known_status)


def intervention_words(study: Study) -> str:
    """The names of what is tested, other names and MeSH terms included, ready for the search."""
    named = study.protocol.arms.interventions
    names = [one.name for one in named] + [other for one in named for other in one.other_names]
    names += [mesh.term for mesh in study.derived.intervention_browse.meshes]
    return " ".join(dict.fromkeys(filter(None, map(key, names))))


def listings(study: Study) -> Iterator[Listing]:
    """Every condition under which the record is listed. One condition may come from several sources."""
    words, browse = study.protocol.conditions, study.derived.condition_browse
    named = [
        *((name, "", Source.REGISTRANT) for name in words.conditions),
        *((mesh.term, parse.mesh_id(mesh.id), Source.MESH) for mesh in browse.meshes),
        *((mesh.term, parse.mesh_id(mesh.id), Source.ANCESTOR) for mesh in browse.ancestors),
        *((name, "", Source.KEYWORD) for name in words.keywords),
    ]
    seen = set()
    for name, mesh_id, source in named:
        condition = key(name)
        if condition and (condition, source) not in seen:
            seen.add((condition, source))
            yield Listing(condition, name, mesh_id, source)


def place_key(location: Location) -> PlaceKey:
    """The place of a site."""
    return PlaceKey(
        location.country[:PLACE_LENGTH],
        location.state[:PLACE_LENGTH],
        location.city[:PLACE_LENGTH],
        *point(location),
    )


def point(location: Location) -> tuple[float, float] | tuple[None, None]:
    """Latitude and longitude of a site; neither where one of them is missing."""
    given = location.geo_point
    if given is None or given.lat is None or given.lon is None:
        return None, None
    return given.lat, given.lon


def site_row(number: int, ordinal: int, place_id: int, study: Availability, location: Location) -> tuple:
    """Values for SITE_COLUMNS."""
    return (
        number,
        ordinal,
        place_id,
        location.facility,
        location.status,
        site_availability(study, location.status),
        location.zip,
    )


SITE_COLUMNS = ("trial_id", "ordinal", "place_id", "facility", "status", "availability", "zip")
