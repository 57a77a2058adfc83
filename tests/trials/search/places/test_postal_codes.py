"""manage.py load_postal_codes, and the codes that it loads as places. The lines are invented in GeoNames' form."""

import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.studies import site, stored, study
from trials.models import PostalCode
from trials.search.places import place_named, read
from trials.search.places.geometry import Point

pytestmark = pytest.mark.django_db


def line(country: str, code: str, place: str, latitude: object, longitude: object) -> str:
    return "\t".join([country, code, place, *[""] * 6, str(latitude), str(longitude), "6"])


GERMANY = [
    line("DE", "10115", "Berlin", 52.5323, 13.3846),
    line("DE", "80331", "München", 48.1345, 11.571),
    line("DE", "01067", "Dresden Altstadt", 51.05, 13.72),
    line("DE", "01067", "Dresden Friedrichstadt", 51.07, 13.74),
]
BRITAIN = [line("GB", "SW1A 1AA", "Westminster", 51.501, -0.142), line("GB", "SW1A 2AA", "Westminster", 51.503, -0.128)]
DISTRICTS = [line("CA", "M5G", "Downtown Toronto", 43.6564, -79.386), line("GB", "EH1", "Edinburgh", 55.953, -3.188)]
SHARED = [line("AT", "1010", "Wien", 48.2077, 16.3705), line("NO", "1010", "Oslo", 59.91, 10.75)]
FRANCE = [line("FR", "75013", "Paris 13", 48.8322, 2.3561), line("FR", "99999", "Pointville", 45, 4)]
JAPAN = [line("JP", "100-0001", "Chiyoda", 35.684, 139.7537)]
ALL = [*GERMANY, *BRITAIN, *DISTRICTS, *SHARED, *FRANCE, *JAPAN]


def written(folder: Path, lines: list[str], name: str = "allCountries.txt") -> Path:
    path = folder / name
    text = "".join(f"{one}\n" for one in lines)
    if path.suffix.lower() == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("readme.txt", "This is no table.\n")
            archive.writestr("XX.txt", text)
    else:
        path.write_text(text, encoding="utf-8")
    return path


def load(path: Path) -> str:
    out = StringIO()
    call_command("load_postal_codes", path, stdout=out)
    return out.getvalue()


@pytest.fixture
def codes(tmp_path) -> None:
    load(written(tmp_path, ALL))


@pytest.mark.parametrize("name", ["allCountries.txt", "DE.txt", "DE.zip", "DE.ZIP"])
def test_a_file_is_loaded_and_loading_it_again_changes_nothing(tmp_path, name) -> None:
    path = written(tmp_path, GERMANY, name)
    assert load(path) == load(path) == "3 postal codes of 1 country: DE 3.\n"
    assert PostalCode.objects.count() == 3


def test_places_that_share_a_code_become_one_in_the_middle(codes) -> None:
    found = PostalCode.objects.get(country="DE", key="01067")
    assert (found.place, found.latitude, found.longitude) == (
        "Dresden Altstadt",
        pytest.approx(51.06),
        pytest.approx(13.73),
    )


def test_a_country_is_replaced_as_a_whole_and_the_others_stay(codes, tmp_path) -> None:
    assert load(written(tmp_path, GERMANY[:1])) == "1 postal code of 1 country: DE 1.\n"
    assert list(PostalCode.objects.filter(country="DE").values_list("code", flat=True)) == ["10115"]
    assert PostalCode.objects.filter(country="GB").count() == 3


def test_a_code_without_a_point_is_left_out(tmp_path) -> None:
    load(written(tmp_path, [*GERMANY[:1], line("DE", "99999", "Nirgendwo", "", ""), ""]))
    assert PostalCode.objects.count() == 1


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["DE\t10115\tBerlin"], "allCountries.txt, line 1: it has 3 columns in place of 12."),
        ([*GERMANY, line("Germany", "1", "x", 1, 1)], "line 5: “Germany” is no country's code of two letters."),
        ([line("DE", "1", "x", "north", 1)], "line 1: its latitude or longitude is no number."),
        ([line("DE", "1", "x", 95, 1)], "line 1: its latitude or longitude is not on the earth."),
        ([line("DE", "1", "x", "nan", 1)], "line 1: its latitude or longitude is not on the earth."),
        ([], "allCountries.txt holds no postal code."),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence_and_changes_nothing(codes, tmp_path, lines, sentence) -> None:
    before = set(PostalCode.objects.values_list("key", "country"))
    with pytest.raises(CommandError) as caught:
        load(written(tmp_path, lines))
    assert sentence in str(caught.value)
    assert str(caught.value).endswith("Nothing was changed.")
    assert set(PostalCode.objects.values_list("key", "country")) == before


