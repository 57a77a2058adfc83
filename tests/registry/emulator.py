"""The emulated registry: a server over a corpus, with its clock, its faults and a log of what was asked."""

import threading
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl

from tests.registry import answers, clock, control, oddities
from tests.registry.answers import Answer
from tests.registry.bulk import Bulk
from tests.registry.clock import Clock, DaySummary
from tests.registry.corpus import Corpus
from tests.registry.endpoints import Endpoints, Mood
from tests.registry.errors import RegistryError
from tests.registry.faults import Fault, Faults
from tests.registry.plan import TODAY
from tests.registry.server import RegistryServer

ROOT = "/api/v2"
Study = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came: `path` below /api/v2, header names in lower case, `at` in monotonic seconds."""

    method: str
    path: str
    params: dict[str, str]
    headers: dict[str, str]
    status: int
    at: float


class Emulator:
    """A running registry on 127.0.0.1.

        with Emulator(studies=[...]) as registry:
            client = Client(registry.url)
            registry.faults.arm("429", times=2, retry_after=1)
            summary = registry.advance(days=1)

    `studies` are dicts or JSON bytes; or give a `corpus` of a file. `today` is the day of the last data load,
    which all
    served records carry as their `versionHolder`.
    """

    def __init__(
        self,
        studies: Iterable[Study | bytes] = (),
        *,
        corpus: Corpus | None = None,
        today: date = TODAY,
        seed: int = 0,
        strict_tokens: bool = False,
        port: int = 0,
    ) -> None:
        self.corpus = corpus if corpus is not None else Corpus.of(studies, today)
        self.faults = Faults()
        self.requests: deque[Request] = deque(maxlen=10_000)
        self._seed = seed
        self._clock = Clock(self.corpus, seed)
        self._endpoints = Endpoints(self.corpus, strict_tokens=strict_tokens)
        self._server = RegistryServer(port, self._answer)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}{ROOT}"

    @property
    def today(self) -> date:
        """The emulated calendar day; the last data load may be some days older."""
        return self._clock.today

    def start(self) -> Self:
        self._thread.start()
        return self

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self.corpus.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def advance(self, days: int = 1, scale: float = 1.0) -> DaySummary:
        """Let calendar days pass; see `Clock.advance`."""
        with self.corpus.lock:
            return self._clock.advance(days, scale)

    def reload(self, scale: float = 1.0) -> DaySummary:
        """Let the next working day's data load happen now."""
        with self.corpus.lock:
            return self._clock.advance({4: 3, 5: 2}.get(self._clock.today.weekday(), 1), scale)

    def ids(self) -> list[str]:
        """Ids of all public studies, sorted."""
        with self.corpus.lock:
            numbers = sorted(self.corpus.table["number"][self.corpus.alive_rows()].tolist())
        return [f"NCT{number:08d}" for number in numbers]

    def truth(self, nct_id: str) -> Study | None:
        """The record as the registry holds it now, or `None`; an alias has no record of its own."""
        with self.corpus.lock:
            row = self.corpus.row(int(nct_id[3:]))
            return None if row is None else self.corpus.study(row)

    def put(self, study: Study | bytes) -> None:
        """Add or replace a study, without waiting for a data load."""
        with self.corpus.lock:
            self.corpus.put(study)

    def remove(self, nct_id: str) -> None:
        """Let a study vanish; raises `KeyError` for one that is not there."""
        with self.corpus.lock:
            self.corpus.remove(self._row(nct_id))

    def merge(self, old: str, into: str) -> None:
        """Let `old` become an alias of `into`."""
        with self.corpus.lock:
            clock.merge(self.corpus, self._row(old), self._row(into))

    def spoil(self, kind: str, nct_id: str | None = None) -> str:
        """Make one record odd in a way of `oddities.KINDS`; return its id. Without one, the first that can be."""
        with self.corpus.lock:
            return oddities.spoil(self.corpus, kind, nct_id)

    def _row(self, nct_id: str) -> int:
        row = self.corpus.row(int(nct_id[3:]))
        if row is None:
            raise KeyError(nct_id)
        return row

    def _answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
        path, _, query = target.partition("?")
        if path.startswith(control.ROOT):
            return control.answer(self, method, path, dict(parse_qsl(query)), body)
        pairs = parse_qsl(query, keep_blank_values=True)
        below = path.removeprefix(ROOT)
        answer = self._registry_answer(method, path, below, pairs, headers)
        self.requests.append(Request(method, below, dict(pairs), headers, answer.status, time.monotonic()))
        return answer

    def _registry_answer(
        self, method: str, path: str, below: str, pairs: list[tuple[str, str]], headers: dict[str, str]
    ) -> Answer:
        if method == "OPTIONS":
            return Answer(403, answers.HTML, answers.FORBIDDEN_PAGE.encode())
        if method not in ("GET", "HEAD"):
            return Answer(405, "text/plain", b"", {"Allow": "GET, HEAD"})
        if not path.startswith(ROOT + "/"):
            return answers.proxy_page(404, "Not Found")
        hit = self.faults.take(below, dict(pairs))
        if "slow" in hit:
            time.sleep(float(hit["slow"].options.get("seconds", 1)))
        if "reload" in hit:
            self.reload(float(hit["reload"].options.get("scale", 1)))
        answer = _instead(hit) or self._from_data(below, pairs, headers, hit)
        return _damaged(answer, hit)

    def _from_data(
        self, path: str, pairs: list[tuple[str, str]], headers: dict[str, str], hit: dict[str, Fault]
    ) -> Answer:
        keep = int(hit["fewer"].options.get("keep", 0)) if "fewer" in hit else None
        try:
            with self.corpus.lock:
                answer = self._endpoints.answer(path, pairs, Mood(keep, "empty-page" in hit))
                etag = self._endpoints.etag
        except RegistryError as error:
            return answers.text(error.status, error.text)
        if answer.status != 200:
            return answer
        if etag in headers.get("if-none-match", ""):
            return Answer(304, "", b"", {"ETag": etag})
        return replace(answer, headers={**answer.headers, "ETag": etag})


