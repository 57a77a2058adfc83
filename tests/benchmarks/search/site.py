"""The site as it is served, for as long as it is measured."""

import contextlib
import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.benchmarks.load import ROOT

SECONDS = 60
CONNECTIONS = 24
PAUSE = 220  # milliseconds that a connection rests after an answer: some 100 searches a second together
SCRIPT = Path(__file__).with_name("load.lua")


@contextlib.contextmanager
def served() -> Iterator[int]:
    """The port of the site, which gunicorn serves as in production."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {"PORT": str(port), "BIND": "127.0.0.1", "HTTPS": "0", "LOG_LEVEL": "WARNING"}
    command = [sys.executable, "-m", "gunicorn", "--config", "python:trialfinder.gunicorn", "trialfinder.wsgi"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                ask(http.client.HTTPConnection("127.0.0.1", port, timeout=5), "/healthz")
                break
            time.sleep(0.2)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def ask(connection: http.client.HTTPConnection, path: str) -> bytes:
    """One page, compressed as a browser gets it."""
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    body = response.read()
    assert response.status == 200, (response.status, path)
    return body


def sustained(port: int, addresses: Sequence[str]) -> dict[str, float]:
    """Searches at a steady pace for a minute, by wrk."""
    wrk = shutil.which("wrk")
    if wrk is None:
        raise SystemExit("This needs wrk, a load generator: apt-get install wrk")
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(addresses))
        file.flush()
        command = [wrk, "--threads", "2", "--connections", str(CONNECTIONS), "--duration", f"{SECONDS}s"]
        command += [
            "--timeout",
            "10s",
            "--script",
            str(SCRIPT),
            f"http://127.0.0.1:{port}",
            "--",
            file.name,
            str(PAUSE),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures = json.loads(done.stdout.splitlines()[-1])
    return {"a second": round(figures["requests"] / figures["seconds"], 1), **figures}


def memory(port: int) -> dict[str, int]:
    """Megabytes of the largest process that listens on a port: all that it maps, and its own share of that."""
    import psutil

    master = next(one.pid for one in psutil.net_connections() if one.laddr and one.laddr.port == port and one.pid)
    family = [psutil.Process(master), *psutil.Process(master).children(), *psutil.Process(master).parent().children()]
    workers = [one for one in family if one.is_running() and "trialfinder.wsgi" in " ".join(one.cmdline())]
    largest = max((one.memory_full_info() for one in workers), key=lambda info: info.rss)
    return {"resident": largest.rss >> 20, "share": largest.pss >> 20, "own": largest.uss >> 20}
