"""The status, the plan, the people behind it and the papers about it, compared."""

import pytest

from tests.trials.reading.kit import study
from trials.registry.changes import (
    AllocationChanged,
    Arm,
    ArmsChanged,
    Change,
    CollaboratorsChanged,
    ConditionsChanged,
    ContactsChanged,
    DateMoved,
    EnrollmentChanged,
    ExpandedAccessChanged,
    MaskingChanged,
    MeasuresChanged,
    Milestone,
    OfficialsChanged,
    Part,
    PhaseChanged,
    Publication,
    PublicationsChanged,
    Rank,
    ReasonChanged,
    Regimen,
    Renamed,
    ResultsChanged,
    SponsorChanged,
    StatusChanged,
    StudyTypeChanged,
    TextChanged,
    Tidied,
    Told,
    Treatment,
    TreatmentDetailsChanged,
    TreatmentsChanged,
    Verified,
    compare,
)
from trials.registry.records import Study
from trials.vocabulary import Availability


def changes(module: str, before: object, after: object) -> tuple[Change, ...]:
    return compare(study(**{module: before}), study(**{module: after}))


def drug(name: str, **more: object) -> dict:
    return {"type": "DRUG", "name": name, **more}


def arm(label: str, *names: str, type: str = "EXPERIMENTAL", **more: object) -> dict:
    return {"label": label, "type": type, "interventionNames": [f"Drug: {name}" for name in names], **more}


# ── status ───────────────────────────────────────────────────────────────────
def test_a_study_that_stops_says_why_in_plain_text():
    (change,) = changes(
        "status",
        {"overallStatus": "ACTIVE_NOT_RECRUITING"},
        {"overallStatus": "TERMINATED", "whyStopped": r"Too few people \(3 of 40\)"},
    )
    assert change == StatusChanged(
        "ACTIVE_NOT_RECRUITING",
        "TERMINATED",
        Availability.CLOSED,
        Availability.CLOSED,
        why_stopped="Too few people (3 of 40)",
    )
    assert change.rank is Rank.MAJOR


def test_a_status_that_nobody_confirmed_keeps_what_was_last_known():
    (change,) = changes(
        "status", {"overallStatus": "RECRUITING"}, {"overallStatus": "UNKNOWN", "lastKnownStatus": "RECRUITING"}
    )
    assert (change.last_known, change.availability_after) == ("RECRUITING", Availability.UNCONFIRMED)
    assert change.closed, "nobody may count on it"


def test_a_reason_that_comes_later_is_told_of_its_own():
    stopped = {"overallStatus": "TERMINATED"}
    assert changes("status", stopped, {**stopped, "whyStopped": "No money"}) == (ReasonChanged("", "No money"),)
    assert changes("status", {**stopped, "whyStopped": "No money."}, {**stopped, "whyStopped": r"No money\."}) == ()


def test_a_record_looked_at_anew_is_housekeeping():
    (change,) = changes("status", {"statusVerifiedDate": "2026-01"}, {"statusVerifiedDate": "2026-02"})
    assert change == Verified("2026-01", "2026-02") and change.rank is Rank.HOUSEKEEPING


def test_a_treatment_that_can_be_had_outside_the_trial_is_told():
    access = {"expandedAccessInfo": {"hasExpandedAccess": True, "nctId": "NCT00000009"}}
    assert changes("status", {}, access) == (ExpandedAccessChanged(False, True, "NCT00000009"),)
    assert changes("status", {}, {"expandedAccessInfo": {"hasExpandedAccess": False}}) == ()


# ── dates, people, results ───────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("before", "after", "rank"),
    [
        ("2026-07", "2027-09", Rank.MINOR),
        ("2026-07", "2026-08", Rank.MINOR),
        ("2026-07-01", "2026-07-20", Rank.HOUSEKEEPING),
        ("2026-01", "2026-02-11", Rank.HOUSEKEEPING),
        ("2026-02", "2026-04-11", Rank.MINOR),
        ("2027-04-11", "2026", Rank.MINOR),
        ("2026-02", "2026-02-11", Rank.HOUSEKEEPING),
        ("", "2026-02", Rank.MINOR),
        ("2026-02", "", Rank.MINOR),
        ("some day", "2026-02", Rank.MINOR),
    ],
)
def test_a_date_is_worth_knowing_when_it_surely_moved_by_a_month(before, after, rank):
    (change,) = changes("status", {"completionDateStruct": {"date": before}}, {"completionDateStruct": {"date": after}})
    assert change == DateMoved(Milestone.COMPLETION, before, after)
    assert change.rank is rank


