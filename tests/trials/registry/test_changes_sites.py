"""Which sites of two versions are one site, and what is told of them."""

import random
from time import process_time

import pytest

from tests.trials.reading.kit import study
from trials.registry.changes import (
    ContactsChanged,
    Rank,
    Site,
    SiteChanged,
    SiteRenamed,
    StatusChanged,
    compare,
    is_masked,
)
from trials.registry.records import Study
from trials.vocabulary import Availability

OPEN, SOON, CLOSED, UNCONFIRMED = (
    Availability.OPEN,
    Availability.SOON,
    Availability.CLOSED,
    Availability.UNCONFIRMED,
)
BOSTON = {"city": "Boston", "state": "Massachusetts", "country": "United States", "zip": "02115"}
BERLIN = {"city": "Berlin", "country": "Germany", "zip": "10365"}


def site(status: str = "RECRUITING", place: dict = BOSTON, facility: str = "Larch Hospital", **more: object) -> dict:
    return {"facility": facility, **place, **({"status": status} if status else {}), **more}


def listing(*sites: dict, status: str = "RECRUITING", **more: str) -> Study:
    return study(status={"overallStatus": status, **more}, contactsLocations={"locations": list(sites)})


def told(before: Study, after: Study) -> list[tuple[str, Availability | None, Availability | None]]:
    """The facility of each site that is told of, and its old and new availability."""
    return [
        (change.site.facility, change.before, change.after)
        for change in compare(before, after)
        if isinstance(change, SiteChanged)
    ]


def test_a_site_that_opens_carries_all_that_a_mail_has_to_say():
    point = {"geoPoint": {"lat": 42.35843, "lon": -71.05977}}
    (change,) = compare(listing(site("NOT_YET_RECRUITING", **point)), listing(site("RECRUITING", **point)))
    assert change == SiteChanged(
        Site("Larch Hospital", "Boston", "Massachusetts", "02115", "United States", 42.35843, -71.05977),
        SOON,
        OPEN,
        "NOT_YET_RECRUITING",
        "RECRUITING",
    )
    assert change.opened and not change.closed and change.rank is Rank.MAJOR


@pytest.mark.parametrize(
    ("before", "after", "rank"),
    [
        ("NOT_YET_RECRUITING", "RECRUITING", Rank.MAJOR),
        ("SUSPENDED", "RECRUITING", Rank.MAJOR),
        ("RECRUITING", "SUSPENDED", Rank.MAJOR),
        ("RECRUITING", "WITHDRAWN", Rank.MAJOR),
        ("RECRUITING", "NOT_YET_RECRUITING", Rank.MAJOR),
        ("NOT_YET_RECRUITING", "WITHDRAWN", Rank.MINOR),
        ("SUSPENDED", "NOT_YET_RECRUITING", Rank.MINOR),
        ("SUSPENDED", "WITHDRAWN", Rank.HOUSEKEEPING),
    ],
)
def test_a_site_matters_most_where_somebody_can_join_or_no_longer_can(before, after, rank):
    (change,) = compare(listing(site(before)), listing(site(after)))
    assert change.rank is rank


def test_a_new_site_is_major_when_open_minor_when_planned_and_housekeeping_when_closed():
    for status, rank in (
        ("RECRUITING", Rank.MAJOR),
        ("NOT_YET_RECRUITING", Rank.MINOR),
        ("WITHDRAWN", Rank.HOUSEKEEPING),
    ):
        other = site("RECRUITING", BERLIN, "Alder Klinik")
        (came,) = compare(listing(other), listing(other, site(status)))
        (went,) = compare(listing(other, site(status)), listing(other))
        assert (came.before, went.after) == (None, None)
        assert came.rank is went.rank is rank


def test_one_of_several_sites_with_the_same_masked_name_is_told_apart_by_its_status():
    def three(*statuses: str) -> Study:
        return listing(*(site(status, facility="Research Site") for status in statuses))

    before = three("RECRUITING", "NOT_YET_RECRUITING", "NOT_YET_RECRUITING")
    assert told(before, three("RECRUITING", "RECRUITING", "NOT_YET_RECRUITING")) == [("Research Site", SOON, OPEN)]
    assert told(before, three("NOT_YET_RECRUITING", "RECRUITING")) == [("Research Site", SOON, None)]


