"""Registry JSON -> record, and the registry's texts -> values. Pure; never fails on a missing or unknown key."""

import hashlib
import re

import msgspec

from trials.registry.records import Study

SAMPLE_FROM = 99_000_000  # NCT99…: numbers that the registry will not reach; the bundled sample uses them
NCT_ID = re.compile(r"NCT([0-9]{8})")
VERSION_HOLDER = re.compile(rb'"versionHolder":"[^"]*"')
IMPOSSIBLE_CHARACTER = re.compile(
    rb"(?P<possible>\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    rb"|(?P<nul>\\u0000)|\\u[dD][89a-fA-F][0-9a-fA-F]{2}"
)

# Days in each unit. A year of 365.25 days is exactly twelve months of 30.4375, so limits in years and in months meet.
DAYS = {
    "year": 365.25,
    "month": 30.4375,
    "week": 7.0,
    "day": 1.0,
    "hour": 1 / 24,
    "minute": 1 / 1440,
}
AGE = re.compile(r"(\d{1,6})\s+(year|month|week|day|hour|minute)s?", re.IGNORECASE)

DECODER = msgspec.json.Decoder(Study)


class Rejected(Exception):
    """A record that cannot be stored. Its text is the reason, for a person."""


def parse_study(raw: bytes) -> Study:
    """The record in this JSON.

    Raises:
        Rejected: it is not JSON, has a value of the wrong type, or has no NCT number.
    """
    study = decode(raw)
    if not NCT_ID.fullmatch(study.nct_id) or nct_number(study.nct_id) == 0:
        found = f"“{study.nct_id[:40]}”" if study.nct_id else "nothing"
        raise Rejected(f"There is no NCT number: found {found} where NCT and eight digits belong.")
    return study


def decode(raw: bytes) -> Study:
    """The record in this JSON, NCT number or not.

    The registry leaves out what is absent. Files from elsewhere may say null for it, or hold escapes that are no
    characters; both are mended and read again.

    Raises:
        Rejected: it is not JSON, or has a value of the wrong type.
    """
    if rb"\u0000" in raw:
        raw = without_impossible_characters(raw)
    try:
        return DECODER.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    try:
        loaded = msgspec.json.decode(without_impossible_characters(raw))
        return msgspec.convert(without_nulls(loaded), Study)
    except msgspec.ValidationError as error:
        raise Rejected(f"A value has the wrong type: {error}") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Rejected(f"This is not JSON: {error}") from None


def without_impossible_characters(raw: bytes) -> bytes:
    """The JSON without NUL, and with each half of a surrogate pair that lacks its other half replaced."""

    def mend(found: re.Match[bytes]) -> bytes:
        return found["possible"] or (b"" if found["nul"] else rb"\ufffd")

    return IMPOSSIBLE_CHARACTER.sub(mend, raw)


def without_nulls(value: object) -> object:
    """The same JSON value with everything left out that is null."""
    if isinstance(value, dict):
        return {name: without_nulls(inner) for name, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [without_nulls(inner) for inner in value if inner is not None]
    return value


def minified(raw: bytes) -> bytes:
    """The same JSON without white space between its parts, and without escapes that it cannot be read with."""
    try:
        return msgspec.json.format(raw, indent=-1)
    except msgspec.DecodeError:
        return msgspec.json.format(without_impossible_characters(raw), indent=-1)


def content_hash(minified_json: bytes) -> bytes:
    """16 bytes that change when the record does. The registry's load date, new on every record every day, is out."""
    return hashlib.blake2b(VERSION_HOLDER.sub(b"", minified_json), digest_size=16).digest()


def nct_number(text: str) -> int:
    """The number in an NCT number: "NCT01234567" -> 1234567."""
    return int(text[3:])


def nct_id(number: int) -> str:
    """The NCT number of a number: 1234567 -> "NCT01234567"."""
    return f"NCT{number:08d}"


def age_from_days(text: str) -> float | None:
    """The youngest age, in days, that a minimum age such as "18 Years" or "6 Months" lets in; None is no limit."""
    age = AGE.fullmatch(text.strip())
    return int(age[1]) * DAYS[age[2].lower()] if age else None


def age_until_days(text: str) -> float | None:
    """The age, in days, that a maximum age such as "65 Years" no longer lets in; None is no limit.

    The limit includes its whole last unit: somebody is 65 until the day of turning 66.
    """
    age = AGE.fullmatch(text.strip())
    return (int(age[1]) + 1) * DAYS[age[2].lower()] if age else None


def mesh_id(text: str) -> str:
    """A MeSH id in NLM's own form: until 2024 the registry padded "D007172" to "D000007172".

    Ids above D066331, the last that NLM gave in the short form, keep their ten characters.
    """
    if len(text) == 10 and text.startswith("D000") and text[1:].isdigit() and int(text[1:]) <= 66_331:
        return f"D{int(text[1:]):06d}"
    return text