def test_a_plan_that_comes_true_is_told_even_on_its_day():
    planned, actual = ({"date": "2026-02-01", "type": type_} for type_ in ("ESTIMATED", "ACTUAL"))
    (change,) = changes("status", {"startDateStruct": planned}, {"startDateStruct": actual})
    assert change.happened and change.rank is Rank.HOUSEKEEPING


@pytest.mark.parametrize(
    ("before", "after", "rank"),
    [(100, 130, Rank.MINOR), (100, 105, Rank.HOUSEKEEPING), (40, 0, Rank.MINOR), (None, 40, Rank.MINOR)],
)
def test_the_number_of_people_is_worth_knowing_when_it_is_noticeably_different(before, after, rank):
    given = {} if before is None else {"enrollmentInfo": {"count": before}}
    (change,) = changes("design", given, {"enrollmentInfo": {"count": after}})
    assert change == EnrollmentChanged(before, after) and change.rank is rank


def test_the_registrys_number_for_unknown_is_no_number():
    assert changes("design", {"enrollmentInfo": {"count": 99_999_999}}, {}) == ()


def test_people_who_were_planned_and_are_now_counted_are_told():
    planned, counted = ({"enrollmentInfo": {"count": 40, "type": type_}} for type_ in ("ESTIMATED", "ACTUAL"))
    (change,) = changes("design", planned, counted)
    assert change.counted and change.rank is Rank.HOUSEKEEPING


def test_results_are_major_and_carry_their_date():
    posted = study(status={"resultsFirstPostDateStruct": {"date": "2026-03-04"}})
    after = Study(protocol=posted.protocol, derived=posted.derived, has_results=True)
    (change,) = compare(study(), after)
    assert change == ResultsChanged(False, True, "2026-03-04") and change.rank is Rank.MAJOR


# ── what people get ──────────────────────────────────────────────────────────
def test_another_phase_and_another_kind_of_study_are_major():
    both = changes("design", {"phases": ["PHASE1"]}, {"phases": ["PHASE2", "PHASE1"], "studyType": "OBSERVATIONAL"})
    assert both == (StudyTypeChanged("", "OBSERVATIONAL"), PhaseChanged(("PHASE1",), ("PHASE2", "PHASE1")))
    assert {change.rank for change in both} == {Rank.MAJOR}


def test_no_phase_and_no_word_about_it_are_the_same():
    assert changes("design", {"phases": ["NA"]}, {}) == changes("design", {}, {"phases": ["NA"]}) == ()


def test_chance_matters_more_than_who_knows():
    def design(allocation: str, masking: str) -> dict:
        return {"designInfo": {"allocation": allocation, "maskingInfo": {"masking": masking}}}

    found = changes("design", design("NON_RANDOMIZED", "NONE"), design("RANDOMIZED", "DOUBLE"))
    assert found == (AllocationChanged("NON_RANDOMIZED", "RANDOMIZED"), MaskingChanged("NONE", "DOUBLE"))
    assert [change.rank for change in found] == [Rank.MAJOR, Rank.MINOR]


def test_a_new_treatment_is_major():
    (change,) = changes(
        "armsInterventions",
        {"interventions": [drug("Larchinib")]},
        {"interventions": [drug("Alderumab"), drug("larchinib")]},
    )
    assert change == TreatmentsChanged(added=(Treatment("DRUG", "Alderumab"),)) and change.rank is Rank.MAJOR


def test_a_treatment_that_got_its_name_is_the_same_treatment():
    (change,) = changes(
        "armsInterventions",
        {"interventions": [drug("LRC-100")]},
        {"interventions": [drug("Larchinib", otherNames=["LRC-100"])]},
    )
    assert change == TreatmentsChanged(renamed=(Renamed("LRC-100", "Larchinib"),)) and change.rank is Rank.MAJOR


def test_another_dose_in_a_name_is_major_and_another_word_minor():
    def ranks(before: str, after: str) -> list[Rank]:
        found = changes("armsInterventions", {"interventions": [drug(before)]}, {"interventions": [drug(after)]})
        return [change.rank for change in found]

    assert ranks("Larchinib 10 mg", "Larchinib 20 mg") == [Rank.MAJOR]
    assert ranks("Larchinib tablets", "Larchinib capsules") == [Rank.MINOR]
    assert ranks("Larchinib", "LARCHINIB®") == []


