import pytest

from trials.reading.headings import Heading, Side, heading, pieces

INTRODUCTION, INCLUSION, EXCLUSION, OTHER = Side


@pytest.mark.parametrize(
    "line",
    [
        "Does not meet the inclusion criteria",
        "Other exclusion criteria may apply",
        "Inclusion criteria must be met at the first visit",
        "Exclusion of other causes by X-ray",
        "Able to give informed consent",
        "exclusive breastfeeding",
    ],
)
def test_a_criterion_that_speaks_of_criteria_is_no_heading(line):
    assert heading(line, True, INCLUSION) is None


def test_a_criterion_that_runs_into_a_heading_is_cut_and_not_taken_for_its_name():
    line = "Signed informed consent Exclusion Criteria: smokers"
    assert heading(line, False, INCLUSION) is None
    assert pieces(line) == ["Signed informed consent", "Exclusion Criteria: smokers"]


def test_a_mention_of_both_sides_is_not_cut():
    assert pieces("Meets the Inclusion Criteria: all") == ["Meets the Inclusion Criteria: all"]


def test_the_name_of_a_group_is_kept_and_plain_words_are_not():
    assert heading("Exclusion criteria for controls:", False, INCLUSION) == Heading(
        EXCLUSION, "Exclusion criteria for controls"
    )
    assert heading("The inclusion criteria are as follows:", False, INTRODUCTION) == Heading(INCLUSION)


def test_not_in_front_of_inclusion_turns_it_round():
    assert heading("Non-inclusion criteria:", False, INCLUSION) == Heading(EXCLUSION)
    assert heading("Criteria for non-inclusion:", False, INCLUSION) == Heading(EXCLUSION)


def test_leaving_a_study_is_neither_side():
    assert heading("Withdrawal criteria", False, EXCLUSION) == Heading(OTHER, "Withdrawal criteria")


def test_an_invitation_opens_the_inclusions_only_at_the_beginning():
    line = "To be eligible, patients must have the following:"
    assert heading(line, False, INTRODUCTION) == Heading(INCLUSION, line.rstrip(":"))
    assert heading(line, False, EXCLUSION) is None
