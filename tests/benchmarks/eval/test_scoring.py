"""The figures are TREC's, over judged documents alone, and the table sets ours beside BM25."""

import json
import math

import pytest

from tests.benchmarks.eval import baseline
from tests.benchmarks.eval.__main__ import main
from tests.benchmarks.eval.documents import Document
from tests.benchmarks.eval.scoring import figures, only_judged, score

GRADES = {"a": 2, "b": 1, "c": 0, "d": 2}
DOCUMENTS = [
    Document(id="NCT99000001", title="Gout and allopurinol", criteria="Adults with gout"),
    Document(id="NCT99000002", title="Asthma in children", criteria="Children who wheeze"),
    Document(id="NCT99000003", title="Rash"),
]


def test_ndcg_counts_both_grades_and_the_others_only_the_eligible():
    found = figures({"1": ["b", "c", "a"]}, {"1": GRADES})
    ideal = 2 + 2 / math.log2(3) + 1 / math.log2(4)
    assert found["nDCG@10"] == pytest.approx((1 + 2 / math.log2(4)) / ideal)
    assert found["P@10"] == pytest.approx(1 / 10)
    assert found["recall@100"] == pytest.approx(1 / 2)
    assert found["MRR"] == pytest.approx(1 / 3)


def test_a_topic_without_an_answer_counts_as_nought():
    found = figures({"1": ["a", "d", "b"], "2": []}, {"1": GRADES, "2": {"a": 2}})
    assert found["nDCG@10"] == pytest.approx(1 / 2)


def test_only_judged_documents_count_each_once():
    assert only_judged(["x", "a", "y", "a", "c"], GRADES) == ["a", "c"]
    found = score(lambda text: ["x", "y", text], {"1": "a", "unjudged": "b"}, {"1": GRADES})
    assert found["MRR"] == 1


def test_topics_without_judgments_are_refused():
    with pytest.raises(SystemExit, match="No topic"):
        score(lambda text: [], {"1": "a"}, {"2": GRADES})


def test_the_baseline_ranks_by_words_and_leaves_out_what_shares_none():
    rank = baseline.build(DOCUMENTS)
    assert rank("A child wheezes; asthma?") == ["NCT99000002"]
    assert rank("adults with gout or asthma")[0] == "NCT99000001"
    assert rank("the of and") == []


def last_first(documents):
    """A search that answers anything with all trials, the last first."""
    return lambda text: [document.id for document in reversed(documents)]


@pytest.mark.parametrize(
    ("options", "kind"),
    [([], "1 whole descriptions"), (["--short"], "1 short queries (derived)")],
)
def test_the_table_sets_ours_beside_bm25(tmp_path, capsys, options, kind):
    (tmp_path / "topics.json").write_text('[{"topic": "1", "text": "A man with gout."}]')
    (tmp_path / "qrels.txt").write_text("1 0 NCT99000001 2\n1 0 NCT99000002 0\n")
    corpus = [{"id": each.id, "title": each.title, "criteria": each.criteria} for each in DOCUMENTS]
    (tmp_path / "corpus.json").write_text(json.dumps(corpus))
    search = ["--ours", f"{__name__}:last_first"]

    assert main([str(tmp_path), *options, "--bm25-alone"]) == 0
    assert "\nours" not in capsys.readouterr().out

    assert main([str(tmp_path), *options, *search]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{tmp_path.name}: {kind}, 3 trials, 2 judgments"
    assert [line.split()[0] for line in lines[1:]] == ["nDCG@10", "BM25", "ours", "ratio"]
    bm25, ours, ratio = (list(map(float, line.split()[1:])) for line in lines[2:])
    assert bm25[3] == 1 and ours[3] == 0.5 and ratio[3] == 0.5

    assert main([str(tmp_path), *options, *search, "--least", "1.25"]) == 1
