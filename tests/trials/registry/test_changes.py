"""Two versions of a record compared: what is a change at all, in which order, and how it is stored."""

import random
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from tests.trials.reading.kit import HOSTILE, real_studies, study
from trials.registry.changes import (
    KINDS,
    AgeLimitChanged,
    ContactsChanged,
    CriteriaChanged,
    Limit,
    Rank,
    Site,
    SiteChanged,
    StatusChanged,
    Tidied,
    Verified,
    compare,
    decode,
    encode,
)
from trials.registry.records import Study
from trials.vocabulary import Availability

REPOSITORY = Path(__file__).parents[3]
MARKUP = {
    "brief_summary",
    "description",
    "detailed_description",
    "eligibility_criteria",
    "gender_description",
    "intervention_model_description",
    "masking_description",
    "study_population",
    "why_stopped",
}
OLD_NAMES = {
    "Turkey (Türkiye)": "Turkey",
    "South Korea": "Korea, Republic of",
    "Russia": "Russian Federation",
    "Iran": "Iran, Islamic Republic of",
    "Czechia": "Czech Republic",
}
LARCH = Site("Larch Hospital", "Boston", "Massachusetts", "02115", "United States", 42.35843, -71.05977)
OPENED = SiteChanged(LARCH, Availability.SOON, Availability.OPEN, "NOT_YET_RECRUITING", "RECRUITING")


def some_real_studies() -> tuple[Study, ...]:
    return real_studies()[::4]


def is_markup(name: str, value: object) -> bool:
    return name in MARKUP and isinstance(value, str)


def changed(value: object, change) -> object:
    """The record with `change(name, value)` in place of every value in it."""
    if isinstance(value, msgspec.Struct):
        fields = {name: changed(getattr(value, name), change) for name in value.__struct_fields__}
        return type(value)(**{name: change(name, field) for name, field in fields.items()})
    return tuple(changed(one, change) for one in value) if isinstance(value, tuple) else value


def test_a_record_has_not_changed_from_itself():
    for record in some_real_studies():
        assert compare(record, record) == ()


def test_the_order_of_lists_is_no_change():
    shuffle = random.Random(1)

    def shuffled(name: str, value: object) -> object:
        return tuple(shuffle.sample(value, len(value))) if isinstance(value, tuple) else value

    moved = 0
    for record in some_real_studies():
        other = changed(record, shuffled)
        moved += other != record
        assert compare(record, other) == (), record.nct_id
    assert moved > 300


def test_another_conversion_of_the_markup_is_no_change():
    def escaped(text: str) -> str:
        return "".join(f"\\{one}" if one in "<>[]*_^~.-&)" else one for one in text)

    def unescaped(text: str) -> str:
        return text.replace("\\", "").replace("\n", "\n\n").replace(">", "&gt;")

    for record in some_real_studies():
        plain = changed(record, lambda name, value: unescaped(value) if is_markup(name, value) else value)
        other = changed(plain, lambda name, value: escaped(value) if is_markup(name, value) else value)
        assert compare(plain, other) == compare(other, plain) == (), record.nct_id


def test_bullets_instead_of_numbers_and_lines_broken_elsewhere_are_no_change():
    numbered = (
        "Inclusion Criteria:\n\n1. Has asthma and\n   uses an inhaler\n2. Is well\n\nExclusion Criteria:\n\n1. Smokes"
    )
    bulleted = "Inclusion Criteria:\n* Has asthma and uses an inhaler\n\n  - Is well\n\nExclusion Criteria:\n• Smokes"
    before, after = (study(eligibility={"eligibilityCriteria": text}) for text in (numbered, bulleted))
    assert compare(before, after) == compare(after, before) == ()


def test_the_new_names_of_countries_are_no_change():
    def renamed(name: str, value: object) -> object:
        return OLD_NAMES.get(value, value) if name == "country" else value

    renamed_records = 0
    for record in real_studies():
        other = changed(record, renamed)
        renamed_records += other != record
        assert compare(record, other) == compare(other, record) == (), record.nct_id
    assert renamed_records > 50


