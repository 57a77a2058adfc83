"""Answers, and the pages that stand in the way of them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

JSON = "application/json"
ZIP = "application/zip"
TEXT = "text/plain; charset=UTF-8"
HTML = "text/html"
FORBIDDEN_PAGE = (
    '<!DOCTYPE html>\n<html lang="en">\n<head><title>403 Forbidden</title></head>\n'
    "<body><h1>Access denied</h1><p>Your request was blocked.</p></body>\n</html>\n"
)
CHALLENGE_PAGE = (
    '<!DOCTYPE html>\n<html lang="en">\n<head><title>Please wait</title></head>\n'
    "<body><h1>One moment</h1><p>The service is checking your browser.</p></body>\n</html>\n"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """`sent` is how many bytes of the body leave before the connection ends, `None` for all.

    `pieces` stand for a body that is made while it is sent; then any `sent` means that the connection ends after them.
    """

    status: int
    content_type: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    sent: int | None = None
    pieces: Iterable[bytes] | None = None


def pretty(value: object) -> Answer:
    """The registry's form of small answers: indented, a blank on both sides of the colon."""
    return Answer(200, JSON, json.dumps(value, indent=2, separators=(",", " : "), ensure_ascii=False).encode())


def text(status: int, sentence: str) -> Answer:
    return Answer(status, TEXT, sentence.encode())


def proxy_page(status: int, reason: str) -> Answer:
    """What the proxy in front of the registry says: wrong paths, long addresses, servers that are down."""
    body = (
        f"<html>\r\n<head><title>{status} {reason}</title></head>\r\n"
        f"<body>\r\n<center><h1>{status} {reason}</h1></center>\r\n"
        "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
    )
    return Answer(status, HTML, body.encode())
