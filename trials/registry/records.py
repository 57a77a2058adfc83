"""One study as ClinicalTrials.gov's API v2 gives it: frozen, typed, nothing but values.

The names are the registry's own, in Python's spelling, module by module, so that the official data structure is the
documentation. Everything but the NCT number can be missing: a missing module is an empty one, a missing text is "",
a missing list is (), and None stands where "not given" differs from every value. Unknown keys are passed over and
enums are plain text, since the registry adds to both without notice.

Texts marked *markup* hold CommonMark with backslash escapes; all others are plain text that may contain < > &.
"""

from typing import Annotated

import msgspec

Texts = tuple[str, ...]
Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Latitude = Annotated[float, msgspec.Meta(ge=-90, le=90)]
Longitude = Annotated[float, msgspec.Meta(ge=-180, le=180)]


class Part(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True, gc=False):
    """Base of every part of a record."""


class DateStruct(Part):
    """A partial date ("2026", "2026-03" or "2026-03-14") and whether it is ACTUAL or ESTIMATED."""

    date: str = ""
    type: str = ""


# ── identificationModule ─────────────────────────────────────────────────────
class OrgStudyId(Part):
    id: str = ""
    type: str = ""
    link: str = ""


class SecondaryId(Part):
    id: str = ""
    type: str = ""
    domain: str = ""
    link: str = ""


class Organization(Part):
    full_name: str = ""
    class_: str = msgspec.field(default="", name="class")


class Identification(Part):
    nct_id: str = ""
    nct_id_aliases: Texts = ()
    org_study_id: OrgStudyId = msgspec.field(default=OrgStudyId(), name="orgStudyIdInfo")
    secondary_ids: tuple[SecondaryId, ...] = msgspec.field(default=(), name="secondaryIdInfos")
    brief_title: str = ""
    official_title: str = ""
    acronym: str = ""
    organization: Organization = Organization()


# ── statusModule ─────────────────────────────────────────────────────────────
class ExpandedAccess(Part):
    has_expanded_access: bool = False
    nct_id: str = ""
    status_for_nct_id: str = ""


class Status(Part):
    status_verified_date: str = ""
    overall_status: str = ""
    last_known_status: str = ""
    delayed_posting: bool = False
    why_stopped: str = ""  # markup
    expanded_access: ExpandedAccess = msgspec.field(default=ExpandedAccess(), name="expandedAccessInfo")
    start_date: DateStruct = msgspec.field(default=DateStruct(), name="startDateStruct")
    primary_completion_date: DateStruct = msgspec.field(default=DateStruct(), name="primaryCompletionDateStruct")
    completion_date: DateStruct = msgspec.field(default=DateStruct(), name="completionDateStruct")
    study_first_submit_date: str = ""
    study_first_post_date: DateStruct = msgspec.field(default=DateStruct(), name="studyFirstPostDateStruct")
    results_first_post_date: DateStruct = msgspec.field(default=DateStruct(), name="resultsFirstPostDateStruct")
    last_update_submit_date: str = ""
    last_update_post_date: DateStruct = msgspec.field(default=DateStruct(), name="lastUpdatePostDateStruct")


# ── sponsorCollaboratorsModule, oversightModule, descriptionModule ───────────
class Sponsor(Part):
    name: str = ""
    class_: str = msgspec.field(default="", name="class")


class ResponsibleParty(Part):
    type: str = ""
    investigator_full_name: str = ""
    investigator_title: str = ""
    investigator_affiliation: str = ""


class SponsorCollaborators(Part):
    responsible_party: ResponsibleParty = ResponsibleParty()
    lead_sponsor: Sponsor = Sponsor()
    collaborators: tuple[Sponsor, ...] = ()


class Oversight(Part):
    oversight_has_dmc: bool | None = None
    is_fda_regulated_drug: bool | None = None
    is_fda_regulated_device: bool | None = None
    is_unapproved_device: bool | None = None


class Description(Part):
    brief_summary: str = ""  # markup
    detailed_description: str = ""  # markup


class Conditions(Part):
    """The registrant's own words for what is studied."""

    conditions: Texts = ()
    keywords: Texts = ()


# ── designModule ─────────────────────────────────────────────────────────────
class Masking(Part):
    masking: str = ""
    masking_description: str = ""  # markup
    who_masked: Texts = ()


class DesignInfo(Part):
    allocation: str = ""
    intervention_model: str = ""
    intervention_model_description: str = ""  # markup
    primary_purpose: str = ""
    observational_model: str = ""
    time_perspective: str = ""
    masking: Masking = msgspec.field(default=Masking(), name="maskingInfo")


class Enrollment(Part):
    count: Count | None = None
    type: str = ""


class Design(Part):
    study_type: str = ""
    phases: Texts = ()
    patient_registry: bool | None = None
    target_duration: str = ""
    design: DesignInfo = msgspec.field(default=DesignInfo(), name="designInfo")
    enrollment: Enrollment = msgspec.field(default=Enrollment(), name="enrollmentInfo")


