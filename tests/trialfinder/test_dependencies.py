"""What gets installed is what pyproject.toml asks for, unchanged on its way, and every line of it says why."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests import locks

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
PINNED = "thing==2.0 \\\n    --hash=sha256:00\n"


def test_the_lock_files_are_in_step_with_pyproject():
    assert locks.faults() == []


@pytest.mark.parametrize("name", locks.EXTRAS)
def test_each_lock_file_pins_something(name):
    assert len(locks.load(name).pins) > 20


@pytest.mark.parametrize(
    ("text", "asked", "fault"),
    [
        ("", "thing", "thing is not pinned"),
        (PINNED, "thing>=3", "thing is pinned at 2.0, but thing>=3 is asked for"),
        ("thing==2.0\n", "thing", "thing has no hash"),
        (PINNED + "other==1.0 \\\n    --hash=sha256:00\n", "thing", "nothing asks for other any more"),
        ("--find-links /somewhere\n" + PINNED, "thing", "an address of a package index stands in it"),
    ],
)
def test_a_lock_file_out_of_step_is_noticed(text, asked, fault):
    assert locks.faults_of(locks.read(text), [Requirement(asked)]) == [fault]


def test_a_lock_file_in_step_has_no_fault():
    assert locks.faults_of(locks.read(PINNED), [Requirement("Thing>=1")]) == []


def test_lock_files_that_disagree_are_noticed():
    newer = locks.read(PINNED.replace("2.0", "2.1"))
    files = {"base": locks.read(PINNED), "embedded": newer, "dev": newer}
    assert locks.disagreements(files) == ["thing differs between base.lock and embedded.lock"]


def test_every_dependency_says_what_it_is_for():
    text = (ROOT / "pyproject.toml").read_text()
    wanted = [*PROJECT["dependencies"], *(one for extra in PROJECT["optional-dependencies"].values() for one in extra)]
    silent = [one for one in wanted if not re.search(rf'^    "{re.escape(one)}",\s+# \S.*$', text, flags=re.MULTILINE)]
    assert silent == []
