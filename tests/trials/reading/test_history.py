import statistics
from dataclasses import replace
from itertools import pairwise, permutations, product
from time import process_time

import msgspec
import pytest

from tests.trials.reading.kit import HOSTILE, grade, real_studies
from trials.reading.history import Piece, sentence, tell, words_compared
from trials.reading.history.sites import SiteNews, happened
from trials.registry.changes import (
    KINDS,
    AgeLimitChanged,
    AllocationChanged,
    Arm,
    ArmsChanged,
    Change,
    CollaboratorsChanged,
    ConditionsChanged,
    ContactsChanged,
    CriteriaChanged,
    CriteriaLine,
    CriteriaReworded,
    DateMoved,
    EnrollmentChanged,
    ExpandedAccessChanged,
    HealthyVolunteersChanged,
    Limit,
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
    SexChanged,
    Side,
    Site,
    SiteChanged,
    SiteRenamed,
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
from trials.vocabulary import STATUS, Availability, study_availability

OPEN, SOON, CLOSED = Availability.OPEN, Availability.SOON, Availability.CLOSED
INVITATION, UNCONFIRMED = Availability.INVITATION, Availability.UNCONFIRMED

BOSTON = Site("Larch Hospital", "Boston", "Massachusetts", country="United States")
SALEM = Site("Research Site", "Salem", "Oregon", country="United States")
LYON = Site("Hôpital du Mélèze", "Lyon", country="France")
LILLE = Site("Research Site", "Lille", country="France")
OSLO = Site("Research Site", "Oslo", country="Norway")
SINGAPORE = Site("Research Site", "Singapore", country="Singapore")


def opened(site: Site, **more: object) -> SiteChanged:
    return SiteChanged(site, SOON, OPEN, "NOT_YET_RECRUITING", "RECRUITING", **more)


def flip(before: str, after: str, **more: object) -> StatusChanged:
    return StatusChanged(before, after, study_availability(before, "RECRUITING"), study_availability(after), **more)


def texts(*changes: Change) -> list[str]:
    return [news.text for news in tell(changes)]


# ── status ───────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            flip("NOT_YET_RECRUITING", "RECRUITING", open_at=(BOSTON,)),
            "It opened: it now takes patients in Boston, Massachusetts (Larch Hospital).",
        ),
        (
            flip("NOT_YET_RECRUITING", "RECRUITING", open_at=(BOSTON, LYON)),
            "It opened: it now takes patients at two sites in Boston, Massachusetts, and Lyon, France.",
        ),
        (
            flip("SUSPENDED", "RECRUITING", open_at=(BOSTON, SALEM, LYON, OSLO)),
            "It opened again: it now takes patients at four sites in three countries.",
        ),
        (flip("NOT_YET_RECRUITING", "RECRUITING"), "It opened, but it names no site yet."),
        (
            flip("NOT_YET_RECRUITING", "RECRUITING", sites=3),
            "It opened, but it names no site that takes patients yet.",
        ),
        (
            flip("RECRUITING", "ACTIVE_NOT_RECRUITING", open_sites_before=1),
            "It closed to new people. It goes on with those who have joined.",
        ),
        (
            flip("RECRUITING", "ACTIVE_NOT_RECRUITING", open_sites_before=12),
            "It closed to new people at all 12 sites that took them. It goes on with those who have joined.",
        ),
        (flip("RECRUITING", "COMPLETED"), "It finished. It takes no new people."),
        (flip("ACTIVE_NOT_RECRUITING", "COMPLETED"), "It finished."),
        (flip("RECRUITING", "SUSPENDED"), "It was paused: it takes no new people for now."),
        (
            flip("ACTIVE_NOT_RECRUITING", "TERMINATED", why_stopped="Too few people"),
            "It stopped early. The sponsor’s reason: “Too few people”",
        ),
        (flip("NOT_YET_RECRUITING", "WITHDRAWN"), "It was called off before anyone joined."),
        (
            flip("RECRUITING", "UNKNOWN", last_known="RECRUITING"),
            "Nobody has confirmed its status for two years or more. When last heard of, it was open.",
        ),
        (flip("RECRUITING", "ENROLLING_BY_INVITATION"), "It now takes only people whom it asks to join."),
        (flip("RECRUITING", "ON_THE_MOON"), "Its status is now “on the moon”."),
    ],
)
def test_a_status_is_told_as_what_happened(change, expected):
    assert sentence(change) == expected


