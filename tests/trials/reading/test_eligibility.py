from collections import Counter

import pytest

from tests.trials.reading.kit import HOSTILE, labelled, real_studies, texts, words
from trials.reading import markup
from trials.reading.eligibility import Criteria, Item, split

PLAIN = """Inclusion Criteria:

* Adults with hay fever
* Able to come twice a month

Exclusion Criteria:

* Pregnant
* Any other lung disease"""

IN, OUT = ["Adults with hay fever", "Able to come twice a month"], ["Pregnant", "Any other lung disease"]


def sides(text: str) -> tuple[list[str], list[str]]:
    criteria = split(text)
    assert criteria.split, "the text was not split"
    return texts(criteria.inclusion), texts(criteria.exclusion)


@pytest.mark.parametrize(
    ("inclusion", "exclusion"),
    [
        ("Inclusion Criteria:", "Exclusion Criteria:"),
        ("Inclusion criteria", "Exclusion criteria"),
        ("INCLUSION CRITERIA :", "EXCLUSION CRITERIA :"),
        ("Key Inclusion Criteria:", "Key Exclusion Criteria:"),
        ("* INCLUSION CRITERIA:", "* EXCLUSION CRITERIA:"),
        ("**Inclusion Criteria**", "**Exclusion Criteria**"),
        ("# Inclusion Criteria", "# Exclusion Criteria"),
        ("1. Inclusion Criteria", "2. Exclusion Criteria"),
        ("A) Main inclusion criteria:", "B) Main exclusion criteria:"),
        ("Inclusion:", "Exclusion:"),
        ("Inclusion criteria：", "Exclusion criteria："),
        ("Inclusion Critera:", "Exclusion Citeria:"),
        ("The inclusion criteria are as follows:", "The exclusion criteria are as follows:"),
        ("Inclusion criteria:", "Non-inclusion criteria:"),
        ("Criteria for inclusion:", "Criteria for exclusion:"),
        ("Inclusion factors:", "Exclusion factors:"),
        ("Included:", "Excluded:"),
        ("Include:", "Exclude:"),
        ("Inclusion Criteria:", "Ineligibility criteria:"),
        ("Inclusion Criteria:", "Exclusionary criteria:"),
    ],
)
def test_headings_of_every_usual_form_are_recognised_and_dropped(inclusion, exclusion):
    text = PLAIN.replace("Inclusion Criteria:", inclusion).replace("Exclusion Criteria:", exclusion)
    assert sides(text) == (IN, OUT)


def test_key_criteria_are_said_to_be_incomplete():
    assert split(PLAIN.replace("Inclusion", "Key inclusion")).key_only
    assert not split(PLAIN).key_only


def test_exclusions_that_come_first_stay_exclusions():
    first, second = PLAIN.split("\n\nExclusion")
    assert sides(f"Exclusion{second}\n\n{first}") == (IN, OUT)


def test_only_one_side_is_enough():
    assert sides("Inclusion Criteria:\n\n* Adults") == (["Adults"], [])
    assert sides("Exclusion Criteria:\n\n* Pregnant") == ([], ["Pregnant"])


def test_text_before_the_first_heading_belongs_to_neither_side():
    criteria = split("This is for bakers.\n\n" + PLAIN)
    assert texts(criteria.introduction) == ["This is for bakers."]
    assert (texts(criteria.inclusion), texts(criteria.exclusion)) == (IN, OUT)


def test_paragraphs_without_bullets_are_items():
    assert sides("Inclusion Criteria:\n\nAdults\n\nCan read\n\nExclusion Criteria:\n\nPregnant") == (
        ["Adults", "Can read"],
        ["Pregnant"],
    )


def test_a_heading_in_mid_line_opens_its_side():
    text = "Inclusion criteria:\n\n* Adults\n* Others may apply Exclusion criteria: smokers\n* Pregnant"
    assert sides(text) == (["Adults", "Others may apply"], ["smokers", "Pregnant"])


def test_text_behind_a_heading_is_its_first_item():
    assert sides("Inclusion Criteria: Adults\n\nExclusion Criteria- none") == (["Adults"], ["none"])


def test_a_sentence_can_open_the_exclusions_where_no_heading_does():
    text = "Inclusion Criteria:\n\n* Adults\n\nPatients will be excluded from the study if they:\n\n* smoke"
    assert sides(text)[0] == ["Adults"]
    assert sides(text)[1][-1] == "smoke"


def test_a_sentence_about_exclusion_does_not_open_the_exclusions():
    text = "Inclusion Criteria:\n\n* Cough of which other causes have been excluded by one of the following:\n* X-ray"
    assert len(sides(text)[0]) == 2


