"""The files that describe a deployment say what the code really does. There may be no Docker here to ask."""

import ast
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.specifiers import SpecifierSet

from trialfinder import up
from trialfinder.embedded import cluster, redis

ROOT = Path(__file__).resolve().parents[2]
ONE_SHOT = {"prepare"}
SERVERS = {"postgres", "redis"}


def run(command, **variables):
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **variables}, capture_output=True, text=True, check=False, timeout=120
    )


# ── .env.example ─────────────────────────────────────────────────────────────


def documented():
    """The variables of .env.example, as a shell reads them."""
    script = "set -a; . ./.env.example; env -0"
    done = subprocess.run(["env", "-i", "sh", "-euc", script], cwd=ROOT, capture_output=True, text=True, check=True)
    pairs = dict(entry.split("=", 1) for entry in done.stdout.split("\0") if entry)
    return {name: pairs[name] for name in pairs if name not in {"PWD", "_", "SHLVL", "OLDPWD", "PATH"}}


def read_by_settings():
    """The variables that settings.py reads."""
    calls = [
        node
        for node in ast.walk(ast.parse((ROOT / "trialfinder/settings.py").read_text()))
        if isinstance(node, ast.Call)
    ]
    return {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "environment"
    }


def read_by_compose():
    return set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))


def test_every_variable_is_documented_and_every_documented_one_is_read():
    assert set(documented()) == read_by_settings() | read_by_compose()


def test_every_variable_has_words_before_it():
    lines = (ROOT / ".env.example").read_text().splitlines()
    described = False
    for line in lines:
        if line.startswith("#"):
            described = True
        elif "=" in line:
            assert described, f"{line} stands there without a word"
        else:
            described = False


def test_the_documented_defaults_are_the_real_ones(tmp_path):
    script = (
        "import django; from django.conf import settings; django.setup()\n"
        "print({name: getattr(settings, name) for name in dir(settings) if name.isupper()})"
    )
    unset = dict.fromkeys(documented(), "")
    own = {"DATA_DIR": str(tmp_path), "SECRET_KEY": "same", "DJANGO_SETTINGS_MODULE": "trialfinder.settings"}
    alone, copied = (
        run([sys.executable, "-c", script], **{**values, **own}) for values in (unset, {**unset, **documented()})
    )
    assert alone.returncode == 0, alone.stderr
    # Where HTTPS or a server is chosen changes with the value; everything is compared.
    assert copied.stdout == alone.stdout


# ── docker-compose.yml ───────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


@pytest.fixture(scope="module")
def services(compose):
    return compose["services"]


def words(command):
    return command if isinstance(command, list) else shlex.split(command)


def test_it_runs_the_processes_of_make_up(services):
    assert set(services) == set(up.PROCESSES) | ONE_SHOT | SERVERS
    for name, command in up.PROCESSES.items():
        assert words(services[name]["command"]) in (command, ["python", "-m", *command])
    assert words(services["prepare"]["command"]) == ["python", "manage.py", "prepare"]


def test_every_lasting_process_has_a_health_check(services):
    for name in set(services) - ONE_SHOT:
        check = services[name]["healthcheck"]
        assert check["test"][0] in {"CMD", "CMD-SHELL"}
        assert "interval" in check


def test_the_health_checks_ask_for_what_is_there(services):
    assert services["web"]["healthcheck"]["test"] == ["CMD", "python", "-m", "trialfinder.health"]
    for name, node in (("worker", "celery@$$HOSTNAME"), ("beat", "celerybeat@$$HOSTNAME")):
        assert services[name]["healthcheck"]["test"][1].endswith(f"--destination {node}")
    assert "--enable-remote-control" in services["beat"]["command"]  # without it the scheduler answers no ping


def test_a_process_waits_for_what_it_needs(services):
    for name, service in services.items():
        for other, how in service.get("depends_on", {}).items():
            lasting = other not in ONE_SHOT
            assert how["condition"] == ("service_healthy" if lasting else "service_completed_successfully"), name
    assert set(services["prepare"]["depends_on"]) == SERVERS
    for name in up.PROCESSES:
        assert "prepare" in services[name]["depends_on"]


def test_the_servers_are_new_enough_and_set_as_the_embedded_ones(services):
    image, version = services["postgres"]["image"].split(":")
    assert (image, version) == ("postgres", cluster._major_version())
    given = [word for word in words(services["postgres"]["command"])[1:] if word != "-c"]
    assert dict(word.split("=") for word in given) == cluster.SETTINGS
    assert services["redis"]["image"].startswith("redis:")
    arguments = words(services["redis"]["command"])[1:]
    given = dict(zip(arguments[::2], arguments[1::2], strict=True))
    assert given == {f"--{name}": value.strip('"') for name, value in redis.SETTINGS.items()}


def test_the_database_outlives_its_container(compose, services):
    # Since version 18 the image keeps its data in a folder below this one.
    assert services["postgres"]["volumes"] == ["database:/var/lib/postgresql"]
    assert "database" in compose["volumes"]


def test_only_the_web_server_can_be_reached_and_only_from_this_machine(services):
    assert [name for name in services if "ports" in services[name]] == ["web"]
    assert services["web"]["ports"] == ["127.0.0.1:${PORT:-8000}:8000"]


def test_our_containers_have_no_rights_they_do_not_need(services):
    for name in {*up.PROCESSES, *ONE_SHOT}:
        assert services[name]["cap_drop"] == ["ALL"]
        assert services[name]["security_opt"] == ["no-new-privileges:true"]


def test_no_secret_has_a_default(compose, services):
    text = (ROOT / "docker-compose.yml").read_text()
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD"):
        uses = re.findall(rf"\$\{{{name}(.*?)\}}", text)
        assert uses
        assert all(use.startswith(":?") for use in uses)


