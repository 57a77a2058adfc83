"""Condition terms of the generated studies.

The terms are Medical Subject Headings (MeSH) of the U.S. National Library of Medicine, 2026,
adapted: data/mesh.json holds the terms of the sample only, each with its strict ancestors as
read from its tree numbers.
"""

import json
from functools import cache
from typing import Any

from .catalogue import DATA


@cache
def _terms() -> dict[str, Any]:
    return json.loads((DATA / "mesh.json").read_text(encoding="utf-8"))["terms"]


def build_condition_browse(terms: list[str]) -> dict[str, Any]:
    """The conditionBrowseModule of these MeSH terms; empty when there are none."""
    own = {_terms()[term]["id"]: term for term in terms}
    ancestors = {mesh_id: name for term in terms for mesh_id, name in _terms()[term]["ancestors"] if mesh_id not in own}
    module = {"meshes": _entries(own)}
    if ancestors:
        module["ancestors"] = _entries(ancestors)
    return module if terms else {}


def _entries(terms: dict[str, str]) -> list[dict[str, str]]:
    return [{"id": mesh_id, "term": term} for mesh_id, term in terms.items()]