def test_sites_of_one_name_that_is_spelled_anew_keep_their_own_status():
    statuses = ("RECRUITING", "NOT_YET_RECRUITING", "COMPLETED")
    before = listing(*(site(status, facility="Research Site") for status in statuses))
    after = listing(*(site(status, facility="RESEARCH SITE") for status in reversed(statuses)))
    assert compare(before, after) == ()


def test_sites_of_one_name_keep_their_own_contacts():
    sites = [site(facility="Research Site", contacts=[{"name": name, "role": "CONTACT"}]) for name in ("Ada", "Bea")]
    assert compare(listing(*sites), listing(*reversed(sites))) == ()


def test_a_site_that_was_open_before_has_not_opened():
    for before in (OPEN, SOON, CLOSED, None):
        assert SiteChanged(Site(), before, OPEN).opened == (before is not OPEN)
        assert SiteChanged(Site(), OPEN, before).closed == (before is not OPEN)


def test_masked_sites_of_one_city_are_told_apart_by_their_postal_code():
    first, second = {**BOSTON, "zip": "02115"}, {**BOSTON, "zip": "02199"}
    before = listing(site("NOT_YET_RECRUITING", first, "Research Site"), site("RECRUITING", second, "Research Site"))
    after = listing(site("RECRUITING", second, "Research Site"), site("RECRUITING", first, "Research Site"))
    (change,) = compare(before, after)
    assert (change.site.zip, change.before, change.after) == ("02115", SOON, OPEN)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({}, {"facility": "LARCH HOSPITAL."}),
        ({"facility": "Hôpital des Mélèzes"}, {"facility": "Hopital des Melezes"}),
        ({"zip": "02115"}, {"zip": "2115"}),
        ({"zip": "02115"}, {"zip": "02115-1234"}),
        ({"zip": "02115"}, {"zip": ""}),
        ({**BERLIN}, {**BERLIN, "state": "State of Berlin"}),
        ({**BERLIN}, {**BERLIN, "city": "Lichtenberg"}),
        ({**BERLIN, "facility": "Research Site"}, {**BERLIN, "city": "Lichtenberg", "facility": "Research Site"}),
        ({"country": "Turkey (Türkiye)"}, {"country": "Turkey"}),
        (
            {"city": "Munich", "country": "Germany", "zip": "", "geoPoint": {"lat": 48.13743, "lon": 11.57549}},
            {"city": "München", "country": "Germany", "zip": "", "geoPoint": {"lat": 48.1, "lon": 11.5}},
        ),
    ],
)
def test_a_site_that_is_spelled_another_way_has_not_changed(old, new):
    before, after = listing({**site(), **old}), listing({**site(), **new})
    assert compare(before, after) == compare(after, before) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"facility": "Larch Hospital"}, {"facility": "Alder Memorial Center"}),
        ({"facility": "Larch Hospital", "zip": ""}, {"facility": "Larch Hospital and Clinics", "zip": ""}),
        (
            {"facility": "Local Institution ( Site 0012)", "zip": ""},
            {"facility": "Larch Hospital ( Site 0012)", "zip": ""},
        ),
        ({"facility": "Larch House /ID# 12", "zip": ""}, {"facility": "Alder Memorial /ID# 12", "zip": ""}),
        ({"facility": "Larch Hospital", "zip": "02115"}, {"facility": "Alder Memorial Center", "zip": "2115"}),
        ({"facility": "Research Site"}, {"facility": "Larch Hospital"}),
        ({"facility": "Research Site", "zip": ""}, {"facility": "Larch Hospital"}),
    ],
)
def test_a_renamed_site_has_not_closed_and_opened(old, new):
    before, after = listing({**site(), **old}), listing({**site(), **new})
    (change,) = compare(before, after)
    assert isinstance(change, SiteRenamed)
    assert (change.former, change.site.facility) == (old["facility"], new["facility"])


def test_a_site_that_loses_its_name_is_no_news():
    assert compare(listing(site()), listing(site(facility="Research Site"))) == ()