def test_groups_of_people_keep_their_names():
    text = (
        "Inclusion Criteria for siblings:\n\n* Full sibling\n\nInclusion Criteria - Parents:\n\n* Adult\n\n"
        "Exclusion Criteria for siblings:\n\n* Asthma"
    )
    criteria = split(text)
    assert criteria.inclusion == (
        Item("Inclusion Criteria for siblings", (Item("Full sibling"),)),
        Item("Inclusion Criteria - Parents", (Item("Adult"),)),
    )
    assert criteria.exclusion == (Item("Exclusion Criteria for siblings", (Item("Asthma"),)),)


def test_a_subheading_within_a_side_holds_its_list():
    criteria = split("Inclusion Criteria:\n\nFor part A:\n\n* Adults\n\nFor part B:\n\n* Children")
    assert criteria.inclusion == (
        Item("For part A:", (Item("Adults"),)),
        Item("For part B:", (Item("Children"),)),
    )


def test_nested_lists_stay_nested():
    criteria = split("Inclusion Criteria:\n\n1. One of:\n\n   * cough\n   * wheeze\n2. Adult")
    assert criteria.inclusion == (Item("One of:", (Item("cough"), Item("wheeze")), "1."), Item("Adult", (), "2."))


@pytest.mark.parametrize("mark", ["o ", r"\- ", "a) ", "(a) ", "1.1 ", "• "])
def test_hand_typed_marks_are_marks_and_not_words(mark):
    criteria = split(f"Inclusion Criteria:\n\n* One of:\n\n  {mark}Cough\n* Adult")
    assert texts(criteria.inclusion) == ["One of:", "Cough", "Adult"]
    assert texts(criteria.inclusion[0].children) == ["Cough"]


def test_numbers_that_are_part_of_a_criterion_are_not_marks():
    assert texts(split("Inclusion Criteria:\n\n* 3.50 or more\n* 18 to 65").inclusion) == ["3.50 or more", "18 to 65"]


def test_escapes_are_resolved_and_nothing_is_html():
    assert texts(split(r"Inclusion Criteria:" + "\n\n" + r"* Age \>18 \& <b>well</b>").inclusion) == [
        "Age >18 & <b>well</b>"
    ]


def test_a_continued_item_is_one_item():
    assert sides("Inclusion Criteria:\n\n* Adults\n\n  who can read\n* Others")[0] == ["Adults who can read", "Others"]


def test_what_concerns_leaving_a_study_is_neither_side():
    criteria = split(PLAIN + "\n\nDropout Criteria:\n\n* Wishes to stop\n")
    assert texts(criteria.other) == ["Dropout Criteria", "Wishes to stop"]
    assert texts(criteria.exclusion) == OUT


def test_a_note_about_both_sides_is_neither_side():
    criteria = split(PLAIN + "\n\nOther inclusion/exclusion criteria may apply.")
    assert texts(criteria.other) == ["Other inclusion/exclusion criteria may apply."]
    assert texts(criteria.exclusion) == OUT


DOUBTFUL = {
    "no heading": "Adults with hay fever\n\nNo smokers",
    "one heading for both": "Inclusion/Exclusion Criteria:\n\n* Adults\n* Pregnant",
    "a second heading for both": "Inclusion Criteria:\n\n* Adults\n\nNo inclusion / Exclusion Criteria:\n\n* Pregnant",
    "a heading inside an item": "Inclusion Criteria:\n\n* Group A\n\n  * Exclusion criteria:\n    * Pregnant\n* Adults",
    "an exclusion in a line of its own": "Inclusion Criteria:\n\n1. Adults\n2. Exclusion: moves away\n3. The child",
    "a second group without a name": PLAIN + "\n\nControls\n\nInclusion Criteria:\n\n* Well",
    "requirements behind the exclusions": PLAIN + "\n\nTo be eligible for part B, patients must have:\n\n* A cough",
    "the list of a heading is over": "* Inclusion criteria:\n  * Adults\n* Exclusion criteria:\n  * Smokers\n* Others",
    "the same list twice": "Inclusion Criteria:\n\n* Sick\n* Shy\n\nExclusion Criteria:\n\n* Sick\n* Shy",
    "a short line about exclusion": "Inclusion Criteria:\n\n* Adults\n\nContraindications:\n\n* Pregnant",
    "a heading in the middle of a sentence": "Inclusion Criteria:\n\n* Adults Exclusion Criteria Pregnant\n* Smokers",
    "a mark of exclusion in an item": "Inclusion Criteria:\n\n* Adults. EXCLUSION: pregnant\n* Smokers",
    "nothing": "",
    "only headings": "Inclusion Criteria:\n\nExclusion Criteria:",
}


@pytest.mark.parametrize("text", DOUBTFUL.values(), ids=DOUBTFUL.keys())
def test_a_text_that_leaves_any_doubt_is_shown_whole(text):
    assert split(text) == Criteria(whole=text)


