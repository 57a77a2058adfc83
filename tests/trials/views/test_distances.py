"""Distances in words."""

import pytest

from trials.models import Place
from trials.search.places import read
from trials.views.distances import away

pytestmark = pytest.mark.django_db

US = "United States"
SITES = {
    "boston": Place(city="Boston", state="Massachusetts", country=US, latitude=42.35843, longitude=-71.05977),
    "elsewhere": Place(city="Boston", state="Virginia", country=US, latitude=38.55, longitude=-78.1),
    "pointless": Place(city="Boston", state="Massachusetts", country=US),
    "cambridge": Place(city="Cambridge", state="Massachusetts", country=US, latitude=42.3751, longitude=-71.10561),
    "philadelphia": Place(
        city="Philadelphia", state="Pennsylvania", country=US, latitude=39.95238, longitude=-75.16362
    ),
    "houston": Place(city="Houston", state="Texas", country=US, latitude=29.76328, longitude=-95.36327),
    "munich": Place(city="München", country="Germany", latitude=48.13743, longitude=11.57549),
    "st louis": Place(city="St Louis", state="Missouri", country=US, latitude=38.62727, longitude=-90.19789),
}


@pytest.mark.parametrize(
    ("here", "site", "words", "phrase"),
    [
        (["Boston, MA"], "boston", "in Boston", "in Boston"),
        (["02139"], "boston", "2 miles", "2 miles away"),
        (["02115"], "boston", "in Boston", "in Boston"),
        (["19104"], "philadelphia", "in Philadelphia", "in Philadelphia"),
        (["Boston, MA"], "pointless", "in Boston", "in Boston"),
        (["Boston, MA"], "cambridge", "3 miles", "3 miles away"),
        (["Boston, MA"], "elsewhere", "454 miles", "454 miles away"),
        (["Munich, Germany"], "munich", "in München", "in München"),
        (["Saint Louis"], "st louis", "in St Louis", "in St Louis"),
        (["19104", "02139"], "cambridge", "in Cambridge", "in Cambridge"),
        (["19104", "02139"], "boston", "2 miles from 02139", "2 miles from 02139"),
        (["Texas"], "houston", "in Texas", "in Texas"),
        (["United States"], "houston", "in the United States", "in the United States"),
        (["19104", "Texas"], "houston", "in Texas", "in Texas"),
        (["Austin, TX", "Texas"], "houston", "147 miles from Austin, TX", "147 miles from Austin, TX"),
    ],
)
def test_the_distance_is_said_as_far_as_it_is_known(here, site, words, phrase) -> None:
    found = away(SITES[site], [read(one).place for one in here])
    assert found
    assert (found.words, found.phrase) == (words, phrase)


@pytest.mark.parametrize(("here", "site"), [([], "boston"), (["19104"], "pointless"), (["Texas"], "boston")])
def test_nothing_is_said_where_nothing_is_known(here, site) -> None:
    assert away(SITES[site], [read(one).place for one in here]) is None


def test_a_distance_names_its_origin_but_not_twice() -> None:
    philadelphia = [read("19104").place]
    boston, near = away(SITES["boston"], philadelphia), away(SITES["philadelphia"], philadelphia)
    assert boston
    assert near
    assert boston.measured == "272 miles from Philadelphia, PA"
    assert near.measured == ""
