"""What exactly these words mean."""

import pytest

from tests.trials.search.terms.kit import ACUTE, ANEMIA, HEADINGS, SCLEROSIS, STENOSIS, names, packaged, small, term
from trials.search.terms.folding import bag, fold, folded, naturally_ordered, tokens
from trials.search.terms.rows import CURATOR, ENTRY, LAY, NAME
from trials.search.terms.vocabulary import Vocabulary
from trials.words import key


@pytest.mark.parametrize(
    "words",
    [
        "Leukemia, Myeloid, Acute",
        "acute myeloid leukemia",
        "ACUTE MYELOID LEUKAEMIA",
        "leukemia (acute, myeloid)",
        "acute myeloid leukemias",
        "the acute leukemia of myeloid",
    ],
)
def test_order_small_words_plurals_and_spellings_are_passed_over(words) -> None:
    assert small().meanings(words) == (ACUTE,)


@pytest.mark.parametrize(
    "words", ["type two diabetes", "Type II diabetes", "diabetes type 2", "diabetes mellitus type ii"]
)
def test_numbers_are_numbers_in_every_spelling(words) -> None:
    assert names(small().meanings(words)) == ["Diabetes Mellitus, Type 2"]


@pytest.mark.parametrize("words", ["", "   ", "?!", "acute", "myeloid leukemia of the heart", "x" * 10_000])
def test_words_that_are_no_term_mean_nothing(words) -> None:
    assert small().meanings(words) == ()


def test_the_likelier_meaning_comes_first() -> None:
    assert small().meanings("ms") == (SCLEROSIS, STENOSIS)


def test_of_equally_likely_meanings_a_persons_choice_goes_before_mesh_and_mesh_before_lay_terms() -> None:
    headings = HEADINGS[:4]
    terms = [term("the thing", one, source) for one, source in zip(headings, (ENTRY, LAY, NAME, CURATOR), strict=True)]
    found = Vocabulary(headings, terms).meanings("the thing")
    assert found == (headings[3], headings[2], headings[1], headings[0])


def test_a_term_as_it_stands_goes_before_one_that_is_only_alike() -> None:
    assert names(small().meanings("hepatitis")) == ["Hepatitis"]
    assert names(small().meanings("Hepatitis A")) == ["Hepatitis A"]
    assert names(small().meanings("a hepatitis")) == ["Hepatitis"]


def test_a_curators_words_and_spanish_words_are_terms_like_others() -> None:
    assert small().meanings("Our own words") == (ANEMIA,)
    assert names(small().meanings("cancer de mama")) == ["Breast Neoplasms"]


@pytest.mark.parametrize(
    "words", ["carcinoma of the breast", "breast tumour", "cancer of breast", "breast malignancies", "Neoplasm, Breast"]
)
def test_a_growth_has_many_words(words) -> None:
    assert names(small().meanings(words)) == ["Breast Neoplasms"]


def test_a_name_with_its_possessive_alone_is_the_disease() -> None:
    assert names(small().meanings("crohn's")) == ["Crohn Disease"]


def test_a_term_of_an_unknown_heading_is_left_out() -> None:
    assert Vocabulary(HEADINGS[:1], [term("heart", HEADINGS[5])]).meanings("heart") == ()


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("heart attack", "Myocardial Infarction"),
        ("lung cancer", "Lung Neoplasms"),
        ("High blood pressure", "Hypertension"),
        ("diabetes", "Diabetes Mellitus"),
        ("leukaemia", "Leukemia"),
        ("haemophilia a", "Hemophilia A"),
        ("oesophageal cancer", "Esophageal Neoplasms"),
        ("brain tumours", "Brain Neoplasms"),
        ("cancer", "Neoplasms"),
        ("type one diabetes", "Diabetes Mellitus, Type 1"),
        ("asthma", "Asthma"),
        ("healthy volunteers", "Healthy Volunteers"),
        ("pregnancy", "Pregnancy"),
        ("menopause", "Menopause"),
        ("parkinson's", "Parkinson Disease"),
    ],
)
def test_the_packaged_vocabulary_knows_what_patients_say(words, name) -> None:
    assert names(packaged().meanings(words))[:1] == [name]


def test_every_packaged_term_means_its_own_heading() -> None:
    vocabulary = packaged()
    rows = [one for of_heading in vocabulary.terms_of.values() for one in of_heading]
    assert len(rows) > 20_000
    for one in rows:
        assert vocabulary.headings[one.mesh_id] in vocabulary.meanings(one.words), one


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("tumours", fold("tumor")),
        ("anaemia", fold("anemia")),
        ("allergies", fold("allergy")),
        ("metastases", fold("metastasis")),
        ("abscesses", fold("abscess")),
        ("fibre", fold("fiber")),
        ("randomised", fold("randomized")),
    ],
)
def test_forms_of_a_word_are_folded_into_one(word, expected) -> None:
    assert fold(word) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [("aids", "aid"), ("virus", "viru"), ("abscess", "absces"), ("arthritis", "arthriti"), ("ms", "m")],
)
def test_words_that_only_look_like_plurals_stay(one, other) -> None:
    assert fold(one) != fold(other)


def test_a_lone_letter_is_a_number_only_where_numbers_stand() -> None:
    assert folded(["type", "i", "diabetes"])[1] == "1"
    assert folded(["vitamin", "i"])[1] == "i"


def test_small_words_are_left_out_but_not_an_a_that_says_which() -> None:
    assert bag(["cancer", "of", "the", "breast"]) == bag(["breast", "cancer"])
    assert bag(["hepatitis", "a"]) != bag(["hepatitis"])
    assert bag(["of", "the"]) == "of the"


@pytest.mark.parametrize(
    ("inverted", "natural"),
    [
        ("Leukemia, Myeloid, Acute", "Acute Myeloid Leukemia"),
        ("Hand, Foot and Mouth Disease", "Hand, Foot and Mouth Disease"),
        ("Asthma", "Asthma"),
    ],
)
def test_an_inverted_name_is_turned_round(inverted, natural) -> None:
    assert naturally_ordered(inverted) == natural


def test_tokens_are_the_words_of_the_key() -> None:
    for text in ("Crohn’s Disease (Ileum)", "Sjögren's  syndrome", "HIV/AIDS", "x_y - z", "Straße", "…"):
        assert [word.casefold() for word in tokens(text)] == key(text).split()
