"""The Celery app. Tasks live in each app's tasks.py; the schedule is CELERY_BEAT_SCHEDULE in settings."""

import os
import warnings
from typing import Any

from celery import Celery, Task
from celery.exceptions import SecurityWarning, SoftTimeLimitExceeded
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trialfinder.settings")


class OurTask(Task):
    """A task that can be interrupted when the site stops: that is no error, and the schedule repeats it."""

    throws = (SoftTimeLimitExceeded,)


app = Celery("trialfinder", task_cls=OurTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# It warns root of messages that carry code. Ours are JSON, which carries none.
warnings.filterwarnings("ignore", category=SecurityWarning)


@setup_logging.connect
def keep_our_logging(**_: Any) -> None:
    """Say that logging is set up, so that Celery leaves it alone: LOGGING decides what is written."""
