"""The files that the vocabulary comes from."""

import gzip
import io
import json
import os
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.studies import SHARED
from trials.search.terms import sources
from trials.search.terms.rows import ENTRY, LAY, NAME, Heading
from trials.search.terms.sources import Record, SourceError
from trials.search.terms.synonyms import read_ontology, with_synonyms

ALL_DESCRIPTORS = SHARED / "vocabulary" / "mesh_descriptors.tsv.gz"
ASTHMA = Record(Heading("D001249", "Asthma", ("C08.127.108",)), ("Asthmas", "Bronchial Asthma", "Asthma, Bronchial"))
TABLE = (
    "# a remark\n"
    "D001249\tAsthma\tAsthmas|Bronchial Asthma|Asthma, Bronchial\tC08.127.108\t77\n"
    "D000001\tCalcimycin\t\tD03.633\t\n"
    "D001943\tBreast Neoplasms\tNeoplasm, Breast\tC04.588.180|C17.800.090.500\t\n"
    "D002371\tCat Diseases\t\tC22.180\t\n"
)
XML = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE DescriptorRecordSet SYSTEM "https://www.nlm.nih.gov/databases/dtd/nlmdescriptorrecordset_20260101.dtd">
<DescriptorRecordSet LanguageCode = "eng">
<DescriptorRecord DescriptorClass = "1">
  <DescriptorUI>D001249</DescriptorUI>
  <DescriptorName><String>Asthma</String></DescriptorName>
  <DateCreated><Year>1999</Year><Month>01</Month><Day>01</Day></DateCreated>
  <AllowableQualifiersList><AllowableQualifier><QualifierReferredTo><QualifierUI>Q000000</QualifierUI>
    <QualifierName><String>genetics</String></QualifierName></QualifierReferredTo></AllowableQualifier>
  </AllowableQualifiersList>
  <TreeNumberList><TreeNumber>C08.127.108</TreeNumber><TreeNumber>C08.381.495.108</TreeNumber></TreeNumberList>
  <ConceptList>
    <Concept PreferredConceptYN="Y">
      <ConceptUI>M0001929</ConceptUI><ConceptName><String>Asthma</String></ConceptName>
      <TermList>
        <Term ConceptPreferredTermYN="Y" IsPermutedTermYN="N" LexicalTag="NON" RecordPreferredTermYN="Y">
          <TermUI>T003485</TermUI><String>Asthma</String></Term>
        <Term ConceptPreferredTermYN="N" IsPermutedTermYN="N" LexicalTag="NON" RecordPreferredTermYN="N">
          <TermUI>T000997</TermUI><String>Bronchial Asthma</String></Term>
        <Term ConceptPreferredTermYN="N" IsPermutedTermYN="Y" LexicalTag="NON" RecordPreferredTermYN="N">
          <TermUI>T000997</TermUI><String>Asthma, Bronchial</String></Term>
      </TermList>
    </Concept>
    <Concept PreferredConceptYN="N">
      <ConceptUI>M0000001</ConceptUI><ConceptName><String>Wheezing Illness</String></ConceptName>
      <TermList><Term ConceptPreferredTermYN="Y" RecordPreferredTermYN="N">
        <TermUI>T000001</TermUI><String>Wheezing Illness</String></Term></TermList>
    </Concept>
  </ConceptList>
</DescriptorRecord>
<DescriptorRecord DescriptorClass = "1">
  <DescriptorUI>D000001</DescriptorUI>
  <DescriptorName><String>Calcimycin</String></DescriptorName>
  <TreeNumberList><TreeNumber>D03.633.100.221.173</TreeNumber></TreeNumberList>
  <ConceptList><Concept PreferredConceptYN="Y"><TermList><Term><String>Calcimycin</String></Term></TermList></Concept>
  </ConceptList>
</DescriptorRecord>
<DescriptorRecord DescriptorClass = "3">
  <DescriptorUI>D008297</DescriptorUI>
  <DescriptorName><String>Male</String></DescriptorName>
