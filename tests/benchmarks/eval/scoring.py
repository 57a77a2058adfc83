"""Rankings to TREC's figures, over judged documents alone.

Grades are 0 not relevant, 1 excluded, 2 eligible. As in TREC's Clinical Trials tracks nDCG counts both grades (gains 1
and 2), while precision, recall and the reciprocal rank take only the eligible for relevant.
"""

from collections.abc import Callable, Iterable

import ir_measures
from ir_measures import RR, P, Qrel, R, ScoredDoc, nDCG

from tests.benchmarks.eval.topics import Judgments

Ranker = Callable[[str], list[str]]  # a patient's words to ids of documents, best first
Figures = dict[str, float]

MEASURES = {
    "nDCG@10": nDCG @ 10,
    "P@10": P(rel=2) @ 10,
    "recall@100": R(rel=2) @ 100,
    "MRR": RR(rel=2),
}


def score(rank: Ranker, topics: dict[str, str], judgments: Judgments) -> Figures:
    """Each measure's mean over the topics that have judgments."""
    judged = [topic for topic in judgments if topic in topics]
    if not judged:
        raise SystemExit("No topic has judgments.")
    found = {topic: only_judged(rank(topics[topic]), judgments[topic]) for topic in judged}
    return figures(found, {topic: judgments[topic] for topic in judged})


def only_judged(ranking: Iterable[str], grades: dict[str, int]) -> list[str]:
    """The judged documents of a ranking, in its order, each once."""
    return [document for document in dict.fromkeys(ranking) if document in grades]


def figures(rankings: dict[str, list[str]], judgments: Judgments) -> Figures:
    """Each measure's mean over the judged topics; a topic without an answer counts as nought."""
    run = [
        ScoredDoc(topic, document, -place)
        for topic, ranking in rankings.items()
        for place, document in enumerate(ranking)
    ]
    qrels = [Qrel(topic, document, grade) for topic, graded in judgments.items() for document, grade in graded.items()]
    found = ir_measures.calc_aggregate(MEASURES.values(), qrels, run)
    return {name: float(found[measure]) for name, measure in MEASURES.items()}
