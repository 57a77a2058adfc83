"""Registry JSON read into a record, and the registry's texts into values."""

import json

import pytest

from tests.studies import study
from trials.registry import parse
from trials.registry.records import Study


def raw(text: str) -> bytes:
    """A record whose title is this piece of JSON text, escapes and all."""
    return b'{"protocolSection":{"identificationModule":{"nctId":"NCT00000001","briefTitle":"%s"}}}' % text.encode()


def title(text: str) -> str:
    return parse.parse_study(raw(text)).protocol.identification.brief_title


def test_a_record_with_nothing_but_its_number_is_read() -> None:
    record = parse.parse_study(b'{"protocolSection":{"identificationModule":{"nctId":"NCT00000001"}}}')
    assert record.nct_id == "NCT00000001"
    assert record.protocol.status.overall_status == ""
    assert record.protocol.eligibility.healthy_volunteers is None
    assert record.protocol.contacts.locations == ()
    assert record.derived.condition_browse.meshes == ()


@pytest.mark.parametrize("missing", sorted(study()["protocolSection"].keys() - {"identificationModule"}))
def test_any_module_can_be_missing(missing) -> None:
    record = study(7)
    del record["protocolSection"][missing]
    assert parse.parse_study(json.dumps(record).encode()).nct_id == "NCT00000007"


def test_unknown_keys_are_passed_over_and_unknown_enum_values_kept() -> None:
    record = study(1, status="ON_HOLIDAY", newModule={"a": [1, {"b": None}]}, designModule={"phases": ["PHASE9"]})
    record["futureSection"] = {"deep": [[[]]]}
    read = parse.parse_study(json.dumps(record).encode())
    assert read.protocol.status.overall_status == "ON_HOLIDAY"
    assert read.protocol.design.phases == ("PHASE9",)


def test_null_means_absent_wherever_it_stands() -> None:
    record = study(1, sites=({"city": None, "country": "Canada", "geoPoint": {"lat": None, "lon": None}},))
    record["protocolSection"]["statusModule"] = None
    record["protocolSection"]["conditionsModule"] = {"conditions": [None, "Asthma"], "keywords": None}
    record["hasResults"] = None
    read = parse.parse_study(json.dumps(record).encode())
    assert read.protocol.status.overall_status == ""
    assert read.protocol.conditions.conditions == ("Asthma",)
    assert read.protocol.contacts.locations[0].city == ""
    assert read.has_results is False


@pytest.mark.parametrize(
    ("escaped", "expected"),
    [
        (r"a\u0000b", "ab"),
        (r"a\ud800b", "a\ufffdb"),
        (r"a\udc00b", "a\ufffdb"),
        (r"a\ud83d\ude00b", "a😀b"),
        (r"a\\u0000b", r"a\u0000b"),
        (r"a\\\u0000b", "a\\b"),
        (r"\ud83d\u0000\ude00", "\ufffd\ufffd"),
    ],
)
def test_escapes_that_are_no_characters_are_mended_and_all_others_kept(escaped, expected) -> None:
    assert title(escaped) == expected


@pytest.mark.parametrize("escaped", [r"a\ud800b", r"a\u0000b", r"\udc00\u0000"])
def test_a_minified_record_can_be_read_even_if_its_escapes_were_no_characters(escaped) -> None:
    mended = parse.minified(raw(escaped).replace(b",", b" ,\n "))
    assert b"\n" not in mended
    assert parse.parse_study(mended) == parse.parse_study(raw(escaped))


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (b"", "This is not JSON"),
        (b"not json", "This is not JSON"),
        (b'{"protocolSection":', "This is not JSON"),
        (raw("x") + b"}", "This is not JSON"),
        (raw("x").replace(b"x", b"\xff"), "This is not JSON"),
        (raw("x").replace(b"x", b"\x00"), "This is not JSON"),
        (raw("x").replace(b'"x"', b"[" * 100_000 + b"]" * 100_000), "This is not JSON"),
        (b"[" * 100_000, "This is not JSON"),
        (b"null", "wrong type"),
        (b"[]", "wrong type"),
        (b"17", "wrong type"),
        (b'{"protocolSection":[]}', "wrong type"),
        (raw("x").replace(b'"NCT00000001"', b"1"), "wrong type"),
        (raw("x").replace(b'"x"', b"{}"), "wrong type"),
    ],
)
def test_what_cannot_be_read_is_rejected_with_a_reason(record, reason) -> None:
    with pytest.raises(parse.Rejected, match=reason):
        parse.parse_study(record)


@pytest.mark.parametrize(
    "number", ["", "NCT00000000", "NCT1", "NCT123456789", "nct00000001", " NCT00000001", "NCT٠٠٠٠٠٠٠١", "EU-00000001"]
)
def test_a_record_without_an_nct_number_is_rejected(number) -> None:
    with pytest.raises(parse.Rejected, match="no NCT number"):
        parse.parse_study(raw("x").replace(b"NCT00000001", number.encode()))


