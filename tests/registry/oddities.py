"""Records as odd as the registry's oddest, made from ordinary ones."""

import random
from collections.abc import Callable
from typing import Any

from tests.registry import edits
from tests.registry.corpus import Corpus
from tests.registry.withheld import withheld_study

Study = dict[str, Any]
HUGE_SITES = 3_500
SCRIPT = '<script>alert("title")</script> A <b>bold</b> study of A & B'
OLD_COUNTRIES = {
    "Turkey (Türkiye)": "Turkey", "South Korea": "Korea, Republic of", "Russia": "Russian Federation",
    "Iran": "Iran, Islamic Republic of", "Czechia": "Czech Republic",
}  # fmt: skip


def _protocol(study: Study) -> dict[str, Any]:
    return study["protocolSection"]


def _unknown_flip(study: Study) -> None:
    edits.flip_to_unknown(study)


def _derived_reference(study: Study) -> None:
    edits.add_derived_reference(study, random.Random(str(study)))


def _unknown_enum(study: Study) -> None:
    edits.status_of(study)["overallStatus"] = "PAUSED_BY_REGULATOR"
    _protocol(study).setdefault("designModule", {})["phases"] = ["PHASE5"]
    _protocol(study).setdefault("eligibilityModule", {})["sex"] = "NOT_ASKED"


def _unknown_key(study: Study) -> None:
    study["futureSection"] = {"futureModule": {"values": [1, 2, 3]}}
    edits.status_of(study)["futureDate"] = {"date": "2027-01"}
    for location in edits.contacts_of(study).get("locations", ()):
        location["futureField"] = True


def _missing_modules(study: Study) -> None:
    identification = {"nctId": _protocol(study)["identificationModule"]["nctId"]}
    study["protocolSection"] = {"identificationModule": identification}
    for name in ("resultsSection", "documentSection", "annotationSection", "derivedSection", "hasResults"):
        study.pop(name, None)


def _withheld(study: Study) -> None:
    nct_id = _protocol(study)["identificationModule"]["nctId"]
    withheld = withheld_study(nct_id, edits.status_of(study), study.get("derivedSection", {}))
    study.clear()
    study.update(withheld)


def _huge(study: Study) -> None:
    """Thousands of sites with contacts: well over a megabyte."""
    edits.status_of(study)["overallStatus"] = "RECRUITING"
    module = _protocol(study).setdefault("contactsLocationsModule", {})
    module["locations"] = [_site(n) for n in range(HUGE_SITES)]


def _site(n: int) -> dict[str, Any]:
    phone, email = f"202-555-01{n % 100:02d}", f"site{n}@example.org"
    return {
        "facility": f"Huge Network Clinic {n:04d} - Department of Clinical Research, Building {n % 40}",
        "status": "RECRUITING" if n % 4 else "NOT_YET_RECRUITING",
        "city": f"Town {n % 700}",
        "state": f"State {n % 50}",
        "zip": f"{10_000 + n}",
        "country": "United States",
        "contacts": [
            {"name": f"Nora Site {n}", "role": "CONTACT", "phone": phone, "email": email},
            {"name": f"Omar Site {n}", "role": "PRINCIPAL_INVESTIGATOR"},
        ],
        "geoPoint": {"lat": round(25 + n % 240 / 10, 5), "lon": round(-120 + n % 500 / 10, 5)},
    }


def _enrollment(study: Study) -> None:
    _protocol(study).setdefault("designModule", {})["enrollmentInfo"] = {
        "count": 99_999_999,
        "type": "ACTUAL",
    }


def _far_year(study: Study) -> None:
    edits.status_of(study)["startDateStruct"] = {"date": "1900-01"}
    edits.status_of(study)["completionDateStruct"] = {"date": "2099-01-01", "type": "ESTIMATED"}


def _country_rename(study: Study) -> None:
    """A country under its name of before August 2025, or under a new one nobody knows."""
    for location in edits.contacts_of(study).get("locations", ()):
        location["country"] = OLD_COUNTRIES.get(location["country"], f"Republic of {location['country']}")


def _no_point(study: Study) -> None:
    for location in edits.contacts_of(study).get("locations", ()):
        location.pop("geoPoint", None)


def _markup(study: Study) -> None:
    """Escapes and nesting in markup fields, raw angle brackets and a script in plain ones."""
    protocol = _protocol(study)
    protocol["identificationModule"]["briefTitle"] = SCRIPT
    protocol.setdefault("conditionsModule", {})["conditions"] = [
        '<img src=x onerror="alert(1)">',
        "A & B < C",
    ]
    protocol["descriptionModule"] = {
        "briefSummary": "Age \\>18 and \\<65 \\[see below\\]: 10\\^9/L, a\\_b \\~ c.\n\n"
        "<script>alert('summary')</script>\n\n[link](javascript:alert(1)) **bold** `code`",
        "detailedDescription": "1. First\n2. Second\n\n   * nested\n     * deeper\n\n&lt;b&gt; &amp; <b>raw</b>",
    }
    for location in edits.contacts_of(study).get("locations", ()):
        location["facility"] = "St. <Anna> & Söhne \"Klinik\" <script>alert('site')</script>"


# Kind: what it does, and whether the study needs sites to show it.
KINDS: dict[str, tuple[Callable[[Study], None], bool]] = {
    "unknown-flip": (_unknown_flip, False),
    "derived-reference": (_derived_reference, False),
    "unknown-enum": (_unknown_enum, False),
    "unknown-key": (_unknown_key, False),
    "missing-modules": (_missing_modules, False),
    "withheld": (_withheld, False),
    "huge": (_huge, False),
    "enrollment": (_enrollment, False),
    "far-year": (_far_year, False),
    "country-rename": (_country_rename, True),
    "no-point": (_no_point, True),
    "markup": (_markup, False),
}


def spoil(corpus: Corpus, kind: str, nct_id: str | None = None) -> str:
    """Change one record; raises `KeyError` for an unknown kind or id and `ValueError` where no study fits.

    No date moves, so that only a client that looks beyond the update dates finds it.
    """
    edit, needs_sites = KINDS[kind]
    row = _row(corpus, nct_id, needs_sites)
    study = corpus.study(row)
    edit(study)
    corpus.put(study)
    return f"NCT{corpus.table['number'][row]:08d}"


def _row(corpus: Corpus, nct_id: str | None, needs_sites: bool) -> int:
    if nct_id is not None:
        row = corpus.row(int(nct_id[3:]))
        if row is None:
            raise KeyError(nct_id)
        return row
    for row in corpus.alive_rows().tolist():
        if corpus.table["sites"][row] or not needs_sites:
            return row
    raise ValueError("no study has sites")