def _instead(hit: dict[str, Fault]) -> Answer | None:
    """The answer that comes instead of the real one."""
    if "429" in hit:
        return _waiting(answers.proxy_page(429, "Too Many Requests"), hit["429"])
    if "403" in hit:
        return Answer(403, answers.HTML, answers.FORBIDDEN_PAGE.encode())
    if "404" in hit:
        return answers.proxy_page(404, "Not Found")
    if "502" in hit:
        return answers.proxy_page(502, "Bad Gateway")
    if "503" in hit:
        return _waiting(answers.proxy_page(503, "Service Temporarily Unavailable"), hit["503"])
    if "html" in hit:
        return Answer(200, answers.HTML, answers.CHALLENGE_PAGE.encode())
    if "token" in hit:
        return answers.text(400, "Parameter `pageToken` has incorrect format")
    return None


def _waiting(answer: Answer, fault: Fault) -> Answer:
    wait = fault.options.get("retry_after")
    return (
        answer if wait is None else Answer(answer.status, answer.content_type, answer.body, {"Retry-After": str(wait)})
    )


def _damaged(answer: Answer, hit: dict[str, Fault]) -> Answer:
    if isinstance(answer.pieces, Bulk):
        return _damaged_bulk(answer, answer.pieces, hit)
    if "truncated" in hit:
        at = int(len(answer.body) * float(hit["truncated"].options.get("at", 0.5)))
        return Answer(answer.status, answer.content_type, answer.body[:at], answer.headers)
    if "cut" in hit:
        at = int(len(answer.body) * float(hit["cut"].options.get("at", 0.5)))
        return Answer(answer.status, answer.content_type, answer.body, answer.headers, sent=at)
    return answer


def _damaged_bulk(answer: Answer, bulk: Bulk, hit: dict[str, Fault]) -> Answer:
    """Its pieces up to the share of the studies at which the fault lies."""
    fault = hit.get("truncated") or hit.get("cut")
    if fault is None:
        return answer
    pieces = islice(bulk, int(len(bulk) * float(fault.options.get("at", 0.5))))
    return replace(answer, pieces=pieces, sent=0 if fault.kind == "cut" else None)


def open_emulator(path: Path, cache: Path, *, today: date = TODAY, **options: Any) -> Emulator:
    """An emulator over a file of studies."""
    return Emulator(corpus=Corpus.open(path, today, cache), **options)
