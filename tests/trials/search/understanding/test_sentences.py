"""Sentences that patients, those who care for them, and doctors write, and the search that each asks for.

A row is the sentence, then conditions (as we name them), age, sex (f, m), and place.
"""

import pytest

from tests.trials.search.understanding.kit import meant, names, read, vocabulary
from trials.search.understanding import is_sentence

AML, BREAST, ALS = "acute myeloid leukemia", "breast cancer", "amyotrophic lateral sclerosis"
ALZHEIMER, PARKINSON, ALL = "Alzheimer disease", "Parkinson disease", "acute lymphoblastic leukemia"

CAREGIVERS = [
    ("my 7 year old has AML that came back, we live in 19104", [AML], "7 years", "", "19104"),
    ("My 7yo has AML, 19104", [AML], "7 years", "", "19104"),
    ("my seven year old son has leukemia", ["leukemia"], "7 years", "m", ""),
    ("my daughter is 12 and has type 1 diabetes", ["type 1 diabetes"], "12 years", "f", ""),
    ("My daughter, 7, has asthma. I am 40.", ["asthma"], "7 years", "f", ""),
    ("my 8 months old baby has spinal muscular atrophy zip 02139",
     ["spinal muscular atrophy"], "8 months", "", "02139"),
    ("our 3 week old newborn has a heart murmur and cystic fibrosis", ["cystic fibrosis"], "3 weeks", "", ""),
    ("my newborn has cystic fibrosis", ["cystic fibrosis"], "0 months", "", ""),
    ("My mother has lung cancer. She is 71.", ["lung cancer"], "71 years", "f", ""),
    ("my mom (62) was diagnosed with ovarian cancer, near Philadelphia",
     ["ovarian cancer"], "62 years", "f", "Philadelphia"),
    ("my dad 70 has pancreatic cancer", ["pancreatic cancer"], "70 years", "m", ""),
    ("my grandmother 81 has alzheimers", [ALZHEIMER], "81 years", "f", ""),
    ("My husband has parkinson's, we live in Boston, MA", [PARKINSON], "", "m", "Boston, MA"),
    ("my wife is in her sixties and has rheumatoid arthritis", ["rheumatoid arthritis"], "65 years", "f", ""),
    ("my father is in his late 50s with ALS", [ALS], "58 years", "m", ""),
    ("my brother, aged 40, has schizophrenia", ["schizophrenia"], "40 years", "m", ""),
    ("my sister who is 33 has lupus", ["lupus"], "33 years", "f", ""),
    ("my kid has lukemia", ["leukemia"], "", "", ""),
    ("my toddler has neuroblastoma", ["neuroblastoma"], "", "", ""),
    ("my little boy has autism, he is 4", ["autism"], "4 years", "m", ""),
    ("my little girl is 5 years old and she has juvenile arthritis", ["juvenile arthritis"], "5 years", "f", ""),
    ("My son was diagnosed at age 3 with epilepsy, now he is 9", ["epilepsy"], "9 years", "m", ""),
    ("My son (14 years) has Crohn's disease. His sister is healthy.", ["Crohn's disease"], "14 years", "m", ""),
    ("my partner has multiple sclerosis and he is 45", ["multiple sclerosis"], "45 years", "m", ""),
    ("my friend has sickle cell disease", ["sickle cell disease"], "", "", ""),
    ("my niece is 16 with anorexia", ["anorexia"], "16 years", "f", ""),
    ("we are looking for a trial for our 2 year old with retinoblastoma near 60614",
     ["retinoblastoma"], "2 years", "", "60614"),
    ("MY MOTHER IS 70 AND HAS LUNG CANCER, 19104", ["lung cancer"], "70 years", "f", "19104"),
    ("my husband had a stroke last month, he is 58", ["stroke"], "58 years", "m", ""),
    ("my mother in law has dementia", ["dementia"], "", "f", ""),
    ("does anyone know a study for my wife with lukemia, 61, Boston", ["leukemia"], "61 years", "f", "Boston"),
    ("my grandson is 18 months old and has hemophilia", ["hemophilia"], "18 months", "m", ""),
]  # fmt: skip