def test_the_reason_names_the_wrong_value_where_it_stands() -> None:
    record = study(1, designModule={"enrollmentInfo": {"count": "many"}})
    with pytest.raises(parse.Rejected, match=r"enrollmentInfo\.count"):
        parse.parse_study(json.dumps(record).encode())


@pytest.mark.parametrize("count", [0, 99_999_999, 188_814_085, 2**53])
def test_absurd_enrolment_is_read_as_it_stands(count) -> None:
    record = study(1, designModule={"enrollmentInfo": {"count": count}})
    assert parse.parse_study(json.dumps(record).encode()).protocol.design.enrollment.count == count


@pytest.mark.parametrize("count", [-1, 2**53 + 1, 10**30, 10**4000])
def test_enrolment_that_no_column_holds_is_rejected(count) -> None:
    record = study(1, designModule={"enrollmentInfo": {"count": count}})
    with pytest.raises(parse.Rejected, match="wrong type"):
        parse.parse_study(json.dumps(record).encode())


@pytest.mark.parametrize("point", [{"lat": 91, "lon": 0}, {"lat": 0, "lon": -180.5}, {"lat": "1", "lon": 2}])
def test_a_point_that_is_not_on_earth_is_rejected(point) -> None:
    record = study(1, sites=({"city": "Nowhere", "geoPoint": point},))
    with pytest.raises(parse.Rejected, match="geoPoint"):
        parse.parse_study(json.dumps(record).encode())


def test_the_hash_sees_every_change_but_the_load_date() -> None:
    before = parse.minified(json.dumps(study(1)).encode())
    stamped = before.replace(b"2026-11-16", b"2026-11-17")
    changed = before.replace(b"RECRUITING", b"COMPLETED")
    assert before != stamped
    assert parse.content_hash(before) == parse.content_hash(stamped)
    assert parse.content_hash(before) != parse.content_hash(changed)


def test_a_title_that_quotes_a_load_date_still_counts() -> None:
    one, other = (parse.minified(raw(rf"\"versionHolder\":\"{day}\"")) for day in ("2026-01-01", "2026-01-02"))
    assert parse.content_hash(one) != parse.content_hash(other)


def test_white_space_between_the_parts_does_not_count() -> None:
    record = study(1)
    pretty, compact = json.dumps(record, indent=2).encode(), json.dumps(record, separators=(",", ":")).encode()
    assert parse.minified(pretty) == parse.minified(compact) == compact


def test_nct_numbers_and_their_numbers_turn_into_each_other() -> None:
    assert parse.nct_number("NCT01234567") == 1234567
    assert parse.nct_id(1234567) == "NCT01234567"
    assert parse.nct_id(99_999_999) == "NCT99999999"


def test_a_record_is_a_frozen_value() -> None:
    read = parse.parse_study(raw("x"))
    assert isinstance(read, Study)
    with pytest.raises(AttributeError):
        read.protocol.identification.brief_title = "y"


# ── Ages ─────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("age", "youngest", "too_old"),
    [
        ("18 Years", 18 * 365.25, 19 * 365.25),
        ("1 Year", 365.25, 2 * 365.25),
        ("0 Years", 0, 365.25),
        ("6 Months", 6 * 365.25 / 12, 7 * 365.25 / 12),
        ("2 Weeks", 14, 21),
        ("1 Day", 1, 2),
        ("12 Hours", 0.5, 13 / 24),
        ("30 Minutes", 30 / 1440, 31 / 1440),
        (" 18  years ", 18 * 365.25, 19 * 365.25),
    ],
)
def test_ages_of_every_unit_are_days_and_a_maximum_includes_its_last_unit(age, youngest, too_old) -> None:
    assert parse.age_from_days(age) == pytest.approx(youngest, abs=1e-9)
    assert parse.age_until_days(age) == pytest.approx(too_old, abs=1e-9)


@pytest.mark.parametrize("years", range(1, 121))
def test_limits_in_years_and_in_months_meet_exactly(years) -> None:
    assert parse.age_from_days(f"{12 * years} Months") == parse.age_from_days(f"{years} Years")
    assert parse.age_until_days(f"{years} Years") == parse.age_from_days(f"{years + 1} Years")


@pytest.mark.parametrize(
    "age", ["", "N/A", "None", "18", "Years", "-1 Years", "18 Fortnights", "1.5 Years", "9999999 Years"]
)
def test_no_age_is_no_limit(age) -> None:
    assert parse.age_from_days(age) is None
    assert parse.age_until_days(age) is None


# ── MeSH ─────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("D000007172", "D007172"),
        ("D000001249", "D001249"),
        ("D000066331", "D066331"),
        ("D000066332", "D000066332"),
        ("D000077192", "D000077192"),
        ("D007172", "D007172"),
        ("C000706587", "C000706587"),
        ("", ""),
        ("D00000717X", "D00000717X"),
    ],
)
def test_mesh_ids_take_nlms_own_form(given, expected) -> None:
    assert parse.mesh_id(given) == expected
