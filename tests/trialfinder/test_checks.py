"""Unsafe and contradictory configuration is found before anybody is harmed by it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from trialfinder import checks

ROOT = Path(__file__).resolve().parents[2]


def found(settings, check, **values):
    """The ids of what a check finds under these settings."""
    for name, value in values.items():
        setattr(settings, name, value)
    return [message.id for message in check()]


ALONE = {"LOOPBACK": True, "HTTPS": True, "HTTPS_CHOSEN": False, "BEHIND_PROXY": False, "ALLOWED_HOSTS": ["localhost"]}
PUBLIC = {"LOOPBACK": False, "HTTPS": True, "BEHIND_PROXY": True, "ALLOWED_HOSTS": ["trials.example.org"]}


@pytest.mark.parametrize(
    ("values", "ids"),
    [
        (ALONE, []),
        (PUBLIC, []),
        ({**PUBLIC, "ALLOWED_HOSTS": ["localhost", "127.0.0.1"]}, ["trialfinder.W002"]),
        ({**PUBLIC, "HTTPS": False}, ["trialfinder.W003"]),
        ({**PUBLIC, "BEHIND_PROXY": False}, ["trialfinder.W004"]),
        ({**ALONE, "HTTPS_CHOSEN": True}, ["trialfinder.W004"]),
    ],
)
def test_who_may_reach_it_fits_how(settings, values, ids):
    assert found(settings, checks.check_who_may_reach_it, **values) == ids


def test_answering_to_every_name_is_warned_of(settings):
    assert found(settings, checks.check_allowed_hosts, ALLOWED_HOSTS=["*"]) == ["trialfinder.W005"]
    assert found(settings, checks.check_allowed_hosts, ALLOWED_HOSTS=["trials.example.org"]) == []


def test_a_key_that_others_can_read_is_warned_of(settings, tmp_path):
    key = tmp_path / "secret_key"
    assert found(settings, checks.check_secret_key_file, DATA_DIR=tmp_path) == []
    key.touch(mode=0o600)
    assert found(settings, checks.check_secret_key_file, DATA_DIR=tmp_path) == []
    key.chmod(0o640)
    assert found(settings, checks.check_secret_key_file, DATA_DIR=tmp_path) == ["trialfinder.W006"]


@pytest.mark.parametrize(
    ("address", "ids"),
    [
        ("https://clinicaltrials.gov/api/v2", []),
        ("http://127.0.0.1:9/api/v2", []),
        ("http://clinicaltrials.gov/api/v2", ["trialfinder.W007"]),
    ],
)
def test_a_registry_that_others_could_change_on_the_way_is_warned_of(settings, address, ids):
    assert found(settings, checks.check_registry_address, REGISTRY_URL=address) == ids


@pytest.mark.parametrize(("version", "ids"), [(140012, ["trialfinder.E001"]), (150000, []), (180006, [])])
def test_an_old_postgresql_is_refused(monkeypatch, version, ids):
    monkeypatch.setattr(checks, "_server_version", lambda alias: version // 10_000)
    assert [message.id for message in checks.check_postgresql(databases=["default"])] == ids
    assert checks.check_postgresql(databases=None) == []


@pytest.mark.django_db
def test_the_version_is_asked_of_the_server():
    assert checks._server_version("default") >= checks.OLDEST_POSTGRESQL


def test_a_new_installation_is_safe_to_deploy(tmp_path):
    """Nothing set but where the data are: `manage.py check --deploy` finds nothing, the checks of ours included."""
    unset = dict.fromkeys(["SECRET_KEY", "HTTPS", "DATABASE_URL", "REDIS_URL", "REGISTRY_URL"], "")
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={**os.environ, **unset, "DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout == "System check identified no issues (0 silenced).\n"
