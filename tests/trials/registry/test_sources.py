"""Files in every form in which records come."""

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest

from tests.studies import study
from trials.registry import sources

ONE, TWO, THREE = (json.dumps(study(number), separators=(",", ":")).encode() for number in (1, 2, 3))
LINES = b"\n".join([ONE, TWO, THREE]) + b"\n"
LIST = b"[" + b",\n".join([ONE, TWO, THREE]) + b"]"
PAGE = b'{"totalCount":3,"studies":[\n' + b",\n".join([ONE, TWO, THREE]) + b'\n],"nextPageToken":"abc"}'


def zipped(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


BULK = zipped({"01/NCT00000001.json": ONE, "02/NCT00000002.json": TWO, "03/NCT00000003.json": THREE, "README": b"x"})


def numbers(path: Path) -> list[str]:
    """The NCT numbers found under a path; the error instead where a file cannot be read to its end."""
    return [
        one.error or json.loads(one.raw)["protocolSection"]["identificationModule"]["nctId"]
        for one in sources.records(sources.files([path]))
    ]


ALL = ["NCT00000001", "NCT00000002", "NCT00000003"]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("one.json", ONE, ALL[:1]),
        ("pretty.json", json.dumps(json.loads(ONE), indent=2).encode(), ALL[:1]),
        ("list.json", LIST, ALL),
        ("page.json", PAGE, ALL),
        ("pretty-page.json", json.dumps(json.loads(PAGE), indent=2).encode(), ALL),
        ("lines.jsonl", LINES, ALL),
        ("lines.ndjson", LINES, ALL),
        ("windows.jsonl", LINES.replace(b"\n", b"\r\n"), ALL),
        ("gaps.jsonl", b"\n\n" + LINES.replace(b"\n", b"\n \n"), ALL),
        ("marked.jsonl", b"\xef\xbb\xbf" + LINES, ALL),
        ("marked.json", b"\xef\xbb\xbf" + LIST, ALL),
        ("one.json.gz", gzip.compress(ONE), ALL[:1]),
        ("list.json.gz", gzip.compress(LIST), ALL),
        ("page.json.gz", gzip.compress(PAGE), ALL),
        ("lines.jsonl.gz", gzip.compress(LINES), ALL),
        ("LINES.JSONL.GZ", gzip.compress(LINES), ALL),
        ("bulk.zip", BULK, ALL),
        ("lines-under-the-wrong-name.json", LINES, ALL),
        ("lines-under-the-wrong-name.json.gz", gzip.compress(LINES), ALL),
        ("empty-list.json", b"[]", []),
        ("empty-page.json", b'{"totalCount":0,"studies":[\n\n]}', []),
        ("empty.jsonl", b"", []),
        ("empty.zip", zipped({}), []),
    ],
)
def test_a_file_of_this_form_gives_its_records_in_their_order(tmp_path, name, content, expected) -> None:
    (tmp_path / name).write_bytes(content)
    assert numbers(tmp_path / name) == expected


def test_a_folder_is_searched_to_its_bottom_in_a_stable_order(tmp_path) -> None:
    for place, content in (("b/deep/two.json", TWO), ("a.json", ONE), ("c.jsonl.gz", gzip.compress(THREE))):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_bytes(content)
    (tmp_path / "readme.txt").write_text("no records")
    assert numbers(tmp_path) == ALL


@pytest.mark.parametrize("name", ["nothing.json", "notes.txt", "folder"])
def test_a_path_without_records_is_refused_with_what_could_be_read(tmp_path, name) -> None:
    (tmp_path / "notes.txt").write_text("no records")
    (tmp_path / "folder").mkdir()
    with pytest.raises(sources.UnknownSource, match=name):
        sources.files([tmp_path / name])


def test_a_record_is_named_by_its_file_and_its_place_in_it(tmp_path) -> None:
    for name, content in (("a.json", ONE), ("b.json", PAGE), ("c.jsonl", b"\n" + LINES), ("d.zip", BULK)):
        (tmp_path / name).write_bytes(content)
    origins = [one.origin for one in sources.records(sources.files([tmp_path]))]
    assert origins[:3] == ["a.json", "b.json item 1", "b.json item 2"]
    assert origins[4] == "c.jsonl line 2"
    assert origins[-1] == "d.zip 03/NCT00000003.json"


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.json", "a.zip"])
def test_the_bytes_read_grow_to_the_size_of_all_files(tmp_path, name) -> None:
    content = {"a.jsonl": LINES, "a.jsonl.gz": gzip.compress(LINES), "a.json": LIST, "a.zip": BULK}[name]
    (tmp_path / name).write_bytes(content)
    (tmp_path / "b.jsonl").write_bytes(LINES)
    read = [one.bytes_read for one in sources.records(sources.files([tmp_path]))]
    assert read == sorted(read)
    assert read[-1] == len(content) + len(LINES)