def test_a_renamed_site_that_opens_opens_under_its_new_name_and_closes_under_its_old_one():
    before, after = site("NOT_YET_RECRUITING"), site("RECRUITING", facility="Alder Memorial Center")
    assert told(listing(before), listing(after)) == [("Alder Memorial Center", SOON, OPEN)]
    after["status"], before["status"] = "COMPLETED", "RECRUITING"
    assert told(listing(before), listing(after)) == [("Larch Hospital", OPEN, CLOSED)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"facility": "Larch Hospital", "zip": "02115"}, {"facility": "Alder Clinic", "zip": "02199"}),
        ({"city": "Portland", "state": "Oregon", "zip": ""}, {"city": "Portland", "state": "Maine", "zip": ""}),
        ({"facility": "Research Site"}, {"facility": "Research Site", "city": "Salem", "zip": "01970"}),
        ({"facility": "Research Site"}, {"facility": "Larch Hospital", "zip": "02199"}),
        (
            {"city": "Rochester", "state": "Minnesota", "zip": "", "geoPoint": {"lat": 44.02, "lon": -92.47}},
            {"city": "Phoenix", "state": "Arizona", "zip": "", "geoPoint": {"lat": 33.45, "lon": -112.07}},
        ),
        (
            {"city": "Chicago", "facility": "Chicago University Hospital", "zip": ""},
            {"city": "Chicago", "facility": "Chicago Cancer Center", "zip": ""},
        ),
    ],
)
def test_two_different_sites_are_not_taken_for_one(old, new):
    before, after = {**site(), **old}, {**site(), **new}
    changes = compare(listing(before), listing(after))
    assert [(change.before, change.after) for change in changes] == [(None, OPEN), (OPEN, None)]


def test_a_site_without_a_status_in_an_open_study_is_unconfirmed():
    assert told(listing(site("")), listing(site("RECRUITING"))) == [("Larch Hospital", UNCONFIRMED, OPEN)]


def test_a_study_that_closes_explains_its_sites():
    places = [{**BOSTON, "zip": f"021{number}"} for number in range(10, 40)]
    before = listing(*(site("RECRUITING", place) for place in places), site("COMPLETED", BERLIN))
    after = listing(*(site("", place) for place in places), site("", BERLIN), status="ACTIVE_NOT_RECRUITING")
    (change,) = compare(before, after)
    assert isinstance(change, StatusChanged)
    assert (change.open_sites_before, change.open_sites_after, change.sites) == (30, 0, 31)
    assert change.closed and not change.opened and change.open_at == ()


def test_a_study_that_opens_says_where():
    before = listing(site(""), site("", BERLIN), status="NOT_YET_RECRUITING")
    after = listing(site("RECRUITING"), site("NOT_YET_RECRUITING", BERLIN))
    (change,) = compare(before, after)
    assert change.opened and change.open_sites_after == 1
    assert [one.city for one in change.open_at] == ["Boston"]


def test_a_study_that_opens_still_tells_of_new_sites_that_are_to_open_later():
    before = listing(site(""), status="NOT_YET_RECRUITING")
    after = listing(site("RECRUITING"), site("NOT_YET_RECRUITING", BERLIN, "Alder Klinik"))
    status, plan = compare(before, after)
    assert isinstance(status, StatusChanged)
    assert (plan.site.city, plan.before, plan.after, plan.rank) == ("Berlin", None, SOON, Rank.MINOR)


def test_new_sites_of_a_study_that_opens_later_open_later():
    before = listing(site(""), status="NOT_YET_RECRUITING")
    after = listing(site(""), site("", BERLIN, "Alder Klinik"), status="NOT_YET_RECRUITING")
    assert told(before, after) == [("Alder Klinik", None, SOON)]


def test_open_sites_come_first_and_the_united_states_before_other_countries():
    oslo, salem = {"city": "Oslo", "country": "Norway"}, {**BOSTON, "city": "Salem", "zip": "01970"}
    after = listing(
        site("NOT_YET_RECRUITING", BERLIN), site("RECRUITING", oslo), site("RECRUITING", salem), site("RECRUITING")
    )
    changes = compare(listing(), after)
    assert [change.site.city for change in changes] == ["Boston", "Salem", "Oslo", "Berlin"]


