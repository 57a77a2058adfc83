"""Typed readers for environment variables. Only settings.py calls them.

Every error names the variable, what it holds and what would be right, so that nobody has to read this file.
"""

import fcntl
import os
import secrets
from collections.abc import Collection
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
        return float(default)
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


def choice(name: str, default: str, options: Collection[str]) -> str:
    """The variable as one of the options, whatever its capitals."""
    value = text(name, default).upper()
    if value not in options:
        raise ImproperlyConfigured(f"{name}={value!r} is unknown. Use one of: {', '.join(options)}.")
    return value


def address(name: str, default: str, schemes: Collection[str]) -> str:
    """The variable as an address. A wrong one is not shown, as it may hold a password."""
    value = text(name, default)
    if value and not value.startswith(tuple(f"{scheme}://" for scheme in schemes)):
        raise ImproperlyConfigured(f"{name} must begin with {' or '.join(f'{scheme}://' for scheme in schemes)}.")
    return value


def secret(name: str, path: Path) -> str:
    """The variable, or a key of 50 random bytes kept in the file, which is made at the first start."""
    if given := text(name):
        return given
    try:
        return _kept(path) or _make(path)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text"
        raise ImproperlyConfigured(
            f"The secret key cannot be kept in {path}: {reason}. "
            f"Let this account write there, choose another DATA_DIR, or set {name}."
        ) from None


def _kept(path: Path) -> str:
    """The key in the file, or nothing where there is no file or an empty one."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        return ""


def _make(path: Path) -> str:
    """Keep a new key. Processes that start together get the same one, and a crash leaves no half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        if kept := _kept(path):
            return kept
        draft = path.with_suffix(".draft")
        draft.touch(mode=0o600)
        draft.write_text(key := secrets.token_urlsafe(50))
        draft.replace(path)
        return key
    finally:
        os.close(folder)
