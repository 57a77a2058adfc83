"""A judged collection: a folder with topics, judgments and a corpus."""

import json
import math
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bm25s.stopwords import STOPWORDS_EN

from tests.benchmarks.eval.documents import Document, read_corpus
from tests.benchmarks.eval.topics import Judgments, from_json, read_judgments, read_topics

# What somebody who was told the diagnosis would type, written for the topics of TREC's Clinical Trials tracks.
WRITTEN = Path(__file__).parent / "short"
WORDS = 3  # of a query taken from a description: more are seldom typed


@dataclass(frozen=True)
class Collection:
    """Documents, patients' descriptions and short queries by topic, and judgments."""

    name: str
    documents: list[Document]
    topics: dict[str, str]
    short: dict[str, str]
    short_source: str
    judgments: Judgments


def read_collection(folder: Path) -> Collection:
    """A folder's collection: topics*.json or .xml, qrels*, and corpus* (a file or a folder)."""
    documents = read_corpus(only(folder, "corpus*"))
    topics = read_topics(only(folder, "topics*"))
    judgments = read_judgments(only(folder, "qrels*"))
    short, source = short_queries(folder, topics, documents, judgments)
    return Collection(folder.name, documents, topics, short, source, judgments)


def only(folder: Path, pattern: str) -> Path:
    """The first file or folder of that name."""
    found = sorted(folder.glob(pattern))
    if not found:
        raise SystemExit(f"{folder} has no {pattern}.")
    return found[0]


def short_queries(
    folder: Path, topics: dict[str, str], documents: list[Document], judgments: Judgments
) -> tuple[dict[str, str], str]:
    """Short queries by topic and where they come from: the folder, this project, or the collection itself."""
    for path in (folder / "short.json", WRITTEN / f"{folder.name}.json"):
        if path.exists():
            given = from_json(json.loads(path.read_text(encoding="utf-8")))
            if missing := topics.keys() - given.keys():
                raise SystemExit(f"{path} has no query for {', '.join(sorted(missing))}.")
            return given, "written"
    return derived(topics, documents, judgments), "derived"


def derived(topics: dict[str, str], documents: list[Document], judgments: Judgments) -> dict[str, str]:
    """For each topic the diagnosis, which the patient knows even where the description only hints at it.

    That is the condition that most of the trials that suit the patient name; where none names any, the description's
    most telling words. Any search is given the same words.
    """
    conditions = {document.id: document.conditions for document in documents}
    weights = tellingness(documents)
    return {
        topic: common_condition(judgments.get(topic, {}), conditions) or " ".join(telling_words(text, weights))
        for topic, text in topics.items()
    }


def common_condition(grades: dict[str, int], conditions: dict[str, tuple[str, ...]]) -> str:
    """The condition that the suitable trials name most (eligible ones count twice), the shortest of equals, or ""."""
    votes: Counter[str] = Counter()
    for document, grade in grades.items():
        for name in {name.lower() for name in conditions.get(document, ())}:
            votes[name] += grade
    return min(+votes, key=lambda name: (-votes[name], len(name), name), default="")


def tellingness(documents: list[Document]) -> dict[str, float]:
    """How much a word says about what a trial is on: rare words that stand in titles and conditions when they come."""
    everywhere = Counter(word for each in documents for word in set(plain_words(each.text)))
    names = Counter(word for each in documents for word in set(plain_words(" ".join((each.title, *each.conditions)))))
    size = len(documents)
    return {word: count / everywhere[word] * math.log(1 + size / everywhere[word]) for word, count in names.items()}


def telling_words(text: str, weights: dict[str, float]) -> list[str]:
    """The words of a text that tell most, in the order of the text; what comes often in it tells more."""
    counts = Counter(word for word in plain_words(text) if word in weights)
    best = sorted(counts, key=lambda word: (-(1 + math.log(counts[word])) * weights[word], word))
    return [word for word in counts if word in best[:WORDS]]


def plain_words(text: str) -> list[str]:
    """Words of three letters and more in lower case, without stopwords and numbers."""
    return [word for word in re.findall(r"[^\W\d_]{3,}", text.lower()) if word not in STOPWORDS_EN]
