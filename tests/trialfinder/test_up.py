"""`make up`: one site a folder, sentences instead of stacks, nothing left behind."""

import http.client
import json
import os
import shelve
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from trialfinder import preflight, up
from trialfinder.embedded import processes
from trialfinder.preflight import Trouble
from trialfinder.supervisor import Supervisor

ROOT = Path(__file__).resolve().parents[2]


def never():
    return False


# ── Before it starts ─────────────────────────────────────────────────────────


@pytest.fixture
def taken_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def test_a_taken_port_is_a_sentence_that_names_a_free_one(taken_port):
    with pytest.raises(Trouble, match=rf"^Port {taken_port} is in use by another program. Choose another: ") as error:
        preflight.refuse_taken_port("127.0.0.1", taken_port)
    preflight.refuse_taken_port("127.0.0.1", int(str(error.value).rsplit("=", 1)[1]))


@pytest.mark.parametrize(
    ("host", "sentence"),
    [
        ("203.0.113.7", "BIND=203.0.113.7 is not an address of this machine"),
        ("999.999.999.999", "BIND=999.999.999.999 is not an address"),
    ],
)
def test_an_address_that_cannot_be_listened_on_is_a_sentence(host, sentence):
    with pytest.raises(Trouble, match=sentence):
        preflight.refuse_taken_port(host, free_port())


def test_a_second_run_of_one_folder_is_told_of_the_first(tmp_path):
    with preflight.only_run(tmp_path, "http://127.0.0.1:8000/"):
        sentence = rf"already runs from this folder \(process {os.getpid()}\) at http://127.0.0.1:8000/"
        with pytest.raises(Trouble, match=sentence), preflight.only_run(tmp_path, "http://127.0.0.1:8001/"):
            pass
    with preflight.only_run(tmp_path, "http://127.0.0.1:8001/"):
        pass


def test_a_note_of_a_run_that_was_killed_does_not_stop_the_next(tmp_path):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "up.lock").write_text('{"process": 1, "addr')
    with preflight.only_run(tmp_path, "http://127.0.0.1:8000/"):
        assert json.loads((tmp_path / "run" / "up.lock").read_text())["process"] == os.getpid()


def test_what_a_killed_run_left_is_ended_and_nothing_else(tmp_path):
    left, other = (
        subprocess.Popen(["sleep", "60"], env={**os.environ, **processes.mark(folder)})
        for folder in (tmp_path, tmp_path.parent)
    )
    said = []
    preflight.end_leftovers(tmp_path, said.append)
    assert left.poll() is not None
    assert other.poll() is None
    assert said == ["Ending what an interrupted run left behind …"]
    other.kill()
    other.wait()


@pytest.mark.parametrize("content", [b"", b"half", b"GDBM" + b"\0" * 100, b"SQLite format 3\0"])
def test_a_half_written_schedule_is_removed(tmp_path, content):
    schedule = tmp_path / "beat"
    with shelve.open(str(schedule)) as notes:
        notes["entries"] = {"refresh": "…"}
    files = list(tmp_path.iterdir())
    for file in files:
        file.write_bytes(content)
    preflight.drop_broken_schedule(schedule)
    with shelve.open(str(schedule)) as notes:
        assert dict(notes) == {}


def test_a_whole_schedule_is_kept(tmp_path):
    with shelve.open(str(tmp_path / "beat")) as notes:
        notes["entries"] = {"refresh": 1}
    preflight.drop_broken_schedule(tmp_path / "beat")
    with shelve.open(str(tmp_path / "beat")) as notes:
        assert notes["entries"] == {"refresh": 1}


def test_servers_that_do_not_answer_are_sentences_without_a_password():
    port = free_port()
    with pytest.raises(Trouble, match="DATABASE_URL is set, but that server does not let us in: ") as error:
        preflight.reach_database(f"postgresql://u:hunter2@127.0.0.1:{port}/db")
    assert "hunter2" not in str(error.value)
    with pytest.raises(Trouble, match="REDIS_URL is set, but that server does not let us in: ") as error:
        preflight.reach_redis(f"redis://:hunter2@127.0.0.1:{port}/0")
    assert "hunter2" not in str(error.value)


@pytest.mark.parametrize(
    ("bind", "address"),
    [("127.0.0.1", "http://127.0.0.1:8000/"), ("0.0.0.0", "http://127.0.0.1:8000/"), ("::1", "http://[::1]:8000/")],
)
def test_the_address_is_one_that_a_browser_here_can_open(settings, bind, address):
    settings.BIND, settings.PORT = bind, 8000
    assert preflight.address() == address


