"""Vocabularies for tests: a hand-made one, and the packaged one."""

from functools import cache

from trials.search.terms import sources
from trials.search.terms.rows import CURATOR, ENTRY, LAY, NAME, Heading, TermRow
from trials.search.terms.vocabulary import Vocabulary
from trials.words import key

LEUKEMIA = Heading("D000001", "Leukemia", ("C04.557.337",))
MYELOID = Heading("D000002", "Leukemia, Myeloid", ("C04.557.337.539",))
ACUTE = Heading("D000003", "Leukemia, Myeloid, Acute", ("C04.557.337.539.275",))
TUMORS = Heading("D000004", "Neoplasms", ("C04",))
BREAST = Heading("D000005", "Breast Neoplasms", ("C04.588.180", "C17.800.090.500"))
SCLEROSIS = Heading("D000006", "Multiple Sclerosis", ("C10.114.375.500",))
STENOSIS = Heading("D000007", "Mitral Valve Stenosis", ("C14.280.484.517",))
LYMPHOBLASTIC = Heading("D000008", "Lymphoblastic Leukemia", ("C04.557.337.428",))
DIABETES = Heading("D000009", "Diabetes Mellitus, Type 2", ("C18.452.394.750.149",))
HEPATITIS = Heading("D000010", "Hepatitis", ("C06.552.380",))
HEPATITIS_A = Heading("D000011", "Hepatitis A", ("C06.552.380.705.422",))
CROHN = Heading("D000012", "Crohn Disease", ("C06.405.205.731.500",))
ANEMIA = Heading("D000013", "Anemia", ("C15.378.071",))
HEADINGS = (
    *(LEUKEMIA, MYELOID, ACUTE, TUMORS, BREAST, SCLEROSIS, STENOSIS, LYMPHOBLASTIC),
    *(DIABETES, HEPATITIS, HEPATITIS_A, CROHN, ANEMIA),
)


def term(words: str, heading: Heading, source: int = ENTRY, rank: int = 0, language: str = "en") -> TermRow:
    """Words that mean a heading."""
    return TermRow(key(words), words, heading.mesh_id, source, language, rank)


TERMS = (
    *(term(one.name, one, NAME) for one in HEADINGS),
    term("Acute Myeloid Leukemia", ACUTE),
    term("Breast Cancer", BREAST),
    term("MS", STENOSIS, LAY, rank=1),
    term("MS", SCLEROSIS, LAY),
    term("ALL", LYMPHOBLASTIC, LAY),
    term("cold", ANEMIA, LAY),
    term("Type 2 Diabetes", DIABETES),
    term("Crohn's Disease", CROHN),
    term("our own words", ANEMIA, CURATOR),
    term("cáncer de mama", BREAST, LAY, language="es"),
)


@cache
def small() -> Vocabulary:
    """The hand-made vocabulary."""
    return Vocabulary(HEADINGS, TERMS, sources.language())


@cache
def packaged() -> Vocabulary:
    """The packaged table of MeSH, without lay terms."""
    records = list(sources.read_table(sources.MESH_TABLE))
    return Vocabulary([one.heading for one in records], sources.mesh_terms(records), sources.language())


def names(headings: object) -> list[str]:
    """The names of headings, in their order."""
    return [one.name for one in headings]
