"""Ids of places and conditions: asked for once, and never remembered from a transaction that failed."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.studies import BOSTON, site, study
from tests.trials.registry.kit import prepared
from trials.models import Condition, Place, Site, Trial
from trials.registry import ids as ids_module
from trials.registry.ids import Ids
from trials.registry.store import store

pytestmark = pytest.mark.django_db


def queries(ids: Ids, *studies: dict) -> int:
    """How many queries ask for names while these are stored."""
    with CaptureQueriesContext(connection) as made:
        store(prepared(*studies), now=timezone.now(), ids=ids)
    return sum("trials_place" in one["sql"] or "trials_condition " in one["sql"] for one in made.captured_queries)


def test_names_that_are_known_are_not_asked_for_again(django_capture_on_commit_callbacks) -> None:
    ids = Ids()
    with django_capture_on_commit_callbacks(execute=True):
        assert queries(ids, study(1, sites=(site(),))) > 0
    assert queries(ids, study(2, sites=(site(),))) == 0
    assert queries(ids, study(3, sites=(site(BOSTON),))) > 0


def test_names_that_others_stored_are_found() -> None:
    store(prepared(study(1, sites=(site(),))), now=timezone.now(), ids=Ids())
    store(prepared(study(2, sites=(site(),))), now=timezone.now(), ids=Ids())
    assert (Place.objects.count(), Condition.objects.count()) == (1, 1)


def test_a_condition_that_is_remembered_can_still_turn_out_to_be_a_mesh_term(
    django_capture_on_commit_callbacks,
) -> None:
    ids = Ids()
    with django_capture_on_commit_callbacks(execute=True):
        store(prepared(study(1, conditions=("asthma",))), now=timezone.now(), ids=ids)
    store(prepared(study(2, meshes=(("D001249", "Asthma"),))), now=timezone.now(), ids=ids)
    assert Condition.objects.values_list("name", "mesh_id").get() == ("Asthma", "D001249")


def test_what_is_remembered_is_bounded(monkeypatch, django_capture_on_commit_callbacks) -> None:
    monkeypatch.setattr(ids_module, "REMEMBERED", 2)
    ids = Ids()
    for number in range(1, 8):
        with django_capture_on_commit_callbacks(execute=True):
            one = study(number, conditions=(f"Condition {number}",), sites=(site({"city": f"City {number}"}),))
            store(prepared(one), now=timezone.now(), ids=ids)
        assert len(ids.places) <= 3
        assert len(ids.conditions) <= 3
    assert Place.objects.count() == Condition.objects.count() == 7


def test_ids_of_a_transaction_that_failed_are_forgotten() -> None:
    ids = Ids()
    one = prepared(study(1, conditions=("Rare",), sites=(site({"city": "Lost"}),)))
    with pytest.raises(OSError, match="the line broke"), transaction.atomic():
        store(one, now=timezone.now(), ids=ids)
        raise OSError("the line broke")
    assert not Place.objects.exists()
    store(one, now=timezone.now(), ids=ids)
    assert Site.objects.get().place.city == "Lost"
    assert Trial.objects.get().conditions.get().name == "Rare"
