"""Studies whose posting is delayed: ids and dates in the open, names redacted, nothing else told."""

from typing import Any

TITLE = "[Trial of device that is not approved or cleared by the U.S. FDA]"
REDACTED = "[Redacted]"
SHOWN_DATES = (
    "statusVerifiedDate",
    "studyFirstSubmitDate",
    "studyFirstPostDateStruct",
    "lastUpdateSubmitDate",
    "lastUpdatePostDateStruct",
)


def withheld_study(nct_id: str, status: dict[str, Any], derived: dict[str, Any]) -> dict[str, Any]:
    """The whole record; of `status` only the dates that such a study shows are kept."""
    dates = {name: status[name] for name in SHOWN_DATES if name in status}
    return {
        "protocolSection": {
            "identificationModule": {
                "nctId": nct_id,
                "orgStudyIdInfo": {"id": REDACTED},
                "organization": {"fullName": REDACTED},
                "briefTitle": TITLE,
            },
            "statusModule": {"overallStatus": "WITHHELD", "delayedPosting": True, **dates},
            "sponsorCollaboratorsModule": {"leadSponsor": {"name": REDACTED}},
        },
        "derivedSection": derived,
        "hasResults": False,
    }