def test_what_is_no_text_and_no_zip_is_refused(tmp_path) -> None:
    (tmp_path / "a.zip").write_bytes(b"not a zip")
    (tmp_path / "b.txt").write_bytes(GERMANY[0].encode("utf-8").replace(b"Berlin", b"M\xfcnchen"))
    damaged = written(tmp_path, ALL * 50, "c.zip")
    damaged.write_bytes(
        damaged.read_bytes().replace(b"XX.txt", b"XX.txt", 1)[:60] + bytes(40) + damaged.read_bytes()[100:]
    )
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr("readme.txt", "nothing else")
    for name, sentence in (
        ("a.zip", "is no zip archive, or is damaged"),
        ("b.txt", "b.txt, line 1: it is not UTF-8."),
        ("c.zip", "c.zip cannot be unpacked"),
        ("d.zip", "d.zip holds no .txt or .csv file"),
        ("missing.txt", "cannot be read: No such file or directory"),
    ):
        with pytest.raises(CommandError, match=sentence):
            load(tmp_path / name)
    assert not PostalCode.objects.exists()


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("10115, Germany", "10115, Germany"),
        ("10115 germany", "10115, Germany"),
        ("10115, DE", "10115, Germany"),
        ("10115 Berlin", "10115, Germany"),
        ("Berlin 10115", "10115, Germany"),
        ("10115 Berlin, Germany", "10115, Germany"),
        ("80331 München", "80331, Germany"),
        ("80331 Muenster", None),
        ("SW1A 1AA", "SW1A 1AA, United Kingdom"),
        ("sw1a1aa", "SW1A 1AA, United Kingdom"),
        ("SW1A 1AA, UK", "SW1A 1AA, United Kingdom"),
        ("London SW1A 1AA", None),
        ("SW1A", "SW1A, United Kingdom"),
        ("EH1 2NG", "EH1, United Kingdom"),
        ("M5G 1X8", "M5G, Canada"),
        ("m5g1x8", "M5G, Canada"),
        ("M5G", "M5G, Canada"),
        ("Toronto M5G 1X8", "M5G, Canada"),
        ("1000001", "100-0001, Japan"),
        ("100-0001, Japan", "100-0001, Japan"),
        ("1010, Austria", "1010, Austria"),
        ("1010 Oslo", "1010, Norway"),
        ("75013", "75013"),  # McKinney, Texas
        ("75013, France", "75013, France"),
        ("99999", "99999, France"),
        ("Z1Z 1Z1", None),
        ("12", None),
    ],
)
def test_a_code_is_found_however_it_is_written(codes, typed, place) -> None:
    assert place_named(typed) == place
    if place:
        assert place_named(place) == place


def test_a_district_of_which_only_whole_codes_are_known_is_in_their_middle(codes) -> None:
    point = read("SW1A").place.point
    assert (point.latitude, point.longitude) == (pytest.approx(51.502), pytest.approx(-0.135))


def test_a_code_that_countries_share_is_a_choice_the_country_with_most_sites_first(codes) -> None:
    oslo = {"city": "Oslo", "country": "Norway"}
    stored(study(1, sites=(site(oslo, {"lat": 59.91, "lon": 10.75}),)))
    reading = read("1010")
    assert reading.place.text == "1010, Norway"
    assert [one.text for one in reading.others] == ["1010, Austria"]


def test_a_postal_code_is_a_point_with_its_place_in_words(codes) -> None:
    place = read("10115 Berlin").place
    assert place.point == Point(52.5323, 13.3846)
    assert place.full == "10115, Germany (Berlin, Germany)"


def test_a_us_zip_code_needs_no_query(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        read("19104")
