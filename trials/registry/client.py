"""HTTP to ClinicalTrials.gov's API v2: paging, pacing, retries, a large file. Callers see these errors alone."""

import email.utils
import logging
import random
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import requests

log = logging.getLogger(__name__)

PAGE_SIZE = 1000  # the most that the registry gives
TRIES = 7
LONGEST_WAIT = 60.0  # seconds between two tries, unless the registry asks for more
LONGEST_RETRY_AFTER = 600.0  # seconds; asked for more, we give up and come back with the next run
TIMEOUT = (10.0, 120.0)  # seconds to connect, and between two pieces of an answer
EMPTY_PAGES = 3  # in a row, each with a token, before paging is taken to be broken
FILE_TRIES = 2  # for a file of gigabytes
LONGEST_DOWNLOAD = 1800.0  # seconds for such a file, all tries together; whoever has to wait longer has other ways
LEAST_FREE = 5 * 1024**3  # bytes of the disk that a file leaves free: the database may grow on the same one
PIECE = 1024 * 1024
Answer = TypeVar("Answer")
PASSING = {429, 500, 502, 503, 504}


class RegistryError(Exception):
    """The registry did not give what was asked for. The text is for an administrator."""


class Unavailable(RegistryError):
    """It does not answer, or answers with passing trouble, however often it is asked.

    `wait` is for how many seconds it wants to be left alone.
    """

    def __init__(self, text: str, wait: float = 0.0) -> None:
        super().__init__(text)
        self.wait = wait


class Forbidden(RegistryError):
    """It refuses us (403): our address or User-Agent is blocked. It never means that a study is gone."""


class Refused(RegistryError):
    """It refuses the request itself (400, 404): a mistake of ours, or a change of theirs."""


class Missing(Refused):
    """There is no such study: a 404 in the registry's own words, and not a page of somebody on the way there."""


class NotJson(RegistryError):
    """An answer that is not the JSON it should be; asked again, it may be."""


class Unusable(RegistryError):
    """A file that is not what it should be, comes too slowly, or finds no room. Asked again, it would be no better."""


class Version(msgspec.Struct, frozen=True, rename="camel"):
    """What the registry says of its data."""

    api_version: str = ""
    data_timestamp: str = ""  # "2026-09-11T09:00:04", moves Monday to Friday


class Size(msgspec.Struct, frozen=True, rename="camel"):
    """What the registry says of its size."""

    total_studies: int = 0


class Page(msgspec.Struct, frozen=True, rename="camel"):
    """One page of /studies, each study as it stands."""

    studies: list[msgspec.Raw] = msgspec.field(default_factory=list)
    total_count: int | None = None  # on the first page alone
    next_page_token: str = ""