def test_points_that_wander_are_no_change():
    wander = random.Random(2)

    def wandered(name: str, value: object) -> object:
        return value + wander.uniform(-0.05, 0.05) if name in ("lat", "lon") else value

    for record in some_real_studies():
        assert compare(record, changed(record, wandered)) == ()


def test_the_load_date_and_the_registrys_own_dates_are_no_change():
    before = {"statusModule": {"overallStatus": "RECRUITING", "lastUpdatePostDateStruct": {"date": "2026-01-02"}}}
    after = {"statusModule": {"overallStatus": "RECRUITING", "lastUpdatePostDateStruct": {"date": "2026-02-03"}}}
    records = [
        msgspec.convert(
            {"protocolSection": protocol, "derivedSection": {"miscInfoModule": {"versionHolder": day}}}, Study
        )
        for protocol, day in ((before, "2026-01-05"), (after, "2026-02-04"))
    ]
    assert records[0] != records[1]
    assert compare(*records) == ()


def test_subject_headings_in_their_long_form_are_no_change():
    def headed(mesh: str) -> Study:
        browse = {"meshes": [{"id": mesh, "term": "Asthma"}]}
        return msgspec.convert({"derivedSection": {"conditionBrowseModule": browse}}, Study)

    assert compare(headed("D000001249"), headed("D001249")) == ()
    assert compare(headed("D001249"), headed("D001250")) == (Tidied(("codes",)),)


def test_what_matters_most_comes_first():
    before = study(
        status={"overallStatus": "NOT_YET_RECRUITING", "statusVerifiedDate": "2026-01"},
        eligibility={"maximumAge": "60 Years", "eligibilityCriteria": "Inclusion Criteria:\n\n* Has asthma"},
        conditions={"keywords": ["wheeze"]},
        design={"enrollmentInfo": {"count": 40}},
    )
    after = study(
        status={"overallStatus": "RECRUITING", "statusVerifiedDate": "2026-02"},
        eligibility={
            "maximumAge": "75 Years",
            "eligibilityCriteria": "Inclusion Criteria:\n\n* Has hay fever for long",
        },
        conditions={"keywords": ["cough"]},
        design={"enrollmentInfo": {"count": 90}},
    )
    changes = compare(before, after)
    ranks = [change.rank for change in changes]
    assert ranks == sorted(ranks)
    assert [type(change).__name__ for change in changes] == [
        "StatusChanged",
        "AgeLimitChanged",
        "CriteriaChanged",
        "EnrollmentChanged",
        "Verified",
        "Tidied",
    ]


def test_a_small_change_of_an_important_kind_comes_after_a_great_one_of_any_kind():
    planned = {"facility": "Larch Hospital", "city": "Oslo", "country": "Norway", "status": "NOT_YET_RECRUITING"}
    before = study(status={"overallStatus": "RECRUITING"}, eligibility={"maximumAge": "60 Years"})
    after = study(
        status={"overallStatus": "RECRUITING"},
        eligibility={"maximumAge": "75 Years"},
        contactsLocations={"locations": [planned]},
    )
    assert [type(change) for change in compare(before, after)] == [AgeLimitChanged, SiteChanged]


def test_ranks_are_in_order_of_weight():
    assert Rank.MAJOR < Rank.MINOR < Rank.HOUSEKEEPING


def test_changes_can_be_compared_and_hashed():
    assert {OPENED, msgspec.structs.replace(OPENED)} == {OPENED}
    with pytest.raises(AttributeError):
        OPENED.site = LARCH


def test_changes_come_back_from_json_as_they_were():
    changes = (
        StatusChanged("NOT_YET_RECRUITING", "RECRUITING", Availability.SOON, Availability.OPEN, open_at=(LARCH,)),
        OPENED,
        AgeLimitChanged(Limit.UPPER, "60 Years", "75 Years", 22280.25, 27759.0),
        Verified("2026-01", "2026-02"),
    )
    assert decode(encode(changes)) == changes
    assert decode(encode(changes).decode()) == changes


