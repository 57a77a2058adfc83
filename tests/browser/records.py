"""The records that the browser tests' sites show."""

import json
from functools import cache

from tests.studies import PHILADELPHIA, real_lines, site, study
from trials import sample

MANY_SITES = "NCT99900120"  # 120 sites, a few of them in Philadelphia
UNWIELDY = "NCT99900121"  # words that are wider than a phone


def sample_records() -> list[bytes]:
    """The bundled sample, and two studies that it does without."""
    return [*sample.studies(), *(json.dumps(one).encode() for one in (many_sites(), unwieldy()))]


def many_sites() -> dict:
    contact = {"name": "Ada Example", "role": "CONTACT", "phone": "555-0101", "email": "ada@example.org"}
    places = [
        site(
            PHILADELPHIA if number < 5 else {"city": f"Town {number}", "state": "Ohio", "country": "United States"},
            {"lat": 39.95 + number / 60, "lon": -75.16 - number / 20},
            facility=f"Hospital {number}",
            status="RECRUITING" if number % 3 else "COMPLETED",
            contacts=[contact],
        )
        for number in range(120)
    ]
    return study(int(MANY_SITES[3:]), conditions=("Hay Fever",), sites=tuple(places))


def unwieldy() -> dict:
    word = "Pneumonoultramicroscopicsilicovolcanoconiosis" * 3
    return study(
        int(UNWIELDY[3:]),
        conditions=(word,),
        sites=(site({"city": word, "state": word, "country": word}, None, facility=word, status="RECRUITING"),),
        identificationModule={"briefTitle": word, "officialTitle": word},
        descriptionModule={"briefSummary": f"{word} https://example.org/{word}"},
        eligibilityModule={
            "eligibilityCriteria": f"Inclusion Criteria:\n\n* {word}\n\nExclusion Criteria:\n\n* {word}"
        },
        sponsorCollaboratorsModule={"leadSponsor": {"name": word, "class": "OTHER"}},
    )


@cache
def numbers_by_status() -> dict[str, str]:
    """For each overall status of the sample the number of a study that has it."""
    protocols = [json.loads(raw)["protocolSection"] for raw in sample.studies()]
    return {one["statusModule"]["overallStatus"]: one["identificationModule"]["nctId"] for one in reversed(protocols)}


@cache
def real_records() -> list[bytes]:
    """The most awkward of the real records, and the first of each status."""
    records = [(line, json.loads(line)["protocolSection"]) for line in real_lines()]
    awkward = [max(records, key=measure)[0] for measure in (sites, size, longest_word, longest_title, arms, criteria)]
    firsts = {protocol["statusModule"]["overallStatus"]: line for line, protocol in reversed(records)}
    return list(dict.fromkeys([*awkward, *firsts.values()]))


Record = tuple[bytes, dict]  # the JSON, and its protocolSection


def sites(record: Record) -> int:
    return len(record[1].get("contactsLocationsModule", {}).get("locations", []))


def size(record: Record) -> int:
    return len(record[0])


def longest_word(record: Record) -> int:
    return max(map(len, record[0].split()))


def longest_title(record: Record) -> int:
    return len(record[1]["identificationModule"].get("briefTitle", ""))


def arms(record: Record) -> int:
    return len(record[1].get("armsInterventionsModule", {}).get("armGroups", []))


def criteria(record: Record) -> int:
    return len(record[1].get("eligibilityModule", {}).get("eligibilityCriteria", ""))
