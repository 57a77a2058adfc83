"""The registry's one file as an accelerator of the first load: used where it is good, and no harm where it is not."""

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.registry import Emulator, generate
from tests.trials.registry.bulk.kit import COUNT, MONTHS, State, downloads, full, month_of, paged, whole
from tests.trials.registry.kit import AGENT, TODAY
from tests.trials.registry.mirror import differences, look, posted_this_year, settle
from trials.models import Alarm, Partition, RefreshRun, RejectedRecord, Trial
from trials.registry import bulk
from trials.registry import client as client_module
from trials.registry.client import Forbidden, RegistryClient, Unusable

pytestmark = pytest.mark.django_db


# ── A good file ──────────────────────────────────────────────────────────────
def test_it_brings_everything_and_no_page_is_asked_for(client, registry, folder) -> None:
    run = full(client, registry)
    assert whole(registry)
    assert (downloads(registry), paged(registry)) == (1, 0)
    assert (run.expected, run.new + run.changed + run.unchanged, run.pages, run.rejected) == (COUNT, COUNT, 0, 0)
    assert list(folder.iterdir()) == []


def test_the_mirror_is_the_one_that_pages_make(client, registry) -> None:
    settle(client, registry)
    assert whole(registry)
    assert not Alarm.objects.exists()
    kinds = RefreshRun.objects.order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["open", "full", "statuses", "numbers"]


def test_it_is_asked_for_as_any_program_asks_and_its_bytes_are_counted(client, registry) -> None:
    before = client.bytes_read
    run = full(client, registry)
    asked = next(request for request in registry.requests if request.path == bulk.ADDRESS)
    assert asked.params == {"format": "json.zip"}
    assert (asked.headers["user-agent"], asked.headers["accept"]) == (AGENT, "*/*")
    assert run.bytes_read > before + 50_000


def test_a_study_without_a_first_date_is_loaded_and_belongs_to_no_month(client, registry) -> None:
    odd = registry.truth(registry.ids()[0])
    month = odd["protocolSection"]["statusModule"].pop("studyFirstPostDateStruct")["date"][:7]
    registry.put(odd)
    full(client, registry)
    assert Trial.objects.get(first_posted=None).nct_id == registry.ids()[0]
    assert sum(Partition.objects.values_list("expected", flat=True)) == COUNT - 1
    assert (paged(registry), month[:4]) == (0, "2026")


def test_a_record_that_cannot_be_stored_is_put_aside_and_the_load_goes_on(client, registry) -> None:
    """It is told of with its place in the file, and its month is read in pages too."""
    odd = registry.truth(registry.ids()[0]) | {"hasResults": "perhaps"}
    registry.put(odd)
    run = full(client, registry)
    origins = set(RejectedRecord.objects.values_list("origin", flat=True))
    assert f"{registry.ids()[0][-2:]}/{registry.ids()[0]}.json" in origins
    assert (run.rejected, paged(registry)) == (2, 1)
    assert run.partitions.count() == MONTHS