def test_two_treatments_of_one_name_are_told_apart_by_what_is_said_of_them():
    pair = [drug("Larchinib", description="By mouth"), drug("Larchinib", description="Into a vein")]
    assert changes("armsInterventions", {"interventions": pair}, {"interventions": pair[::-1]}) == ()


def test_groups_that_come_and_go_are_major():
    (change,) = changes(
        "armsInterventions",
        {"armGroups": [arm("Larchinib group", "Larchinib"), arm("No treatment", type="NO_INTERVENTION")]},
        {"armGroups": [arm("Sugar pill", "Placebo", type="PLACEBO_COMPARATOR"), arm("Larchinib group", "Larchinib")]},
    )
    assert change == ArmsChanged(
        added=(Arm("PLACEBO_COMPARATOR", "Sugar pill"),), dropped=(Arm("NO_INTERVENTION", "No treatment"),)
    )
    assert change.rank is Rank.MAJOR


def test_a_group_that_gets_something_else_is_major_but_a_new_name_of_the_treatment_is_not_told_twice():
    (change,) = changes(
        "armsInterventions", {"armGroups": [arm("A", "Larchinib")]}, {"armGroups": [arm("A", "Larchinib", "Alderumab")]}
    )
    assert change == ArmsChanged(regimens=(Regimen("A", added=("Alderumab",)),)) and change.rank is Rank.MAJOR
    (renamed,) = changes(
        "armsInterventions",
        {"armGroups": [arm("A", "Larchinib tablets")], "interventions": [drug("Larchinib tablets")]},
        {"armGroups": [arm("A", "Larchinib capsules")], "interventions": [drug("Larchinib capsules")]},
    )
    assert isinstance(renamed, TreatmentsChanged)


def test_a_group_that_turns_into_a_placebo_group_is_told():
    (change,) = changes(
        "armsInterventions", {"armGroups": [arm("A", "X")]}, {"armGroups": [arm("A", "X", type="PLACEBO_COMPARATOR")]}
    )
    assert change.regimens == (Regimen("A", type_before="EXPERIMENTAL", type_after="PLACEBO_COMPARATOR"),)


def test_a_description_matters_more_when_its_numbers_change():
    def described(text: str) -> dict:
        return {"interventions": [drug("Larchinib", description=text)]}

    (wording,) = changes("armsInterventions", described("One tablet a day"), described("A tablet every day"))
    (dose,) = changes("armsInterventions", described("10 mg a day"), described("20 mg a day"))
    assert (wording, wording.rank) == (TreatmentDetailsChanged(("Larchinib",)), Rank.HOUSEKEEPING)
    assert (dose, dose.rank) == (TreatmentDetailsChanged(("Larchinib",), numbers=True), Rank.MINOR)


# ── who runs it, and what is written about it ────────────────────────────────
def test_another_sponsor_is_minor_and_a_person_is_not_named():
    (change,) = changes(
        "sponsorCollaborators",
        {"leadSponsor": {"name": "Larch Pharma", "class": "INDUSTRY"}},
        {"leadSponsor": {"name": "Ada Example", "class": "INDIV"}},
    )
    assert change == SponsorChanged("Larch Pharma", "") and change.rank is Rank.MINOR


def test_those_who_help_are_housekeeping():
    (change,) = changes(
        "sponsorCollaborators",
        {"collaborators": [{"name": "Alder Trust"}]},
        {"collaborators": [{"name": "Birch Fund"}, {"name": "ALDER TRUST"}]},
    )
    assert change == CollaboratorsChanged(added=("Birch Fund",)) and change.rank is Rank.HOUSEKEEPING


def test_contacts_that_go_when_the_study_closes_are_no_news():
    contact = {"centralContacts": [{"name": "Ada Example", "phone": "555-0100"}]}
    before = study(status={"overallStatus": "RECRUITING"}, contactsLocations=contact)
    (change,) = compare(before, study(status={"overallStatus": "COMPLETED"}))
    assert isinstance(change, StatusChanged)
    assert compare(before, study(status={"overallStatus": "RECRUITING"})) == (ContactsChanged(central=True),)


def test_a_phone_number_written_another_way_is_the_same_contact():
    def asking(phone: str) -> Study:
        contact = {"centralContacts": [{"name": "Ada Example", "phone": phone}]}
        return study(status={"overallStatus": "RECRUITING"}, contactsLocations=contact)

    assert compare(asking("(555) 010-0123"), asking("555-010-0123")) == ()


