"""The records that the browser tests' sites show."""

import json
from collections.abc import Callable
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


def real_records() -> list[bytes]:
    """The first real record of each status, and the most awkward ones."""
    lines = real_lines()
    firsts = {json.loads(line)["protocolSection"]["statusModule"]["overallStatus"]: line for line in reversed(lines)}
    return list(dict.fromkeys([*firsts.values(), *(max(lines, key=measure) for measure in AWKWARD.values())]))


def locations(line: bytes) -> int:
    return line.count(b'"facility"')


def longest_word(line: bytes) -> int:
    return max(map(len, line.split()))


def longest_title(line: bytes) -> int:
    return len(json.loads(line)["protocolSection"]["identificationModule"].get("briefTitle", ""))


def arms(line: bytes) -> int:
    return len(json.loads(line)["protocolSection"].get("armsInterventionsModule", {}).get("armGroups", []))


AWKWARD: dict[str, Callable[[bytes], int]] = {
    "most sites": locations,
    "longest record": len,
    "longest word": longest_word,
    "longest title": longest_title,
    "most arms": arms,
    "longest criteria": lambda line: len(
        json.loads(line)["protocolSection"].get("eligibilityModule", {}).get("eligibilityCriteria", "")
    ),
}
