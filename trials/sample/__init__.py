"""Sample studies, shown when the site has no connection to ClinicalTrials.gov.

Every study, person, hospital and sponsor in the sample is invented. The form is that of the
registry's own records (API version 2), so the sample is read by the same code. MeSH terms are
those of the U.S. National Library of Medicine (2026), adapted.
"""

import json as _json
from collections.abc import Iterator as _Iterator
from pathlib import Path as _Path

from .blocks import generate as _generate

__all__ = ["VERSION_STAMP", "studies"]

VERSION_STAMP = "2026-11-16"

_WRITTEN = _Path(__file__).parent / "written"


def studies() -> _Iterator[bytes]:
    """Each study as compact UTF-8 JSON: the written ones in number order, then the generated."""
    for path in sorted(_WRITTEN.glob("NCT*.json")):
        yield _compact(_json.loads(path.read_text(encoding="utf-8")))
    for study in _generate():
        yield _compact(study)


def _compact(study: object) -> bytes:
    return _json.dumps(study, ensure_ascii=False, separators=(",", ":")).encode()
