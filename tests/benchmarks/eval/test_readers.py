"""The readers of topics, judgments and corpora take every form that they name."""

import gzip
import json

import pytest

from tests.benchmarks.eval.collection import derived, read_collection
from tests.benchmarks.eval.documents import Document, as_record, read_corpus, read_document
from tests.benchmarks.eval.topics import read_judgments, read_topics

FLAT = {
    "id": "NCT99000001",
    "title": "Sleep and blue light",
    "official_title": "A trial of blue light",
    "conditions": ["Insomnia"],
    "keywords": ["sleep"],
    "mesh": ["Sleep Initiation and Maintenance Disorders"],
    "interventions": ["Lamp"],
    "summary": "Light in the evening.",
    "description": "More about light.",
    "eligibility": "Inclusion Criteria: poor sleep",
    "sex": "Female",
    "min_age": "18 Years",
    "max_age": "N/A",
    "healthy": "No",
    "status": "Active, not recruiting",
}
DOCUMENT = Document(
    id="NCT99000001",
    title="Sleep and blue light",
    official_title="A trial of blue light",
    conditions=("Insomnia",),
    keywords=("sleep",),
    mesh=("Sleep Initiation and Maintenance Disorders",),
    interventions=("Lamp",),
    summary="Light in the evening.",
    description="More about light.",
    criteria="Inclusion Criteria: poor sleep",
    sex="FEMALE",
    min_age="18 Years",
    healthy=False,
    status="Active, not recruiting",
)


def test_a_flat_object_and_a_record_of_the_registry_become_the_same_document():
    assert read_document(FLAT) == DOCUMENT
    record = as_record(DOCUMENT)
    assert record["protocolSection"]["statusModule"]["overallStatus"] == "ACTIVE_NOT_RECRUITING"
    record["protocolSection"]["statusModule"]["overallStatus"] = DOCUMENT.status
    assert read_document(record) == DOCUMENT


def test_all_words_of_a_document_are_in_its_text():
    words = DOCUMENT.text
    assert all(part in words for part in ("blue light", "A trial", "Insomnia", "sleep", "Maintenance", "Lamp"))
    assert all(part in words for part in ("Light in the evening", "More about light", "poor sleep"))


@pytest.mark.parametrize("sex", [None, "", "All", "Both", "ALL"])
def test_a_document_that_says_little_is_for_everybody(sex):
    assert read_document({"id": "a", "sex": sex, "min_age": None}) == Document(id="a")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("corpus.jsonl", json.dumps(FLAT) + "\n\n" + json.dumps({"id": "NCT99000002"}) + "\n"),
        ("corpus.json", json.dumps([FLAT, {"id": "NCT99000002"}])),
        ("corpus.json", json.dumps({"studies": [as_record(DOCUMENT), as_record(Document(id="NCT99000002"))]})),
    ],
)
def test_a_corpus_is_one_file_packed_or_not(tmp_path, name, content):
    (tmp_path / name).write_text(content)
    packed = tmp_path / f"{name}.gz"
    packed.write_bytes(gzip.compress(content.encode()))
    for path in (tmp_path / name, packed):
        assert [document.id for document in read_corpus(path)] == ["NCT99000001", "NCT99000002"]
        assert read_corpus(path)[0].conditions == ("Insomnia",)


def test_a_corpus_is_a_folder_of_files(tmp_path):
    folder = tmp_path / "corpus" / "NCT9900xxxx"
    folder.mkdir(parents=True)
    (folder / "NCT99000002.json").write_text(json.dumps(as_record(Document(id="NCT99000002"))))
    (tmp_path / "corpus" / "rest.jsonl").write_text(json.dumps(FLAT))
    (tmp_path / "corpus" / "README.md").write_text("not a trial")
    assert [document.id for document in read_corpus(tmp_path / "corpus")] == ["NCT99000001", "NCT99000002"]


