"""Work in the background. Each task reads the state anew and is safe to run twice."""

import logging

from celery import shared_task
from django.conf import settings

from trials.registry import refresh as registry
from trials.registry.client import RegistryClient, RegistryError, Unavailable

log = logging.getLogger(__name__)


def client() -> RegistryClient:
    """The registry as the settings name it."""
    bulk = settings.DATA_DIR / "bulk" if settings.REGISTRY_BULK else None
    return RegistryClient(
        settings.REGISTRY_URL, settings.REGISTRY_USER_AGENT, settings.REGISTRY_PAUSE, bulk_folder=bulk
    )


@shared_task
def refresh() -> None:
    """Do all that is due at the registry. What goes wrong stands in the run; the schedule tries again."""
    source = client()
    try:
        while registry.refresh(source):
            pass
    except Unavailable as error:
        log.warning("No refresh: %s", error)
    except RegistryError as error:
        log.error("The refresh failed: %s", error)