PATIENTS = [
    ("I am 45 and have ALS", [ALS], "45 years", "", ""),
    ("I'm 62 with COPD, 77001", ["COPD"], "62 years", "", "77001"),
    ("I have MS and high blood pressure", ["multiple sclerosis", "high blood pressure"], "", "", ""),
    ("I was born in 1961 and have psoriasis", ["psoriasis"], "65 years", "", ""),
    ("born 03/14/1990, I have migraine", ["migraine"], "36 years", "", ""),
    ("born 12/14/1990, I have migraine", ["migraine"], "35 years", "", ""),
    ("DOB: 1984-02-01, gout", ["gout"], "42 years", "", ""),
    ("I am a 34 year old woman with endometriosis", ["endometriosis"], "34 years", "f", ""),
    ("I'm a 29 yo male, testicular cancer", ["testicular cancer"], "29 years", "m", ""),
    ("I am pregnant and have asthma", ["asthma"], "", "f", ""),
    ("I am 35 weeks pregnant with preeclampsia", ["preeclampsia"], "", "f", ""),
    ("I don't have diabetes but I have high cholesterol", ["high cholesterol"], "", "", ""),
    ("no diabetes, I have gout", ["gout"], "", "", ""),
    ("I have never had cancer, I have eczema", ["eczema"], "", "", ""),
    ("my mother had breast cancer. I was diagnosed with lupus", ["lupus"], "", "", ""),
    ("My mom has breast cancer and I have lupus", ["lupus"], "", "", ""),
    ("I have asthma, family history of colon cancer", ["asthma"], "", "", ""),
    ("diabetes runs in my family, I have high blood pressure", ["high blood pressure"], "", "", ""),
    ("I had breast cancer in 2015", [BREAST], "", "", ""),
    ("I had breast cancer in 2015, now I have lymphedema", ["lymphedema"], "", "", ""),
    ("breast cancer survivor with lymphedema, 57F", ["lymphedema"], "57 years", "f", ""),
    ("I'm in my early forties, depressed and anxious", ["depression", "anxiety disorders"], "42 years", "", ""),
    ("mid-40s with lung cancer", ["lung cancer"], "45 years", "", ""),
    ("just turned 50, prostate cancer", ["prostate cancer"], "50 years", "", ""),
    ("forty-five year old man with HIV", ["HIV infection"], "45 years", "m", ""),
    ("aged 40 with psoriasis in 10027", ["psoriasis"], "40 years", "", "10027"),
    ("age: 52, condition: glioblastoma", ["glioblastoma"], "52 years", "", ""),
    ("diagnosed at 12 with epilepsy, now 34", ["epilepsy"], "34 years", "", ""),
    ("since age 12 I have had psoriasis", ["psoriasis"], "", "", ""),
    ("I have had asthma for 7 years", ["asthma"], "", "", ""),
    ("I weigh 80 kg and I am 170 cm, sleep apnea", ["sleep apnea"], "", "", ""),
    ("trans woman 34 years old with HIV", ["HIV infection"], "34 years", "", ""),
    ("58m ALS 19104", [ALS], "58 years", "m", "19104"),
    ("58F ALS 19104", [ALS], "58 years", "f", "19104"),
    ("F/58 with ALS", [ALS], "58 years", "f", ""),
    ("male, 44, kidney failure", ["kidney failure"], "44 years", "m", ""),
    ("asthma, 7 years, 19104", ["asthma"], "7 years", "", "19104"),
    ("asthma 19104-2601", ["asthma"], "", "", ""),
    ("leukemia AML 30 years old", [AML], "30 years", "", ""),
    ("I live in Texas and have hepatitis C", ["hepatitis C"], "", "", "Texas"),
    ("I live in San Antonio, Texas and have hepatitis C", ["hepatitis C"], "", "", "San Antonio, Texas"),
    ("melanoma near Chicago", ["melanoma"], "", "", "Chicago"),
    ("age 40", [], "40 years", "", ""),
    ("19104", [], "", "", "19104"),
    ("anyone else with long covid? I'm 38 and live near 60614", ["long COVID"], "38 years", "", "60614"),
    ("hello, I have type two diabetes, can you help", ["type 2 diabetes"], "", "", ""),
    ("I've got crohns, I'm 27", ["Crohn's disease"], "27 years", "", ""),
    ("I have not had any response to chemo, lymphoma stage 3", ["lymphoma"], "", "", ""),
    ("there is no cure for my ALS", [ALS], "", "", ""),
    ("I am not responding to treatment for lupus", ["lupus"], "", "", ""),
    ("I tested negative for HIV and I have hepatitis B", ["hepatitis B"], "", "", ""),
]  # fmt: skip

