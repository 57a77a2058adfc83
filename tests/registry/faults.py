"""What can go wrong with an answer, armed for the requests to come."""

import threading
from dataclasses import dataclass, field
from fnmatch import fnmatch
from typing import Any

# Kind: the options it takes.
KINDS: dict[str, tuple[str, ...]] = {
    "429": ("retry_after",),  # too many requests; the header only if given (seconds or an HTTP date)
    "403": (),  # the edge's HTML page
    "404": (),  # the path is gone: the proxy's page, and not the registry's words
    "502": (),
    "503": ("retry_after",),
    "html": (),  # 200 with an HTML page
    "truncated": ("at",),  # valid HTTP, JSON cut off at this share of the body (default 0.5)
    "cut": ("at",),  # the connection ends at this share of the body
    "slow": ("seconds",),  # waits before it answers (default 1)
    "token": (),  # any page token is refused
    "empty-page": (),  # no studies but a token, as the registry allows
    "fewer": ("keep",),  # as if only this many studies were left (default 0)
    "reload": ("scale",),  # a new data load happens just before the answer
}


@dataclass(slots=True)
class Fault:
    """`times` requests are hit (`None`: all until cleared) after `after` matching ones went through untouched."""

    kind: str
    times: int | None
    after: int
    path: str | None
    options: dict[str, Any] = field(default_factory=dict)

    def concerns(self, path: str, params: dict[str, str]) -> bool:
        if self.kind == "token" and "pageToken" not in params:
            return False
        if self.kind == "empty-page" and path != "/studies":
            return False
        return self.path is None or fnmatch(path, self.path)


class Faults:
    """The armed faults; safe to use while requests run."""

    def __init__(self) -> None:
        self._armed: list[Fault] = []
        self._lock = threading.Lock()

    def arm(
        self, kind: str, *, times: int | None = 1, after: int = 0, path: str | None = None, **options: Any
    ) -> Fault:
        """Arm a fault of `KINDS`; `path` is a pattern below /api/v2 such as "/studies" or "/studies/*"."""
        if kind not in KINDS:
            raise ValueError(f"unknown fault {kind!r}; known: {', '.join(KINDS)}")
        if not options.keys() <= set(KINDS[kind]):
            raise ValueError(f"fault {kind!r} takes {KINDS[kind]}, not {sorted(options)}")
        fault = Fault(kind, times, after, path, options)
        with self._lock:
            self._armed.append(fault)
        return fault

    def clear(self) -> None:
        with self._lock:
            self._armed.clear()

    def armed(self) -> list[Fault]:
        with self._lock:
            return list(self._armed)

    def take(self, path: str, params: dict[str, str]) -> dict[str, Fault]:
        """The faults that hit this request, by kind; each is used up by one."""
        hit: dict[str, Fault] = {}
        with self._lock:
            for fault in [fault for fault in self._armed if fault.concerns(path, params)]:
                if fault.after:
                    fault.after -= 1
                    continue
                hit.setdefault(fault.kind, fault)
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        self._armed.remove(fault)
        return hit