def test_a_status_that_was_unknown_is_confirmed_rather_than_opened():
    change = StatusChanged("UNKNOWN", "RECRUITING", UNCONFIRMED, OPEN, last_known_before="RECRUITING", open_at=(SALEM,))
    assert sentence(change) == "It was confirmed as open: it now takes patients in Salem, Oregon."


def test_no_status_says_open_unless_people_can_join():
    for before, after in product((*STATUS, "", "NEW"), repeat=2):
        said = sentence(flip(before, after, open_at=(BOSTON,)))
        can_join = study_availability(after) is OPEN
        assert (
            said.startswith(("It opened", "It was confirmed", "It is still open", "The treatment is now given"))
            == can_join
        )


# ── sites ────────────────────────────────────────────────────────────────────
def test_a_site_is_named_with_its_town_and_its_hospital():
    assert sentence(opened(BOSTON)) == "A site opened in Boston, Massachusetts (Larch Hospital)."
    assert sentence(opened(LYON)) == "A site opened in Lyon, France (Hôpital du Mélèze)."


def test_a_masked_name_and_the_sponsors_own_number_are_left_out():
    assert sentence(opened(SALEM)) == "A site opened in Salem, Oregon."
    for number in ("( Site 0012)", "/ID# 123456", "Site Number : 04", "- Site 12"):
        numbered = msgspec.structs.replace(BOSTON, facility=f"Larch Hospital {number}")
        assert sentence(opened(numbered)) == sentence(opened(BOSTON))


def test_a_town_that_is_its_own_country_is_named_once():
    assert sentence(opened(SINGAPORE)) == "A site opened in Singapore."


@pytest.mark.parametrize(
    ("before", "after", "status_before", "status_after", "expected"),
    [
        (None, OPEN, "", "RECRUITING", "A site opened in Salem, Oregon."),
        (CLOSED, OPEN, "COMPLETED", "RECRUITING", "A site opened again in Salem, Oregon."),
        (CLOSED, OPEN, "SUSPENDED", "RECRUITING", "A paused site opened in Salem, Oregon."),
        (CLOSED, OPEN, "WITHDRAWN", "RECRUITING", "A site opened in Salem, Oregon."),
        (OPEN, CLOSED, "RECRUITING", "COMPLETED", "A site closed to new people in Salem, Oregon."),
        (OPEN, CLOSED, "RECRUITING", "SUSPENDED", "A site paused in Salem, Oregon. It takes no new people for now."),
        (OPEN, None, "RECRUITING", "", "A site in Salem, Oregon was taken off the list. It had been open."),
        (OPEN, SOON, "RECRUITING", "NOT_YET_RECRUITING", "A site in Salem, Oregon is not open yet after all."),
        (OPEN, INVITATION, "RECRUITING", "X", "A site in Salem, Oregon takes only people whom it asks to join."),
        (OPEN, UNCONFIRMED, "RECRUITING", "", "A site in Salem, Oregon no longer says whether it is open."),
        (None, SOON, "", "NOT_YET_RECRUITING", "A site plans to open in Salem, Oregon."),
        (SOON, CLOSED, "NOT_YET_RECRUITING", "WITHDRAWN", "A site in Salem, Oregon will not open after all."),
        (SOON, CLOSED, "NOT_YET_RECRUITING", "SUSPENDED", "A site in Salem, Oregon put off its opening."),
        (SOON, None, "X", "", "A site in Salem, Oregon was taken off the list. It had planned to open."),
        (None, CLOSED, "", "WITHDRAWN", "A site in Salem, Oregon was put on the list. It takes no new people."),
        (CLOSED, None, "WITHDRAWN", "", "A site in Salem, Oregon was taken off the list. It took no new people."),
        (CLOSED, CLOSED, "SUSPENDED", "WITHDRAWN", "A site in Salem, Oregon is still not open."),
    ],
)
def test_a_site_is_told_as_what_happened(before, after, status_before, status_after, expected):
    assert sentence(SiteChanged(SALEM, before, after, status_before, status_after)) == expected


