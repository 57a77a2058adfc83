"""Whether the lock files are in step with pyproject.toml, found out without a network.

    python -m tests.locks

`make lock` resolves them. Every requirement must be pinned at a version that satisfies it, everything pinned must be
required by something, the three files must agree, and each pin must carry hashes.
"""

import re
import sys
import tomllib
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
EXTRAS: dict[str, tuple[str, ...]] = {"base": (), "embedded": ("embedded",), "dev": ("embedded", "dev")}


@dataclass(frozen=True)
class Pin:
    """One package of a lock file. A universal lock may pin a package several times, each for its own platforms."""

    name: str
    version: Version
    hashes: int


@dataclass(frozen=True)
class Lock:
    """A lock file."""

    text: str
    pins: list[Pin] = field(default_factory=list)

    def named(self, name: str) -> list[Pin]:
        """The pins of a package."""
        return [pin for pin in self.pins if pin.name == canonicalize_name(name)]

    def versions(self) -> dict[str, set[Version]]:
        """Package names to the versions pinned."""
        return {pin.name: {other.version for other in self.named(pin.name)} for pin in self.pins}


def read(text: str) -> Lock:
    """A lock file's text as pins."""
    pins = []
    for entry in re.split(r"^(?=\S)", text, flags=re.MULTILINE):
        if found := re.match(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", entry):
            pins.append(Pin(canonicalize_name(found[1]), Version(found[2]), entry.count("--hash=sha256:")))
    return Lock(text, pins)


def load(name: str) -> Lock:
    """A lock file of the repository."""
    return read((ROOT / "requirements" / f"{name}.lock").read_text())


def required(project: dict, extras: tuple[str, ...]) -> list[Requirement]:
    """What pyproject.toml asks for, with these extras."""
    optional = project["optional-dependencies"]
    return [
        Requirement(line) for line in [*project["dependencies"], *(one for extra in extras for one in optional[extra])]
    ]


def faults_of(lock: Lock, requirements: list[Requirement]) -> list[str]:
    """What is wrong with one lock file."""
    faults = [f"{pin.name} has no hash" for pin in lock.pins if not pin.hashes]
    for requirement in requirements:
        pins = lock.named(requirement.name)
        if not pins:
            faults.append(f"{requirement.name} is not pinned")
        faults += [
            f"{pin.name} is pinned at {pin.version}, but {requirement} is asked for"
            for pin in pins
            if not requirement.specifier.contains(pin.version, prereleases=True)
        ]
    wanted = reachable(requirements)
    faults += [f"nothing asks for {pin.name} any more" for pin in lock.pins if pin.name not in wanted]
    if "://" in lock.text or "--index-url" in lock.text or "--find-links" in lock.text:
        faults.append("an address of a package index stands in it")
    return faults


def reachable(requirements: list[Requirement]) -> set[str]:
    """The names of everything that these requirements lead to, on any platform. Reads what is installed."""
    found: set[str] = set()
    waiting = [(canonicalize_name(one.name), frozenset(one.extras)) for one in requirements]
    seen = set()
    while waiting:
        name, extras = node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        found.add(name)
        for line in _requires(name):
            one = Requirement(line)
            if _may_apply(one, extras):
                waiting.append((canonicalize_name(one.name), frozenset(one.extras)))
    return found


def _requires(name: str) -> list[str]:
    try:
        return metadata.requires(name) or []
    except metadata.PackageNotFoundError:  # wanted on another platform only
        return []


def _may_apply(requirement: Requirement, extras: frozenset[str]) -> bool:
    """Whether a requirement can apply on some platform, given the extras asked for."""
    marker = str(requirement.marker or "")
    wanted = re.findall(r"extra == ['\"]([^'\"]+)['\"]", marker)
    return not wanted or any(canonicalize_name(extra) in {canonicalize_name(one) for one in extras} for extra in wanted)


def disagreements(locks: dict[str, Lock]) -> list[str]:
    """Where one package has different versions in different lock files."""
    faults = []
    for smaller, larger in (("base", "embedded"), ("embedded", "dev")):
        there = locks[larger].versions()
        for name, versions in locks[smaller].versions().items():
            if there.get(name) != versions:
                faults.append(f"{name} differs between {smaller}.lock and {larger}.lock")
    return faults


def faults() -> list[str]:
    """Everything that is wrong with the lock files."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    locks = {name: load(name) for name in EXTRAS}
    found = disagreements(locks)
    for name, extras in EXTRAS.items():
        found += [f"{name}.lock: {fault}" for fault in faults_of(locks[name], required(project, extras))]
    return found


def main() -> int:
    """Say what is wrong."""
    found = faults()
    for fault in found:
        print(fault)
    if found:
        print("The lock files are out of step with pyproject.toml. Run `make lock`.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