def test_a_corpus_without_trials_is_refused(tmp_path):
    with pytest.raises(SystemExit, match="no trials"):
        read_corpus(tmp_path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("topics.json", '[{"topic": "1", "text": "A man & a cough."}, {"topic": "2", "text": "A rash."}]'),
        ("topics.json", '{"1": "A man & a cough.", "2": "A rash."}'),
        (
            "topics2021.xml",
            '<?xml version="1.0"?>\n<topics task="trials">\n<topic number="1">\nA man &amp; a cough.\n</topic>\n'
            '<topic number="2">A rash.</topic></topics>',
        ),
        (
            "topics.xml",
            "<TOP>\n<NUM>1</NUM>\n<TITLE>A man &amp; a cough.</TITLE></TOP>\n"
            "<TOP><NUM>2</NUM><TITLE>A rash.\n</TITLE></TOP>",
        ),
    ],
)
def test_topics_are_read_from_json_and_from_xml(tmp_path, name, content):
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert read_topics(tmp_path / name) == {"1": "A man & a cough.", "2": "A rash."}


def test_a_topic_of_fields_becomes_sentences(tmp_path):
    path = tmp_path / "topics.xml"
    path.write_text(
        '<topics><topic number="7" template="glaucoma"><field name="diagnosis">open angle</field>'
        '<field name="cataract">no</field><field name="visual acuity"></field></topic></topics>'
    )
    assert read_topics(path) == {"7": "diagnosis: open angle. cataract: no."}


def test_judgments_are_read_with_blanks_or_tabs(tmp_path):
    (tmp_path / "qrels").write_text("1 0 NCT1 2\n1\t0\tNCT2\t0\n\n2  0  NCT1  1\n")
    assert read_judgments(tmp_path / "qrels") == {"1": {"NCT1": 2, "NCT2": 0}, "2": {"NCT1": 1}}


def test_a_derived_query_is_the_condition_that_most_suitable_trials_name():
    documents = [
        Document(id="a", conditions=("Gout", "Pain")),
        Document(id="b", conditions=("Acute Gout", "gout")),
        Document(id="c", conditions=("Acute Gout",)),
        Document(id="d", conditions=("Pain",)),
        Document(id="e", conditions=("Pain",)),
    ]
    grades = {"a": 2, "b": 1, "c": 1, "d": 0, "e": 0}
    assert derived({"1": "A sore toe."}, documents, {"1": grades}) == {"1": "gout"}
    assert derived({"1": "A sore toe."}, documents, {"1": {"b": 1, "d": 0}}) == {"1": "gout"}


def test_a_query_is_made_of_the_description_where_no_suitable_trial_names_a_condition():
    documents = [Document(id=str(each), title="A pain trial", summary="in the clinic") for each in range(9)]
    documents += [Document(id="gout", title="Gout of the toe"), Document(id="urate", title="Acute urate trial")]
    topics = {"1": "In the clinic the patient has pain; gout, gout again in the 3rd toe, with acute pain."}
    assert derived(topics, documents, {"1": {"gout": 0}}) == {"1": "gout toe acute"}


def test_a_collection_brings_its_short_queries(tmp_path):
    fill(tmp_path)
    assert read_collection(tmp_path).short == {"1": "insomnia"}
    assert read_collection(tmp_path).short_source == "derived"
    (tmp_path / "short.json").write_text('{"1": "cannot sleep"}')
    assert read_collection(tmp_path).short == {"1": "cannot sleep"}
    (tmp_path / "short.json").write_text("{}")
    with pytest.raises(SystemExit, match="no query for 1"):
        read_collection(tmp_path)


def test_a_collection_without_judgments_is_refused(tmp_path):
    fill(tmp_path)
    (tmp_path / "qrels.txt").unlink()
    with pytest.raises(SystemExit, match="has no qrels"):
        read_collection(tmp_path)


def fill(folder):
    """A collection of one topic and one trial."""
    (folder / "topics.json").write_text('[{"topic": "1", "text": "She has insomnia and a light."}]')
    (folder / "qrels.txt").write_text("1 0 NCT99000001 2\n")
    (folder / "corpus.jsonl").write_text(json.dumps(FLAT))
