"""Typed readers for environment variables. Only settings.py calls them.

Every error names the variable, what it holds and what would be right, so that nobody has to read this file.
"""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    """The variable's text, or the default where it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool) -> bool:
    """The variable as a yes or no."""
    value = text(name).lower()
    if not value:
        return default
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no. Use {name}=1 or {name}=0.")
    return value in TRUE


def number(name: str, default: float, least: float, most: float) -> float:
    """The variable as a number from least to most, both included."""
    value = text(name)
    if not value:
        return default
    hint = f"Use a number from {least:g} to {most:g}, for example {name}={default:g}."
    try:
        parsed = float(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r} is not a number. {hint}") from None
    if not least <= parsed <= most:
        raise ImproperlyConfigured(f"{name}={value} is out of range. {hint}")
    return parsed


def whole(name: str, default: int, least: int, most: int) -> int:
    """The variable as a whole number from least to most, both included."""
    parsed = number(name, default, least, most)
    if parsed != int(parsed):
        raise ImproperlyConfigured(f"{name}={parsed} is not a whole number. For example {name}={default}.")
    return int(parsed)


def words(name: str, default: str = "") -> list[str]:
    """The variable as a comma-separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def secret(name: str, path: Path) -> str:
    """The variable, or a key of 50 random bytes kept in the file, which is made at the first start."""
    if given := text(name):
        return given
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = path.read_text().strip()
        if not kept:
            raise ImproperlyConfigured(f"{path} is empty. Delete it, and a new key is made.") from None
        return kept
    with os.fdopen(handle, "w") as file:
        file.write(key := secrets.token_urlsafe(50))
    return key