@dataclass
class RegistryClient:
    """Asks one question at a time, at most one every `pause` seconds.

    Args:
        url: of the API, for example "https://clinicaltrials.gov/api/v2".
        user_agent: who we are, honestly: the registry's edge judges it together with the HTTP library.
        pause: seconds from the start of one request to the start of the next.
        tries: how often a request is made before passing trouble is given up.
        bulk_folder: where the registry's one large file may lie while a first load reads it; None: never ask for it.
    """

    url: str
    user_agent: str
    pause: float = 1.0
    tries: int = TRIES
    timeout: tuple[float, float] = TIMEOUT
    backoff: float = 1.0  # seconds before the second try; doubles from then on
    bulk_folder: Path | None = None
    retries: int = 0
    bytes_read: int = 0
    session: requests.Session = field(default_factory=requests.Session)
    last_request: float = 0.0

    def __post_init__(self) -> None:
        self.session.headers.update({"User-Agent": self.user_agent, "Accept": "application/json"})

    def version(self) -> Version:
        """The stamp of the registry's data.

        Raises:
            NotJson: it gives none; what is stored could not be told from what is new.
        """
        version = self.get("/version", {}, Version)
        if not version.data_timestamp:
            raise NotJson("The registry does not say of when its data are.")
        return version

    def size(self) -> int:
        """How many studies the registry has."""
        return self.get("/stats/size", {}, Size).total_studies

    def study(self, nct_id: str) -> bytes:
        """The record of one study. A number that was merged into another leads to that one's record.

        Raises:
            Missing: the registry does not know the number.
        """
        return bytes(self.get(f"/studies/{nct_id}", {}, msgspec.Raw))

    def count(self, params: Mapping[str, str]) -> int:
        """How many studies a search finds.

        Raises:
            NotJson: it does not say.
        """
        page = self.get("/studies", {**params, "countTotal": "true", "pageSize": "1", "fields": "NCTId"}, Page)
        if page.total_count is None:
            raise NotJson("The registry does not say how many studies there are.")
        return page.total_count

    def pages(self, params: Mapping[str, str]) -> Iterator[Page]:
        """Every page of a search. A token belongs to the very parameters that it came with: the registry does not
        check that, so it never leaves this method."""
        asked = {**params, "pageSize": str(PAGE_SIZE)}
        page = self.get("/studies", {**asked, "countTotal": "true"}, Page)
        empty = 0
        while True:
            yield page
            empty = 0 if page.studies else empty + 1
            if not page.next_page_token:
                return
            if empty >= EMPTY_PAGES:
                raise NotJson(f"{EMPTY_PAGES} pages in a row were empty and still named a next one.")
            page = self.get("/studies", {**asked, "pageToken": page.next_page_token}, Page)

    def get(self, path: str, params: Mapping[str, str], kind: type[Answer]) -> Answer:
        """One answer, asked for again while the trouble is of the passing kind.

        Raises:
            Unavailable, Forbidden, Refused, NotJson: see there.
        """
        return self.persistently(lambda: answer(self.ask(path, params), kind), self.tries)

    def download(self, path: str, params: Mapping[str, str], to: Path, alive: Callable[[], None]) -> None:
        """Write one large answer to a file, piece by piece; `alive` is called with each. After trouble of the passing
        kind it is asked for once more, from its beginning.

        Raises:
            Unavailable, Forbidden, Refused, Unusable: there is no such file, or only a part of it.
        """
        until = time.monotonic() + LONGEST_DOWNLOAD
        try:
            self.persistently(lambda: self.fetch(path, params, to, until, alive), FILE_TRIES)
        except OSError as error:
            raise Unusable(f"The registry's file cannot be kept in {to.parent}: {error.strerror}.") from None

    def persistently(self, request: Callable[[], Answer], tries: int) -> Answer:
        """What a request gives, made again while the trouble is of the passing kind."""
        for attempt in range(1, tries + 1):
            wait = min(self.backoff * 2 ** (attempt - 1), LONGEST_WAIT) * random.uniform(0.5, 1.5)
            try:
                return request()
            except requests.RequestException as error:
                trouble: RegistryError = Unavailable(f"The registry cannot be reached: {type(error).__name__}.")
            except Unavailable as error:
                trouble, wait = error, max(wait, error.wait)
            except NotJson as error:
                trouble = error
            if attempt == tries or wait > LONGEST_RETRY_AFTER:
                raise trouble
            log.info("%s Trying again in %.0f s.", trouble, wait)
            self.retries += 1
            time.sleep(wait)
        raise AssertionError("unreachable: the last attempt returns or raises")

    def fetch(self, path: str, params: Mapping[str, str], to: Path, until: float, alive: Callable[[], None]) -> None:
        """One try at a large file, given up when `until` has come or the disk gets full."""
        with self.request(path, params, stream=True, headers={"Accept": "*/*"}) as response, to.open("wb") as file:
            approve(response)
            if "zip" not in response.headers.get("Content-Type", ""):
                raise Unusable("The registry answered with something other than its file.")
            for piece in response.iter_content(PIECE):
                alive()
                if time.monotonic() > until:
                    raise Unusable(f"The registry's file did not come within {LONGEST_DOWNLOAD / 60:.0f} minutes.")
                if shutil.disk_usage(to.parent).free < LEAST_FREE + len(piece):
                    raise Unusable(f"There is no room for the registry's file in {to.parent}.")
                self.bytes_read += len(piece)
                file.write(piece)

    def ask(self, path: str, params: Mapping[str, str]) -> requests.Response:
        """One request and its whole answer."""
        response = self.request(path, params)
        self.bytes_read += len(response.content)
        return response

    def request(self, path: str, params: Mapping[str, str], **how: Any) -> requests.Response:
        """One request, no sooner than `pause` after the last.

        Raises:
            Unavailable: the answer is one of those that pass.
        """
        time.sleep(max(0.0, self.last_request + self.pause - time.monotonic()))
        self.last_request = time.monotonic()
        response = self.session.get(self.url + path, params=params, timeout=self.timeout, **how)
        if response.status_code in PASSING:
            response.close()
            raise Unavailable(f"The registry answered {response.status_code} to {path}.", retry_after(response))
        return response


def answer(response: requests.Response, kind: type[Answer]) -> Answer:
    """The value in a response.

    Raises:
        Forbidden, Refused, NotJson: there is none.
    """
    approve(response)
    if "json" not in response.headers.get("Content-Type", ""):
        raise NotJson("The registry answered with something other than JSON.")
    try:
        return msgspec.json.decode(response.content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotJson(f"The registry's answer is cut short or malformed: {error}") from None


def approve(response: requests.Response) -> None:
    """Pass a response that says that all is well.

    Raises:
        Forbidden, Refused: it says something else.
    """
    if response.status_code == 403:
        raise Forbidden("The registry refuses us (403). Check REGISTRY_USER_AGENT and the address we come from.")
    if response.status_code == 404 and response.headers.get("Content-Type", "").startswith("text/plain"):
        raise Missing(f"The registry does not know it (404): {response.text[:300]}")
    if response.status_code != 200:
        raise Refused(f"The registry refused the request ({response.status_code}): {response.text[:300]}")


def retry_after(response: requests.Response) -> float:
    """Seconds that the registry asks us to wait; 0 where it does not say. Given in seconds or as a date."""
    given = response.headers.get("Retry-After", "").strip()
    if given.isdecimal():
        return float(given)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(given).timestamp() - time.time())
    except (TypeError, ValueError):
        return 0.0