def test_only_a_site_that_takes_people_is_called_open():
    levels = (None, *Availability)
    for before, after, status in product(levels, levels, ("SUSPENDED", "WITHDRAWN", "")):
        news = happened(SiteChanged(SALEM, before, after, status, status))
        opens = news in (SiteNews.OPENED, SiteNews.REOPENED, SiteNews.RESUMED)
        assert opens == (after is OPEN and before is not OPEN), (before, after)


def test_a_few_sites_are_told_together_by_town():
    assert texts(opened(LYON), opened(LILLE)) == ["Two sites opened in Lyon and Lille, France."]
    assert texts(opened(BOSTON), opened(LYON), opened(OSLO)) == [
        "Three sites opened in Boston, Massachusetts; Lyon, France; and Oslo, Norway."
    ]


def test_many_sites_are_counted_and_the_first_of_each_country_named():
    many = [opened(site) for site in (BOSTON, SALEM, LYON, LILLE, OSLO)]
    assert texts(*many) == [
        "Five sites opened in three countries. Among them: Boston, Massachusetts; Lyon, France; Oslo, Norway."
    ]


def test_many_sites_of_one_country_name_the_country():
    towns = [opened(msgspec.structs.replace(SALEM, city=city)) for city in ("Salem", "Bend", "Ashland", "Astoria")]
    assert texts(*towns) == [
        "Four sites opened in the United States. Among them: Salem, Oregon; Bend, Oregon; Ashland, Oregon."
    ]


def test_many_sites_of_one_town_name_the_town_alone():
    assert texts(*[opened(OSLO)] * 12) == ["12 sites opened in Oslo, Norway."]


def test_every_site_of_a_group_can_still_be_read():
    (news,) = tell((opened(BOSTON), opened(LYON)))
    assert news.details == (sentence(opened(BOSTON)), sentence(opened(LYON)))
    assert news.changes == (opened(BOSTON), opened(LYON)) and news.rank is Rank.MAJOR


def test_sites_that_opened_and_sites_that_closed_are_not_told_together():
    closed = SiteChanged(OSLO, OPEN, CLOSED, "RECRUITING", "COMPLETED")
    assert texts(opened(LYON), closed, opened(LILLE)) == [
        "Two sites opened in Lyon and Lille, France.",
        "A site closed to new people in Oslo, Norway.",
    ]


def test_renamed_sites_are_told_together():
    renamed = SiteRenamed(BOSTON, "Research Site")
    assert sentence(renamed) == "A site in Boston, Massachusetts is now listed as “Larch Hospital”."
    assert texts(renamed, SiteRenamed(LYON, "Research Site")) == ["Two sites are now listed under another name."]


# ── who can join ─────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("limit", "before", "after", "expected"),
    [
        (Limit.UPPER, "60 Years", "75 Years", "The upper age limit rose from 60 to 75 years."),
        (Limit.LOWER, "18 Years", "12 Years", "The lower age limit fell from 18 to 12 years."),
        (Limit.LOWER, "6 Months", "1 Year", "The lower age limit rose from 6 months to 1 year."),
        (Limit.UPPER, "", "75 Years", "An upper age limit was set: 75 years."),
        (Limit.LOWER, "18 Years", "", "The lower age limit of 18 years was dropped."),
    ],
)
def test_an_age_limit_says_how_it_moved(limit, before, after, expected):
    days = {"": None, "6 Months": 183.0, "1 Year": 365.0}
    change = AgeLimitChanged(limit, before, after, *(days.get(one, float(one[:2] or 0)) for one in (before, after)))
    assert sentence(change) == expected


def test_an_age_limit_that_cannot_be_read_is_shown_as_it_is():
    change = AgeLimitChanged(Limit.UPPER, "60 Years", "as old as you like", 22280.25, None)
    assert sentence(change) == "The upper age limit changed from 60 years to as old as you like."