# ── armsInterventionsModule, outcomesModule ──────────────────────────────────
class ArmGroup(Part):
    label: str = ""
    type: str = ""
    description: str = ""  # markup
    intervention_names: Texts = ()  # "Drug: Name"


class Intervention(Part):
    type: str = ""
    name: str = ""
    description: str = ""  # markup
    arm_group_labels: Texts = ()
    other_names: Texts = ()


class ArmsInterventions(Part):
    arm_groups: tuple[ArmGroup, ...] = ()
    interventions: tuple[Intervention, ...] = ()


class Outcome(Part):
    measure: str = ""
    description: str = ""  # markup
    time_frame: str = ""


class Outcomes(Part):
    primary_outcomes: tuple[Outcome, ...] = ()
    secondary_outcomes: tuple[Outcome, ...] = ()
    other_outcomes: tuple[Outcome, ...] = ()


# ── eligibilityModule ────────────────────────────────────────────────────────
class Eligibility(Part):
    eligibility_criteria: str = ""  # markup
    healthy_volunteers: bool | None = None
    sex: str = ""
    gender_based: bool | None = None
    gender_description: str = ""  # markup
    minimum_age: str = ""  # "18 Years"; no limit is ""
    maximum_age: str = ""
    std_ages: Texts = ()
    study_population: str = ""  # markup
    sampling_method: str = ""


# ── contactsLocationsModule ──────────────────────────────────────────────────
class Contact(Part):
    name: str = ""
    role: str = ""
    phone: str = ""
    phone_ext: str = ""
    email: str = ""


class Official(Part):
    name: str = ""
    affiliation: str = ""
    role: str = ""


class GeoPoint(Part):
    """Degrees; the centroid of the city, not the building."""

    lat: Latitude | None = None
    lon: Longitude | None = None


class Location(Part):
    """One site. It has no id of its own, and its place in the list can change."""

    facility: str = ""
    status: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    country: str = ""
    contacts: tuple[Contact, ...] = ()
    geo_point: GeoPoint | None = None


class ContactsLocations(Part):
    central_contacts: tuple[Contact, ...] = ()
    overall_officials: tuple[Official, ...] = ()
    locations: tuple[Location, ...] = ()


# ── referencesModule, ipdSharingStatementModule ──────────────────────────────
class Retraction(Part):
    pmid: str = ""
    source: str = ""


class Reference(Part):
    pmid: str = ""
    type: str = ""
    citation: str = ""
    retractions: tuple[Retraction, ...] = ()


class SeeAlsoLink(Part):
    label: str = ""  # markup
    url: str = ""


class References(Part):
    references: tuple[Reference, ...] = ()
    see_also_links: tuple[SeeAlsoLink, ...] = ()


class IpdSharing(Part):
    ipd_sharing: str = ""
    description: str = ""  # markup
    url: str = ""


class Protocol(Part):
    """protocolSection: what the sponsor registered."""

    identification: Identification = msgspec.field(default=Identification(), name="identificationModule")
    status: Status = msgspec.field(default=Status(), name="statusModule")
    sponsors: SponsorCollaborators = msgspec.field(default=SponsorCollaborators(), name="sponsorCollaboratorsModule")
    oversight: Oversight = msgspec.field(default=Oversight(), name="oversightModule")
    description: Description = msgspec.field(default=Description(), name="descriptionModule")
    conditions: Conditions = msgspec.field(default=Conditions(), name="conditionsModule")
    design: Design = msgspec.field(default=Design(), name="designModule")
    arms: ArmsInterventions = msgspec.field(default=ArmsInterventions(), name="armsInterventionsModule")
    outcomes: Outcomes = msgspec.field(default=Outcomes(), name="outcomesModule")
    eligibility: Eligibility = msgspec.field(default=Eligibility(), name="eligibilityModule")
    contacts: ContactsLocations = msgspec.field(default=ContactsLocations(), name="contactsLocationsModule")
    references: References = msgspec.field(default=References(), name="referencesModule")
    ipd_sharing: IpdSharing = msgspec.field(default=IpdSharing(), name="ipdSharingStatementModule")


# ── derivedSection: what the registry worked out ─────────────────────────────
class MeshTerm(Part):
    id: str = ""
    term: str = ""


class Browse(Part):
    """MeSH terms that the registry assigned, and their ancestors up to the top of the tree."""

    meshes: tuple[MeshTerm, ...] = ()
    ancestors: tuple[MeshTerm, ...] = ()


class MiscInfo(Part):
    version_holder: str = ""  # the date of the registry's load, the same on every record


class Derived(Part):
    misc: MiscInfo = msgspec.field(default=MiscInfo(), name="miscInfoModule")
    condition_browse: Browse = msgspec.field(default=Browse(), name="conditionBrowseModule")
    intervention_browse: Browse = msgspec.field(default=Browse(), name="interventionBrowseModule")


class Study(Part):
    """One whole record."""

    protocol: Protocol = msgspec.field(default=Protocol(), name="protocolSection")
    derived: Derived = msgspec.field(default=Derived(), name="derivedSection")
    has_results: bool = False

    @property
    def nct_id(self) -> str:
        return self.protocol.identification.nct_id