def test_the_stored_form_is_a_list_of_objects_with_their_kind():
    stored = msgspec.json.decode(encode([OPENED]))
    assert stored == [
        {
            "kind": "site",
            "site": {
                "facility": "Larch Hospital",
                "city": "Boston",
                "state": "Massachusetts",
                "zip": "02115",
                "country": "United States",
                "latitude": 42.35843,
                "longitude": -71.05977,
            },
            "before": 2,
            "after": 1,
            "status_before": "NOT_YET_RECRUITING",
            "status_after": "RECRUITING",
        }
    ]


def test_changes_of_a_newer_version_are_left_out():
    newer = (
        b'[{"kind": "moon_phase", "after": "full"}, %s, {"kind": "age", "limit": "sideways"}]' % encode([OPENED])[1:-1]
    )
    assert decode(newer) == (OPENED,)


def test_a_field_that_a_newer_version_added_is_passed_over():
    assert decode(b'[{"kind": "verified", "before": "2026-01", "after": "2026-02", "by": "fax"}]') == (
        Verified("2026-01", "2026-02"),
    )


def test_what_is_no_json_list_is_an_error():
    for damaged in (b"", b"[", b'{"kind": "verified"}'):
        with pytest.raises(msgspec.DecodeError):
            decode(damaged)


def test_comparing_needs_neither_django_nor_a_database():
    check = "import sys, trials.registry.changes; sys.exit('django' in sys.modules or 'psycopg' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], cwd=REPOSITORY).returncode == 0


def test_every_kind_has_a_tag_of_its_own():
    tags = [kind.__struct_config__.tag for kind in KINDS]
    assert len(set(tags)) == len(tags)
    assert not any(tag.endswith("Changed") for tag in tags), "a tag is stored: it must not follow the class's name"


def test_any_two_real_records_can_be_compared_and_stored():
    for before, after in pairwise(some_real_studies()):
        changes = compare(before, after)
        assert changes
        assert decode(encode(changes)) == changes


def test_no_phone_number_and_no_address_of_a_person_is_ever_stored():
    for before, after in pairwise(some_real_studies()):
        stored = encode(compare(before, after)).decode()
        for record in (before, after):
            contacts = record.protocol.contacts
            people = [*contacts.central_contacts, *(one for site in contacts.locations for one in site.contacts)]
            elsewhere = str(msgspec.structs.replace(record.protocol, contacts=None))
            elsewhere += " ".join(
                site.facility for site in contacts.locations
            )  # a name that is a company's call centre
            for private in {one.email for one in people} | {one.phone for one in people if len(one.phone) > 6}:
                assert not private or private in elsewhere or private not in stored


def test_a_new_contact_is_told_without_saying_who_it_is():
    def asking(name: str, phone: str) -> Study:
        contact = {"name": name, "role": "CONTACT", "phone": phone, "email": f"{name[0]}@example.org"}
        return study(status={"overallStatus": "RECRUITING"}, contactsLocations={"centralContacts": [contact]})

    changes = compare(asking("Ada Example", "555-0100"), asking("Bea Example", "555-0199"))
    assert changes == (ContactsChanged(central=True),)
    assert not any(word in encode(changes) for word in (b"Ada", b"Bea", b"555", b"example.org"))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_makes_it_raise(text):
    def strange(**more: object) -> Study:
        return study(
            status={"overallStatus": text, "whyStopped": text, "startDateStruct": {"date": text}},
            eligibility={"eligibilityCriteria": text, "minimumAge": text, "maximumAge": text, "sex": text},
            armsInterventions={"interventions": [{"name": text, "description": text}], "armGroups": [{"label": text}]},
            contactsLocations={"locations": [{"facility": text, "city": text, "country": text, "zip": text}]},
            **more,
        )

    plain = study(eligibility={"eligibilityCriteria": "Inclusion Criteria:\n\n* Has asthma"})
    assert compare(strange(), strange()) == ()
    assert any(isinstance(change, CriteriaChanged) for change in compare(strange(), plain))
    assert isinstance(compare(plain, strange()), tuple)
