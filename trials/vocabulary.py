"""The registry's enumerations with the plain words that a patient reads, and what each status means for joining.

Values are those of API v2. The registry adds values without notice, so every look-up has an answer for an unknown one.
"""

from enum import IntEnum


class Availability(IntEnum):
    """Whether somebody can join now, of a study or of one site. Stored with each row; the most open come first."""

    OPEN = 1
    SOON = 2
    INVITATION = 3  # only people whom the study itself invites
    UNCONFIRMED = 4  # once open; nobody has confirmed it for two years, or the site gives no status
    CLOSED = 5


# The study's own status. RECRUITING and AVAILABLE (expanded access) are the only two that take people today.
STUDY_AVAILABILITY = {
    "RECRUITING": Availability.OPEN,
    "AVAILABLE": Availability.OPEN,
    "NOT_YET_RECRUITING": Availability.SOON,
    "ENROLLING_BY_INVITATION": Availability.INVITATION,
    "UNKNOWN": Availability.UNCONFIRMED,
}

SITE_AVAILABILITY = {
    "RECRUITING": Availability.OPEN,
    "AVAILABLE": Availability.OPEN,
    "NOT_YET_RECRUITING": Availability.SOON,
    "ENROLLING_BY_INVITATION": Availability.INVITATION,
    "": Availability.UNCONFIRMED,
}


def study_availability(overall_status: str, last_known_status: str = "") -> Availability:
    """What the study's status means for joining; an unknown status is never open.

    UNKNOWN whose last known status was not one that takes people, now or later, is closed.
    """
    availability = STUDY_AVAILABILITY.get(overall_status, Availability.CLOSED)
    if availability is Availability.UNCONFIRMED and last_known_status not in STUDY_AVAILABILITY:
        return Availability.CLOSED
    return availability


def site_availability(study: Availability, site_status: str) -> Availability:
    """What a site's own status means for joining, given its study's.

    The registry gives sites a status only while the study recruits. A site is never more open than its study: in a
    study that opens soon every site opens soon, in one by invitation every site is by invitation.
    """
    if study is Availability.OPEN:
        return SITE_AVAILABILITY.get(site_status, Availability.CLOSED)
    own = SITE_AVAILABILITY.get(site_status, Availability.CLOSED)
    return Availability.CLOSED if own is Availability.CLOSED else study


STATUS = {
    "RECRUITING": "Open",
    "NOT_YET_RECRUITING": "Not open yet",
    "ENROLLING_BY_INVITATION": "By invitation only",
    "ACTIVE_NOT_RECRUITING": "Running, closed to new people",
    "COMPLETED": "Finished",
    "SUSPENDED": "Paused",
    "TERMINATED": "Stopped early",
    "WITHDRAWN": "Called off before it began",
    "UNKNOWN": "Not confirmed for two years or more",
    "AVAILABLE": "Treatment available outside a trial",
    "NO_LONGER_AVAILABLE": "No longer available",
    "TEMPORARILY_NOT_AVAILABLE": "Not available for now",
    "APPROVED_FOR_MARKETING": "Approved; ask your doctor for it",
    "WITHHELD": "Details held back by the sponsor",
}

STUDY_TYPE = {
    "INTERVENTIONAL": "Tests a treatment or another kind of help",
    "OBSERVATIONAL": "Watches health without changing treatment",
    "EXPANDED_ACCESS": "Gives a treatment outside a trial",
}

PHASE = {
    "EARLY_PHASE1": "Early phase 1",
    "PHASE1": "Phase 1",
    "PHASE2": "Phase 2",
    "PHASE3": "Phase 3",
    "PHASE4": "Phase 4",
    "NA": "No phase",
}

PHASE_MEANING = {
    "EARLY_PHASE1": "a first, very small test in people",
    "PHASE1": "checks whether it is safe and which dose is right",
    "PHASE2": "checks whether it seems to work",
    "PHASE3": "compares it with the usual treatment in many people",
    "PHASE4": "watches a treatment that is already approved",
    "NA": "phases are only used for drugs",
}

SEX = {"ALL": "All sexes", "FEMALE": "Female", "MALE": "Male"}

INTERVENTION_TYPE = {
    "DRUG": "Drug",
    "BIOLOGICAL": "Vaccine, cells or other biological medicine",
    "DEVICE": "Device",
    "PROCEDURE": "Procedure or operation",
    "RADIATION": "Radiation",
    "BEHAVIORAL": "Behaviour or talking therapy",
    "GENETIC": "Gene transfer",
    "DIETARY_SUPPLEMENT": "Food supplement",
    "COMBINATION_PRODUCT": "Drug and device together",
    "DIAGNOSTIC_TEST": "Test",
    "OTHER": "Other",
}

ARM_TYPE = {
    "EXPERIMENTAL": "Gets what is being tested",
    "ACTIVE_COMPARATOR": "Gets a treatment already in use",
    "PLACEBO_COMPARATOR": "Gets a placebo",
    "SHAM_COMPARATOR": "Gets a sham treatment",
    "NO_INTERVENTION": "Gets no treatment from the study",
    "OTHER": "Other group",
}

ALLOCATION = {
    "RANDOMIZED": "Chance decides who gets what",
    "NON_RANDOMIZED": "People are not put in groups by chance",
    "NA": "There is one group",
}

MASKING = {
    "NONE": "Everyone knows who gets what",
    "SINGLE": "One side does not know who gets what",
    "DOUBLE": "Two sides do not know who gets what",
    "TRIPLE": "Three sides do not know who gets what",
    "QUADRUPLE": "Nobody involved knows who gets what",
}

PRIMARY_PURPOSE = {
    "TREATMENT": "Treatment",
    "PREVENTION": "Prevention",
    "DIAGNOSTIC": "Finding or naming an illness",
    "SUPPORTIVE_CARE": "Easing symptoms and side effects",
    "SCREENING": "Finding an illness early",
    "HEALTH_SERVICES_RESEARCH": "Better care",
    "BASIC_SCIENCE": "Understanding how the body works",
    "DEVICE_FEASIBILITY": "A first test of a device",
    "ECT": "Comparing ways to find an illness",
    "OTHER": "Other",
}

SPONSOR_CLASS = {
    "NIH": "US National Institutes of Health",
    "FED": "US federal agency",
    "OTHER_GOV": "Government",
    "INDUSTRY": "Company",
    "INDIV": "Person",
    "NETWORK": "Research network",
    "OTHER": "University, hospital or other non-profit",
}

OFFICIAL_ROLE = {
    "STUDY_CHAIR": "Study chair",
    "STUDY_DIRECTOR": "Study director",
    "PRINCIPAL_INVESTIGATOR": "Principal investigator",
    "SUB_INVESTIGATOR": "Investigator",
    "CONTACT": "Contact",
}

REFERENCE_TYPE = {
    "RESULT": "Reports this study",
    "BACKGROUND": "Background, cited by the sponsor",
    "DERIVED": "Mentions this study (found in PubMed)",
}


def plain(words: dict[str, str], value: str) -> str:
    """The plain words for a registry value; an unknown value is shown as readable text rather than hidden."""
    return words.get(value) or value.replace("_", " ").capitalize()


def phases(values: tuple[str, ...]) -> str:
    """Phase in words: "Phase 1", "Phase 1 and 2"; empty where the study has none."""
    named = [plain(PHASE, value) for value in values]
    if len(named) > 1:
        return " and ".join([named[0], *(name.removeprefix("Phase ") for name in named[1:])])
    return "".join(named)
