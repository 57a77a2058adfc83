"""One record as the rows of its tables."""

import datetime
import json

import pytest

from tests.studies import PHILADELPHIA, PHILADELPHIA_POINT, site, study
from trials.models import TrialCondition
from trials.registry import rows
from trials.registry.parse import parse_study
from trials.registry.records import Study
from trials.vocabulary import Availability

Source = TrialCondition.Source
NOW = datetime.datetime(2026, 11, 16, 9, tzinfo=datetime.UTC)


def record(*args: object, **modules: object) -> Study:
    return parse_study(json.dumps(study(*args, **modules)).encode())


def listed(read: Study) -> list[tuple[str, Source]]:
    return [(one.key, one.source) for one in rows.listings(read)]


def test_a_trial_without_a_brief_title_takes_its_official_one() -> None:
    titles = {"briefTitle": "", "officialTitle": "A Long Study"}
    assert rows.trial_row(record(identificationModule=titles), 1, NOW)["brief_title"] == "A Long Study"


def test_what_the_record_leaves_out_is_empty_in_the_row() -> None:
    read = parse_study(b'{"protocolSection":{"identificationModule":{"nctId":"NCT00000001"}}}')
    row = rows.trial_row(read, 1, NOW)
    for empty in ("brief_title", "overall_status", "study_type", "sex", "start_date", "lead_sponsor"):
        assert row[empty] == ""
    for unknown in ("healthy_volunteers", "age_from_days", "age_until_days", "first_posted", "enrollment"):
        assert row[unknown] is None
    assert (row["phases"], row["intervention_types"], row["has_results"]) == ([], [], False)
    assert row["availability"] is Availability.CLOSED


def test_a_withheld_record_is_closed_and_listed_nowhere() -> None:
    withheld = parse_study(
        json.dumps(
            {
                "protocolSection": {
                    "identificationModule": {
                        "nctId": "NCT00000001",
                        "briefTitle": "[Trial of device that is not approved or cleared by the U.S. FDA]",
                        "organization": {"fullName": "[Redacted]"},
                    },
                    "statusModule": {"overallStatus": "WITHHELD", "delayedPosting": True},
                    "sponsorCollaboratorsModule": {"leadSponsor": {"name": "[Redacted]"}},
                },
                "hasResults": False,
            }
        ).encode()
    )
    row = rows.trial_row(withheld, 1, NOW)
    assert (row["availability"], row["sponsor_class"], row["study_type"]) == (Availability.CLOSED, "", "")
    assert listed(withheld) == []


def test_partial_dates_keep_their_text_and_posts_are_days() -> None:
    status = {
        "startDateStruct": {"date": "2026-03", "type": "ESTIMATED"},
        "completionDateStruct": {"date": "2099"},
        "lastUpdatePostDateStruct": {"date": "2026-11-13", "type": "ACTUAL"},
        "studyFirstPostDateStruct": {"date": "not a date"},
    }
    row = rows.trial_row(record(statusModule=status), 1, NOW)
    assert (row["start_date"], row["start_date_type"]) == ("2026-03", "ESTIMATED")
    assert (row["completion_date"], row["completion_date_type"]) == ("2099", "")
    assert (row["last_update_posted"], row["first_posted"]) == (datetime.date(2026, 11, 13), None)


def test_intervention_types_stand_once_each_in_the_records_order() -> None:
    types = [{"type": "DRUG"}, {"type": "DEVICE"}, {"type": "DRUG"}, {"name": "Rest"}]
    read = record(armsInterventionsModule={"interventions": types})
    assert rows.trial_row(read, 1, NOW)["intervention_types"] == ["DRUG", "DEVICE"]


def test_names_other_names_and_mesh_terms_of_what_is_tested_can_be_searched() -> None:
    one = study(
        armsInterventionsModule={
            "interventions": [
                {"type": "DRUG", "name": "Abc-123 (oral)", "otherNames": ["Crohn’s mix", "ABC 123 oral"]},
                {"type": "DRUG", "name": "---"},
            ]
        }
    )
    one["derivedSection"]["interventionBrowseModule"] = {"meshes": [{"id": "D000001", "term": "Calcimycin"}]}
    read = parse_study(json.dumps(one).encode())
    assert rows.intervention_words(read) == "abc 123 oral crohns mix calcimycin"


def test_a_record_is_listed_once_for_each_condition_and_reason() -> None:
    read = record(
        conditions=("Asthma", "ASTHMA", "Crohn’s Disease", "!"),
        keywords=("asthma", "lungs"),
        meshes=(("D000001249", "Asthma"),),
        ancestors=(("D012140", "Respiratory Tract Diseases"),),
    )
    assert listed(read) == [
        ("asthma", Source.REGISTRANT),
        ("crohns disease", Source.REGISTRANT),
        ("asthma", Source.MESH),
        ("respiratory tract diseases", Source.ANCESTOR),
        ("asthma", Source.KEYWORD),
        ("lungs", Source.KEYWORD),
    ]
    assert {one.key: one.mesh_id for one in rows.listings(read) if one.mesh_id} == {
        "asthma": "D001249",
        "respiratory tract diseases": "D012140",
    }


def test_an_endless_condition_keeps_its_name_and_gets_a_key_that_an_index_holds() -> None:
    (listing,) = rows.listings(record(conditions=("ß" * 20_000,)))
    assert len(listing.key) <= 300
    assert len(listing.name) == 20_000


def test_a_place_is_its_names_and_its_point() -> None:
    (location,) = record(sites=(site(),)).protocol.contacts.locations
    place = rows.place_key(location)
    assert (place.city, place.state, place.country) == tuple(
        PHILADELPHIA[part] for part in ("city", "state", "country")
    )
    assert (place.latitude, place.longitude) == (PHILADELPHIA_POINT["lat"], PHILADELPHIA_POINT["lon"])


@pytest.mark.parametrize("point", [None, {}, {"lat": 1.5}, {"lon": 1.5}, {"lat": None, "lon": None}])
def test_a_place_has_a_whole_point_or_none(point) -> None:
    (location,) = record(sites=({**PHILADELPHIA, "geoPoint": point},)).protocol.contacts.locations
    assert (rows.place_key(location).latitude, rows.place_key(location).longitude) == (None, None)


def test_endless_names_of_places_are_cut() -> None:
    (location,) = record(
        sites=({"city": "c" * 9999, "state": "s" * 9999, "country": "l" * 9999},)
    ).protocol.contacts.locations
    place = rows.place_key(location)
    assert [len(part) for part in (place.city, place.state, place.country)] == [200, 200, 200]
