"""The numbers of open trials beside the suggestions are those of a search, at every moment."""

import random

import pytest

from tests.studies import real_lines, stored, study
from trials.models import Curation, Trial
from trials.registry.store import prepare, store
from trials.search.criteria import SearchCriteria
from trials.search.index.current import follower
from trials.search.index.evaluate import Meaning, Question, evaluate
from trials.search.index.weights import OpenTrials
from trials.search.matching import matching
from trials.vocabulary import Availability

pytestmark = pytest.mark.django_db

SOME = 300  # headings


def searched(index, mesh_id: str) -> int:
    """How many open trials a search for the heading finds."""
    meaning = Meaning(mesh_id, index.vocabulary.below(mesh_id))
    asked = Question(meanings=(meaning,), availability=(Availability.OPEN,))
    return sum(len(evaluate(part, asked).fitting) for part in index.parts)


def test_every_number_is_that_of_a_search() -> None:
    from django.utils import timezone

    store([prepare(line) for line in real_lines()], now=timezone.now())
    index = follower.index()
    found = OpenTrials().by_descriptor(index)
    headings = random.Random(607).sample(sorted(index.vocabulary.headings), SOME) + sorted(found)[:SOME]
    assert {one: found.get(one, 0) for one in headings} == {one: searched(index, one) for one in headings}
    assert max(found.values()) > 100


def test_the_numbers_follow_what_is_written() -> None:
    trials = OpenTrials()

    def number() -> int:
        index = follower.index()
        asthma = index.vocabulary.meanings("asthma")[0].mesh_id
        above = index.vocabulary.meanings("respiratory tract diseases")[0].mesh_id
        found = trials.by_descriptor(index)
        assert found.get(above, 0) == searched(index, above)
        assert found.get(asthma, 0) == matching(SearchCriteria(condition="asthma")).total
        return found.get(asthma, 0)

    assert number() == 0
    hidden, *_ = stored(*(study(one) for one in range(1, 6)))
    assert number() == 5
    stored(study(6), study(1, status="COMPLETED"), study(2, conditions=("Cough",)))
    assert number() == 4
    Curation.objects.create(trial=hidden, hidden=True)
    Trial.objects.filter(pk=3).delete()
    assert number() == 3
    stored(study(1))
    assert number() == 3, "hidden trials count nowhere"


def test_the_same_index_is_counted_once() -> None:
    stored(study(1))
    trials, index = OpenTrials(), follower.index()
    assert trials.by_descriptor(index) is trials.by_descriptor(index)
