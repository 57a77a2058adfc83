"""A generated registry of a few hundred studies for the emulator's own tests."""

import gzip
import http.client
import os
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import orjson
import pytest

from tests.registry import Emulator, generate

SHARED = Path(__file__).parents[2].parent / "shared" / "registry"
COUNT = 250


@dataclass(frozen=True)
class Got:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)


class Client:
    """One kept-alive connection that follows nothing and unpacks nothing by itself."""

    def __init__(self, registry: Emulator) -> None:
        parts = urlsplit(registry.url)
        self.registry = registry
        self._root = parts.path
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)

    def get(self, path: str, headers: dict[str, str] | None = None, /, **params: Any) -> Got:
        """`params` name their prefix with a double underscore: filter__ids is filter.ids."""
        query = urlencode({name.replace("__", "."): value for name, value in params.items()})
        return self.send("GET", f"{self._root}{path}{'?' if query else ''}{query}", headers)

    def send(self, method: str, target: str, headers: dict[str, str] | None = None, body: bytes = b"") -> Got:
        self._connection.request(method, target, body=body or None, headers=headers or {})
        answer = self._connection.getresponse()
        return Got(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())

    def studies(self, **params: Any) -> list[dict[str, Any]]:
        """All pages of a search."""
        found: list[dict[str, Any]] = []
        token: dict[str, str] = {}
        while True:
            page = self.get("/studies", **{"pageSize": 100, **params, **token})
            assert page.status == 200, page.text
            found += page.json["studies"]
            if "nextPageToken" not in page.json:
                return found
            token = {"pageToken": page.json["nextPageToken"]}

    def ids(self, **params: Any) -> list[str]:
        return [nct_id(study) for study in self.studies(fields="NCTId", **params)]

    def close(self) -> None:
        self._connection.close()


@contextmanager
def running(studies: Iterable[dict[str, Any]], **options: Any) -> Iterator[Client]:
    """A registry over these studies, and a client of it."""
    with Emulator(studies, **options) as registry, closing(Client(registry)) as client:
        yield client


def nct_id(study: dict[str, Any]) -> str:
    return study["protocolSection"]["identificationModule"]["nctId"]


def shared_file(name: str) -> Path:
    """A file of real registry data beside the repository; the test is skipped without it, but not in CI."""
    path = SHARED / name
    if not path.exists():
        assert os.environ.get("CI") != "true", f"{path} is missing"
        pytest.skip(f"{name} is not there")
    return path


def real_studies(count: int) -> list[dict[str, Any]]:
    with gzip.open(shared_file("studies.jsonl.gz")) as lines:
        return [orjson.loads(line) for line, _ in zip(lines, range(count), strict=False)]


@pytest.fixture(scope="session")
def generated() -> list[dict[str, Any]]:
    return [orjson.loads(study) for study in generate(COUNT, seed=7)]


@pytest.fixture(scope="session")
def served(generated: list[dict[str, Any]]) -> Iterator[Client]:
    """A registry that no test changes."""
    with running(generated) as client:
        yield client


@pytest.fixture
def client(generated: list[dict[str, Any]]) -> Iterator[Client]:
    """A registry of fifty studies to change and to break."""
    with running(generated[:50]) as client:
        yield client