@pytest.mark.parametrize(("loopback", "chosen", "https"), [(True, False, "0"), (True, True, "1"), (False, False, "1")])
def test_https_is_off_only_where_nobody_else_can_look_and_nobody_asked_for_it(
    settings, monkeypatch, loopback, chosen, https
):
    settings.LOOPBACK, settings.HTTPS_CHOSEN = loopback, chosen
    monkeypatch.setenv("HTTPS", "1")
    assert up._environment()["HTTPS"] == https


def test_trouble_with_files_is_a_sentence(monkeypatch, capsys):
    def full(stops):
        raise OSError(28, "No space left on device", "/srv/.data/run")

    monkeypatch.setattr(up, "_run", full)
    monkeypatch.setattr(up.Stops, "listen", lambda self: None)
    assert up.main() == 1
    assert capsys.readouterr().out == "/srv/.data/run: No space left on device.\n"


def test_only_the_first_signal_interrupts():
    stops = up.Stops()
    with pytest.raises(KeyboardInterrupt):
        stops._received(signal.SIGINT, None)
    stops._received(signal.SIGINT, None)
    assert stops.count == 2


# ── The processes of a run ───────────────────────────────────────────────────


@pytest.fixture
def children(tmp_path):
    """A supervisor whose modules are small programs written here."""
    programs = {
        "polite": "import time\ntime.sleep(60)",
        "failing": "raise SystemExit(3)",
        "stubborn": (
            "import pathlib, signal, subprocess, time\n"
            "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
            "child = subprocess.Popen(['sleep', '60'])\n"
            "pathlib.Path('grandchild').write_text(str(child.pid))\n"
            "time.sleep(60)"
        ),
    }
    for name, source in programs.items():
        (tmp_path / f"{name}.py").write_text(source)
    supervisor = Supervisor(tmp_path, dict(os.environ))
    yield supervisor
    supervisor.kill()


def wait_until(condition, seconds=30):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


def test_a_program_that_ends_is_noticed_with_its_code(children):
    children.start("polite", ["-m", "polite"])
    assert children.ended() is None
    children.start("failing", ["-m", "failing"])
    wait_until(children.ended)
    assert children.ended() == ("failing", 3)


def test_polite_programs_end_when_asked(children):
    children.start("polite", ["-m", "polite"])
    children.terminate()
    assert children.wait(20, never)


def test_a_stubborn_program_is_ended_with_all_that_it_started(children, tmp_path):
    children.start("stubborn", ["-m", "stubborn"])
    wait_until(lambda: (tmp_path / "grandchild").exists() and (tmp_path / "grandchild").read_text())
    children.terminate()
    assert not children.wait(0.3, never)
    children.kill()
    grandchild = int((tmp_path / "grandchild").read_text())
    wait_until(lambda: not psutil.pid_exists(grandchild) or psutil.Process(grandchild).status() == "zombie")


def test_hurry_cuts_the_wait_short(children):
    children.start("polite", ["-m", "polite"])
    started = time.monotonic()
    assert not children.wait(60, lambda: True)
    assert time.monotonic() - started < 5


def test_a_program_run_to_its_end_gives_its_code(children):
    assert children.run(["-m", "failing"]) == 3
    assert children.ended() is None


# ── The whole site ───────────────────────────────────────────────────────────


# As for a newcomer: nothing is configured.
UNSET = dict.fromkeys(["DATABASE_URL", "REDIS_URL", "SECRET_KEY", "HTTPS"], "")


class Site:
    """One `make up` in a folder of its own."""

    def __init__(self, data_dir, output, **variables):
        self.data_dir = data_dir
        self.port = free_port()
        self.output = output
        with self.output.open("w") as screen:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "trialfinder.up"],
                cwd=ROOT,
                env={**os.environ, **UNSET, "DATA_DIR": str(data_dir), "PORT": str(self.port), **variables},
                stdout=screen,
                stderr=screen,
                start_new_session=True,
            )

    @property
    def said(self):
        return self.output.read_text()

    def wait_until_ready(self):
        started = time.monotonic()
        wait_until(lambda: "Ctrl-C stops it" in self.said or self.process.poll() is not None, 120)
        assert self.process.poll() is None, self.said
        return time.monotonic() - started

    def get(self, path):
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    def stop(self, number=signal.SIGINT):
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(60)
        assert processes.marked(self.data_dir) == []
        assert processes.working_in(self.data_dir / "postgres", "postgres") == []
        assert processes.working_in(self.data_dir / "redis", "redis-server") == []
        assert "Traceback" not in self.said
        return code


