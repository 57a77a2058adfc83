"""BM25 as a library gives it: every word of a trial, no fields, no knowledge of medicine."""

import bm25s
import Stemmer

from tests.benchmarks.eval.documents import Document
from tests.benchmarks.eval.scoring import Ranker


def build(documents: list[Document]) -> Ranker:
    """A ranker by bm25s (Lucene's formula, k1 1.5, b 0.75), its English stopwords, Snowball's English stemmer."""
    stemmer = Stemmer.Stemmer("english")
    index = bm25s.BM25()
    tokens = bm25s.tokenize(
        [document.text for document in documents], stopwords="en", stemmer=stemmer, show_progress=False
    )
    index.index(tokens, show_progress=False)

    def rank(text: str) -> list[str]:
        words = bm25s.tokenize(text, stopwords="en", stemmer=stemmer, show_progress=False, return_ids=False)
        places, scores = index.retrieve(words, k=len(documents), show_progress=False)
        return [documents[place].id for place, score in zip(places[0], scores[0], strict=True) if score > 0]

    return rank