def test_the_settings_accept_what_it_sets(services, tmp_path):
    own = {"SECRET_KEY": "0123456789" * 6, "POSTGRES_PASSWORD": "p" * 20, "PORT": "8000"}
    given = {
        name: re.sub(r"\$\{(\w+)[^}]*\}", lambda found: own[found[1]], str(value))
        for name, value in services["web"]["environment"].items()
    }
    public = {"ALLOWED_HOSTS": "trials.example.org", "HTTPS": "", "BEHIND_PROXY": "1", "REGISTRY_URL": ""}
    done = run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        **{**given, **public, "DATA_DIR": str(tmp_path)},
    )
    assert done.returncode == 0, done.stderr


# ── Dockerfile ───────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def dockerfile():
    """Its instructions, in order."""
    text = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text())
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [tuple(line.split(maxsplit=1)) for line in lines]


def last(dockerfile, instruction):
    return [rest for name, rest in dockerfile if name == instruction][-1]


def test_its_python_is_one_that_the_project_runs_on(dockerfile):
    version = re.fullmatch(r"python:(\d+\.\d+)-slim", last(dockerfile, "FROM"))[1]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert SpecifierSet(project["requires-python"]).contains(version)


def test_it_installs_the_lock_file_with_its_hashes(dockerfile):
    installing = [rest for name, rest in dockerfile if name == "RUN" and "pip install" in rest]
    assert len(installing) == 1
    assert "--require-hashes" in installing[0]
    assert "-r requirements/base.lock" in installing[0]


def test_it_does_not_run_as_root(dockerfile):
    names = [name for name, _ in dockerfile]
    user = last(dockerfile, "USER")
    assert user not in {"root", "0"}
    assert any(
        name == "RUN" and "useradd" in rest and rest.split("useradd")[1].split("&&")[0].strip().endswith(user)
        for name, rest in dockerfile
    )
    assert names.index("USER") < names.index("CMD")


def test_its_default_command_is_the_web_server(dockerfile):
    assert ast.literal_eval(last(dockerfile, "CMD")) == up.PROCESSES["web"]
    assert last(dockerfile, "HEALTHCHECK").endswith('CMD ["python", "-m", "trialfinder.health"]')


def test_its_build_command_works(dockerfile, tmp_path):
    """The static files can be collected without a database, and with the lock file's packages alone."""
    command = next(rest for name, rest in dockerfile if name == "RUN" and "collectstatic" in rest)
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = run(["sh", "-euc", command], DATA_DIR=str(tmp_path), PATH=path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "static" / "staticfiles.json").exists()


def test_what_is_copied_exists_and_holds_no_secret():
    """.dockerignore lets in what the site needs, and neither data nor keys nor history."""
    rules = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    assert rules[0] == "*"
    let_in = {rule[1:].rstrip("/") for rule in rules if rule.startswith("!")}
    assert {"manage.py", "requirements/base.lock", "trialfinder", "trials", "templates", "static"} <= let_in
    assert not let_in & {".env", ".data", ".git", ".venv"}


# ── The commands themselves ──────────────────────────────────────────────────


def test_gunicorn_accepts_its_configuration():
    assert run([sys.executable, "-m", *up.PROCESSES["web"], "--check-config"]).returncode == 0


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_celery_accepts_its_options(name):
    done = run([sys.executable, "-m", *up.PROCESSES[name], "--help"])
    assert done.returncode == 0
    options = [word for word in up.PROCESSES[name][4:] if word.startswith("--")]
    assert [option for option in options if option not in done.stdout] == []


@pytest.mark.django_db
def test_the_health_check_asks_the_running_site(live_server):
    host, port = live_server.thread.host, str(live_server.thread.port)
    assert run([sys.executable, "-m", "trialfinder.health"], BIND=host, PORT=port).returncode == 0


def test_the_health_check_fails_where_nothing_answers():
    assert run([sys.executable, "-m", "trialfinder.health"], PORT="9").returncode == 1


# ── make and .ci/run ─────────────────────────────────────────────────────────


def test_make_alone_lists_what_can_be_done():
    listed = run(["make"]).stdout
    targets = re.findall(r"^([a-z][a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
    assert {"up", "test", "test-all", "check", "format", "lock", "migrations"} <= set(targets)
    assert [target for target in targets if f"make {target}" not in listed] == []


def test_what_runs_at_every_change_checks_and_then_tests():
    path = ROOT / ".ci" / "run"
    assert os.access(path, os.X_OK)
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    assert lines[0] == "set -euo pipefail"
    assert lines[-2:] == ["make check", "make test"]


def test_an_old_python_is_refused_in_words(tmp_path):
    old = tmp_path / "python3"
    old.write_text(
        f"#!/bin/sh\nexec {shlex.quote(sys.executable)} -c 'import sys; sys.version_info = (3, 9, 2)\n"
        'sys.argv = sys.argv[1:]; import runpy; runpy.run_path(sys.argv[0], run_name="__main__")\' "$@"\n'
    )
    old.chmod(0o755)
    done = run(["make", "up", f"PYTHON={old}"])
    assert "Trialfinder needs Python 3.11 or newer, and this is 3.9" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_package_index_is_named_anywhere():
    """People behind a mirror of their own set it in pip's configuration; a name here would override it."""
    files = [
        "Makefile",
        "Dockerfile",
        "docker-compose.yml",
        ".env.example",
        ".ci/run",
        "pyproject.toml",
        "scripts/venv.py",
    ]
    named = [name for name in files if re.search(r"pypi\.|pythonhoste[d]", (ROOT / name).read_text())]
    assert named == []