def test_sex_and_healthy_volunteers_say_who_can_join_now():
    assert sentence(SexChanged("FEMALE", "ALL")) == "All sexes can join now. Before, only females could."
    assert sentence(SexChanged("ALL", "MALE")) == "Only males can join now. Before, all sexes could."
    assert sentence(HealthyVolunteersChanged(False, True)) == "Healthy volunteers can now join."
    assert sentence(HealthyVolunteersChanged(True, False)) == "Healthy volunteers can no longer join."


def test_one_short_line_of_the_rules_is_quoted():
    added = CriteriaChanged(added=(CriteriaLine("Smokes", Side.EXCLUSION),))
    assert sentence(added) == "A line was added to the list of who cannot join: “Smokes”"
    dropped = CriteriaChanged(dropped=(CriteriaLine("Has asthma"),))
    assert sentence(dropped) == "A line was dropped from the rules for joining: “Has asthma”"
    assert tell((added,))[0].details == ()


def test_several_lines_of_the_rules_are_counted_and_can_be_read_below():
    line, other = CriteriaLine("Has asthma", Side.INCLUSION), CriteriaLine("Is well", Side.INCLUSION)
    assert texts(CriteriaChanged(added=(line, other))) == ["Two lines of the rules for joining were added."]
    change = CriteriaChanged((line, other), (line,), (CriteriaReworded("Smokes", "Vapes", Side.EXCLUSION),), 12, 13)
    (news,) = tell((change,))
    assert news.text == "Lines of the rules for joining changed: two were added, one was dropped and one was reworded."
    assert news.details == (
        "Added to the list of who can join: “Has asthma”",
        "Added to the list of who can join: “Is well”",
        "Dropped from the list of who can join: “Has asthma”",
        "In the list of who cannot join, “Smokes” is now “Vapes”",
    )


def test_rules_that_are_hardly_the_same_any_more_are_told_as_written_anew():
    lines = tuple(CriteriaLine(f"Line {number}") for number in range(8))
    assert texts(CriteriaChanged(lines, lines, (), 10, 10)) == ["The rules for joining were written anew."]


def test_a_long_line_is_cut_at_a_word():
    line = CriteriaLine("asthma " * 90)
    (news,) = tell((CriteriaChanged(added=(line, line)),))
    assert all(len(detail) < 300 and detail.endswith("asthma …”") for detail in news.details)


