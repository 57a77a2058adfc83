"""What people type for a place, and which place it is."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.studies import TORONTO, TORONTO_POINT, site, stored, study
from trials.models import Place
from trials.search.places import NoPlace, Point, place_named, read, read_several
from trials.search.places.cities import city_table
from trials.search.places.current import follower
from trials.search.places.names import STATES, name_key

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("19104", "19104"),
        (" 19104-2601 ", "19104"),
        ("Boston", "Boston, MA"),
        ("boston", "Boston, MA"),
        ("Boston, MA", "Boston, MA"),
        ("BOSTON MA", "Boston, MA"),
        ("boston massachusetts", "Boston, MA"),
        ("Boston, Mass", None),
        ("Boston, Massachusetts, USA", "Boston, MA"),
        ("Boston MA USA", "Boston, MA"),
        ("near Boston.", "Boston, MA"),
        ("in Boston", "Boston, MA"),
        ("Boston, England", "Boston, United Kingdom"),
        ("Boston MA 02139", "02139"),
        ("Philadelphia, PA 19104-2601", "19104"),
        ("Brooklyn 11201", "11201"),
        ("Texas 77030", "77030"),
        ("77030 USA", "77030"),
        ("02139, Cambridge", "02139"),
        ("77030, Germany", None),
        ("Boston MA 77030", None),
        ("Boston MA 00000", None),
        ("NYC", "New York, NY"),
        ("N.Y.C.", "New York, NY"),
        ("New York", "New York, NY"),
        ("New York City", "New York, NY"),
        ("New York State", "New York (state)"),
        ("new york ny", "New York, NY"),
        ("LA", "Los Angeles, CA"),
        ("L.A.", "Los Angeles, CA"),
        ("DC", "Washington, DC"),
        ("Washington, D.C.", "Washington, DC"),
        ("washington dc", "Washington, DC"),
        ("St. Louis", "St. Louis, MO"),
        ("Saint Louis", "St. Louis, MO"),
        ("st louis, missouri", "St. Louis, MO"),
        ("Ft Worth", "Fort Worth, TX"),
        ("Winston Salem", "Winston-Salem, NC"),
        ("Coeur d’Alene", "Coeur d'Alene, ID"),
        ("Salem, IN", "Salem, IN"),
        ("Salem, India", "Salem, India"),
        ("portland or", "Portland, OR"),
        ("San Juan, PR", "San Juan, Puerto Rico"),
        ("San Juan, Puerto Rico", "San Juan, Puerto Rico"),
        ("Texas", "Texas"),
        ("TX", "Texas"),
        ("the State of Texas", None),
        ("Georgia", "Georgia (state)"),
        ("Georgia, United States", "Georgia (state)"),
        ("Germany", "Germany"),
        ("Deutschland", "Germany"),
        ("U.S.A.", "United States"),
        ("UK", "United Kingdom"),
        ("Holland", "Netherlands"),
        ("Korea", "South Korea"),
        ("Lyon, France", "Lyon, France"),
        ("lyon france", "Lyon, France"),
        ("Lyon, FR", "Lyon, France"),
        ("Paris", "Paris, France"),
        ("Paris, Texas", "Paris, TX"),
        ("München", "Munich, Germany"),
        ("Muenchen", "Munich, Germany"),
        ("Köln", "Köln, Germany"),
        ("Den Haag", "The Hague, Netherlands"),
        ("São Paulo", "São Paulo, Brazil"),
        ("sao paulo, brasil", "São Paulo, Brazil"),
        ("London, ON", "London, Canada"),
        ("London, Ontario, Canada", "London, Canada"),
        ("Sydney NSW", "Sydney, Australia"),
        ("Glasgow, Scotland", "Glasgow, United Kingdom"),
        ("asdfgh", None),
        ("Atlantis, TX", None),
        ("1910", None),
        ("99999", None),
        ("💊", None),
        ("'; DROP TABLE trials_place; --", None),
        ("near", None),
        (",", None),
        ("", None),
    ],
)
def test_what_people_type_is_read(typed, place) -> None:
    assert place_named(typed) == place


@pytest.mark.parametrize(
    ("typed", "others"),
    [
        ("Boston", ()),
        ("Springfield", ("Springfield, MA", "Springfield, IL", "Springfield, OR", "Springfield, OH")),
        ("Portland", ("Portland, ME",)),
        ("Paris", ("Paris, TX",)),
        ("Georgia", ("Georgia (country)",)),
        ("New York", ("New York (state)",)),
        ("Washington", ("Washington, DC",)),
        ("LA", ("Louisiana",)),
        ("Springfield, IL", ()),
        ("Texas", ()),
    ],
)
def test_a_name_of_several_places_offers_the_others_the_largest_first(typed, others) -> None:
    found = tuple(one.text for one in read(typed).others)
    assert found[: len(others)] == others
    assert bool(found) is bool(others)
    assert len(found) <= 8


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("abcde", "We know no place called “abcde”. Try a ZIP code like 19104, or a city and state like Boston, MA."),
        ("00000", "We do not know the ZIP code 00000. Check it, or use one nearby."),
        ("09001", "The ZIP code 09001 has no place on the map. Use one nearby."),
        ("1910", "We do not know the code 1910. A US ZIP code has five digits, like 19104."),
        ("near", "We know no place called “near”."),
        ("x" * 500, "We know no place called “" + "x" * 60 + "”."),
        (",", "Give a ZIP code like 19104"),
    ],
)
def test_what_names_no_place_gets_its_sentence(typed, sentence) -> None:
    with pytest.raises(NoPlace) as caught:
        read(typed)
    assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("19104 or 02139", ["19104", "02139"]),
        ("near Boston or near Austin", ["Boston, MA", "Austin, TX"]),
        ("Portland OR", ["Portland, OR"]),
        ("portland or or seattle", ["Portland, OR", "Seattle, WA"]),
        ("Seattle or Portland or", ["Seattle, WA", "Portland, OR"]),
        ("Texas or Canada", ["Texas", "Canada"]),
    ],
)
def test_one_text_can_name_two_places(typed, places) -> None:
    assert [one.place.text for one in read_several(typed)] == places


def test_of_two_places_the_wrong_one_is_named() -> None:
    with pytest.raises(NoPlace, match="called “Atlanticopolis”"):
        read_several("Boston or Atlanticopolis")


def test_a_state_is_an_area_and_a_city_a_point() -> None:
    texas, austin = read("Texas").place, read("Austin").place
    assert (texas.point, texas.areas) == (None, (("United States", "Texas"),))
    assert austin.areas == ()
    assert austin.point
    assert (austin.point.latitude, austin.point.longitude) == pytest.approx((30.27, -97.74), abs=0.05)


def test_every_state_is_known_by_its_name_and_its_code() -> None:
    for code, name in STATES.items():
        area = (("United States", name),)
        if name != "New York":
            assert read(name).place.areas == area
        if code not in ("DC", "LA"):
            assert read(code).place.areas == area, code


def test_a_country_has_all_spellings_of_the_registry() -> None:
    assert {("South Korea", ""), ("Korea, Republic of", "")} <= set(read("South Korea").place.areas)
    assert {("Turkey", ""), ("Turkey (Türkiye)", "")} <= set(read("Türkiye").place.areas)


def test_the_registrys_own_places_are_known_as_they_come_in(settings) -> None:
    settings.PLACES_CHECK_SECONDS = 0
    assert place_named("Larchville") is None
    assert place_named("Ontario, Canada") is None
    town = {"city": "Larchville", "state": "Ontario", "country": "Canada"}
    stored(study(1, sites=(site(TORONTO, TORONTO_POINT), site(town, {"lat": 44.0, "lon": -80.5}))))
    assert place_named("larchville") == "Larchville, Canada"
    assert place_named("larchville, on") == "Larchville, Canada"
    assert place_named("Ontario, Canada") == "Ontario, Canada"
    assert read("Ontario").place.areas == (("Canada", "Ontario"),)
    assert [one.text for one in read("Toronto").others] == [], "Toronto is there once"


def test_a_place_that_was_written_late_is_still_seen(settings) -> None:
    """Its number was taken before those that were seen already, in a transaction that took longer."""
    settings.PLACES_CHECK_SECONDS = 0
    place = {"country": "Canada", "latitude": 44.0, "longitude": -80.5}
    Place.objects.create(id=5000, city="Larchville", **place)
    assert place_named("Larchville")
    Place.objects.create(id=4990, city="Firville", **place)
    assert place_named("Firville") == "Firville, Canada"


def test_between_two_looks_nothing_is_asked_of_the_database(django_assert_num_queries) -> None:
    read("Boston")
    with django_assert_num_queries(0):
        read("Boston")
        read("Springfield, IL")


@pytest.mark.parametrize("city", ["Site Number 12", "Larchville, Research Center", "x" * 61, ""])
def test_what_the_registry_writes_for_a_city_is_not_always_one(city) -> None:
    stored(study(1, sites=(site({"city": city, "country": "Canada"}, TORONTO_POINT),)))
    assert place_named(city) is None


def test_a_region_stands_behind_the_city_that_has_its_name() -> None:
    quebec = {"city": "Québec", "state": "Quebec", "country": "Canada"}
    stored(study(1, sites=(site(quebec, {"lat": 46.81228, "lon": -71.21454}),)))
    reading = read("Quebec")
    assert reading.place.text == "Québec, Canada"
    assert [one.text for one in reading.others] == ["Quebec (region), Canada"]
    assert read("Quebec (region), Canada").place.areas == (("Canada", "Quebec"),)


def test_two_cities_of_one_name_in_a_country_are_told_apart_by_their_regions() -> None:
    second = {"city": "London", "state": "Alberta", "country": "Canada"}
    stored(study(1, sites=(site(second, {"lat": 53.0, "lon": -112.0}),)))
    assert place_named("London, Canada") == place_named("London, ON") == "London, Canada"
    assert place_named("London, AB") == "London, Alberta, Canada"
    assert read("London, Alberta, Canada").place.point == Point(53.0, -112.0)


def test_each_name_of_the_table_leads_back_to_itself() -> None:
    """What stands in an address must name what was found, and nothing else. Each hundredth name of the table."""
    table = city_table()
    keys = {table.line(at).split(b"\t")[0].decode() for at in range(0, len(table), 100)}
    assert len(keys) > 900
    gazetteer = follower.gazetteer()
    wrong = []
    for key in keys:
        for place in gazetteer.named(key):
            back = read(place.text).place
            if (back.text, back.point, back.areas) != (place.text, place.point, place.areas):
                wrong.append((key, place.text, back.text))
    assert not wrong


def test_a_place_is_read_in_no_time() -> None:
    import time

    read("Boston"), read("19104")
    texts = [f"{name}, {code}" for name in ("Springfield", "Franklin", "Clinton", "Nowhere") for code in STATES]
    started = time.process_time()
    for text in texts:
        place_named(text)
    assert (time.process_time() - started) / len(texts) < 0.005


ALPHABET = st.characters(codec="utf-8", exclude_characters="\x00") | st.sampled_from(" ,.-'0123456789abcdefor")
WORD = st.sampled_from(
    [
        "Boston",
        "MA",
        "or",
        "near",
        "19104",
        "Paris",
        "Texas",
        "TX",
        "state",
        "Georgia",
        ",",
        "Canada",
        "St.",
        "(country)",
    ]
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(ALPHABET, max_size=60) | st.lists(WORD, max_size=6).map(" ".join))
def test_any_text_is_a_place_or_none_and_a_place_names_itself(text) -> None:
    try:
        readings = read_several(text)
    except NoPlace as error:
        assert str(error).endswith(".")
        return
    for place in (reading.place for reading in readings):
        assert bool(place.point) is not bool(place.areas)
        again = read(place.text)
        assert (again.place, again.others) == (place, ())


def test_keys_forgive_spelling() -> None:
    assert name_key("St. Louis") == name_key("SAINT  LOUIS")
    assert name_key("U.S.A.") == "usa"
    assert name_key("Montréal") == "montreal"
    assert name_key("A Coruña") == "a coruna"