@pytest.mark.slow
def test_a_larger_registry_comes_by_file_as_by_pages(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(client_module, "LEAST_FREE", 0)
    studies = list(posted_this_year(generate(1500, seed=9, today=TODAY)))
    with Emulator(studies, today=TODAY, seed=9) as registry:
        client = RegistryClient(registry.url, AGENT, pause=0, bulk_folder=tmp_path)
        settle(client, registry)
        assert differences(registry, TODAY) == []
        assert (downloads(registry), list(tmp_path.iterdir())) == (1, [])


# ── What is wrong with the file ──────────────────────────────────────────────
@pytest.mark.parametrize(
    ("fault", "options", "asked", "said"),
    [
        ("404", {"times": None}, 1, "404"),
        ("403", {"times": None}, 1, "403"),
        ("503", {"times": None}, 2, "503"),
        ("429", {"times": None, "retry_after": 7200}, 1, "429"),
        ("html", {"times": None}, 1, "something other than its file"),
        ("cut", {"times": None}, 2, "cannot be reached"),
        ("truncated", {"times": None}, 1, "damaged: File is not a zip file"),
        ("fewer", {"times": None, "keep": 59}, 1, "holds 59 studies, the registry 60"),
        ("fewer", {"times": None, "keep": 0}, 1, "holds 0 studies, the registry 60"),
    ],
)
def test_without_a_good_file_pages_bring_everything(
    client, registry, folder, caplog, fault, options, asked, said
) -> None:
    registry.faults.arm(fault, path=bulk.ADDRESS, **options)
    run = full(client, registry)
    assert whole(registry)
    assert downloads(registry) == asked
    assert paged(registry) == run.pages == MONTHS
    assert said in caplog.text
    assert "The registry is read in pages." in caplog.text
    assert list(folder.glob("*")) == []
    assert not Alarm.objects.exists()


def test_passing_trouble_is_asked_once_more(client, registry) -> None:
    registry.faults.arm("cut", at=0.9, path=bulk.ADDRESS)
    full(client, registry)
    assert whole(registry)
    assert (downloads(registry), paged(registry)) == (2, 0)


def test_a_registry_that_refuses_us_everywhere_stops_the_run_as_ever(client, registry, folder) -> None:
    registry.faults.arm("403", times=None, path="/studies*")
    assert look(client, registry, 1) == [Forbidden]
    assert RefreshRun.objects.get(kind="full").state == State.FAILED
    assert Alarm.objects.get().kind == Alarm.Kind.FORBIDDEN
    registry.faults.clear()
    full(client, registry)
    assert whole(registry)
    assert list(folder.glob("*")) == []


def test_a_disk_without_room_is_left_alone(client, registry, folder, monkeypatch, caplog) -> None:
    monkeypatch.setattr(client_module, "LEAST_FREE", 1 << 62)
    full(client, registry)
    assert whole(registry)
    assert f"no room for the registry's file in {folder}" in caplog.text
    assert list(folder.glob("*")) == []


@pytest.mark.skipif(os.geteuid() == 0 and not Path("/dev/full").exists(), reason="no disk that is full")
def test_a_disk_that_is_full_is_not_the_end(client, registry, tmp_path, caplog) -> None:
    """Whatever stands in the way of writing: here a file where the folder should be, then a disk that takes nothing."""
    (tmp_path / "taken").write_text("")
    client.bulk_folder = tmp_path / "taken"
    full(client, registry)
    assert whole(registry)
    assert "is read in pages" in caplog.text
    with pytest.raises(Unusable, match="No space left on device"):
        client.download(bulk.ADDRESS, bulk.FORMAT, Path("/dev/full"), lambda: None)


def test_a_file_that_comes_too_slowly_is_given_up(client, registry, monkeypatch, caplog) -> None:
    monkeypatch.setattr(client_module, "LONGEST_DOWNLOAD", -1.0)
    full(client, registry)
    assert whole(registry)
    assert "did not come within" in caplog.text
    assert downloads(registry) == 1


def test_what_the_file_lacks_is_read_in_pages_month_by_month(client, registry, monkeypatch) -> None:
    """One study of the file is there twice and another not at all: the number is right, two months are not."""
    lacking, doubled = registry.ids()[0], registry.ids()[1]
    assert month_of(registry, lacking) != month_of(registry, doubled)
    name = f"{doubled[-2:]}/{doubled}.json"
    tampered(monkeypatch, lambda files: renamed(files, f"{lacking[-2:]}/{lacking}.json", files[name]))
    full(client, registry)
    assert whole(registry)
    assert (downloads(registry), paged(registry)) == (1, 1)


def test_a_damaged_record_is_found_by_its_checksum_and_read_in_pages(client, registry, folder, monkeypatch) -> None:
    client_download = RegistryClient.download

    def damaged(self, path, params, to, alive) -> None:
        client_download(self, path, params, to, alive)
        content = bytearray(to.read_bytes())
        content[len(content) // 3] ^= 0xFF
        to.write_bytes(content)

    monkeypatch.setattr(RegistryClient, "download", damaged)
    full(client, registry)
    assert whole(registry)
    assert (downloads(registry), paged(registry)) == (1, 1)


def test_a_file_of_an_older_day_is_not_believed_though_its_number_is_right(
    client, registry, folder, monkeypatch, caplog
) -> None:
    tampered(monkeypatch, lambda files: {name: dated(raw, "2026-11-17") for name, raw in files.items()})
    full(client, registry)
    assert whole(registry)
    assert "is older than its data of 2026-11-18" in caplog.text
    assert paged(registry) == MONTHS


def test_a_single_older_record_is_passed_over_and_read_in_pages(client, registry, monkeypatch) -> None:
    """It would be taken for true, since its study counts: the day of its data tells."""
    old = registry.ids()[0]
    name = f"{old[-2:]}/{old}.json"

    def older(raw: bytes) -> bytes:
        return dated(raw, "2026-11-17").replace(b'"briefTitle":"', b'"briefTitle":"Old ')

    tampered(monkeypatch, lambda files: renamed(files, name, older(files[name])))
    full(client, registry)
    assert whole(registry)
    assert paged(registry) == 1


def test_what_is_stored_from_before_does_not_stand_for_what_the_file_lacks(client, registry, monkeypatch) -> None:
    """An open study is stored, and has changed since; the file gives another's record in its place."""
    stored = Trial.objects.order_by("id").first()
    other = next(one for one in registry.ids() if month_of(registry, one) != month_of(registry, stored.nct_id))
    changed = registry.truth(stored.nct_id)
    changed["protocolSection"]["identificationModule"]["briefTitle"] = "Changed since"
    registry.put(changed)
    name = f"{stored.nct_id[-2:]}/{stored.nct_id}.json"
    tampered(monkeypatch, lambda files: renamed(files, name, files[f"{other[-2:]}/{other}.json"]))
    full(client, registry)
    assert whole(registry)
    assert Trial.objects.get(pk=stored.pk).brief_title == "Changed since"


def dated(raw: bytes, day: str) -> bytes:
    return raw.replace(b'"versionHolder":"2026-11-18"', b'"versionHolder":"%s"' % day.encode())


def renamed(files: dict[str, bytes], name: str, content: bytes) -> dict[str, bytes]:
    return files | {name: content}


def tampered(monkeypatch, change: Callable[[dict[str, bytes]], dict[str, bytes]]) -> None:
    """Let the registry's file be another one."""
    download = RegistryClient.download

    def changed(self, path, params, to, alive) -> None:
        download(self, path, params, to, alive)
        with zipfile.ZipFile(io.BytesIO(to.read_bytes())) as given:
            files = {name: given.read(name) for name in given.namelist()}
        with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as other:
            for name, content in change(files).items():
                other.writestr(name, content)

    monkeypatch.setattr(RegistryClient, "download", changed)
