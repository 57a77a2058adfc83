"""Corpora as one form of document, whichever of two forms their files have.

A corpus is a file or a folder of files (.json, .jsonl, .json.gz, .jsonl.gz) that hold either records as the registry's
API v2 gives them, or flat objects with a title, conditions, a summary, criteria, ages and a sex.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Json = dict[str, Any]
SUFFIXES = (".json", ".jsonl", ".json.gz", ".jsonl.gz")


@dataclass(frozen=True, slots=True)
class Document:
    """One trial. Ages are the registry's text ("18 Years", "" where none is given), the sex is ALL, FEMALE or MALE."""

    id: str
    title: str = ""
    official_title: str = ""
    conditions: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    mesh: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()
    summary: str = ""
    description: str = ""
    criteria: str = ""
    sex: str = "ALL"
    min_age: str = ""
    max_age: str = ""
    healthy: bool | None = None
    status: str = ""

    @property
    def text(self) -> str:
        """All of its words, for a search that knows no fields."""
        lists = (*self.conditions, *self.keywords, *self.mesh, *self.interventions)
        return "\n".join((self.title, self.official_title, *lists, self.summary, self.description, self.criteria))


def read_corpus(path: Path) -> list[Document]:
    """The documents of a file or of a folder's files, ordered by id, each id once."""
    files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.name.endswith(SUFFIXES))
    documents = {document.id: document for file in files for document in map(read_document, objects(file))}
    if not documents:
        raise SystemExit(f"{path} holds no trials.")
    return [documents[each] for each in sorted(documents)]


def objects(path: Path) -> Iterator[Json]:
    """The JSON objects of a file: one a line, one alone, a list of them, or the registry's {"studies": […]}."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        if ".jsonl" in path.suffixes:
            yield from (json.loads(line) for line in file if line.strip())
            return
        whole = json.load(file)
    if isinstance(whole, dict):
        whole = whole.get("studies", [whole])
    yield from whole


def read_document(found: Json) -> Document:
    """A JSON object as a document."""
    return from_record(found) if "protocolSection" in found else from_flat(found)


def from_record(record: Json) -> Document:
    """A record of the registry's API v2 as a document."""
    protocol = record["protocolSection"]
    identification, description, conditions, arms, eligibility, status = (
        protocol.get(f"{name}Module", {})
        for name in ("identification", "description", "conditions", "armsInterventions", "eligibility", "status")
    )
    browse = record.get("derivedSection", {}).get("conditionBrowseModule", {})
    return Document(
        id=identification["nctId"],
        title=identification.get("briefTitle", ""),
        official_title=identification.get("officialTitle", ""),
        conditions=tuple(conditions.get("conditions", ())),
        keywords=tuple(conditions.get("keywords", ())),
        mesh=tuple(mesh["term"] for mesh in browse.get("meshes", ()) if "term" in mesh),
        interventions=tuple(each["name"] for each in arms.get("interventions", ()) if "name" in each),
        summary=description.get("briefSummary", ""),
        description=description.get("detailedDescription", ""),
        criteria=eligibility.get("eligibilityCriteria", ""),
        sex=sex_of(eligibility.get("sex")),
        min_age=age_of(eligibility.get("minimumAge")),
        max_age=age_of(eligibility.get("maximumAge")),
        healthy=eligibility.get("healthyVolunteers"),
        status=status.get("overallStatus", ""),
    )


def from_flat(flat: Json) -> Document:
    """A flat object as a document."""
    return Document(
        id=first(flat, "id", "nct_id", "nctId", "_id"),
        title=first(flat, "title", "brief_title"),
        official_title=first(flat, "official_title"),
        conditions=texts(flat.get("conditions")),
        keywords=texts(flat.get("keywords")),
        mesh=texts(flat.get("mesh")),
        interventions=texts(flat.get("interventions")),
        summary=first(flat, "summary", "brief_summary"),
        description=first(flat, "description", "detailed_description"),
        criteria=first(flat, "criteria", "eligibility", "eligibility_criteria"),
        sex=sex_of(first(flat, "sex", "gender")),
        min_age=age_of(first(flat, "min_age", "minimum_age")),
        max_age=age_of(first(flat, "max_age", "maximum_age")),
        healthy=healthy_of(first(flat, "healthy", "healthy_volunteers")),
        status=first(flat, "status", "overall_status"),
    )


def first(flat: Json, *names: str) -> str:
    """The first value given under one of the names, as text; "" where there is none."""
    return next((str(flat[name]) for name in names if flat.get(name) is not None), "")


def texts(value: Any) -> tuple[str, ...]:
    """A list of texts, also where a single text stands for a list of one."""
    return (value,) if isinstance(value, str) else tuple(map(str, value or ()))


def sex_of(text: str | None) -> str:
    """ALL, FEMALE or MALE from any of the registry's spellings (All, Both, Female, F …)."""
    return {"F": "FEMALE", "M": "MALE"}.get((text or "").upper()[:1], "ALL")


def age_of(text: str | None) -> str:
    """The registry's text for an age, "" where it says that there is none."""
    return "" if text in (None, "N/A", "None") else text


def healthy_of(text: str) -> bool | None:
    """Whether healthy volunteers are accepted, None where it is not said."""
    return {"y": True, "t": True, "a": True, "n": False, "f": False}.get(text.lower()[:1])


def as_record(document: Document) -> Json:
    """A document as a record of the registry's API v2, for a search that is built from such records."""
    eligibility: Json = {"eligibilityCriteria": document.criteria, "sex": document.sex}
    eligibility |= {
        name: value for name, value in (("minimumAge", document.min_age), ("maximumAge", document.max_age)) if value
    }
    if document.healthy is not None:
        eligibility["healthyVolunteers"] = document.healthy
    return {
        "protocolSection": {
            "identificationModule": {
                "nctId": document.id,
                "briefTitle": document.title,
                "officialTitle": document.official_title,
            },
            "statusModule": {"overallStatus": document.status.upper().replace(", ", "_").replace(" ", "_")},
            "descriptionModule": {"briefSummary": document.summary, "detailedDescription": document.description},
            "conditionsModule": {"conditions": list(document.conditions), "keywords": list(document.keywords)},
            "armsInterventionsModule": {"interventions": [{"name": name} for name in document.interventions]},
            "eligibilityModule": eligibility,
        },
        "derivedSection": {"conditionBrowseModule": {"meshes": [{"term": term} for term in document.mesh]}},
    }
