"""Where studies live: files in every accepted form, the kept index, changes over it."""

import gzip
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pytest

from tests.registry.conftest import nct_id
from tests.registry.corpus import Corpus

DAY = date(2026, 11, 18)
Studies = list[dict[str, Any]]
Opened = Callable[[Path], Corpus]


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def lines(studies: Studies) -> bytes:
    return b"".join(orjson.dumps(study) + b"\n" for study in studies)


def everything(corpus: Corpus) -> dict[str, dict[str, Any]]:
    return {nct_id(study): study for study in corpus.studies(corpus.alive_rows().tolist())}


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """Opens files with an index kept in `tmp_path / "cache"`, and closes them after the test."""
    with ExitStack() as stack:
        yield lambda path: stack.enter_context(closing(Corpus.open(path, DAY, tmp_path / "cache")))


def assert_equal(found: Any, wanted: Any, but: str = "") -> None:
    """Column by column, since only so is not-a-number equal to itself."""
    for column in wanted.dtype.names:
        if column != but:
            np.testing.assert_equal(found[column], wanted[column])


@pytest.mark.parametrize("name", ["s.jsonl", "s.jsonl.gz", "list.json", "list.json.gz", "page.json", "spaced.jsonl"])
def test_files_in_every_form_give_the_same_studies(
    generated: Studies, tmp_path: Path, name: str, opened: Opened
) -> None:
    studies = generated[:30]
    forms = {
        "s": lines(studies),
        "list": orjson.dumps(studies),
        "page": orjson.dumps({"studies": studies, "nextPageToken": "x"}, option=orjson.OPT_INDENT_2),
        "spaced": lines(studies).replace(b'":"', b'" : "'),
    }
    path = write(tmp_path / name, forms[name.partition(".")[0]])
    corpus = opened(path)
    assert everything(corpus) == {nct_id(study): study for study in studies}
    assert orjson.dumps(corpus.study(0)) == corpus.raw(0)


def test_the_index_is_kept_and_gives_the_same_columns(generated: Studies, tmp_path: Path, opened: Opened) -> None:
    path = write(tmp_path / "s.jsonl", lines(generated))
    built = opened(path)
    kept = opened(path)
    assert len(list((tmp_path / "cache").iterdir())) == 1
    assert_equal(kept.table, built.table)
    assert_equal(kept.sites, built.sites)
    assert kept.aliases == built.aliases
    assert kept.book.names() == built.book.names()
    path.write_bytes(lines(generated[:5]))
    assert len(opened(path)) == 5


def test_columns_over_a_file_are_those_in_memory(generated: Studies, tmp_path: Path, opened: Opened) -> None:
    filed = opened(write(tmp_path / "s.jsonl", lines(generated)))
    made = Corpus.of(generated, DAY)
    assert_equal(filed.table, made.table, but="start")
    assert_equal(filed.sites, made.sites)


def test_an_empty_file_is_an_empty_registry(tmp_path: Path, opened: Opened) -> None:
    corpus = opened(write(tmp_path / "none.jsonl", b""))
    assert len(corpus) == 0
    assert everything(corpus) == {}


def test_every_record_carries_the_day_of_the_load(generated: Studies) -> None:
    corpus = Corpus.of(generated[:20], date(2027, 1, 4))
    for study in everything(corpus).values():
        assert study["derivedSection"]["miscInfoModule"]["versionHolder"] == "2027-01-04"


def test_changes_lie_over_the_file(generated: Studies, tmp_path: Path, opened: Opened) -> None:
    path = write(tmp_path / "s.jsonl", lines(generated[:30]))
    before = path.read_bytes()
    corpus = opened(path)
    changed, gone, new = (nct_id(study) for study in generated[29:32])
    study = corpus.study(29)
    study["protocolSection"]["statusModule"]["overallStatus"] = "SUSPENDED"
    study["protocolSection"].pop("contactsLocationsModule", None)
    assert corpus.put(study) == 29
    assert corpus.put(generated[30]) == 30
    corpus.remove(30)
    assert corpus.put(generated[31]) == 31
    assert corpus.row(int(gone[3:])) is None
    assert corpus.study(corpus.row(int(new[3:])) or 0) == generated[31]
    assert everything(corpus)[changed] == study
    assert not (corpus.sites["row"] == 29).any()
    assert len(corpus) == 31
    assert path.read_bytes() == before
    assert corpus.put(generated[30]) == 30
    assert corpus.study(30) == generated[30]


def test_statuses_nobody_declared_get_a_code_of_their_own(generated: Studies, tmp_path: Path, opened: Opened) -> None:
    odd = orjson.loads(orjson.dumps(generated[0]))
    odd["protocolSection"]["statusModule"]["overallStatus"] = "PAUSED"
    path = write(tmp_path / "s.jsonl", lines([odd]))
    for _ in range(2):
        corpus = opened(path)
        names = corpus.book.by_column["status"].names
        assert names[corpus.table["status"][0]] == "PAUSED"