</DescriptorRecord>
</DescriptorRecordSet>
"""


def written(path: Path, text: str) -> Path:
    """The text in a file, gzipped where the name says so."""
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


@pytest.mark.parametrize("name", ["table.tsv", "table.tsv.gz"])
def test_a_table_is_read(tmp_path, name) -> None:
    records = list(sources.read_table(written(tmp_path / name, TABLE)))
    assert records[0] == ASTHMA
    assert [one.heading.mesh_id for one in records] == ["D001249", "D000001", "D001943", "D002371"]


def test_a_file_that_is_no_table_says_where(tmp_path) -> None:
    with pytest.raises(SourceError, match=r"bad.tsv, line 2: id, name"):
        list(sources.read_table(written(tmp_path / "bad.tsv", "# x\nD1 Asthma\n")))


@pytest.mark.parametrize("name", ["desc2026.xml", "desc2026.xml.gz"])
def test_nlms_file_is_read(tmp_path, name) -> None:
    asthma, calcimycin, male = sources.read_xml(written(tmp_path / name, XML))
    assert asthma.heading == Heading("D001249", "Asthma", ("C08.127.108", "C08.381.495.108"))
    assert asthma.entries == ("Bronchial Asthma", "Asthma, Bronchial", "Wheezing Illness")
    assert calcimycin.entries == ()
    assert male.heading.tree_numbers == ()


def test_nlms_file_is_read_one_record_at_a_time(tmp_path) -> None:
    import tracemalloc

    begin, one, end = XML[: XML.index("<DescriptorRecord Desc")], XML[XML.index("<DescriptorRecord Desc") :], ""
    one, end = one[: one.rindex("</DescriptorRecordSet>")], "</DescriptorRecordSet>"
    path = written(tmp_path / "desc.xml.gz", begin + one * 3_000 + end)
    tracemalloc.start()
    try:
        assert sum(1 for _ in sources.read_xml(path)) == 9_000
        assert tracemalloc.get_traced_memory()[1] < 2_000_000  # the file has 7 MB
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<html></html>", "begins with <html>"),
        (XML[:900], "cannot be read to its end"),
        ("nothing", "cannot be read"),
        (XML.replace("<DescriptorUI>D001249</DescriptorUI>", ""), "no DescriptorUI"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><DescriptorRecordSet>&b;</DescriptorRecordSet>', "cannot be read"),
    ],
)
def test_a_file_that_is_not_nlms_says_what_is_wrong(tmp_path, text, message) -> None:
    with pytest.raises(SourceError, match=message):
        list(sources.read_xml(written(tmp_path / "desc.xml", text)))


def test_a_broken_archive_says_what_is_wrong(tmp_path) -> None:
    path = tmp_path / "desc.xml.gz"
    path.write_bytes(gzip.compress(XML.encode())[:-40])
    with pytest.raises(SourceError, match="cannot be read to its end"):
        list(sources.read_xml(path))


def test_only_diseases_and_what_is_searched_like_one_are_chosen(tmp_path) -> None:
    records = list(sources.read_table(written(tmp_path / "table.tsv", TABLE)))
    assert [one.heading.name for one in sources.chosen(records)] == ["Asthma", "Breast Neoplasms"]
    wanted = list(sources.chosen(records, frozenset({"D000001"})))
    assert wanted[1].heading == Heading("D000001", "Calcimycin", ("D03.633",))


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        *(
            ("C", True),
            ("C01.2", True),
            ("C22.180", False),
            ("F03.1", True),
            ("F01.145.126", True),
            ("F01.1455", False),
        ),
        *(("F01.145.113.5", False), ("G08.686.784.769", True), ("G08.686.784", False), ("C22", False), ("D03", False)),
    ],
)
def test_the_kept_trees(number, kept) -> None:
    assert sources.in_kept_tree(number) is kept


def test_inverted_forms_of_other_entries_are_left_out() -> None:
    assert sources.telling("Asthma", ASTHMA.entries) == ("Asthmas", "Bronchial Asthma")
    assert sources.telling("Asthma", ("Asthma, Odd",)) == ("Asthma, Odd",)


def test_neoplasms_are_also_called_cancer_unless_another_heading_is() -> None:
    breast = Record(Heading("D1", "Breast Neoplasms", ("C04.1",)), ())
    skin = Record(Heading("D2", "Skin Neoplasms", ("C04.2",)), ())
    other = Record(Heading("D3", "Skin Cancer", ("C04.3",)), ())
    rows = [(one.words, one.mesh_id, one.source) for one in sources.mesh_terms([breast, skin, other])]
    assert rows == [
        ("Breast Neoplasms", "D1", NAME),
        ("Breast Cancer", "D1", ENTRY),
        ("Skin Neoplasms", "D2", NAME),
        ("Skin Cancer", "D3", NAME),
    ]


def test_lay_terms_have_their_meanings_in_the_order_of_the_file(tmp_path) -> None:
    text = (
        "words,language,kind,mesh_id,mesh_name\nMS,en,abbreviation,D1,x\nms,en,abbreviation,D2,y\nasma,es,plain,D3,z\n"
    )
    terms = sources.read_lay_terms(written(tmp_path / "lay.csv", text))
    assert [(one.words, one.language, one.mesh_id, one.rank) for one in terms] == [
        ("MS", "en", "D1", 0),
        ("ms", "en", "D2", 1),
        ("asma", "es", "D3", 0),
    ]
    assert {one.source for one in sources.lay_rows(terms)} == {LAY}


# ── The Disease Ontology ─────────────────────────────────────────────────────


def disease(name: str, *mesh_ids: str, synonyms: tuple[str, ...] = ()) -> dict:
    references = [{"id": one, "namespace": "MESH"} for one in mesh_ids]
    return {"name": name, "synonyms": list(synonyms), "xrefs": [*references, {"id": "1", "namespace": "ICD10CM"}]}


def test_the_ontologys_synonyms_are_taken_where_it_is_sure() -> None:
    gout = Record(Heading("D2", "Gout", ("C05",)), ())
    ontology = [
        disease("asthma", "D001249", synonyms=("bronchial hyperreactivity", "asthma without cause", "shared name")),
        disease("gouty illness", "D2", synonyms=("shared name", "Bronchial Asthma")),
        disease("two of them", "D001249", "D2"),
        disease("elsewhere", "D9"),
    ]
    asthma, told = with_synonyms([ASTHMA, gout], ontology)
    assert asthma.entries == (*ASTHMA.entries, "bronchial hyperreactivity")
    assert told.entries == ("gouty illness",)


def test_a_heading_that_two_diseases_claim_gets_no_synonym() -> None:
    (asthma,) = with_synonyms([ASTHMA], [disease("one", "D001249"), disease("other", "D001249")])
    assert asthma == ASTHMA


@pytest.mark.parametrize("text", ["{}", "no json"])
def test_a_file_that_is_no_ontology_says_so(tmp_path, text) -> None:
    with pytest.raises(SourceError, match="is no"):
        read_ontology(written(tmp_path / "doid.json", text))


# ── The packaged table ───────────────────────────────────────────────────────


def built(tmp_path: Path, source: Path, **options: object) -> bytes:
    """The table that the command makes."""
    to = tmp_path / "made.tsv.gz"
    call_command(
        "build_mesh_table",
        str(source),
        "--to",
        str(to),
        made_on=date(2026, 1, 2),
        stdout=io.StringIO(),
        **options,
    )
    return to.read_bytes()


def test_the_same_source_makes_the_same_bytes(tmp_path) -> None:
    source = written(tmp_path / "all.tsv", TABLE)
    table = built(tmp_path, source, edition="2026")
    assert table == built(tmp_path, source, edition="2026")
    text = gzip.decompress(table).decode()
    assert text.startswith(
        "# Adapted from the Medical Subject Headings (MeSH) of the U.S. National Library of Medicine, 2026."
    )
    assert "Made from all.tsv on 2026-01-02" in text
    assert "D001249\tAsthma\tAsthmas|Bronchial Asthma\tC08.127.108\n" in text
    assert "Calcimycin" not in text


def test_nlms_file_makes_a_table_too_and_names_its_edition(tmp_path) -> None:
    ontology = written(tmp_path / "doid.json", json.dumps([disease("wheeze", "D001249")]))
    text = gzip.decompress(built(tmp_path, written(tmp_path / "desc2027.xml", XML), ontology=ontology)).decode()
    assert "Library of Medicine, 2027." in text
    assert "Disease Ontology (CC0)" in text
    assert "Asthma\tBronchial Asthma|Wheezing Illness|wheeze\tC08.127.108|C08.381.495.108\n" in text


def test_a_source_that_is_not_there_is_named(tmp_path) -> None:
    with pytest.raises(CommandError, match="nowhere"):
        built(tmp_path, tmp_path / "nowhere.tsv")


def test_the_packaged_table_says_what_it_is_and_holds_the_diseases() -> None:
    assert gzip.decompress(sources.MESH_TABLE.read_bytes()).startswith(
        b"# Adapted from the Medical Subject Headings (MeSH)"
    )
    records = list(sources.read_table(sources.MESH_TABLE))
    assert len(records) > 5_000
    assert len({one.heading.mesh_id for one in records}) == len(records)
    assert all(one.heading.tree_numbers for one in records)


def test_the_packaged_table_agrees_with_all_of_mesh() -> None:
    if not ALL_DESCRIPTORS.exists():
        assert os.environ.get("CI") != "true", f"{ALL_DESCRIPTORS} is missing"
        pytest.skip("MeSH is not beside the project")
    known = {one.heading.mesh_id: one for one in sources.read_table(ALL_DESCRIPTORS)}
    packaged = {one.heading.mesh_id: one for one in sources.read_table(sources.MESH_TABLE)}
    for mesh_id, one in packaged.items():
        assert one.heading.name == known[mesh_id].heading.name
        assert set(one.heading.tree_numbers) <= set(known[mesh_id].heading.tree_numbers)
    assert {one.heading.mesh_id for one in sources.chosen(known.values())} <= set(packaged)


def test_the_word_lists_are_small_letters_in_order() -> None:
    for path in (sources.PROPER_NAMES, sources.COMMON_WORDS):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        assert lines == sorted(set(lines))
        assert all(line == line.casefold().strip() and " " not in line for line in lines)
