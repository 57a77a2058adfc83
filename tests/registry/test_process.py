"""The registry as a process of its own, and its control endpoints."""

import http.client
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.registry.conftest import Client

REPOSITORY = Path(__file__).parents[2]


@contextmanager
def process(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The running process and its port; killed if the test did not stop it."""
    command = [sys.executable, "-m", "tests.registry", *arguments]
    with subprocess.Popen(
        command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        try:
            assert running.stdout is not None
            said = re.fullmatch(
                r"Registry with \d+ studies at http://127\.0\.0\.1:(\d+)/api/v2\n", running.stdout.readline()
            )
            assert said
            yield running, int(said[1])
        finally:
            running.kill()


def ask(port: int, method: str, path: str, body: bytes | None = None) -> Any:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request(method, path, body)
        return orjson.loads(connection.getresponse().read())


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_a_file_until_it_is_told_to_stop(generated: list[Any], tmp_path: Path, sign: signal.Signals) -> None:
    studies = tmp_path / "studies.json"
    studies.write_bytes(orjson.dumps(generated[:20]))
    with process("--studies", str(studies), "--cache", str(tmp_path), "--advance", "1") as (running, port):
        assert ask(port, "GET", "/api/v2/version")["dataTimestamp"].startswith("2026-11-19")
        assert ask(port, "GET", "/api/v2/studies?countTotal=true")["totalCount"] == 20
        running.send_signal(sign)
        assert running.wait(10) == 0
        assert running.stderr is not None
        assert running.stderr.read() == ""


def test_it_generates_once_and_keeps_the_studies(tmp_path: Path) -> None:
    arguments = ("--generate", "30", "--seed", "4", "--cache", str(tmp_path))
    with process(*arguments) as (_, port):
        ids = ask(port, "GET", "/emulator/ids")
    kept = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    with process(*arguments) as (_, port):
        assert ask(port, "GET", "/emulator/ids") == ids
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == kept
    assert len(ids) == 30


def control(client: Client, method: str, path: str, body: Any = None) -> Any:
    got = client.send(method, f"/emulator/{path}", body=b"" if body is None else orjson.dumps(body))
    assert got.status == 200, got.text
    return got.json


def test_days_pass_and_records_are_told_over_http(client: Client) -> None:
    summary = control(client, "POST", "advance?days=2&scale=100")
    assert (summary["since"], summary["until"], summary["loads"]) == ("2026-11-18", "2026-11-20", 2)
    some = summary["updated"][0]
    assert control(client, "GET", f"truth/{some}") == client.registry.truth(some)
    assert client.send("GET", "/emulator/truth/NCT99999999").status == 404


def test_faults_are_armed_and_cleared_over_http(client: Client) -> None:
    control(client, "POST", "faults", {"kind": "429", "times": 2, "retry_after": 1})
    assert client.get("/version").status == 429
    assert [fault["times"] for fault in control(client, "GET", "faults")] == [1]
    control(client, "DELETE", "faults")
    assert client.get("/version").status == 200
    assert client.send("POST", "/emulator/faults", body=b'{"kind": "earthquake"}').status == 400


def test_studies_are_changed_over_http(client: Client) -> None:
    first, second, third = control(client, "GET", "ids")[:3]
    control(client, "DELETE", f"studies/{first}")
    control(client, "POST", f"merge?old={second}&into={third}")
    assert control(client, "POST", f"spoil?kind=markup&nctId={third}") == {"nctId": third}
    control(client, "PUT", "studies", {"protocolSection": {"identificationModule": {"nctId": first}}})
    ids = control(client, "GET", "ids")
    assert first in ids
    assert second not in ids
    assert "<script>" in client.get(f"/studies/{third}").json["protocolSection"]["identificationModule"]["briefTitle"]


def test_the_log_of_requests_is_told_over_http(client: Client) -> None:
    client.get("/version")
    assert [request["path"] for request in control(client, "GET", "requests")] == ["/version"]
    control(client, "DELETE", "requests")
    assert control(client, "GET", "requests") == []


def test_unknown_actions_are_refused(client: Client) -> None:
    assert client.send("POST", "/emulator/explode").status == 404
    assert client.send("DELETE", "/emulator/studies/NCT99999999").status == 400
