"""HTTP on 127.0.0.1: keep-alive, gzip, conditional requests, and the faults that concern the wire."""

import time
import zlib
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.registry.answers import Answer, proxy_page

Answering = Callable[[str, str, dict[str, str], bytes], Answer]
LONGEST_LINE = 8_192  # bytes of a request line the registry's proxy takes
WORTH_ZIPPING = 256


class RegistryServer(ThreadingHTTPServer):
    """Hands every request to `answering(method, target, headers, body)`."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, answering: Answering) -> None:
        self.answering = answering
        super().__init__(("127.0.0.1", port), Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news; anything else is."""
        import sys

        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body are two writes
    server: RegistryServer

    def handle_one_request(self) -> None:
        """As the base class does, but the proxy's own page for addresses that are too long."""
        self.raw_requestline = self.rfile.readline(65537)
        if len(self.raw_requestline) > LONGEST_LINE:
            self.requestline, self.request_version, self.command = "", "HTTP/1.1", "GET"
            self.close_connection = True
            self._send(proxy_page(414, "Request-URI Too Large"), zipped=False)
        elif not self.raw_requestline:
            self.close_connection = True
        elif self.parse_request():
            self._respond()

    def _respond(self) -> None:
        started = time.perf_counter()
        length = self.headers.get("Content-Length", "0")
        body = self.rfile.read(int(length)) if length.isdecimal() else b""
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.server.answering(self.command, self.path, headers, body)
        zipped = "gzip" in headers.get("accept-encoding", "") and len(answer.body) >= WORTH_ZIPPING
        self._send(answer, zipped=zipped, milliseconds=int((time.perf_counter() - started) * 1000))

    def _send(self, answer: Answer, *, zipped: bool, milliseconds: int = 0) -> None:
        body = gzipped(answer.body) if zipped else answer.body
        self.send_response(answer.status)
        if answer.status != 304:
            self.send_header("Content-Type", answer.content_type)
            if answer.pieces is None:
                self.send_header("Content-Length", str(len(body)))
            else:
                self.send_header("Transfer-Encoding", "chunked")
        if zipped:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("X-Envoy-Upstream-Service-Time", str(milliseconds))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.sent is not None:
            body = body[: answer.sent * len(body) // max(1, len(answer.body))]
            self.close_connection = True
        self.end_headers()
        if self.command != "HEAD" and answer.status != 304:
            self.wfile.write(body)
            self._send_pieces(answer)

    def _send_pieces(self, answer: Answer) -> None:
        """Chunks without the last one, where the connection is to end early."""
        if answer.pieces is None:
            return
        for piece in filter(None, answer.pieces):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        if answer.sent is None:
            self.wfile.write(b"0\r\n\r\n")

    def version_string(self) -> str:
        return "istio-envoy"

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are in `Emulator.requests`."""


def gzipped(body: bytes) -> bytes:
    """The fastest level: the client under test shares the machine."""
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    return packer.compress(body) + packer.flush()
