"""The search against a brute-force reading of the real records, trial for trial."""

import random

import pytest

from tests.studies import real_lines, real_studies
from tests.trials.search.brute_force import AREAS, POINTS, Question, fits, nearest, point
from trials.registry.parse import nct_id
from trials.registry.store import prepare, store, update_statistics
from trials.search.criteria import Age, SearchCriteria
from trials.search.matching import matching

pytestmark = pytest.mark.django_db

QUESTIONS = 500
WORDS = (
    "leukemia", "asthma", "breast cancer", "acute myeloid leukemia", "cancer of the breast", "crohn's disease",
    "neoplasms", "tumors", "diabetic", "melanoma", "allergies", "kidney", "heart diseases", "Sjögren", "COVID-19",
    "urinary bladder", "prostate", "lung neoplasm", "infections", "pain", "multiple sclerosis", "nothing like this",
    "ALL", "type two diabetes", "stage 4 breast cancer", "car t", "quality of life", "presión alta",
)  # fmt: skip
ZIPS = ("19104", "10001", "02139", "60611", "77030", "90024", "59718", "33136", "98109", "99801", "00601")
PLACES = (*ZIPS, *POINTS, *AREAS)


@pytest.fixture(scope="module")
def registry(django_db_setup, django_db_blocker):
    """The real records in the database, for this module alone."""
    from django.db import transaction
    from django.utils import timezone

    lines = real_lines()
    with django_db_blocker.unblock(), transaction.atomic():
        store([prepare(line) for line in lines], now=timezone.now())
        update_statistics()
        yield list(real_studies())
        transaction.set_rollback(True)


def asked(seed: int) -> Question:
    """A question drawn from a fixed seed: each part is there about half of the time."""
    draw = random.Random(seed)

    def maybe(value: object, otherwise: object, share: float = 0.5) -> object:
        return value if draw.random() < share else otherwise

    unit = draw.choice(["year"] * 6 + ["month", "month", "week", "day"])
    return Question(
        condition=maybe(draw.choice(WORDS), "", 0.6),
        age=maybe((draw.randrange(0, 95), unit), None),
        places=maybe(tuple(draw.sample(PLACES, draw.choice([1, 1, 2]))), ()),
        radius=draw.choice([10, 25, 50, 100, 200, None]),
        status=draw.choice(["open", "open", "open", "soon", "any"]),
        sex=maybe(draw.choice(["FEMALE", "MALE"]), "", 0.3),
        phase=maybe(draw.choice(["PHASE1", "PHASE2", "PHASE3", "EARLY_PHASE1"]), "", 0.2),
        healthy=maybe(draw.choice([True, False]), None, 0.2),
        country=maybe(draw.choice(["United States", "France", "China"]), "", 0.2),
    )


def criteria(question: Question) -> SearchCriteria:
    """The same question as the search takes it."""
    age = Age(question.age[0], question.age[1] + "s") if question.age else None
    phase = (question.phase,) if question.phase else ()
    rest = {name: getattr(question, name) for name in ("condition", "places", "radius", "sex", "healthy", "country")}
    return SearchCriteria(age=age, phase=phase, status=question.status, **rest)


def comparable(question: Question) -> bool:
    """With any status and a radius, closed sites of closed studies count too; the brute force reads open ones."""
    return not (question.status == "any" and (question.country or question.places))


@pytest.mark.parametrize("block", range(5))
def test_the_search_finds_exactly_what_a_brute_force_reading_finds(registry, block) -> None:
    questions = [one for one in map(asked, range(block, QUESTIONS * 2, 5)) if comparable(one)][: QUESTIONS // 5]
    found_any = 0
    for question in questions:
        expected = {one["protocolSection"]["identificationModule"]["nctId"] for one in registry if fits(one, question)}
        found = {nct_id(hit.number) for hit in matching(criteria(question))}
        assert found == expected, question
        found_any += bool(expected)
    assert found_any > len(questions) / 4, "questions that all find nothing prove nothing"


def test_the_distance_goes_to_the_nearest_open_site(registry) -> None:
    search = SearchCriteria(places=("19104",), radius=200)
    by_id = {one["protocolSection"]["identificationModule"]["nctId"]: one["protocolSection"] for one in registry}
    found = list(matching(search))
    assert len(found) > 20
    for hit in found:
        assert hit.miles == pytest.approx(nearest(by_id[nct_id(hit.number)], point("19104")), abs=0.01)


def test_of_two_places_the_nearer_one_gives_the_distance(registry) -> None:
    by_id = {one["protocolSection"]["identificationModule"]["nctId"]: one["protocolSection"] for one in registry}
    alone = [{hit.number for hit in matching(SearchCriteria(places=(one,)))} for one in ("19104", "Houston, TX")]
    both = list(matching(SearchCriteria(places=("19104", "Houston, TX"))))
    assert {hit.number for hit in both} == alone[0] | alone[1]
    assert all(one - other for one, other in (alone, alone[::-1])), "one place alone would do, and prove nothing"
    for hit in both:
        expected = nearest(by_id[nct_id(hit.number)], point("19104"), point("Houston, TX"))
        assert hit.miles == pytest.approx(expected, abs=0.01)


def test_nearest_first_is_nearest_first(registry) -> None:
    search = SearchCriteria(places=("19104",), radius=None, sort="distance")
    distances = [hit.miles for hit in matching(search)]
    known = [miles for miles in distances if miles is not None]
    assert known == sorted(known)
    assert distances[: len(known)] == known, "unknown distances come last"


def test_pages_never_overlap_and_leave_nothing_out(registry) -> None:
    matches = matching(SearchCriteria(condition="neoplasms", status="any"))
    paged = [hit.number for start in range(0, matches.total, 20) for hit in matches.page(start, start + 20)]
    assert len(paged) == len(set(paged)) == matches.total > 100
