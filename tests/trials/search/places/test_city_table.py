"""The packaged table of cities: how it is made, and that what is packaged is in order."""

import gzip
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from trials.search.places.cities import CITY_TABLE, CityTable, city_table
from trials.search.places.countries import by_code, country_called, country_of

# In the form of the package's file; the cities are invented.
CITIES = {
    "1": ("Larchburg", "DE", "02", 48.1, 11.5, 900_000, ["Larchburgo", "LRC", "larkib", "Лрч", "Larch 2", "Larchboug"]),
    "2": ("Larchburg", "DE", "05", 51.0, 7.0, 20_000, []),
    "3": ("Larchburg", "US", "PA", 40.0, -75.0, 30_000, ["Old Larchburg"]),
    "4": ("Fir Falls", "CA", "08", 43.0, -80.0, 50_000, []),
    "5": ("New York City", "US", "NY", 40.71427, -74.00597, 8_000_000, []),
}  # fmt: skip
COLUMNS = ("name", "countrycode", "admin1code", "latitude", "longitude", "population", "alternatenames")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("cities")
    cities = {
        number: {"geonameid": int(number), **dict(zip(COLUMNS, row, strict=True))} for number, row in CITIES.items()
    }
    (folder / "cities15000.json").write_text(json.dumps(cities))
    call_command("build_city_table", folder / "cities15000.json", to=folder / "made.gz", edition="9", stdout=StringIO())
    return folder / "made.gz"


@pytest.fixture(scope="module")
def table(made) -> CityTable:
    with gzip.open(made) as file:
        return CityTable(b"".join(line for line in file if not line.startswith(b"#")))


def test_a_city_keeps_its_country_its_state_and_its_people(table) -> None:
    assert sorted((one.country.code, one.region, one.people) for one in table.called("larchburg")) == [
        ("DE", "", 20_000),
        ("DE", "", 900_000),
        ("US", "Pennsylvania", 30_000),
    ]
    assert [one.region for one in table.called("fir falls")] == ["Ontario"]


def test_further_names_are_those_that_somebody_could_type(table) -> None:
    assert [one.people for one in table.also_called("larchburgo")] == [900_000]
    assert [one.people for one in table.also_called("larchboug")] == [900_000]
    for junk in ("lrc", "larkib", "лрч", "larch 2", "old larchburg", "larchburg"):
        assert table.also_called(junk) == [], junk


def test_cities_of_zip_codes_come_along_and_merge_with_the_others(table) -> None:
    philadelphia = [one for one in table.called("philadelphia") if one.region == "Pennsylvania"]
    assert len(philadelphia) == 1
    assert (philadelphia[0].point.latitude, philadelphia[0].point.longitude) == pytest.approx((39.95, -75.16), abs=0.1)
    new_york = [one for one in table.called("new york") if one.region == "New York"]
    assert [one.people for one in new_york] == [8_000_000]


def test_the_same_source_makes_the_same_file(made, tmp_path) -> None:
    call_command(
        "build_city_table", made.parent / "cities15000.json", to=tmp_path / "again.gz", edition="9", stdout=StringIO()
    )
    assert (tmp_path / "again.gz").read_bytes() == made.read_bytes()


@pytest.mark.parametrize("content", ["", "[]", '{"1": {"name": "x"}}'])
def test_another_file_is_refused(tmp_path, content) -> None:
    (tmp_path / "other.json").write_text(content)
    with pytest.raises(CommandError, match=r"is not the package's cities15000\.json"):
        call_command("build_city_table", tmp_path / "other.json", to=tmp_path / "made.gz")
    assert not (tmp_path / "made.gz").exists()


def test_the_packaged_table_names_its_source_and_is_sorted() -> None:
    head = gzip.decompress(CITY_TABLE.read_bytes()).decode().splitlines()[:4]
    assert "GeoNames" in head[0]
    assert "CC BY 4.0" in head[0]
    packaged = city_table()
    lines = [packaged.line(at) for at in range(len(packaged))]
    assert len(lines) > 90_000
    assert lines == sorted(lines), "look-ups cut it in halves"


def test_a_name_that_is_not_there_is_not_found() -> None:
    for key in ("", "\x00", "0", "zzzz", "bosto", "boston ", "ÿ"):
        assert city_table().called(key) == [], key


def test_every_country_is_known_by_its_names() -> None:
    for code, country in by_code().items():
        assert len(code) == 2
        for name in country.spellings:
            assert country_called(name) == country, name
    assert country_of("Atlantis").code == "Atlantis"


def test_the_countries_of_the_emulated_registry_are_known() -> None:
    places = (Path(__file__).parents[3] / "registry" / "data" / "cities.txt").read_text().splitlines()
    names = {line[1:].split("|")[0] for line in places if line.startswith("@")}
    assert len(names) > 40
    assert {name for name in names if country_called(name) is None} == set()
