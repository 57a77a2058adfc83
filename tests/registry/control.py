"""The emulator's own endpoints below /emulator, for a registry that runs as a process of its own.

POST /emulator/advance?days=1&scale=1     what changed
POST /emulator/faults                     arm: {"kind": "429", "times": 2, "retry_after": 1}
GET, DELETE /emulator/faults              what is armed; disarm all
GET /emulator/truth/NCT…                  the record now, 404 without one
GET /emulator/ids                         all ids
GET, DELETE /emulator/requests            the log; forget it
PUT /emulator/studies                     add or replace a study
DELETE /emulator/studies/NCT…             let one vanish
POST /emulator/merge?old=NCT…&into=NCT…
POST /emulator/spoil?kind=…&nctId=NCT…    make a record odd
"""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import orjson

from tests.registry.answers import JSON, Answer, text

if TYPE_CHECKING:
    from tests.registry.emulator import Emulator

ROOT = "/emulator/"


def answer(registry: "Emulator", method: str, path: str, params: dict[str, str], body: bytes) -> Answer:
    """400 with the reason for what cannot be done."""
    action, _, name = path.removeprefix(ROOT).partition("/")
    try:
        return _done(registry, f"{method} {action}", name, params, body)
    except (KeyError, ValueError, TypeError) as error:
        return text(400, f"{type(error).__name__}: {error}")


def _done(registry: "Emulator", asked: str, name: str, params: dict[str, str], body: bytes) -> Answer:
    match asked:
        case "POST advance":
            return _json(asdict(registry.advance(int(params.get("days", "1")), float(params.get("scale", "1")))))
        case "POST faults":
            return _json(asdict(registry.faults.arm(**orjson.loads(body))))
        case "GET faults":
            return _json([asdict(fault) for fault in registry.faults.armed()])
        case "DELETE faults":
            registry.faults.clear()
            return _json({})
        case "GET truth":
            study = registry.truth(name)
            return text(404, f"{name} not found") if study is None else _json(study)
        case "GET ids":
            return _json(registry.ids())
        case "GET requests":
            return _json([asdict(request) for request in registry.requests])
        case "DELETE requests":
            registry.requests.clear()
            return _json({})
    return _changed(registry, asked, name, params, body)


def _changed(registry: "Emulator", asked: str, name: str, params: dict[str, str], body: bytes) -> Answer:
    match asked:
        case "PUT studies":
            registry.put(body)
        case "DELETE studies":
            registry.remove(name)
        case "POST merge":
            registry.merge(params["old"], params["into"])
        case "POST spoil":
            return _json({"nctId": registry.spoil(params["kind"], params.get("nctId"))})
        case _:
            return text(404, f"no {asked} here")
    return _json({})


def _json(value: Any) -> Answer:
    return Answer(200, JSON, orjson.dumps(value))
