"""What the tests of the reader share: studies from a few fields, the words of a text, the reading grade."""

import gzip
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
import pytest

from trials.reading.eligibility import Item
from trials.registry.records import Study

REAL_STUDIES = Path(__file__).parents[3].parent / "shared" / "registry" / "studies.jsonl.gz"

# What the registry never holds and somebody could still send: every function has to live with it.
HOSTILE = (
    "",
    " \n\t ",
    "\x00\x01\x1b[31m\u202egnirts\u2066",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "[go](javascript:alert(1)) ![x](http://example.org/x.png) <http://example.org>",
    "&lt;script&gt;&#0;&#x202e;&amp;amp;",
    "\ud800 lone surrogate",
    "Inclusion Criteria: " * 1000,
    "* " * 10_000,
    "[" * 20_000,
    "1. a\n" * 4_000,
    "word " * 4_000,
)


def study(**modules: dict) -> Study:
    """A record from the modules of its protocolSection, in the registry's own names without "Module"."""
    protocol = {f"{name}Module": module for name, module in modules.items()}
    return msgspec.convert({"protocolSection": protocol}, Study)


@cache
def real_studies() -> tuple[Study, ...]:
    """Every record of the sample of real ones; skips without it, but fails where the sample has to be there."""
    if not REAL_STUDIES.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"The sample of real studies is missing: {REAL_STUDIES.name}")
        pytest.skip("The sample of real studies is not on this machine.")
    decoder = msgspec.json.Decoder(Study)
    with gzip.open(REAL_STUDIES) as lines:
        return tuple(decoder.decode(line) for line in lines if line.strip())


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def texts(items: tuple[Item, ...]) -> list[str]:
    """The texts of the items and of everything under them, in their order, without numbers."""
    return [text for item in items for text in (item.text, *texts(item.children))]


def labelled(items: tuple[Item, ...]) -> Iterator[str]:
    for item in items:
        yield f"{item.label} {item.text}"
        yield from labelled(item.children)


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of a text: years of school that its reader needs."""
    said = re.findall(r"[A-Za-z0-9'’-]+", text)
    sentences = len(re.findall(r"[.!?](?:\s|$)", text)) or 1
    return 0.39 * len(said) / sentences + 11.8 * sum(map(_syllables, said)) / len(said) - 15.59


def _syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end; never fewer than one."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    if len(letters) > 3:
        letters = re.sub(r"(?:[^laeiouy]es|[^td]ed|[^aeiouyl]e)$", lambda match: match[0][0], letters)
    return len(re.findall(r"[aeiouy]+", letters)) or 1
