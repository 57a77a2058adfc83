"""How well the search ranks trials for described patients, beside BM25 on the same texts.

    python -m tests.benchmarks.eval FOLDER… [--short] [--ours package.module:build | --bm25-alone]

FOLDER holds topics*.json or .xml, qrels* and corpus* (a file or a folder). Of each ranking only the judged documents
are scored. Ours is the site's search (`product`). Another `build` takes the documents and returns a function from a
patient's words to ids, best first; it may rely on nothing but the documents. Exit code 1 where ours falls short of
--least times BM25's nDCG@10.
"""

import argparse
from importlib import import_module
from pathlib import Path

from tests.benchmarks.eval import baseline
from tests.benchmarks.eval.collection import Collection, read_collection
from tests.benchmarks.eval.documents import Document
from tests.benchmarks.eval.scoring import MEASURES, Figures, Ranker, score

AIM = "nDCG@10"
OURS = "tests.benchmarks.eval.product:build"


def main(arguments: list[str] | None = None) -> int:
    """Print a table for each folder; 0 if ours is good enough in all."""
    options = parse(arguments)
    good = True
    for folder in options.folders:
        collection = read_collection(folder)
        ratio = report(collection, short=options.short, ours=None if options.bm25_alone else options.ours)
        good = good and (ratio is None or ratio >= options.least)
    return 0 if good else 1


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """The command line's options."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", metavar="FOLDER", nargs="+", type=Path)
    parser.add_argument("--short", action="store_true", help="short keyword queries instead of whole descriptions")
    parser.add_argument("--ours", metavar="MODULE:FUNCTION", default=OURS, help="another search to measure")
    parser.add_argument("--bm25-alone", action="store_true", help="measure no search of ours")
    parser.add_argument("--least", metavar="RATIO", type=float, default=0.0, help="times BM25's nDCG@10")
    return parser.parse_args(arguments)


def report(collection: Collection, *, short: bool, ours: str | None) -> float | None:
    """Print a collection's table; ours over BM25, None where ours is not asked for."""
    queries = collection.short if short else collection.topics
    kind = f"short queries ({collection.short_source})" if short else "whole descriptions"
    judged = sum(map(len, collection.judgments.values()))
    print(f"{collection.name}: {len(queries)} {kind}, {len(collection.documents):,} trials, {judged:,} judgments")
    base = score(baseline.build(collection.documents), queries, collection.judgments)
    print(f"{'':10}{''.join(f'{name:>12}' for name in MEASURES)}")
    print(row("BM25", base))
    if ours is None:
        return None
    found = score(built(ours, collection.documents), queries, collection.judgments)
    ratios = {name: found[name] / base[name] if base[name] else float("inf") for name in MEASURES}
    print(row("ours", found))
    print(row("ratio", ratios))
    return ratios[AIM]


def built(name: str, documents: list[Document]) -> Ranker:
    """The ranker of a search that is named as package.module:function."""
    module, _, function = name.partition(":")
    ranker: Ranker = getattr(import_module(module), function)(documents)
    return ranker


def row(name: str, figures: Figures) -> str:
    """A line of the table."""
    return f"{name:10}{''.join(f'{figures[measure]:12.4f}' for measure in MEASURES)}"


if __name__ == "__main__":
    raise SystemExit(main())