# ── the plan ─────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            DateMoved(Milestone.COMPLETION, "2027-03", "2028-06-14", "ESTIMATED", "ESTIMATED"),
            "The planned end moved from March 2027 to June 2028.",
        ),
        (
            DateMoved(Milestone.START, "2027-03-02", "2027-03-29"),
            "The planned start moved from March 2, 2027 to March 29, 2027.",
        ),
        (
            DateMoved(Milestone.START, "2027-02", "2027-04-11", "ESTIMATED", "ACTUAL"),
            "It began in April 2027. The plan had been February 2027.",
        ),
        (DateMoved(Milestone.START, "2027-04-01", "2027-04-11", "ESTIMATED", "ACTUAL"), "It began in April 2027."),
        (
            DateMoved(Milestone.PRIMARY_COMPLETION, "", "2027-04", "", "ESTIMATED"),
            "The end of the main part is now given: April 2027.",
        ),
        (DateMoved(Milestone.COMPLETION, "2027-04", ""), "The end is no longer given."),
        (
            DateMoved(Milestone.COMPLETION, "2027-04", "2027-06", "ACTUAL", "ACTUAL"),
            "The date of the end was put right: June 2027, not April 2027.",
        ),
        (EnrollmentChanged(242, 262), "The number of people planned rose from 242 to 262."),
        (EnrollmentChanged(1200, 40), "The number of people planned fell from 1,200 to 40."),
        (EnrollmentChanged(35, 4, "ESTIMATED", "ACTUAL"), "Four people joined. The plan had been 35."),
        (EnrollmentChanged(35, 0, "ESTIMATED", "ACTUAL"), "Nobody joined. The plan had been 35."),
        (EnrollmentChanged(35, 35, "ESTIMATED", "ACTUAL"), "35 people joined."),
        (ResultsChanged(False, True, "2026-03-04"), "Its results were posted."),
        (PhaseChanged(("PHASE1",), ("PHASE1", "PHASE2")), "The phase changed from Phase 1 to Phase 1 and 2."),
        (PhaseChanged(("NA",), ("PHASE2",)), "The phase is now given: Phase 2."),
        (PhaseChanged(("PHASE2",), ()), "The phase is no longer given. It was Phase 2."),
        (
            TreatmentsChanged(added=(Treatment("DRUG", "Larchinib"), Treatment("DRUG", "Alderumab"))),
            "“Larchinib” and “Alderumab” were added to what is tested.",
        ),
        (
            TreatmentsChanged(dropped=(Treatment("DRUG", "Alderumab"),), renamed=(Renamed("LRC-100", "Larchinib"),)),
            "“Alderumab” was dropped from what is tested. “LRC-100” is now listed as “Larchinib”.",
        ),
        (
            ArmsChanged(added=(Arm("PLACEBO_COMPARATOR", "Sugar pill"),)),
            "A group was added: “Sugar pill” (gets a placebo).",
        ),
        (
            ArmsChanged(regimens=(Regimen("A", ("Larchinib",), ("Alderumab",)),)),
            "The group “A” now also gets “Larchinib”. The group “A” no longer gets “Alderumab”.",
        ),
        (AllocationChanged("NON_RANDOMIZED", "RANDOMIZED"), "Chance now decides who gets what."),
        (
            AllocationChanged("", "RANDOMIZED"),
            "It now says how people are put in groups: chance decides who gets what.",
        ),
        (
            PublicationsChanged(
                added=(Publication("RESULT", "A"), Publication("DERIVED", "B"), Publication("DERIVED", "C"))
            ),
            "A paper that reports this study was added. Two papers that mention this study were added.",
        ),
        (ContactsChanged(central=True), "The contact for the study changed."),
        (ContactsChanged(sites=3), "The contact changed at three sites."),
        (SponsorChanged("Larch Pharma", "Alder Pharma"), "The sponsor changed from Larch Pharma to Alder Pharma."),
        (SponsorChanged("Larch Pharma", "Alder Inc."), "The sponsor changed from Larch Pharma to Alder Inc."),
        (SponsorChanged("Larch Pharma", ""), "The study has another sponsor."),
        (
            TextChanged(Told.TITLE, "A Study of Larchinib", "Larchinib and You"),
            "The title changed. It was “A Study of Larchinib”.",
        ),
        (Verified("2026-01", "2026-02"), "The sponsor checked the record in February 2026."),
        (Tidied((Part.LINKS, Part.KEYWORDS)), "Also changed: the links and the key words."),
    ],
)
def test_the_plan_is_told_in_plain_sentences(change, expected):
    assert sentence(change) == expected


def test_of_many_new_names_the_first_three_are_told():
    said = sentence(TreatmentsChanged(renamed=tuple(Renamed(f"A{number}", f"B{number}") for number in range(5))))
    assert said.startswith("“A0” is now listed as “B0”. “A1” is")
    assert said.endswith("“B2”. Two more changed too.")


def test_the_end_of_the_main_part_is_not_told_beside_the_same_end_of_the_whole():
    moves = [DateMoved(milestone, "2027-03", "2028-06") for milestone in Milestone]
    assert texts(*moves) == [
        "The planned start moved from March 2027 to June 2028.",
        "The planned end moved from March 2027 to June 2028.",
    ]


