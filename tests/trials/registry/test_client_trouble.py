"""What the client does when the registry does not answer as it should."""

import email.utils
import socket

import pytest
import requests

from tests.trials.registry.kit import AGENT, EVERYTHING, numbers
from trials.registry import client as client_module
from trials.registry.client import (
    Forbidden,
    NotJson,
    Page,
    Refused,
    RegistryClient,
    RegistryError,
    Unavailable,
    Version,
)


# ── Passing trouble ──────────────────────────────────────────────────────────
@pytest.mark.parametrize("fault", ["429", "502", "503", "html", "truncated", "cut"])
def test_passing_trouble_is_asked_again(client, registry, fault) -> None:
    registry.faults.arm(fault, times=2)
    assert client.version().api_version == "2.0.5"
    assert (client.retries, len(registry.requests)) == (2, 3)


def test_trouble_on_a_later_page_repeats_that_page_alone(client, registry) -> None:
    registry.faults.arm("503", after=1)
    registry.faults.arm("truncated", after=2)
    assert numbers(list(client.pages(EVERYTHING))) == [["5", "4"], ["3", "2"], ["1"]]


@pytest.mark.parametrize(
    ("fault", "error"), [("429", Unavailable), ("503", Unavailable), ("html", NotJson), ("truncated", NotJson)]
)
def test_trouble_that_does_not_pass_is_given_up_after_so_many_tries(client, registry, fault, error) -> None:
    registry.faults.arm(fault, times=None)
    client.tries = 3
    with pytest.raises(error):
        client.version()
    assert len(registry.requests) == 3


def test_each_wait_is_about_twice_the_last_up_to_a_minute(client, registry, clock) -> None:
    registry.faults.arm("502", times=None)
    client.backoff, client.tries = 1.0, 10
    with pytest.raises(Unavailable):
        client.version()
    for wait, about in zip(clock.slept, [1, 2, 4, 8, 16, 32, 60, 60, 60], strict=True):
        assert 0.5 * about <= wait <= 1.5 * about


def test_waits_differ_so_that_many_clients_do_not_come_back_at_once(client, registry, clock) -> None:
    registry.faults.arm("502", times=None)
    client.tries = 20
    with pytest.raises(Unavailable):
        client.version()
    assert len(set(clock.slept)) == 19


def test_it_waits_as_long_as_the_registry_asks_in_seconds(client, registry, clock) -> None:
    registry.faults.arm("429", retry_after=123)
    client.version()
    assert clock.slept == [123.0]


def test_it_waits_until_the_date_that_the_registry_gives(client, registry, clock) -> None:
    registry.faults.arm("503", retry_after=email.utils.formatdate(clock.time() + 90, usegmt=True))
    client.version()
    assert clock.slept == [pytest.approx(90, abs=1)]


@pytest.mark.parametrize(
    "given", ["soon", "", "-5", "²", "Wed, 99 Foo 2026 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"]
)
def test_a_wait_that_is_no_wait_is_passed_over(client, registry, clock, given) -> None:
    registry.faults.arm("429", retry_after=given)
    client.version()
    assert sum(clock.slept) < 0.01


def test_asked_to_wait_for_hours_it_gives_up_at_once(client, registry, clock) -> None:
    registry.faults.arm("429", retry_after=7200)
    with pytest.raises(Unavailable):
        client.version()
    assert (clock.slept, len(registry.requests)) == ([], 1)


def test_a_registry_that_is_slow_is_asked_again(client, registry) -> None:
    registry.faults.arm("slow", seconds=2)
    client.timeout = (5, 0.5)
    assert client.version().api_version == "2.0.5"
    assert client.retries >= 1


def test_a_registry_that_nobody_reaches_is_unavailable() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    client = RegistryClient(f"http://127.0.0.1:{port}/api/v2", AGENT, pause=0, tries=2, backoff=0.001)
    with pytest.raises(Unavailable, match="cannot be reached"):
        client.version()
    assert client.retries == 1


# ── Trouble that stays ───────────────────────────────────────────────────────
def test_a_block_is_said_at_once_and_never_asked_again(client, registry) -> None:
    registry.faults.arm("403", times=None)
    with pytest.raises(Forbidden, match="REGISTRY_USER_AGENT"):
        client.version()
    assert (client.retries, len(registry.requests)) == (0, 1)


def test_a_refused_request_is_not_repeated_and_says_what_the_registry_said(client, registry) -> None:
    with pytest.raises(Refused, match=r"filter\.phase. is unknown parameter"):
        list(client.pages({"filter.phase": "PHASE2"}))
    assert (client.retries, len(registry.requests)) == (0, 1)


def test_a_refused_token_is_not_repeated(client, registry) -> None:
    registry.faults.arm("token", times=None)
    with pytest.raises(Refused, match="pageToken"):
        list(client.pages(EVERYTHING))
    assert len(registry.requests) == 2


def test_an_address_that_is_not_there_is_refused(client, registry) -> None:
    client.url += "/nothing"
    with pytest.raises(Refused, match="404"):
        client.version()
    assert len(registry.requests) == 1


@pytest.mark.parametrize("error", [Unavailable, Forbidden, Refused, NotJson])
def test_whatever_goes_wrong_is_one_kind_of_error(error) -> None:
    assert issubclass(error, RegistryError)


def response(body: bytes, kind: str = "application/json") -> requests.Response:
    given = requests.Response()
    given.status_code, given._content = 200, body
    given.headers["Content-Type"] = kind
    return given


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b'{"studies":{}}', b'{"totalCount":"3"}', b'{"studies":[', b"\xff"]
)
def test_json_of_another_form_is_not_taken_for_a_page(body) -> None:
    with pytest.raises(NotJson):
        client_module.answer(response(body), Page)


def test_a_version_without_a_stamp_is_none(client, monkeypatch) -> None:
    monkeypatch.setattr(
        client, "get", lambda path, params, kind: client_module.answer(response(b'{"apiVersion":"2.0.5"}'), kind)
    )
    with pytest.raises(NotJson):
        client.version()


def test_keys_that_the_registry_may_add_are_passed_over() -> None:
    body = b'{"apiVersion":"3.0","dataTimestamp":"2026-11-18T09:00:04","more":[1,{}]}'
    assert client_module.answer(response(body), Version) == Version("3.0", "2026-11-18T09:00:04")