def test_the_same_differences_are_told_in_the_same_order_wherever_the_sites_stand():
    shuffle = random.Random(3)
    places = [{**BERLIN, "city": f"Town {number}", "zip": str(number)} for number in range(1, 40)]
    before = [site(shuffle.choice(("RECRUITING", "NOT_YET_RECRUITING")), place) for place in places]
    after = [site(shuffle.choice(("RECRUITING", "COMPLETED")), place) for place in places[5:]]
    first = compare(listing(*before), listing(*after))
    shuffle.shuffle(before)
    shuffle.shuffle(after)
    assert compare(listing(*before), listing(*after)) == first


def test_a_contact_counts_only_where_the_site_goes_on_taking_calls():
    def asking(name: str, status: str = "RECRUITING") -> dict:
        return site(status, contacts=[{"name": name, "role": "CONTACT", "phone": "555-0100"}])

    assert compare(listing(asking("Ada")), listing(asking("Bea"))) == (ContactsChanged(sites=1),)
    assert compare(listing(asking("Ada")), listing(asking("ADA "))) == ()
    opened = compare(listing(site("NOT_YET_RECRUITING")), listing(asking("Bea")))
    closed = compare(listing(asking("Ada")), listing(site("COMPLETED")))
    assert [type(change) for change in (*opened, *closed)] == [SiteChanged, SiteChanged]


def test_an_investigator_is_nobody_to_call():
    def led(name: str) -> Study:
        return listing(site(contacts=[{"name": name, "role": "PRINCIPAL_INVESTIGATOR"}]))

    assert compare(led("Ada"), led("Bea")) == ()


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Research Site",
        "Example Pharma Investigational Site",
        "Example Pharma Investigative Site - 1012",
        "Investigational Site Number : 8400001",
        "Local Institution - 0012",
        "Site US-0042",
        "USA02-0",
        "Clinical Research Facility",
        "Research facility ID ORG-000042",
        "For additional information regarding investigative sites for this trial, contact 1-555-EXAMPLE",
    ],
)
def test_a_name_that_the_sponsor_masks_is_recognised(name):
    assert is_masked(name)


@pytest.mark.parametrize(
    "name",
    [
        "Larch Hospital",
        "Larch Hospital ( Site 0012)",
        "Larch Cancer Research Center",
        "Larch City Clinical Research Site",
        "Larch Oncology Trials ( Site 0012)",
        "900 Hospital",
    ],
)
def test_a_real_name_is_not_taken_for_a_mask(name):
    assert not is_masked(name)


def thousands(count: int, **more: object) -> list[dict]:
    """So many sites, a third of them masked, in 600 American and 600 French towns."""
    sites = []
    for number in range(count):
        town, home = number % 1200, number % 2
        place = {
            "city": f"Town{town}",
            "country": "United States" if home else "France",
            "zip": str(10_000 + number),
            **({"state": f"State{town % 50}"} if home else {}),
        }
        status = ("RECRUITING", "NOT_YET_RECRUITING", "COMPLETED")[number % 7 % 3]
        facility = "Research Site" if number % 3 else f"Hospital {number} of Town{town}"
        sites.append({**site(status, place, facility), **more})
    return sites


def test_the_largest_record_is_compared_in_a_fraction_of_a_second():
    before = thousands(3_500)
    after = [{**one, "status": "RECRUITING" if number % 20 else "COMPLETED"} for number, one in enumerate(before)]
    random.Random(4).shuffle(after)
    records = listing(*before), listing(*after)
    times = []
    for _ in range(3):
        started = process_time()
        changes = compare(*records)
        times.append(process_time() - started)
    assert len(changes) > 1_500
    assert min(times) < 0.25, "it is meant to take less than 0.1 s; a busy machine takes longer"


def test_thousands_of_sites_that_share_nothing_are_compared_all_the_same():
    before, after = thousands(3_500, city="Boston", zip=""), thousands(3_500, city="Salem", zip="")
    started = process_time()
    changes = compare(listing(*before), listing(*after))
    assert process_time() - started < 2
    assert sum(change.before is None for change in changes) == 3_500
