"""GeoNames' files of postal codes: XX.txt, allCountries.txt, or either in a zip; and their way into the database.

Twelve columns, tab-separated: country, code, place, three divisions with name and code each, latitude, longitude,
accuracy. A code stands there once for each place that shares it: we keep one, in the middle.
"""

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

from trials.search.places.postal import code_key

COLUMNS = 12
SUFFIXES = (".txt", ".csv")  # GeoNames calls the full files .csv, though tabs separate their columns
COUNTRY, CODE, PLACE, LATITUDE, LONGITUDE = 0, 1, 2, 9, 10
TELLS_US = "The file must be one of postal codes from https://download.geonames.org/export/zip/."

INCOMING = """CREATE TEMP TABLE incoming (
    number int, country text, key text, code text, place text, latitude float8, longitude float8
)"""
COPY = "COPY incoming FROM STDIN"
# Those who load at the same time take turns; readers go on with what was.
LOCK = "LOCK TABLE trials_postalcode IN SHARE ROW EXCLUSIVE MODE"
DELETE = "DELETE FROM trials_postalcode WHERE country IN (SELECT DISTINCT country FROM incoming)"
INSERT = """INSERT INTO trials_postalcode (country, key, code, place, latitude, longitude)
SELECT country, key, (array_agg(code ORDER BY number))[1], (array_agg(place ORDER BY number))[1],
    avg(latitude), avg(longitude)
FROM incoming GROUP BY country, key"""
COUNTED = """SELECT country, count(*) FROM trials_postalcode
WHERE country IN (SELECT DISTINCT country FROM incoming) GROUP BY country ORDER BY country"""


class PostalFileError(ValueError):
    """A file that is not GeoNames'. Its text says where and why."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file."""

    country: str
    key: str
    code: str
    place: str
    latitude: float
    longitude: float


def size(path: Path) -> int:
    """How many bytes there are to read, unpacked.

    Raises:
        PostalFileError: it is no zip of such files.
        OSError: it cannot be read.
    """
    if path.suffix.lower() != ".zip":
        return path.stat().st_size
    with opened(path) as archive:
        return sum(one.file_size for one in members(archive, path))


def lines(path: Path) -> Iterator[tuple[str, int, bytes]]:
    """Each line with where it stands: the file's name and the line's number."""
    if path.suffix.lower() != ".zip":
        with path.open("rb") as file:
            yield from ((path.name, number, line) for number, line in enumerate(file, 1))
        return
    try:
        with opened(path) as archive:
            for member in members(archive, path):
                with archive.open(member) as file:
                    yield from ((member.filename, number, line) for number, line in enumerate(file, 1))
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise PostalFileError(f"{path.name} cannot be unpacked: {error}.") from None


def opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile:
        raise PostalFileError(f"{path.name} is no zip archive, or is damaged.") from None


def members(archive: zipfile.ZipFile, path: Path) -> list[zipfile.ZipInfo]:
    """The files with postal codes in an archive."""
    texts = [one for one in archive.infolist() if one.filename.lower().endswith(SUFFIXES)]
    found = [one for one in texts if "readme" not in one.filename.lower()]
    if not found:
        raise PostalFileError(f"{path.name} holds no .txt or .csv file. {TELLS_US}")
    return found


def rows(found: Iterable[tuple[str, int, bytes]]) -> Iterator[Row]:
    """The rows of some lines; those without a point or a code are left out.

    Raises:
        PostalFileError: a line is not of GeoNames' form.
    """
    for name, number, line in found:
        if not line.strip():
            continue
        try:
            columns = line.decode("utf-8-sig").rstrip("\r\n").split("\t")
            if len(columns) != COLUMNS:
                raise PostalFileError(f"it has {len(columns)} columns in place of {COLUMNS}")
            row = read_row(columns)
        except ValueError as error:
            raise PostalFileError(f"{name}, line {number}: {said(error)}. {TELLS_US}") from None
        if row is not None:
            yield row


def said(error: ValueError) -> str:
    return "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)


def read_row(columns: list[str]) -> Row | None:
    """The row of a line's columns; None without a point or a code."""
    country, code, key = columns[COUNTRY], columns[CODE].strip(), code_key(columns[CODE])
    if len(country) != 2 or not country.isascii() or not country.isupper():
        raise PostalFileError(f"“{country[:20]}” is no country's code of two letters")
    if not key or not columns[LATITUDE] or not columns[LONGITUDE]:
        return None
    try:
        latitude, longitude = float(columns[LATITUDE]), float(columns[LONGITUDE])
    except ValueError:
        raise PostalFileError("its latitude or longitude is no number") from None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise PostalFileError("its latitude or longitude is not on the earth")
    return Row(country, key, code, columns[PLACE].strip().replace("\x00", ""), latitude, longitude)


@transaction.atomic
def load(found: Iterable[Row]) -> dict[str, int]:
    """Put these rows in the place of what was stored for their countries; other countries stay as they are.

    Returns:
        Country -> how many codes it has now.
    """
    with connection.wrap_database_errors, connection.cursor() as cursor:
        cursor.execute(INCOMING)
        with cursor.copy(COPY) as out:
            for number, row in enumerate(found):
                out.write_row((number, row.country, row.key, row.code, row.place, row.latitude, row.longitude))
        for statement in (LOCK, DELETE, INSERT, COUNTED):
            cursor.execute(statement)
        stored = dict(cursor.fetchall())
        cursor.execute("DROP TABLE incoming")
        return stored
