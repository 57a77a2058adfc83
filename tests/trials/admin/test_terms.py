"""Curators' synonyms: what one would do is shown before it is saved, and what was shown comes true."""

import pytest

from tests.studies import stored, study
from trials.models import Term
from trials.search.criteria import SearchCriteria
from trials.search.index.current import follower
from trials.search.matching import matching
from trials.search.synonyms import effects, row

pytestmark = pytest.mark.django_db

ADD = "/admin/trials/term/add/"
ASTHMA = "D001249"
FIELDS = {"words": "Wheezy lungs", "descriptor": ASTHMA, "language": "en", "rank": "0"}


@pytest.fixture
def trials():
    return stored(
        study(1, conditions=("Asthma",)),
        study(2, conditions=("Wheezy Lungs",)),
        study(
            3,
            conditions=("Cough",),
            identificationModule={"nctId": "NCT00000003", "briefTitle": "Wheezy lungs, at last"},
        ),
        study(4, conditions=("Cough",)),
    )


def found(words: str) -> set[int]:
    return {hit.number for hit in matching(SearchCriteria(condition=words, status="any"))}


def test_what_a_term_would_do_is_shown_and_nothing_is_saved(curator, trials) -> None:
    page = curator.post(ADD, FIELDS).content.decode()
    assert "A search for “Wheezy lungs”" in page
    assert "finds 2 trials now, and would find <strong>3</strong>" in page
    assert "A search for “Asthma”" in page
    assert "finds 1 trial now, and would find <strong>3</strong>" in page
    assert "NCT00000002" in page
    assert not Term.objects.filter(source=Term.Source.CURATOR).exists()


def test_what_was_agreed_to_comes_true(curator, trials) -> None:
    shown = {one.words: one.after for one in effects(follower.index(), row("Wheezy lungs", ASTHMA, "en", 0))}
    assert curator.post(ADD, {**FIELDS, "_agreed": "Save the term"}).status_code == 302
    assert Term.objects.get(source=Term.Source.CURATOR).key == "wheezy lungs"
    assert found("wheezy lungs") == shown["Wheezy lungs"] == {1, 2, 3}
    assert found("asthma") == shown["Asthma"] == {1, 2, 3}


def test_another_meaning_takes_trials_away(curator, trials) -> None:
    term = Term.objects.create(words="Wheezy lungs", descriptor_id=ASTHMA)
    page = curator.post(f"/admin/trials/term/{term.pk}/change/", {**FIELDS, "words": "Wheezy attic"}).content.decode()
    assert "2 would be taken away" in page
    assert Term.objects.get(pk=term.pk).words == "Wheezy lungs"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"words": "  ?! "}, "Give at least one letter or digit."),
        ({"words": "asthmas"}, "means Asthma already."),
        ({"descriptor": "D0"}, "Select a valid choice."),
    ],
)
def test_a_term_that_cannot_be_is_refused_and_nothing_typed_is_lost(curator, fields, said) -> None:
    page = curator.post(ADD, {**FIELDS, **fields}).content.decode()
    assert said in page
    assert 'name="words" value="' in page


def test_mesh_itself_cannot_be_changed(curator) -> None:
    mesh = Term.objects.filter(source=Term.Source.NAME).first()
    curator.post(f"/admin/trials/term/{mesh.pk}/change/", {**FIELDS, "_agreed": "1"})
    assert curator.post(f"/admin/trials/term/{mesh.pk}/delete/", {"post": "yes"}).status_code == 403
    mesh.refresh_from_db()
    assert mesh.source == Term.Source.NAME
    assert mesh.words != "Wheezy lungs"


def test_who_has_no_role_sees_none_of_it(newcomer) -> None:
    assert newcomer.get(ADD).status_code == 403
    assert newcomer.post(ADD, FIELDS).status_code == 403