# ── all of them ──────────────────────────────────────────────────────────────
def every_kind() -> list[Change]:
    """Changes of every kind, with invented names as short as real words are."""
    levels, line = (None, *Availability), CriteriaLine("Has asthma", Side.INCLUSION)
    found: list[Change] = [
        SiteChanged(SALEM, before, after, status, status)
        for before, after, status in product(levels, levels, ("SUSPENDED", ""))
        if (before, after) != (None, None)
    ]
    found += [flip(before, after, open_at=(SALEM,), open_sites_before=9) for before, after in product(STATUS, repeat=2)]
    found += [
        AgeLimitChanged(limit, *ages, *map(len, ages))
        for limit in Limit
        for ages in permutations(("", "9 Years", "80 Years"), 2)
    ]
    found += [SexChanged(*sexes) for sexes in product(("ALL", "FEMALE", "MALE"), repeat=2)]
    found += [HealthyVolunteersChanged(*said) for said in product((None, False, True), repeat=2)]
    found += [
        CriteriaChanged(*lists, lines_before=9)
        for lists in product(((), (line,), (line, line)), ((), (line,)), ((), (CriteriaReworded("Ill", "Well"),)))
        if any(lists)
    ]
    found += [
        DateMoved(milestone, *dates, *types)
        for milestone in Milestone
        for dates in (("2026-01", "2027-03"), ("", "2026-01"), ("2026-01", ""), ("2026-01-02", "2026-01-05"))
        for types in product(("ACTUAL", "ESTIMATED", ""), repeat=2)
    ]
    found += [
        EnrollmentChanged(*counts, *types)
        for counts in product((None, 0, 1, 40), repeat=2)
        for types in product(("ACTUAL", ""), repeat=2)
    ]
    found += [AllocationChanged(*both) for both in product(("RANDOMIZED", "NON_RANDOMIZED", "NA", "", "NEW"), repeat=2)]
    found += [MaskingChanged(*both) for both in product(("NONE", "DOUBLE", "", "NEW"), repeat=2)]
    found += [StudyTypeChanged("", kind) for kind in ("INTERVENTIONAL", "OBSERVATIONAL", "EXPANDED_ACCESS", "NEW")]
    found += [PhaseChanged(*both) for both in permutations((("PHASE1", "PHASE2"), ("NA",), ("PHASE4",)), 2)]
    found += [TextChanged(told, "It was so", "It is another") for told in Told]
    found += [Tidied((part,)) for part in Part] + [Tidied(tuple(Part)[:4])]
    arms, drugs = (Arm("EXPERIMENTAL", "Group A"), Arm("X", "Group B")), (Treatment("DRUG", "X"), Treatment("X", "Y"))
    renamed, paper = (Renamed("X-1", "Larchin"),), Publication("RESULT", "A paper")
    found += [
        ArmsChanged(arms, arms[:1], renamed, (Regimen("Group A", ("X",)), Regimen("B", (), ("X",), "X", "OTHER"))),
        ArmsChanged(arms[:1], arms, (), (Regimen("Group A", (), (), "X", "PLACEBO_COMPARATOR"),)),
        TreatmentsChanged(drugs, drugs[:1], renamed),
        TreatmentsChanged(drugs[:1], drugs),
        TreatmentDetailsChanged(("Larchin", "X"), True),
        TreatmentDetailsChanged(("Larchin",)),
        ReasonChanged("", "Slow"),
        ReasonChanged("Slow", "Poor"),
        ReasonChanged("Slow", ""),
        ExpandedAccessChanged(False, True),
        ExpandedAccessChanged(True, False),
        ResultsChanged(False, True),
        ResultsChanged(True, False),
        Verified("", "2026-01"),
        SiteRenamed(BOSTON, "X"),
        ContactsChanged(True, 3),
        ContactsChanged(True),
        ContactsChanged(sites=1),
        PublicationsChanged((paper,), (paper, paper), (paper,)),
        PublicationsChanged((of_type(paper, "BACKGROUND"), of_type(paper, "NEW"), of_type(paper, "DERIVED"))),
        SponsorChanged("Larch", "Birch"),
        SponsorChanged("", "Birch"),
        ConditionsChanged(("Asthma", "Gout"), ("Cough",)),
        ConditionsChanged((), ("Cough", "Gout")),
        MeasuresChanged(("Pain",), ("Cough",)),
        MeasuresChanged((), ("Cough",)),
        CollaboratorsChanged(("Larch", ""), ("Birch",)),
        CollaboratorsChanged(("Larch",), ("Birch", "")),
        OfficialsChanged(),
    ]
    return found


def of_type(paper: Publication, type_: str) -> Publication:
    return msgspec.structs.replace(paper, type=type_)


def test_every_kind_of_change_has_its_sentence():
    assert {type(change) for change in every_kind()} == set(KINDS)
    for change in every_kind():
        said = sentence(change)
        assert said[0].isupper() or said[0] == "“" or said[0].isdigit(), said
        assert said.rstrip("”")[-1] in ".!?" or said.endswith("”"), said
        assert not any(fault in said for fault in ("  ", "..", " ,", " .", "None", "{", "_", "“”", "not given yet"))


