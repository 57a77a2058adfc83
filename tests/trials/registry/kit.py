"""What the tests of the mirror share: its tables as values, and a second connection to its database."""

import contextlib
import datetime
import json
from collections.abc import Iterable, Iterator
from urllib.parse import quote

import psycopg
from django.db import connection

from tests.studies import study
from trials.models import Alias, Condition, Curation, Original, Place, Revision, Site, Trial, TrialCondition
from trials.registry.client import Page
from trials.registry.sources import Found
from trials.registry.store import Incoming, prepare

AGENT = "Trialfinder/0.1 (tests)"
TODAY = datetime.date(2026, 11, 18)
EVERYTHING = {"sort": "LastUpdatePostDate:desc"}
MIRROR = (Alias, Condition, Curation, Original, Place, Revision, Site, Trial, TrialCondition)


def tables() -> dict[str, list[tuple]]:
    """Every row of the mirror, and every column but "last seen", in a stable order."""
    return {model.__name__: rows(model) for model in MIRROR}


def rows(model: type) -> list[tuple]:
    columns = [field.attname for field in model._meta.concrete_fields if field.attname != "last_seen"]
    return sorted(
        (
            tuple(bytes(one) if isinstance(one, memoryview) else one for one in row)
            for row in model.objects.values_list(*columns)
        ),
        key=repr,
    )


def prepared(*studies: dict) -> list[Incoming]:
    """The studies as the store takes them."""
    return [prepare(json.dumps(one).encode()) for one in studies]


def found(*records: dict | bytes) -> Iterable[Found]:
    """The records as a file of lines gives them."""
    raw = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in records]
    return [Found(f"file line {number}", one, number) for number, one in enumerate(raw, start=1)]


@contextlib.contextmanager
def second_connection() -> Iterator[psycopg.Connection]:
    """Somebody else at the same database."""
    settings = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    with psycopg.connect(**{name: settings[name] for name in names if name in settings}, autocommit=True) as other:
        yield other


def database_url() -> str:
    """The address of the tests' own database, for another process."""
    at = connection.settings_dict
    user, password, host = (quote(str(at[part]), safe="") for part in ("USER", "PASSWORD", "HOST"))
    port = f":{at['PORT']}" if at["PORT"] else ""
    return f"postgresql://{user}{':' * bool(password)}{password}@{host}{port}/{at['NAME']}"


@contextlib.contextmanager
def held_by_another(lock: int) -> Iterator[None]:
    """An advisory lock in somebody else's hands."""
    with second_connection() as other:
        other.execute("SELECT pg_advisory_lock(%s)", [lock])
        try:
            yield
        finally:
            other.execute("SELECT pg_advisory_unlock(%s)", [lock])


def numbers(pages: Iterable[Page]) -> list[list[str]]:
    """The last digit of each NCT number, page by page."""
    studies = [[json.loads(bytes(one)) for one in page.studies] for page in pages]
    return [[one["protocolSection"]["identificationModule"]["nctId"][-1] for one in page] for page in studies]


def posted(number: int) -> dict:
    """A study that was posted on the day of its number."""
    day = {"date": f"2026-10-{number:02d}", "type": "ACTUAL"}
    return study(number, statusModule={"lastUpdatePostDateStruct": day})
