"""Page tokens: opaque base64url text that hides a position and, for the strict mode, what the query was."""

import base64
import hashlib
import struct
from dataclasses import dataclass

from tests.registry import errors

LAYOUT = struct.Struct(">I12s")
SALT = 12


@dataclass(frozen=True, slots=True)
class Position:
    """How many rows came before, and a digest of the request's parameters."""

    offset: int
    query: bytes


def digest_query(parameters: str) -> bytes:
    return hashlib.sha256(parameters.encode()).digest()[:12]


def write_token(position: Position) -> str:
    content = LAYOUT.pack(position.offset, position.query)
    salt = hashlib.sha256(b"salt" + content).digest()[:SALT]
    return base64.urlsafe_b64encode(salt + _masked(content, salt)).decode().rstrip("=")


def read_token(token: str) -> Position:
    """Raises `RegistryError` for text that no answer ever gave."""
    try:
        content = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        offset, query = LAYOUT.unpack(_unmasked(content[SALT:], content[:SALT]))
    except (ValueError, struct.error):
        raise errors.bad_format("pageToken") from None
    return Position(offset, query)


def _masked(content: bytes, salt: bytes) -> bytes:
    seal = hashlib.sha256(salt + content).digest()[:8]
    return _xor(content, salt) + seal


def _unmasked(content: bytes, salt: bytes) -> bytes:
    plain = _xor(content[:-8], salt)
    if hashlib.sha256(salt + plain).digest()[:8] != content[-8:]:
        raise ValueError("not one of our tokens")
    return plain


def _xor(content: bytes, salt: bytes) -> bytes:
    mask = hashlib.sha256(b"token" + salt).digest()
    return bytes(a ^ b for a, b in zip(content, mask, strict=False))
