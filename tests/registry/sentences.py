"""Small templates and the pools of JSON-escaped sentences expanded from them.

A template holds alternatives `{a|b}`, numbers `{2-52}` and the names {c}, {i}, {p} and {w}, which stay in the expanded
text until `fill` puts a study's own words there.
"""

import random
import re
from collections.abc import Mapping
from pathlib import Path

import orjson

DATA = Path(__file__).parent / "data"
CHOICE = re.compile(r"\{([^{}]*)\}")
NUMBERS = re.compile(r"(\d+)-(\d+)")
MARKS = {"{c}": "\1", "{i}": "\2", "{p}": "\3", "{w}": "\4"}

Templates = Mapping[str, tuple[str, ...]]


def load_templates(path: Path) -> dict[str, tuple[str, ...]]:
    """Read a file of `[pool]` headings with one template a line."""
    pools: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            pools[line[1:-1]] = current = []
        elif line and not line.startswith("#"):
            current.append(line)
    return {name: tuple(lines) for name, lines in pools.items()}


def expand(template: str, rng: random.Random) -> str:
    """Decide every alternative and number, innermost first."""

    def decide(match: re.Match[str]) -> str:
        numbers = NUMBERS.fullmatch(match[1])
        if numbers:
            return str(rng.randint(int(numbers[1]), int(numbers[2])))
        return rng.choice(match[1].split("|"))

    for name, mark in MARKS.items():
        template = template.replace(name, mark)
    while CHOICE.search(template):
        template = CHOICE.sub(decide, template)
    for name, mark in MARKS.items():
        template = template.replace(mark, name)
    return template


def expand_pool(templates: tuple[str, ...], size: int, rng: random.Random) -> list[str]:
    """About `size` different escaped sentences, every template about equally often."""
    seen = dict.fromkeys(expand(templates[n % len(templates)], rng) for n in range(size))
    return [escape(sentence) for sentence in seen]


def escape(text: str) -> str:
    """The inside of a JSON string."""
    return orjson.dumps(text).decode()[1:-1]


def fill(text: str, condition: str, intervention: str, people: str) -> str:
    return text.replace("{c}", condition).replace("{i}", intervention).replace("{p}", people)