NOTES = [
    ("58F with relapsed metastatic breast cancer HER2 positive, stage 4, no diabetes", [BREAST], "58 years", "f", ""),
    ("58 y/o M with gout", ["gout"], "58 years", "m", ""),
    ("Pt is a 65 y.o. F w/ COPD", ["COPD"], "65 years", "f", ""),
    ("a 58-year-old man with no history of diabetes, hypertension or asthma presents with gout",
     ["gout"], "58 years", "m", ""),
    ("This is a 58-year-old woman who presents with psoriasis. Her mother had lupus.",
     ["psoriasis"], "58 years", "f", ""),
    ("45 y.o. male. PMH: HTN, DM. Denies chest pain. Dx: glioblastoma.", ["glioblastoma"], "45 years", "m", ""),
    ("72M, h/o stroke, admitted with pneumonia", ["pneumonia"], "72 years", "m", ""),
    ("67 yo female s/p CABG with heart failure, denies fever, chills, cough", ["heart failure"], "67 years", "f", ""),
    ("The patient is a 31 year old female with a 5 year history of Crohn's disease",
     ["Crohn's disease"], "31 years", "f", ""),
    ("A 3 day old infant with neonatal jaundice", ["neonatal jaundice"], "3 days", "", ""),
    ("A 16-month-old boy has fever and hemophilia", ["hemophilia"], "16 months", "m", ""),
    ("Age/Sex: 58/F. Diagnosis: ovarian cancer.", ["ovarian cancer"], "58 years", "f", ""),
    ("HIV negative man 34 with hepatitis B", ["hepatitis B"], "34 years", "m", ""),
    ("44F. Family history significant for colon cancer in her father. Ulcerative colitis.",
     ["ulcerative colitis"], "44 years", "f", ""),
    ("29F with lupus without arthritis", ["lupus"], "29 years", "f", ""),
    ("Pulmonary embolism was ruled out. 60M with pneumonia.", ["pneumonia"], "60 years", "m", ""),
    ("60M with temp of 101F and pneumonia, platelets 15000, WBC 12500", ["pneumonia"], "60 years", "m", ""),
    ("60M with pneumonia, MRN 19104", ["pneumonia"], "60 years", "m", ""),
    ("55 yr old gentleman, heart rate in the 60s, atrial fibrillation", ["atrial fibrillation"], "55 years", "m", ""),
    ("Patient: female, 40 years. Multiple myeloma, progressed on bortezomib.",
     ["multiple myeloma"], "40 years", "f", ""),
    ("trials for children aged 5 to 12 with asthma", ["asthma"], "", "", ""),
    ("stage I melanoma in a 50 year old woman", ["melanoma"], "50 years", "f", ""),
    ("HER 2 negative breast cancer, 61 yo", [BREAST], "61 years", "", ""),
    ("62F cc: SOB. no hx of asthma. Assessment: pulmonary fibrosis", ["pulmonary fibrosis"], "62 years", "f", ""),
    ("32F denies family history of breast cancer; has endometriosis", ["endometriosis"], "32 years", "f", ""),
]  # fmt: skip

SPANISH = [
    ("mi hijo de 7 años tiene leucemia, sin diabetes", ["leukemia"], "7 years", "m", ""),
    ("tengo 58 años y tengo diabetes tipo 2, vivo en 77001", ["type 2 diabetes"], "58 years", "", "77001"),
    ("mujer de 45 años con cáncer de mama", [BREAST], "45 years", "f", ""),
    ("hombre de 60 anos con asma, 33101", ["asthma"], "60 years", "m", "33101"),
    ("Niño de 8 meses con fibrosis quística, código postal 33101", ["cystic fibrosis"], "8 months", "", "33101"),
    ("no tengo diabetes, tengo asma", ["asthma"], "", "", ""),
    ("mi madre tiene 70 años y tiene cáncer de pulmón", ["lung cancer"], "70 years", "f", ""),
]  # fmt: skip

BAD = [
    ("my 212 year old has gout", ["gout"], "", "", ""),
    ("I'm 45, 47 years old with gout", ["gout"], "45 years", "", ""),
    ("7 year old and 9 year old with asthma", ["asthma"], "7 years", "", ""),
    ("I don't have diabetes", [], "", "", ""),
    ("no diabetes, no asthma, never had cancer", [], "", "", ""),
    ("no diabetes", [], "", "", ""),
    ("I am with the and of it", [], "", "", ""),
    ("SELECT * FROM trials WHERE condition='asthma' AND age=7", ["asthma"], "7 years", "", ""),
    ("I'; DROP TABLE trials; -- asthma 40 years old", ["asthma"], "40 years", "", ""),
    ("😀😀 I have asthma 😷 and I'm 30 🎂", ["asthma"], "30 years", "", ""),
    ("<script>alert(1)</script> I have asthma", ["asthma"], "", "", ""),
    ("I have asthma in 00000", ["asthma"], "", "", ""),
    ("woman, male, 30 years old, asthma", ["asthma"], "30 years", "f", ""),
    ("born in 2051 with asthma", ["asthma"], "", "", ""),
]

ALL_ROWS = CAREGIVERS + PATIENTS + NOTES + SPANISH + BAD
SEX = {"f": "FEMALE", "m": "MALE", "": ""}


def test_there_are_enough_sentences() -> None:
    assert len({row[0] for row in ALL_ROWS}) >= 120


@pytest.mark.parametrize(
    ("sentence", "conditions", "age", "sex", "place"), ALL_ROWS, ids=[row[0][:60] for row in ALL_ROWS]
)
def test_a_sentence_becomes_its_search(sentence: str, conditions: list[str], age: str, sex: str, place: str) -> None:
    found = read(sentence)
    told = (names(found), found.age.words if found.age else "", found.sex, list(found.places))
    assert told == (meant(conditions), age, SEX[sex], [place] if place else [])
    assert is_sentence(sentence, vocabulary())
