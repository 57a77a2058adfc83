"""What else a sentence says: treatments, wishes, telling words, and what is not searched for and why."""

import pytest

from tests.trials.search.understanding.kit import left, meant, names, read
from trials.search.understanding.courses import registered


@pytest.mark.parametrize(
    ("sentence", "treatment", "others"),
    [
        ("I have melanoma, interested in immunotherapy", "immunotherapy", {}),
        ("melanoma, tried keytruda, interested in immunotherapy", "immunotherapy", {"keytruda": "HAD"}),
        ("tried Keytruda after CAR-T for lymphoma", "", {"Keytruda": "HAD", "CAR-T": "HAD"}),
        ("I want a trial for lymphoma with CAR-T", "CAR-T", {}),
        ("looking for gene therapy for hemophilia", "gene therapy", {}),
        ("I have ALS, never had chemo", "", {"chemo": "DECLINED"}),
        ("I have lymphoma and do not want chemo", "", {"chemo": "DECLINED"}),
        ("not interested in surgery, prostate cancer", "", {"surgery": "DECLINED"}),
        ("60M lung cancer s/p radiation, on pembrolizumab", "", {"radiation": "HAD", "pembrolizumab": "HAD"}),
        ("multiple myeloma that progressed on bortezomib", "", {"bortezomib": "HAD"}),
        ("I am interested in lecanemab for my alzheimers", "lecanemab", {}),
        ("I have MS and would like to try a stem cell transplant or immunotherapy", "stem cell transplant",
         {"immunotherapy": "ONE_TREATMENT"}),
        ("she had surgery and chemotherapy for ovarian cancer", "", {"surgery": "HAD", "chemotherapy": "HAD"}),
        ("I have asthma and I am interested in trials", "", {}),
        ("interested in breast cancer trials", "", {}),
    ],
)  # fmt: skip
def test_a_treatment_that_is_wanted_is_searched_and_one_that_was_had_is_told(sentence, treatment, others) -> None:
    found = read(sentence)
    assert found.treatment == treatment
    assert left(found) == others


@pytest.mark.parametrize(
    ("sentence", "reasons"),
    [
        ("I have gout, no diabetes", {"diabetes": "NEGATED"}),
        ("gout without diabetes or hypertension", {"diabetes": "NEGATED", "hypertension": "NEGATED"}),
        ("72M, h/o stroke, presents with pneumonia", {"stroke": "PAST"}),
        ("My mother had breast cancer. I have lupus.", {"breast cancer": "FAMILY"}),
        ("I have lupus with fever and fatigue", {"fever": "SYMPTOM", "fatigue": "SYMPTOM"}),
        ("gout, asthma, eczema, psoriasis and lupus, I have them all", {"lupus": "TOO_MANY"}),
        ("I'm 45, 47 years old with gout", {"47 years old": "OTHER_AGE"}),
        ("my son is 7 and has asthma, I am 40", {"I am 40": "OTHER_PERSON"}),
        ("diagnosed with epilepsy at 12 years old, I am 34", {"12 years old": "EARLIER_AGE"}),
        ("my 212 year old has gout", {"212 year old": "NO_AGE"}),
        ("woman, male, 30 years old, asthma", {"male": "OTHER_SEX"}),
        ("we live in Atlantis, my son has asthma", {"Atlantis": "NO_PLACE"}),
        ("asthma near Boston, I also live in Chicago", {"Chicago": "OTHER_PLACE"}),
    ],
)
def test_what_is_not_searched_for_has_its_reason(sentence, reasons) -> None:
    assert left(read(sentence)) == reasons


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("my 7 year old has AML that came back", "came back"),
        (
            "58F with relapsed metastatic breast cancer HER2 positive, stage 4",
            "relapsed metastatic HER2 positive stage 4",
        ),
        ("newly diagnosed glioblastoma, IDH1 mutant, MGMT methylated", "newly diagnosed IDH1 mutant MGMT"),
        ("lung cancer EGFR+ spread to brain", "EGFR+ spread to brain"),
        ("breast cancer, ER+ PR+ HER2-", "ER+ PR+ HER2"),
        ("AML with FLT3 and t(8;21)", "FLT3 t(8;21"),
        ("we met in the ER, I have asthma", "ER"),
        ("I met a man with asthma in Philadelphia", ""),
        ("my mother had metastatic breast cancer. I have gout", ""),
        ("Smith, John has recurrent gout, Dr. Miller", "recurrent"),
    ],
)
def test_telling_words_are_kept_and_names_are_not(sentence, words) -> None:
    assert read(sentence).leftover == words


@pytest.mark.parametrize(
    ("leftover", "words"),
    [
        ("came back", "relapsed"),
        ("came back stage 4 HER2 positive", "relapsed stage 4 HER2 positive"),
        ("EGFR+ spread to brain", "EGFR+ spread to brain"),
        ("has spread ER+", "metastatic ER+"),
        ("relapsed", "relapsed"),
        ("", ""),
    ],
)
def test_telling_words_are_looked_for_as_studies_write_them(leftover, words) -> None:
    assert registered(leftover) == words


@pytest.mark.parametrize(
    ("sentence", "field", "value"),
    [
        ("recruiting trials for lupus", "status", "open"),
        ("lupus trials that are not yet recruiting", "status", "soon"),
        ("completed trials for lupus", "status", "closed"),
        ("I have lupus", "status", ""),
        ("lupus within 30 miles of 19104", "radius", 50),
        ("lupus, at most 500 miles from 19104", "radius", 200),
        ("phase 3 trials for lupus", "phases", ("PHASE3",)),
        ("phase 1/2 trials for lupus", "phases", ("PHASE1", "PHASE2")),
        ("healthy volunteer, 25 years old", "healthy", True),
        ("my toddler has asthma", "group", "child"),
        ("my 2 year old toddler has asthma", "group", ""),
        ("my son has CHAPLE disease", "unheard_of", "CHAPLE disease"),
        ("I have asthma", "unheard_of", ""),
        ("my wife is in her sixties with lupus", "age_said", "in her sixties"),
    ],
)
def test_wishes_and_guesses(sentence, field, value) -> None:
    assert getattr(read(sentence), field) == value


def test_the_illness_that_is_narrower_counts() -> None:
    assert names(read("my son has leukemia, it is AML")) == meant(["acute myeloid leukemia"])


def test_an_abbreviation_tells_what_else_it_can_mean() -> None:
    assert "Mitral Valve Stenosis" in [one.name for one in read("I have MS").conditions[0].others]


def test_a_very_long_text_says_that_its_end_was_left_out() -> None:
    found = read("I have asthma. " + "It is hard to breathe. " * 2_000 + "I have gout.")
    assert found.is_cut
    assert names(found) == ["Asthma"]
    assert not read("I have asthma.").is_cut


def test_ten_thousand_words_with_everything_in_them_are_told_briefly() -> None:
    found = read("I am 45 and have gout, no diabetes, had chemo, my mother has lupus, tried humira. " * 800)
    assert len(found.left_out) <= 30
    assert found.age and found.age.words == "45 years"
