"""Whether the web server answers: for `make up`, before it prints the address, and for Docker's health check.

python -m trialfinder.health
"""

import http.client
import os
import sys


def answers(timeout: float = 5) -> bool:
    """Whether the site of these settings answers on its health address, as a visitor of this machine."""
    from django.conf import settings

    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  (compared, not bound)
    connection = http.client.HTTPConnection(
        everywhere.get(settings.BIND, settings.BIND), settings.PORT, timeout=timeout
    )
    try:
        connection.request("GET", "/healthz", headers={"Host": _host(settings.ALLOWED_HOSTS)})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _host(allowed: list[str]) -> str:
    """A host name that the site accepts."""
    first = allowed[0] if allowed else "localhost"
    return "localhost" if first == "*" else first.removeprefix(".")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trialfinder.settings")
    sys.exit(0 if answers() else 1)
