"""Who can join, compared: ages, sex, healthy volunteers, and the lines of the rules."""

import re

import pytest

from tests.trials.reading.kit import real_studies, study, texts
from trials.reading.eligibility import Item, split
from trials.registry.changes import (
    AgeLimitChanged,
    Change,
    CriteriaChanged,
    CriteriaLine,
    CriteriaReworded,
    HealthyVolunteersChanged,
    Limit,
    Rank,
    SexChanged,
    Side,
    TextChanged,
    Told,
    compare,
)


def changes(before: dict, after: dict) -> tuple[Change, ...]:
    return compare(study(eligibility=before), study(eligibility=after))


def rules(before: str, after: str) -> CriteriaChanged:
    (change,) = changes({"eligibilityCriteria": before}, {"eligibilityCriteria": after})
    assert isinstance(change, CriteriaChanged)
    return change


def criteria(inclusion: list[str], exclusion: list[str]) -> str:
    lists = {"Inclusion": inclusion, "Exclusion": exclusion}
    return "\n\n".join("\n".join([f"{side} Criteria:", "", *(f"* {line}" for line in lists[side])]) for side in lists)


def test_an_upper_age_limit_that_rises_lets_more_people_in():
    (change,) = changes({"maximumAge": "60 Years"}, {"maximumAge": "75 Years"})
    assert (change.limit, change.before, change.after) == (Limit.UPPER, "60 Years", "75 Years")
    assert change.widened is True and change.rank is Rank.MAJOR
    assert change.days_before <= 68 * 365.25 < change.days_after, "somebody of 68 can now join"


@pytest.mark.parametrize(
    ("name", "before", "after", "widened"),
    [
        ("maximumAge", "75 Years", "60 Years", False),
        ("maximumAge", "60 Years", "", True),
        ("maximumAge", "", "60 Years", False),
        ("minimumAge", "18 Years", "12 Years", True),
        ("minimumAge", "12 Years", "18 Years", False),
        ("minimumAge", "18 Years", "", True),
        ("minimumAge", "6 Months", "2 Years", False),
        ("minimumAge", "some age", "18 Years", None),
    ],
)
def test_every_age_limit_says_whether_more_people_can_join(name, before, after, widened):
    (change,) = changes({name: before}, {name: after})
    assert isinstance(change, AgeLimitChanged)
    assert change.widened is widened


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"minimumAge": "18 Years"}, {"minimumAge": "18 years"}),
        ({"minimumAge": "2 Years"}, {"minimumAge": "24 Months"}),
        ({"minimumAge": "0 Years"}, {}),
        ({"maximumAge": "N/A"}, {}),
    ],
)
def test_the_same_age_in_other_words_is_no_change(before, after):
    assert changes(before, after) == changes(after, before) == ()


def test_both_limits_are_told_when_both_move():
    moved = changes({"minimumAge": "18 Years", "maximumAge": "60 Years"}, {"minimumAge": "12 Years"})
    assert [change.limit for change in moved] == [Limit.LOWER, Limit.UPPER]


def test_sex_and_healthy_volunteers_say_whether_more_people_can_join():
    assert changes({"sex": "FEMALE"}, {"sex": "ALL"}) == (SexChanged("FEMALE", "ALL"),)
    assert SexChanged("FEMALE", "ALL").widened and not SexChanged("ALL", "MALE").widened
    (change,) = changes({"healthyVolunteers": False}, {"healthyVolunteers": True})
    assert change.widened and change.rank is Rank.MAJOR


def test_a_sex_that_is_not_given_is_no_limit():
    assert changes({}, {"sex": "ALL"}) == ()


def test_to_say_for_the_first_time_that_healthy_volunteers_cannot_join_changes_little():
    assert changes({}, {"healthyVolunteers": False}) == (HealthyVolunteersChanged(None, False),)
    assert HealthyVolunteersChanged(None, False).rank is Rank.HOUSEKEEPING
    assert HealthyVolunteersChanged(None, True).rank is Rank.MAJOR


def test_a_new_line_is_told_with_its_list():
    before = criteria(["Has asthma"], ["Smokes"])
    after = criteria(["Has asthma"], ["Smokes", r"Took steroids in the last \>4 weeks"])
    assert rules(before, after) == CriteriaChanged(
        added=(CriteriaLine("Took steroids in the last >4 weeks", Side.EXCLUSION),), lines_before=2, lines_after=3
    )


def test_a_line_that_moves_to_the_other_list_is_dropped_there_and_added_here():
    change = rules(
        criteria(["Has asthma", "Smokes"], ["Is pregnant"]), criteria(["Has asthma"], ["Is pregnant", "Smokes"])
    )
    assert change.dropped == (CriteriaLine("Smokes", Side.INCLUSION),)
    assert change.added == (CriteriaLine("Smokes", Side.EXCLUSION),)


