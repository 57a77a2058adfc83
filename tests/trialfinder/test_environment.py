"""Configuration comes from the environment; what is wrong with it is said in a sentence that helps."""

import ast
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from trialfinder import environment

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def unset(monkeypatch):
    monkeypatch.delenv("THING", raising=False)


def test_an_empty_variable_counts_as_unset(monkeypatch):
    monkeypatch.setenv("THING", "  ")
    assert environment.text("THING", "default") == "default"
    assert environment.flag("THING", default=True) is True
    assert environment.whole("THING", 3, 1, 5) == 3


@pytest.mark.parametrize(
    ("value", "meaning"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("FALSE", False)]
)
def test_a_flag_is_read_as_people_write_it(monkeypatch, value, meaning):
    monkeypatch.setenv("THING", value)
    assert environment.flag("THING", default=not meaning) is meaning


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (lambda: environment.flag("THING", default=True), "maybe"),
        (lambda: environment.number("THING", 1, 0, 60), "soon"),
        (lambda: environment.number("THING", 1, 0, 60), "61"),
        (lambda: environment.number("THING", 1, 0, 60), "nan"),
        (lambda: environment.whole("THING", 1, 0, 60), "1.5"),
        (lambda: environment.choice("THING", "LOW", ("LOW", "HIGH")), "middling"),
        (lambda: environment.address("THING", "", ["https"]), "example.org"),
    ],
)
def test_a_wrong_value_is_refused_with_its_name_and_what_would_be_right(monkeypatch, read, value):
    monkeypatch.setenv("THING", value)
    with pytest.raises(ImproperlyConfigured, match=r"THING.*(Use|For example|must begin)"):
        read()


def test_words_are_split_and_trimmed(monkeypatch):
    monkeypatch.setenv("THING", " a.example , ,b.example,")
    assert environment.words("THING") == ["a.example", "b.example"]


def test_a_choice_may_be_written_in_any_case(monkeypatch):
    monkeypatch.setenv("THING", "high")
    assert environment.choice("THING", "LOW", ("LOW", "HIGH")) == "HIGH"


# ── The secret key ───────────────────────────────────────────────────────────


def test_a_key_is_made_once_and_kept_for_this_account_alone(tmp_path):
    path = tmp_path / "new" / "secret_key"
    key = environment.secret("THING", path)
    assert len(key) >= 50
    assert environment.secret("THING", path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret_key"]


def test_a_given_key_is_used_and_nothing_is_written(monkeypatch, tmp_path):
    monkeypatch.setenv("THING", "given")
    assert environment.secret("THING", tmp_path / "secret_key") == "given"
    assert list(tmp_path.iterdir()) == []


def test_processes_that_start_together_end_with_one_key(tmp_path):
    path = tmp_path / "secret_key"
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: environment.secret("THING", path), range(64)))
    assert len(keys) == 1


def test_an_empty_key_file_of_a_crash_is_replaced(tmp_path):
    path = tmp_path / "secret_key"
    path.touch()
    assert len(environment.secret("THING", path)) >= 50


def test_a_key_that_cannot_be_kept_is_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ImproperlyConfigured, match="choose another DATA_DIR, or set THING"):
        environment.secret("THING", tmp_path / "file" / "secret_key")


# ── The settings as a whole ──────────────────────────────────────────────────


def settings_with(tmp_path, show="DEBUG", **variables):
    """Read the settings in a process of their own. Returns the exit code and everything it said."""
    script = f"from django.conf import settings; print(settings.{show})"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "trialfinder.settings", **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_debug_is_off_unless_asked_for(tmp_path):
    assert settings_with(tmp_path, DEBUG="") == (0, "False\n")


@pytest.mark.parametrize("bind", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_debug_may_be_on_where_nobody_else_can_look(tmp_path, bind):
    assert settings_with(tmp_path, DEBUG="1", BIND=bind) == (0, "True\n")


def test_debug_is_refused_where_others_can_look(tmp_path):
    code, said = settings_with(tmp_path, DEBUG="1", BIND="0.0.0.0")
    assert code != 0
    assert "Set DEBUG=0, or BIND=127.0.0.1." in said


@pytest.mark.parametrize(
    "address",
    ["mysql://u:hunter2@host/db", "postgresql://u:hunter2@host:no-port/db", "postgresql://u:hunt[er2@host/db"],
)
def test_a_wrong_database_address_is_refused_without_showing_its_password(tmp_path, address):
    code, said = settings_with(tmp_path, DATABASE_URL=address)
    assert code != 0
    assert "DATABASE_URL" in said.splitlines()[-1]
    assert "hunt" not in said


def test_a_wrong_redis_address_is_refused_without_showing_its_password(tmp_path):
    code, said = settings_with(tmp_path, REDIS_URL="amqp://u:hunter2@host/0")
    assert code != 0
    assert "REDIS_URL must begin with redis://" in said
    assert "hunter2" not in said


def test_the_registry_can_be_named_without_its_last_slash(tmp_path):
    code, said = settings_with(tmp_path, "REGISTRY_URL", REGISTRY_URL="https://registry.example/api/")
    assert (code, said) == (0, "https://registry.example/api\n")


def test_manage_py_says_what_is_wrong_without_a_stack(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate"],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(tmp_path), "PORT": "none"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "PORT='none' is not a number. Use a number from 1 to 65535, for example PORT=8000.\n"


def test_only_the_settings_read_the_environment():
    """Elsewhere it is only handed on to programs that we start, and told which settings to use."""
    readers = [
        str(path.relative_to(ROOT))
        for app in ("trialfinder", "trials", "alerts")
        for path in (ROOT / app).rglob("*.py")
        if path.name != "environment.py" and reads_environment(path.read_text())
    ]
    assert readers == []


def reads_environment(source):
    """Whether a value is taken from the environment: os.getenv, os.environ.get, os.environ[…]."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr == "getenv":
            return True
        if isinstance(node, ast.Attribute) and node.attr in {"get", "pop"} and is_environ(node.value):
            return True
        if isinstance(node, ast.Subscript) and is_environ(node.value) and isinstance(node.ctx, ast.Load):
            return True
    return False


def is_environ(node):
    return isinstance(node, ast.Attribute) and node.attr == "environ" and isinstance(node.value, ast.Name)