def test_every_sentence_is_as_easy_as_a_school_book():
    grades = {sentence(change): grade(sentence(change)) for change in every_kind()}
    assert max(grades.values()) <= 9, max(grades, key=grades.get)
    assert statistics.median(grades.values()) <= 6
    assert sum(one <= 8 for one in grades.values()) / len(grades) > 0.95


def test_changes_of_any_two_real_records_can_be_told():
    for before, after in pairwise(real_studies()[::5]):
        told = tell(compare(before, after))
        assert all(news.text and news.changes for news in told)
        assert [news.rank for news in told] == sorted(news.rank for news in told)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_makes_it_raise_or_shows_what_nobody_can_see(text):
    site = Site(text, text, text, text, text)
    line = CriteriaLine(text)
    strange: list[Change] = [
        SiteChanged(site, None, OPEN, text, text),
        SiteChanged(msgspec.structs.replace(site, city="Oslo"), None, OPEN),
        flip(text, text, why_stopped=text, open_at=(site, BOSTON)),
        AgeLimitChanged(Limit.UPPER, text, text),
        SexChanged(text, text),
        CriteriaChanged((line,), (line,), (CriteriaReworded(text, text),)),
        DateMoved(Milestone.START, text, text, text, text),
        PhaseChanged((text,), (text, text)),
        TreatmentsChanged((Treatment(text, text),)),
        SponsorChanged(text, text),
        CollaboratorsChanged((text,), (text,)),
        PublicationsChanged((Publication(text, text),)),
    ]
    for news in tell(strange):
        for said in (news.text, *news.details):
            assert not any(hidden in said for hidden in "\x00\x1b\u202e\u2066\ud800")


# ── side by side ─────────────────────────────────────────────────────────────
def test_words_are_marked_as_added_and_removed():
    assert words_compared("Has asthma for 2 years", "Has asthma for 5 or more years") == (
        Piece("same", "Has asthma for"),
        Piece("removed", " 2"),
        Piece("added", " 5 or more"),
        Piece("same", " years"),
    )


def test_equal_texts_are_one_piece_and_empty_ones_none():
    assert words_compared("Has asthma", "Has asthma") == (Piece("same", "Has asthma"),)
    assert words_compared("", "") == ()
    assert words_compared("", "Has asthma") == (Piece("added", "Has asthma"),)
    assert words_compared("Has asthma", "") == (Piece("removed", "Has asthma"),)


def test_other_white_space_alone_is_no_difference():
    assert [piece.kind for piece in words_compared("Has\n\nasthma", "Has asthma")] == ["same"]


def test_the_pieces_make_up_both_texts():
    studies = [one.protocol.eligibility.eligibility_criteria for one in real_studies()[::20]]
    for before, after in pairwise(studies):
        pieces = words_compared(before, after)
        assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after
        assert "".join(piece.text for piece in pieces if piece.kind != "added").split() == before.split()


def test_a_small_change_in_a_long_text_stays_small():
    text = " ".join(f"word{number % 900}" for number in range(3_000))
    changed = text.replace(" word450 ", " other ", 1)
    assert [piece.kind for piece in words_compared(text, changed)] == ["same", "removed", "added", "same"]


def test_a_small_change_in_a_text_that_repeats_itself_stays_small():
    words = [str(number % 101) for number in range(5_000)]
    changed = [*words[:2_500], "other", *words[2_500:]]
    kinds = [piece.kind for piece in words_compared(" ".join(words), " ".join(changed))]
    assert kinds == ["same", "added", "same"]


@pytest.mark.parametrize("period", [1, 2, 30, 99, 101, 130, 400, 5_000])
def test_the_longest_texts_are_compared_in_bounded_time(period):
    before = " ".join(str(number % period) for number in range(5_000))
    after = " ".join(str(number * 7 % period) for number in range(5_000))
    started = process_time()
    pieces = words_compared(before, after)
    assert process_time() - started < 4
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_makes_the_comparison_raise(text):
    pieces = words_compared(text, "Has asthma")
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == "Has asthma"
    assert all(replace(piece) == piece for piece in pieces)