def test_a_reworded_line_is_told_with_both_wordings():
    change = rules(
        criteria(["Has had asthma for 2 years or more"], []), criteria(["Has had asthma for 5 years or more"], [])
    )
    assert change.reworded == (
        CriteriaReworded("Has had asthma for 2 years or more", "Has had asthma for 5 years or more", Side.INCLUSION),
    )
    assert change.rank is Rank.MAJOR and not (change.added or change.dropped)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Hemoglobin ≥ 9 g/dL", "Hemoglobin ≤ 9 g/dL"),
        ("HER2+ tumour", "HER2- tumour"),
        ("HER2 tumour", "HER2- tumour"),
        ("A T-score of -2.5 or less", "A T-score of 2.5 or less"),
        ("Can walk without help", "Can walk with help"),
        ("Creatinine 1.5 times the limit", "Creatinine 15 times the limit"),
    ],
)
def test_a_sign_or_a_small_word_that_turns_the_meaning_is_a_change(before, after):
    assert rules(criteria([before], ["Smokes"]), criteria([after], ["Smokes"])).reworded


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Hemoglobin >= 9 g/dL", r"Hemoglobin \≥9 g/dL."),
        ("Aged 18–65 years", "aged 18-65 years"),
        ("Crohn’s disease", "Crohn's disease"),
        ("Patients with asthma", "Participants with asthma"),
        ("Subjects with a history of asthma", "Patients with history of asthma"),
        ("**Has** asthma", "Has asthma"),
        ("Has asthma &amp; hay fever", "Has asthma & hay fever"),
    ],
)
def test_other_spelling_and_other_words_for_those_who_take_part_are_no_change(before, after):
    one, other = criteria([before], ["Smokes"]), criteria([after], ["Smokes"])
    assert changes({"eligibilityCriteria": one}, {"eligibilityCriteria": other}) == ()


def test_lines_in_another_order_are_no_change():
    one, other = criteria(["Has asthma", "Is well"], ["Smokes"]), criteria(["Is well", "Has asthma"], ["Smokes"])
    assert changes({"eligibilityCriteria": one}, {"eligibilityCriteria": other}) == ()


def test_a_line_broken_in_two_is_no_change_but_a_word_in_it_is():
    whole = criteria(["Has asthma and uses an inhaler every day"], ["Smokes"])
    broken = criteria(["Has asthma", "and uses an inhaler every day"], ["Smokes"])
    other = criteria(["Has asthma", "and uses an inhaler every week"], ["Smokes"])
    assert changes({"eligibilityCriteria": whole}, {"eligibilityCriteria": broken}) == ()
    assert changes({"eligibilityCriteria": broken}, {"eligibilityCriteria": whole}) == ()
    assert rules(whole, other)


@pytest.mark.parametrize(
    "text",
    [
        "* Has asthma\n* Smokes",
        "Inclusion Criteria:\n\n* Has asthma\n\nExclusion Criteria for siblings:\n\n* Smokes",
        "Inclusion Criteria:\n\n* Has asthma\n\nExclusion Criteria:\n\n* Smokes\n\nInclusion Criteria:\n\n* Is well",
        "Inclusion Criteria:\n\n* Is well\n\nNot eligible are those who:\n\n* Smoke\n\nExclusion Criteria:\n\n* Old",
    ],
)
def test_no_line_is_given_a_list_where_the_headings_leave_a_doubt(text):
    change = rules(text, f"{text}\n* Took part in another study")
    assert change.added == (CriteriaLine("Took part in another study", Side.UNKNOWN),)


def test_no_line_of_a_real_record_is_put_in_another_list_than_the_page_shows_it_in():
    told = 0
    for record in real_studies():
        text = record.protocol.eligibility.eligibility_criteria
        shown = split(text)
        if not (text and shown.split):
            continue
        (change,) = changes({"eligibilityCriteria": text}, {"eligibilityCriteria": only_headings(text)})
        lists = {Side.INCLUSION: joined(shown.inclusion), Side.EXCLUSION: joined(shown.exclusion), Side.UNKNOWN: ""}
        for line in change.dropped:
            words = " ".join(re.findall(r"\w+", line.text))
            other = [listed for side, listed in lists.items() if side is not line.side and line.side]
            assert words in lists[line.side] or not any(words in listed for listed in other), (record.nct_id, line)
            told += line.side is not Side.UNKNOWN
    assert told > 5_000


def only_headings(text: str) -> str:
    """The text without anything but its two headings, so that all its lines are told as dropped."""
    kept = [line for line in text.split("\n") if re.fullmatch(r"\W*(Key )?(in|ex)clusion criteria\W*", line, re.I)]
    return "\n\n".join(kept)


def joined(items: tuple[Item, ...]) -> str:
    return " | ".join(" ".join(re.findall(r"\w+", text)) for text in texts(items))


def test_a_heading_that_goes_missing_is_told_like_a_line():
    before = criteria(["Has asthma"], ["Smokes"])
    change = rules(before, before.replace("Exclusion Criteria:\n\n", ""))
    assert change.dropped == (CriteriaLine("Exclusion Criteria:"),)


def test_whom_an_observational_study_watches_is_told_as_text():
    (change,) = changes({"studyPopulation": "People of one town"}, {"studyPopulation": r"People of \>2 towns"})
    assert change == TextChanged(Told.POPULATION, "People of one town", "People of >2 towns")
    assert change.rank is Rank.MINOR
