"""System checks for unsafe or contradictory configuration. Run by `manage.py check` and `migrate`."""

import stat
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

OLDEST_POSTGRESQL = 15
LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]"}


@register(Tags.database)
def check_postgresql(databases: Sequence[str] | None, **_: Any) -> list[CheckMessage]:
    """The database server must be PostgreSQL 15 or newer."""
    versions = [_server_version(alias) for alias in databases or ()]
    return [
        Error(
            f"DATABASE_URL names a PostgreSQL {version}; Trialfinder needs {OLDEST_POSTGRESQL} or newer.",
            hint="Upgrade that server, or leave DATABASE_URL empty to use the embedded one.",
            id="trialfinder.E001",
        )
        for version in versions
        if version < OLDEST_POSTGRESQL
    ]


def _server_version(alias: str) -> int:
    connections[alias].ensure_connection()
    return int(connections[alias].connection.info.server_version) // 10_000


@register(Tags.security)
def check_who_may_reach_it(**_: Any) -> list[CheckMessage]:
    """What others can reach must be reachable by its name, and through HTTPS."""
    found: list[CheckMessage] = []
    if not settings.LOOPBACK and set(settings.ALLOWED_HOSTS) <= LOCAL_HOSTS:
        found.append(
            Warning(
                f"BIND={settings.BIND} lets others reach the site, which answers only to localhost.",
                hint="Name it as in its address, for example ALLOWED_HOSTS=trials.example.org",
                id="trialfinder.W002",
            )
        )
    if not settings.LOOPBACK and not settings.HTTPS:
        found.append(
            Warning(
                f"BIND={settings.BIND} lets others reach the site; HTTPS=0 shows their searches on the way.",
                hint="Put a web server with HTTPS before it, and set HTTPS=1 and BEHIND_PROXY=1.",
                id="trialfinder.W003",
            )
        )
    if settings.HTTPS and not settings.BEHIND_PROXY and (settings.HTTPS_CHOSEN or not settings.LOOPBACK):
        found.append(
            Warning(
                "HTTPS is on but BEHIND_PROXY is not: every page redirects to https, where nothing answers.",
                hint="Set BEHIND_PROXY=1 behind a server that sets X-Forwarded-Proto, or HTTPS=0 for a try.",
                id="trialfinder.W004",
            )
        )
    return found


@register(Tags.security)
def check_allowed_hosts(**_: Any) -> list[CheckMessage]:
    """A site that answers to every name writes a stranger's name into the links of its mails."""
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    return [
        Warning(
            "ALLOWED_HOSTS=* answers to every name, also to one that an attacker chose.",
            hint="Name the hosts, for example ALLOWED_HOSTS=trials.example.org",
            id="trialfinder.W005",
        )
    ]


@register(Tags.security)
def check_secret_key_file(**_: Any) -> list[CheckMessage]:
    """Only this account may read the secret key."""
    path = settings.DATA_DIR / "secret_key"
    if not path.exists() or not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return []
    return [
        Warning(
            f"Others on this machine can read the secret key in {path}.",
            hint=f"chmod 600 {path}",
            id="trialfinder.W006",
        )
    ]


@register(Tags.security)
def check_registry_address(**_: Any) -> list[CheckMessage]:
    """What patients read must not be changed on its way here."""
    address = urlsplit(settings.REGISTRY_URL)
    if address.scheme == "https" or address.hostname in {"localhost", "127.0.0.1", "::1"}:
        return []
    return [
        Warning(
            "REGISTRY_URL is not https: somebody on the way could change what patients read.",
            hint="Leave REGISTRY_URL empty to use ClinicalTrials.gov.",
            id="trialfinder.W007",
        )
    ]