@pytest.fixture
def start(tmp_path):
    """Start sites that are ended with the test."""
    sites = []

    def begin(name="data", **variables):
        sites.append(Site(tmp_path / name, tmp_path / f"{len(sites)}.out", **variables))
        return sites[-1]

    yield begin
    for site in sites:
        if site.process.poll() is None:
            site.process.terminate()
            site.process.wait(60)
        processes.end(processes.marked(site.data_dir), signal.SIGKILL, 5)
        processes.end(processes.working_in(site.data_dir / "postgres", "postgres"), signal.SIGQUIT, 5)


def test_the_whole_site_starts_answers_and_stops(start):
    site = start()
    site.wait_until_ready()
    assert f"Trialfinder is ready: http://127.0.0.1:{site.port}/" in site.said
    assert site.get("/healthz") == (200, "ok")
    assert site.get("/")[0] == 200

    running = {argument for process in processes.marked(site.data_dir) for argument in process.cmdline()}
    assert {"gunicorn", "worker", "beat"} <= running

    second = start(PORT=str(free_port()))
    assert second.process.wait(60) == 1
    assert f"already runs from this folder (process {site.process.pid}) at http://127.0.0.1:{site.port}/" in second.said

    assert site.stop(signal.SIGINT) == 0
    left = {path.name for path in site.data_dir.iterdir()} - {"search"}  # the index comes when it can
    assert left == {"log", "postgres", "redis", "run", "secret_key", "static"}


def test_a_taken_port_stops_it_before_it_starts_anything(start, taken_port):
    site = start(PORT=str(taken_port))
    assert site.process.wait(60) == 1
    assert f"Port {taken_port} is in use" in site.said
    assert not (site.data_dir / "postgres").exists()


@pytest.mark.slow
def test_a_killed_run_is_cleared_away_by_the_next_which_is_quick(start):
    killed = start()
    killed.wait_until_ready()
    killed.process.kill()
    killed.process.wait()
    site = start(PORT=str(killed.port))  # its web server still listens there
    site.port = killed.port
    site.wait_until_ready()
    assert "Ending what an interrupted run left behind" in site.said
    assert site.get("/")[0] == 200
    assert site.stop() == 0

    again = start()
    assert again.wait_until_ready() < 30  # a few seconds where the machine has nothing else to do
    assert again.stop(signal.SIGTERM) == 0


@pytest.mark.slow
def test_when_one_program_dies_the_rest_stops_and_says_so(start):
    for victim, sentence in (("beat", "The scheduler has ended by itself"), ("postgres", "PostgreSQL has ended")):
        site = start(victim)
        site.wait_until_ready()
        if victim == "postgres":
            number = int((site.data_dir / "postgres" / "postmaster.pid").read_text().split()[0])
        else:
            number = next(one.pid for one in processes.marked(site.data_dir) if victim in one.cmdline())
        os.kill(number, signal.SIGKILL)
        site.process.wait(60)
        assert site.stop() == 1
        assert sentence in site.said


@pytest.mark.slow
def test_two_copies_run_side_by_side(start):
    first, second = start("first"), start("second copy with an odd name")
    for site in (first, second):
        site.wait_until_ready()
        assert site.get("/healthz") == (200, "ok")
    assert first.stop() == 0
    assert second.get("/healthz") == (200, "ok")
    assert second.stop() == 0


@pytest.mark.slow
@pytest.mark.parametrize("moment", [0.3, 0.8, 1.5, 3, 5])
def test_a_start_killed_at_any_moment_is_recovered_from(start, moment):
    killed = start()
    time.sleep(moment)
    killed.process.kill()
    killed.process.wait()
    site = start()
    site.wait_until_ready()
    assert site.get("/")[0] == 200
    assert site.stop() == 0


@pytest.mark.slow
@pytest.mark.parametrize("moment", [0, 0.5, 1, 2, 4])
def test_ctrl_c_during_the_start_stops_it_cleanly(start, moment):
    site = start()
    wait_until((site.data_dir / "run" / "up.lock").exists)
    time.sleep(moment)
    assert site.stop() == 0


def test_an_unusable_data_folder_is_a_sentence(start, tmp_path):
    (tmp_path / "file").touch()
    site = start("file/data")
    assert site.process.wait(60) == 1
    assert "Traceback" not in site.said