OF_EXCLUSIONS = (
    "Exclusion",
    "Exclusions:",
    "Excluded patients:",
    "Patient exclusion criteria",
    "Who cannot take part:",
    "Not eligible if:",
    "Ineligible:",
    "Criteria of exclusion",
    "Non inclusion criteria:",
    "Exlusion criteria:",
    "Exlcusion Criteria:",
    "Subjects must not:",
    "Patients will not be included if:",
    "Reasons for exclusion:",
    "The following are exclusion criteria:",
    "Do not enroll if:",
    "Patients with any of the following are not eligible.",
    "Disqualifying conditions:",
    "Contraindications:",
    "Exclusion Criteria - Part A",
    "exclusion criteria will be",
    "Criteria – Exclusion",
    "II. Exclusion criteria",
    "Healthy volunteers: exclusion criteria",
    "Criterios de exclusión:",
    "Ausschlusskriterien:",
)
LAYOUTS = (
    "Inclusion Criteria:\n\n* Adult\n* Calm\n\n{}\n\n* Pregnant\n* Smoker",
    "Inclusion Criteria:\n\n* Adult\n* Calm\n* {}\n* Pregnant\n* Smoker",
    "* Inclusion Criteria:\n\n  * Adult\n\n* {}\n\n  * Pregnant\n  * Smoker",
    "Inclusion Criteria:\n\nAdult\n\nCalm\n\n{}\n\nPregnant\n\nSmoker",
    "{}\n\n* Pregnant\n* Smoker\n\nInclusion Criteria:\n\n* Adult",
)


@pytest.mark.parametrize("layout", LAYOUTS, ids=range(len(LAYOUTS)))
@pytest.mark.parametrize("heading", OF_EXCLUSIONS)
def test_what_stands_under_any_heading_of_exclusions_is_never_shown_as_an_inclusion(heading, layout):
    shown = texts(split(layout.format(heading)).inclusion)
    assert "Pregnant" not in shown
    assert "Smoker" not in shown


def test_the_whole_text_can_be_shown_as_safe_html():
    assert split("* <b>bold</b>").html == "<ul>\n<li>&lt;b&gt;bold&lt;/b&gt;</li>\n</ul>\n"


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("heading", ["", "Inclusion Criteria:\n\n", "Exclusion criteria "])
def test_nothing_makes_it_raise(text, heading):
    assert split(heading + text).whole == heading + text


def test_lists_are_never_nested_deeper_than_a_page_can_show():
    deep = "Inclusion Criteria:\n\n" + "\n".join(" " * depth + "* item" for depth in range(190))
    items, depth = split(deep).inclusion, 0
    while items:
        items, depth = items[-1].children, depth + 1
    assert depth < 20


# Words of headings; only they may be missing from the lists.
OF_HEADINGS = set(
    words(
        "inclusion exclusion inclusions exclusions criteria criterion citeria non not excluded included key main the "
        "for study all are were is as follows include but limited to following enrollment eligibility o 5inclusion "
        "iii 6 1 2 a b d"
    )
)


def test_no_word_of_a_real_record_is_lost_or_added():
    for study in real_studies():
        text = study.protocol.eligibility.eligibility_criteria
        criteria = split(text)
        if criteria.split:
            given = Counter(words("\n".join(map(markup.unescape, markup.prepare(text).split("\n")))))
            parts = criteria.introduction + criteria.inclusion + criteria.exclusion + criteria.other
            shown = Counter(words("\n".join(labelled(parts))))
            assert not shown - given, study.nct_id
            assert set(given - shown) <= OF_HEADINGS, study.nct_id


def test_the_order_of_a_real_record_is_kept_and_each_side_is_the_text_under_its_heading():
    """Wherever a record has just the two plain headings, the text between them is the one side, the rest the other."""
    checked = 0
    for study in real_studies():
        text = markup.prepare(study.protocol.eligibility.eligibility_criteria)
        before, first, rest = text.partition("Inclusion Criteria:\n")
        inclusion, second, exclusion = rest.partition("\nExclusion Criteria:\n")
        plain = first and second and not before.strip() and "clusion" not in f"{inclusion}{exclusion}".lower()
        criteria = split(text)
        if not (plain and criteria.split and "exclud" not in inclusion) or criteria.other:
            continue
        checked += 1
        for given, items in ((inclusion, criteria.inclusion), (exclusion, criteria.exclusion)):
            said = words("\n".join(labelled(items)))
            lines = words("\n".join(map(markup.unescape, given.split("\n"))))
            assert [w for w in said if w != "o"] == [w for w in lines if w != "o"], study.nct_id
    assert checked > 1000


def test_nearly_every_real_record_with_headings_is_split():
    headed = [
        study.protocol.eligibility.eligibility_criteria
        for study in real_studies()
        if "inclusion criteri" in study.protocol.eligibility.eligibility_criteria.lower()
    ]
    assert sum(split(text).split for text in headed) / len(headed) >= 0.98
