"""The Celery app. Tasks live in each app's tasks.py; the schedule is CELERY_BEAT_SCHEDULE in settings."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trialfinder.settings")

app = Celery("trialfinder")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_logging(**_: Any) -> None:
    """Say that logging is set up, so that Celery leaves LOGGING alone: it decides what may be written down."""
