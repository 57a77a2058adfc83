"""What the client asks the registry, and how it paces itself."""

import time

import pytest

from tests.trials.registry.kit import AGENT, EVERYTHING, numbers
from trials.registry import client as client_module
from trials.registry.client import NotJson, RegistryClient


# ── What it asks ─────────────────────────────────────────────────────────────
def test_the_version_has_the_stamp_of_the_data(client) -> None:
    version = client.version()
    assert version.api_version == "2.0.5"
    assert version.data_timestamp.startswith("2026-11-18T09:00:0")


def test_all_pages_of_a_search_come_in_their_order(client) -> None:
    pages = list(client.pages(EVERYTHING))
    assert numbers(pages) == [["5", "4"], ["3", "2"], ["1"]]
    assert [page.total_count for page in pages] == [5, None, None]


def test_the_count_is_asked_for_on_the_first_page_alone_and_all_else_on_every_page(client, registry) -> None:
    list(client.pages({**EVERYTHING, "filter.overallStatus": "RECRUITING"}))
    asked = [request.params for request in registry.requests]
    assert [one.pop("countTotal", None) for one in asked] == ["true", None, None]
    tokens = [one.pop("pageToken", None) for one in asked]
    assert tokens[0] is None
    assert len({*tokens}) == 3
    assert asked == [{**EVERYTHING, "filter.overallStatus": "RECRUITING", "pageSize": "2"}] * 3


def test_two_searches_at_once_keep_their_tokens_apart(client) -> None:
    newest, oldest = client.pages(EVERYTHING), client.pages({"sort": "LastUpdatePostDate:asc"})
    mixed = [next(newest), next(oldest), next(newest), next(oldest), next(newest), next(oldest)]
    assert numbers(mixed) == [["5", "4"], ["1", "2"], ["3", "2"], ["3", "4"], ["1"], ["5"]]


def test_pages_are_as_large_as_the_registry_gives_them(registry) -> None:
    list(RegistryClient(registry.url, AGENT, pause=0).pages(EVERYTHING))
    assert [request.params["pageSize"] for request in registry.requests] == ["1000"]


def test_it_says_who_it_is_on_every_request_and_takes_packed_answers(client, registry) -> None:
    client.version()
    list(client.pages(EVERYTHING))
    for request in registry.requests:
        assert request.headers["user-agent"] == AGENT
        assert request.headers["accept"] == "application/json"
        assert "gzip" in request.headers["accept-encoding"]


def test_a_search_without_a_hit_is_one_empty_page(client) -> None:
    (page,) = client.pages({"filter.overallStatus": "WITHHELD"})
    assert (page.studies, page.total_count, page.next_page_token) == ([], 0, "")


def test_an_empty_page_with_a_token_is_not_the_end(client, registry) -> None:
    registry.faults.arm("empty-page", after=1)
    assert numbers(list(client.pages(EVERYTHING))) == [["5", "4"], [], ["3", "2"], ["1"]]


def test_empty_pages_without_end_are_given_up(client, registry) -> None:
    registry.faults.arm("empty-page", times=None)
    with pytest.raises(NotJson, match="empty"):
        list(client.pages(EVERYTHING))
    assert len(registry.requests) == client_module.EMPTY_PAGES


def test_bytes_are_counted(client) -> None:
    (first, *_) = client.pages(EVERYTHING)
    assert client.bytes_read > sum(len(one) for one in first.studies)


# ── Pacing ───────────────────────────────────────────────────────────────────
def test_requests_keep_their_distance(client) -> None:
    client.pause = 0.06
    before = time.monotonic()
    assert len(list(client.pages(EVERYTHING))) == 3
    assert time.monotonic() - before >= 2 * 0.06


def test_time_that_passes_between_two_requests_counts_as_the_pause(client, clock) -> None:
    client.pause = 2.0
    client.version()
    clock.slept.append(1.5)
    client.version()
    assert clock.slept == [1.5, 0.5]