def test_the_people_in_charge_are_housekeeping_and_nameless():
    found = changes(
        "contactsLocations", {"overallOfficials": [{"name": "Ada"}]}, {"overallOfficials": [{"name": "Bea"}]}
    )
    assert found == (OfficialsChanged(),) and found[0].rank is Rank.HOUSEKEEPING


def test_a_paper_about_the_study_is_minor_and_one_that_its_sponsor_read_is_not():
    def papers(*types: str) -> dict:
        return {
            "references": [{"pmid": str(n), "type": type_, "citation": "A paper."} for n, type_ in enumerate(types)]
        }

    (change,) = changes("references", papers("BACKGROUND"), papers("BACKGROUND", "DERIVED"))
    assert change == PublicationsChanged(added=(Publication("DERIVED", "A paper.", "1"),))
    assert change.rank is Rank.MINOR
    assert changes("references", papers(), papers("BACKGROUND"))[0].rank is Rank.HOUSEKEEPING


def test_a_paper_that_its_journal_took_back_is_told():
    paper = {"pmid": "1", "type": "RESULT", "citation": "A paper."}
    retracted = {**paper, "retractions": [{"pmid": "2", "source": "A journal."}]}
    (change,) = changes("references", {"references": [paper]}, {"references": [retracted]})
    assert change == PublicationsChanged(retracted=(Publication("RESULT", "A paper.", "1"),))
    assert change.rank is Rank.MINOR


# ── texts ────────────────────────────────────────────────────────────────────
def test_a_summary_that_says_something_else_is_minor_and_one_with_another_comma_nothing():
    def summary(text: str) -> dict:
        return {"briefSummary": text}

    said = "This study tests larchinib in people with asthma, and looks for side effects of many kinds over one year"
    (wording,) = changes("description", summary(said), summary(f"{said} or so"))
    (meaning,) = changes("description", summary(said), summary("This study compares larchinib with alderumab"))
    assert (wording.rank, meaning.rank) == (Rank.HOUSEKEEPING, Rank.MINOR)
    assert changes("description", summary(said), summary(said.replace(",", ""))) == ()


def test_a_number_in_a_summary_is_more_than_wording():
    before, after = (f"A study of larchinib in people with asthma that lasts for {weeks} weeks" for weeks in (12, 24))
    (change,) = changes("description", {"briefSummary": before}, {"briefSummary": after})
    assert change == TextChanged(Told.SUMMARY, before, after) and change.rank is Rank.MINOR


def test_what_is_studied_and_what_is_measured_are_told_by_name():
    assert changes("conditions", {"conditions": ["Asthma"]}, {"conditions": ["ASTHMA", "Hay Fever"]}) == (
        ConditionsChanged(added=("Hay Fever",)),
    )
    measures = [[{"measure": name}] for name in ("Attacks in a year", "Days without an attack")]
    assert changes("outcomes", {"primaryOutcomes": measures[0]}, {"primaryOutcomes": measures[1]}) == (
        MeasuresChanged(("Days without an attack",), ("Attacks in a year",)),
    )


@pytest.mark.parametrize(
    ("module", "after", "part"),
    [
        ("identification", {"officialTitle": "A study of larchinib"}, Part.OFFICIAL_TITLE),
        ("identification", {"secondaryIdInfos": [{"id": "2026-1234"}]}, Part.IDENTIFIERS),
        ("description", {"detailedDescription": "Much more"}, Part.DESCRIPTION),
        ("design", {"designInfo": {"interventionModel": "CROSSOVER"}}, Part.DESIGN),
        ("outcomes", {"secondaryOutcomes": [{"measure": "Pain"}]}, Part.MEASURES),
        ("conditions", {"keywords": ["wheeze"]}, Part.KEYWORDS),
        ("oversight", {"oversightHasDmc": True}, Part.OVERSIGHT),
        ("references", {"seeAlsoLinks": [{"url": "https://example.org"}]}, Part.LINKS),
        ("ipdSharingStatement", {"ipdSharing": "YES"}, Part.DATA_SHARING),
    ],
)
def test_what_no_patient_reads_is_housekeeping(module, after, part):
    assert changes(module, {}, after) == (Tidied((part,)),)
    assert Tidied((part,)).rank is Rank.HOUSEKEEPING