# ── Damage ───────────────────────────────────────────────────────────────────
def test_a_truncated_gzip_gives_what_can_be_read_and_then_the_reason(tmp_path) -> None:
    many = b"\n".join(json.dumps(study(number)).encode() for number in range(1, 2001))
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(many)[:-2000])
    (tmp_path / "b.json").write_bytes(ONE)
    found = numbers(tmp_path)
    assert found[0] == "NCT00000001"
    assert 10 < len(found) < 2001
    assert "cannot be read to its end" in found[-2]
    assert found[-1] == "NCT00000001"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("truncated.zip", BULK[:-30]),
        ("empty-file.zip", b""),
        ("no-zip.zip", LINES),
        ("truncated.json.gz", gzip.compress(LIST)[:-20]),
        ("no-gzip.jsonl.gz", LINES),
        ("no-gzip.json.gz", LIST),
        ("broken.zip", BULK[:60] + bytes(30) + BULK[90:]),
    ],
)
def test_a_damaged_file_is_named_with_its_reason_and_the_next_is_read(tmp_path, name, content) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "zz.json").write_bytes(ONE)
    damaged, good = sources.records(sources.files([tmp_path]))
    assert damaged.origin == name
    assert damaged.error.startswith("The file cannot be read to its end: ")
    assert (good.origin, good.raw) == ("zz.json", ONE)


def test_an_archive_with_a_password_is_named_with_its_reason(tmp_path) -> None:
    locked = bytearray(zipped({"NCT00000001.json": ONE}))
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(header) + flags] |= 1  # says that the member is encrypted
    (tmp_path / "locked.zip").write_bytes(locked)
    (damaged,) = sources.records(sources.files([tmp_path]))
    assert "password" in damaged.error


@pytest.mark.parametrize("content", [b"", b"not json", LIST[:-30], b"{", PAGE[:-40]])
def test_what_is_no_json_is_handed_on_as_it_stands(tmp_path, content) -> None:
    (tmp_path / "a.json").write_bytes(content)
    (found,) = sources.records(sources.files([tmp_path]))
    assert (found.origin, found.raw) == ("a.json", content)


def test_one_bad_line_under_the_wrong_name_costs_no_other(tmp_path) -> None:
    (tmp_path / "a.json").write_bytes(ONE[:-20] + b"\n" + TWO + b"\n" + THREE)
    found = list(sources.records(sources.files([tmp_path])))
    assert [one.origin for one in found] == ["a.json line 1", "a.json line 2", "a.json line 3"]
    assert [one.raw for one in found] == [ONE[:-20], TWO, THREE]


@pytest.mark.parametrize("document", [LIST, PAGE])
def test_half_a_character_in_one_item_costs_no_other(tmp_path, document) -> None:
    (tmp_path / "a.json").write_bytes(document.replace(b"Study 2", rb"Study \ud800"))
    assert numbers(tmp_path) == ALL


# ── Lists that are larger than memory should hold ────────────────────────────
@pytest.fixture
def small_memory(monkeypatch) -> None:
    """Everything of more than one and a half records is large."""
    monkeypatch.setattr(sources, "WHOLE", len(ONE) * 3 // 2)


@pytest.mark.usefixtures("small_memory")
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("document", [LIST, PAGE, LINES, json.dumps(json.loads(LIST), indent=1).encode()])
def test_a_large_document_is_streamed_to_the_same_records(tmp_path, document, mark) -> None:
    for name, content in (
        ("a.json", mark + document),
        ("b.json.gz", gzip.compress(mark + document)),
        ("c.zip", zipped({"all.json": mark + document})),
    ):
        (tmp_path / name).write_bytes(content)
    assert [one.raw for one in sources.records(sources.files([tmp_path]))] == [ONE, TWO, THREE] * 3


@pytest.mark.usefixtures("small_memory")
@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (LIST[:-30], "not JSON"),
        (LIST.replace(TWO, b"not json"), "not JSON"),
        (json.dumps(study(1, extra={"long": "x" * 5000})).encode(), "no list of studies"),
    ],
)
def test_a_large_document_that_cannot_be_streamed_to_its_end_says_why(tmp_path, document, reason) -> None:
    (tmp_path / "a.json").write_bytes(document)
    assert reason in list(sources.records(sources.files([tmp_path])))[-1].error


@pytest.mark.usefixtures("small_memory")
def test_numbers_and_letters_survive_streaming(tmp_path) -> None:
    place = {"city": "Zürich 😀", "geoPoint": {"lat": 47.0, "lon": -8.00001}}
    record = study(1, sites=(place,), designModule={"enrollmentInfo": {"count": 99_999_999}})
    raw = json.dumps(record, separators=(",", ":"), ensure_ascii=False).encode()
    (tmp_path / "a.json").write_bytes(b"[" + raw + b"," + TWO + b"]")
    assert next(sources.records(sources.files([tmp_path]))).raw == raw
