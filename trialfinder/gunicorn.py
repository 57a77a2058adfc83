"""How gunicorn serves the site: `gunicorn --config python:trialfinder.gunicorn trialfinder.wsgi`.

No access log: its lines would say who looked for what.
"""

import os
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trialfinder.settings")

from django.conf import settings

bind = f"[{settings.BIND}]:{settings.PORT}" if ":" in settings.BIND else f"{settings.BIND}:{settings.PORT}"
workers = settings.WEB_WORKERS
worker_class = "gthread"
threads = 4
preload_app = True  # imported once, shared by the workers
limit_request_line = 0  # no limit: whoever pastes a page into the search gets a sentence, not a bare error
graceful_timeout = 10  # seconds to finish a request at the end
timeout = 60
loglevel = settings.LOG_LEVEL.lower()
control_socket_disable = True  # it would stand in the home folder
if Path("/dev/shm").is_dir():  # noqa: S108  (gunicorn makes unnamed files there)
    worker_tmp_dir = "/dev/shm"  # noqa: S108  (a heartbeat file on a slow disk makes workers look dead)


def post_worker_init(worker: object) -> None:
    """Read the search's index and the vocabulary before the first visitor comes."""
    from trials.search.warming import warm_up

    warm_up()
