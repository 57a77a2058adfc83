"""/suggest/: what it offers, with exact numbers, and that nobody else may keep it."""

import logging

import pytest

from tests.studies import stored, study
from trials.search.index.current import NotReady, follower

pytestmark = pytest.mark.django_db


def suggested(client, typed: str) -> list[dict]:
    return client.get("/suggest/", {"q": typed}).json()["suggestions"]


def test_what_is_offered_finds_as_many_trials_as_it_says(client) -> None:
    stored(
        *(study(number, conditions=("Asthma",)) for number in (1, 2)),
        study(3, conditions=("Myocardial Infarction",)),
        study(4, conditions=("Breast Neoplasms",), status="COMPLETED"),
    )
    for typed in ("asth", "heart att", "breast c", "ms"):
        offered = suggested(client, typed)
        assert offered, typed
        for one in offered:
            page = client.get("/trials/", {"condition": one["words"]}).content.decode()
            assert f'data-total="{one["open"]}"' in page, one


def test_the_word_that_was_being_typed_is_offered_with_the_name_beside_it(client) -> None:
    first = suggested(client, "heart att")[0]
    assert (first["words"], first["also"]) == ("Heart attack", "Myocardial infarction")


def test_the_name_comes_before_shorter_words_for_the_same(client) -> None:
    stored(study(1, conditions=("Breast Neoplasms",)))
    first = suggested(client, "breast c")[0]
    assert first["words"].startswith("Breast cancer")  # not "Breast ca"
    assert (first["also"], first["open"]) == ("", 1)


def test_conditions_with_more_open_trials_come_first(client) -> None:
    stored(*(study(number, conditions=("Lung Cancer",)) for number in (1, 2, 3)))
    assert suggested(client, "lung")[0]["words"].casefold().startswith("lung")
    assert suggested(client, "lung")[0]["open"] == 3


@pytest.mark.parametrize("typed", ["", " ", "x" * 5000, "zzzz", "<script>", "\x00", "💊", "%", "a' OR 1=1 --"])
def test_anything_may_be_typed(client, typed) -> None:
    assert client.get("/suggest/", {"q": typed}).status_code == 200


def test_without_the_parameter_there_are_none(client) -> None:
    assert client.get("/suggest/").json() == {"suggestions": []}


def test_only_the_visitors_own_browser_may_keep_an_answer(client) -> None:
    response = client.get("/suggest/", {"q": "asthma"})
    assert response["Cache-Control"] == "private, max-age=300"
    assert not response.cookies


def test_what_is_typed_stands_in_no_log(client, caplog) -> None:
    with caplog.at_level(logging.DEBUG):
        suggested(client, "asthmatic")
    assert "asthmatic" not in caplog.text


def test_while_there_is_no_index_nothing_is_offered(client, monkeypatch) -> None:
    def not_ready() -> None:
        raise NotReady

    monkeypatch.setattr(follower, "index", not_ready)
    assert suggested(client, "asthma") == []


def test_an_answer_costs_no_query_but_those_that_follow_the_database(client, settings, django_assert_num_queries):
    settings.SEARCH_CATCH_UP = settings.VOCABULARY_CHECK_SECONDS = 60
    suggested(client, "asthma")
    with django_assert_num_queries(0):
        suggested(client, "leuk")
