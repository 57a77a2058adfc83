"""manage.py load_trials, in process."""

import gzip
import io
import json
import os
import sys
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.studies import real_lines, site, study
from tests.trials.registry.kit import tables
from trials.management.commands import load_trials
from trials.models import RefreshRun, RejectedRecord, Trial
from trials.registry import loading

pytestmark = pytest.mark.django_db


def load_path(*paths: Path) -> str:
    """What the command says."""
    out = io.StringIO()
    call_command("load_trials", *map(str, paths), stdout=out)
    return out.getvalue()


def lines_file(folder: Path, *records: dict | bytes) -> Path:
    path = folder / "studies.jsonl"
    path.write_bytes(b"\n".join(one if isinstance(one, bytes) else json.dumps(one).encode() for one in records))
    return path


def test_the_summary_counts_what_became_of_the_records(tmp_path) -> None:
    said = load_path(lines_file(tmp_path, study(1), study(2), study(3)))
    assert said.startswith("3 records in ")
    assert "3 new, 0 changed, 0 unchanged, 0 rejected." in said
    said = load_path(lines_file(tmp_path, study(1), study(2, status="COMPLETED"), study(4), b"not json"))
    assert "1 new, 1 changed, 1 unchanged, 1 rejected." in said
    assert "/admin/trials/rejectedrecord/" in said
    assert " a second: " in said


def test_the_run_names_the_files(tmp_path) -> None:
    path = lines_file(tmp_path, study(1))
    load_path(path)
    run = RefreshRun.objects.get()
    assert (run.kind, run.source, run.state) == ("file", str(path), "done")


def test_every_form_of_file_loads_the_same_trials(tmp_path) -> None:
    records = [study(number, sites=(site(),)) for number in (1, 2, 3)]
    raw = [json.dumps(one).encode() for one in records]
    (tmp_path / "lines.jsonl").write_bytes(b"\n".join(raw))
    load_path(tmp_path / "lines.jsonl")
    before = tables()
    (tmp_path / "list.json").write_bytes(b"[" + b",".join(raw) + b"]")
    (tmp_path / "page.json").write_bytes(b'{"studies":[' + b",".join(raw) + b"]}")
    (tmp_path / "lines.jsonl.gz").write_bytes(gzip.compress(b"\n".join(raw)))
    (tmp_path / "list.json.gz").write_bytes(gzip.compress(b"[" + b",".join(raw) + b"]"))
    with zipfile.ZipFile(tmp_path / "bulk.zip", "w") as archive:
        for number, one in enumerate(raw, start=1):
            archive.writestr(f"{number:02d}/NCT{number:08d}.json", one)
    for name in ("list.json", "page.json", "lines.jsonl.gz", "list.json.gz", "bulk.zip"):
        assert "0 new, 0 changed, 3 unchanged, 0 rejected." in load_path(tmp_path / name), name
    assert "0 new, 0 changed, 18 unchanged, 0 rejected." in load_path(tmp_path)
    assert tables() == before


def test_every_record_of_a_file_is_counted_even_if_a_later_one_replaces_it(tmp_path) -> None:
    said = load_path(lines_file(tmp_path, study(1), study(2), study(1, status="COMPLETED")))
    assert said.startswith("3 records in ")
    assert "2 new, 0 changed, 1 unchanged, 0 rejected." in said
    assert Trial.objects.get(pk=1).overall_status == "COMPLETED"


def test_several_paths_are_one_load(tmp_path) -> None:
    for number in (1, 2):
        (tmp_path / f"{number}.json").write_text(json.dumps(study(number)))
    assert "2 new" in load_path(tmp_path / "1.json", tmp_path / "2.json")
    assert RefreshRun.objects.count() == 1


def test_a_damaged_file_is_told_and_the_others_load(tmp_path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(json.dumps(study(1)).encode())[:-12])
    (tmp_path / "b.zip").write_bytes(b"PK half a zip")
    (tmp_path / "c.json").write_text("")
    (tmp_path / "d.json").write_text(json.dumps(study(2)))
    assert "1 new, 0 changed, 0 unchanged, 3 rejected." in load_path(tmp_path)
    assert set(RejectedRecord.objects.values_list("origin", flat=True)) == {"a.jsonl.gz", "b.zip", "c.json"}


def test_a_file_name_that_is_no_text_is_loaded_and_told(tmp_path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.jsonl"))
    path.write_bytes(b"not json\n" + json.dumps(study(1)).encode())
    assert "1 new, 0 changed, 0 unchanged, 1 rejected." in load_path(path)
    assert RejectedRecord.objects.get().origin == "??.jsonl line 1"


@pytest.mark.parametrize("path", ["nothing.json", "empty-folder"])
def test_a_path_without_records_is_an_error_with_a_hint_and_no_run(tmp_path, path) -> None:
    (tmp_path / "empty-folder").mkdir()
    with pytest.raises(CommandError, match=path):
        load_path(tmp_path / path)
    assert not RefreshRun.objects.exists()


def test_the_end_of_the_sample_is_said(tmp_path) -> None:
    assert "sample" not in load_path(lines_file(tmp_path, study(99_000_001), study(99_000_002)))
    said = load_path(lines_file(tmp_path, study(1)))
    assert "Removed 2 sample trials: the site now shows real records." in said


def test_without_a_terminal_progress_is_plain_lines(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(load_trials, "LINE_EVERY", 0.0)
    monkeypatch.setattr(loading, "BATCH", 2)
    load_path(lines_file(tmp_path, *map(study, range(1, 7))))
    out, err = capsys.readouterr()
    told = out.splitlines()
    assert [line.split(",")[0] for line in told] == [" 33%  2 records", " 67%  4 records", "100%  6 records"]
    assert all(line.endswith(" a second") for line in told)
    assert err == ""


def test_a_short_load_without_a_terminal_says_its_summary_alone(tmp_path, capsys) -> None:
    load_path(lines_file(tmp_path, study(1)))
    assert capsys.readouterr() == ("", "")


def test_on_a_terminal_there_is_one_bar_with_rate_and_time_left(tmp_path, monkeypatch, capsys) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    load_path(lines_file(tmp_path, *map(study, range(1, 7))))
    drawn = terminal.getvalue()
    assert "100%" in drawn
    assert "6 records" in drawn
    assert " left" in drawn
    assert capsys.readouterr().out == ""


def test_a_bug_in_the_loading_is_not_hidden(tmp_path, monkeypatch) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(loading, "keep", broken)
    with pytest.raises(RuntimeError, match="a bug"):
        load_path(lines_file(tmp_path, study(1)))
    assert RefreshRun.objects.get().state == "failed"


def test_a_file_is_never_held_whole(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(loading, "BATCH_BYTES", 500_000)
    wordy = {"descriptionModule": {"briefSummary": "x" * 500_000}}
    path = lines_file(tmp_path, *(study(number, **wordy) for number in range(1, 61)))
    tracemalloc.start()
    try:
        load_path(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert Trial.objects.count() == 60
    assert peak < path.stat().st_size / 3


def test_the_registrys_own_records_load(tmp_path) -> None:
    path = tmp_path / "real.jsonl.gz"
    path.write_bytes(gzip.compress(b"\n".join(real_lines()[:200]), 1))
    assert "200 new, 0 changed, 0 unchanged, 0 rejected." in load_path(path)
