"""The vocabulary in the database."""

import gzip
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from tests.trials.search.terms.test_sources import XML, written
from trials.models import Descriptor, Term, VocabularyState
from trials.search.terms import sources, storing
from trials.search.terms.current import current, stored_version

pytestmark = pytest.mark.django_db

TABLE = """\
D001249\tAsthma\tAsthmas|Bronchial Asthma\tC08.127.108
D001943\tBreast Neoplasms\t\tC04.588.180
"""
LAY = """\
words,language,kind,mesh_id,mesh_name
asma,es,plain,D001249,Asthma
bronchial asthma,en,plain,D001249,Asthma
wheeze,en,plain,D001249,Asthma
wheeze,en,plain,D001943,Breast Neoplasms
lost,en,plain,D999999,Nothing
"""


@pytest.fixture(autouse=True)
def packaged_files(tmp_path, monkeypatch) -> Path:
    """Two diseases and four lay terms stand for what is packaged."""
    monkeypatch.setattr(sources, "MESH_TABLE", written(tmp_path / "mesh.tsv.gz", TABLE))
    monkeypatch.setattr(sources, "LAY_TERMS", written(tmp_path / "lay.csv", LAY))
    return tmp_path


def loaded(*arguments: object, **options: object) -> str:
    """What `load_mesh` says."""
    out = io.StringIO()
    call_command("load_mesh", *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def terms() -> set[tuple[str, str, int, int]]:
    return set(Term.objects.values_list("words", "descriptor_id", "source", "rank"))


PACKAGED = {
    ("Asthma", "D001249", 1, 0),
    ("Asthmas", "D001249", 2, 0),
    ("Bronchial Asthma", "D001249", 2, 0),
    ("Breast Neoplasms", "D001943", 1, 0),
    ("Breast Cancer", "D001943", 2, 0),
    ("asma", "D001249", 3, 0),
    ("wheeze", "D001249", 3, 0),
    ("wheeze", "D001943", 3, 1),
}


def curated(words: str, mesh_id: str) -> Term:
    return Term.objects.create(words=words, descriptor_id=mesh_id)


def test_the_packaged_files_are_loaded_and_what_mesh_lacks_is_named() -> None:
    assert loaded().splitlines() == [
        "Descriptors: 2; terms: 8.",
        "Lay terms whose descriptor MeSH lacks: lost",
    ]
    assert terms() == PACKAGED
    assert Descriptor.objects.get(pk="D001249").tree_numbers == ["C08.127.108"]
    assert set(Term.objects.filter(language="es").values_list("key", flat=True)) == {"asma"}


def test_loading_again_changes_nothing() -> None:
    loaded()
    loaded()
    assert terms() == PACKAGED


def test_a_curators_terms_stay_and_go_before_the_same_words_of_mesh() -> None:
    loaded()
    Term.objects.filter(words="Asthmas").delete()
    curated("My asthma", "D001249"), curated("asthmas", "D001249")
    loaded()
    assert terms() == (PACKAGED - {("Asthmas", "D001249", 2, 0)}) | {
        ("My asthma", "D001249", 4, 0),
        ("asthmas", "D001249", 4, 0),
    }


def test_nlms_file_replaces_mesh_and_reports_curators_terms_without_a_home(packaged_files) -> None:
    loaded()
    curated("a lump", "D001943"), curated("tight chest", "D001249")
    out = loaded(written(packaged_files / "desc2027.xml.gz", XML))
    assert "descriptor MeSH no longer has; they stay: a lump (D001943 Breast Neoplasms)" in out
    dropped = Descriptor.objects.get(pk="D001943")
    assert dropped.tree_numbers == []
    assert set(dropped.terms.values_list("words", flat=True)) == {"a lump", "wheeze"}
    assert set(Descriptor.objects.values_list("pk", flat=True)) == {"D001249", "D001943"}
    assert Term.objects.filter(words="Wheezing Illness", source=Term.Source.ENTRY).exists()
    assert Term.objects.filter(words="tight chest", source=Term.Source.CURATOR).exists()
    assert current().meanings("a lump")[0].name == "Breast Neoplasms"


def test_a_descriptor_that_mesh_dropped_goes_when_no_curator_names_it(packaged_files) -> None:
    loaded()
    loaded(written(packaged_files / "desc2027.xml", XML))
    assert set(Descriptor.objects.values_list("pk", flat=True)) == {"D001249"}


@pytest.mark.parametrize("text", ["<html/>", XML[:2_000], "<DescriptorRecordSet></DescriptorRecordSet>"])
def test_a_bad_file_leaves_everything_as_it_was(packaged_files, text) -> None:
    loaded()
    version = stored_version()
    with pytest.raises(CommandError):
        loaded(written(packaged_files / "desc.xml", text))
    assert terms() == PACKAGED
    assert stored_version() == version


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(CommandError, match=r"nowhere\.xml"):
        loaded("nowhere.xml")


# ── At every start ───────────────────────────────────────────────────────────


def test_only_new_files_are_loaded_at_a_start(packaged_files) -> None:
    assert "Descriptors: 2;" in loaded(if_changed=True)
    version = stored_version()
    assert loaded(if_changed=True) == "The vocabulary is up to date.\n"
    assert stored_version() == version
    sources.LAY_TERMS.write_text(LAY.replace("wheeze", "whistle"))
    assert "Descriptors: 2;" in loaded(if_changed=True)
    assert Term.objects.filter(words="whistle").count() == 2
    sources.MESH_TABLE.write_bytes(gzip.compress(TABLE.splitlines()[0].encode() + b"\n"))
    assert "Descriptors: 1;" in loaded(if_changed=True)


def test_an_operators_own_mesh_is_left_alone_but_gets_new_lay_terms(packaged_files) -> None:
    loaded(written(packaged_files / "desc2027.xml", XML))
    sources.MESH_TABLE.write_bytes(gzip.compress(TABLE.replace("Asthmas", "Asthmata").encode()))
    assert loaded(if_changed=True) == "The vocabulary is up to date.\n"
    sources.LAY_TERMS.write_text(LAY.replace("wheeze", "whistle"))
    assert "Descriptors: 1;" in loaded(if_changed=True)
    lay = Term.objects.filter(source=Term.Source.LAY)
    assert set(lay.values_list("words", flat=True)) == {"asma", "whistle"}
    assert Term.objects.filter(words="Wheezing Illness").exists()
    assert loaded() and Term.objects.filter(words="Asthmata").exists()
    assert not VocabularyState.objects.get().own_file


def test_a_file_and_if_changed_contradict_each_other() -> None:
    with pytest.raises(CommandError, match="packaged"):
        loaded("desc.xml", if_changed=True)


# ── What the database holds ──────────────────────────────────────────────────


def test_a_term_keeps_its_key_with_its_words() -> None:
    loaded()
    term = curated("Tight Chest!", "D001249")
    assert term.key == "tight chest"
    term.words = "Crohn’s"
    term.save(update_fields=["words"])
    assert Term.objects.get(pk=term.pk).key == "crohns"


@pytest.mark.parametrize("words", ["asthma", "?!"])
def test_the_same_words_twice_and_no_words_are_refused(words) -> None:
    loaded()
    with pytest.raises(IntegrityError), transaction.atomic():
        curated(words, "D001249")


# ── Caches ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "change",
    [
        lambda: curated("tight chest", "D001249"),
        lambda: Term.objects.filter(words="wheeze").update(words="whistle", key="whistle"),
        lambda: Term.objects.filter(words="wheeze").delete(),
        lambda: Descriptor.objects.filter(pk="D001249").update(name="Asthma bronchiale"),
        lambda: loaded(),
    ],
)
def test_every_write_gives_a_new_version(change) -> None:
    loaded()
    before = stored_version()
    change()
    assert stored_version() > before


def test_a_version_is_never_used_twice() -> None:
    loaded()
    before = stored_version()
    with pytest.raises(RuntimeError), transaction.atomic():
        curated("tight chest", "D001249")
        seen = stored_version()
        raise RuntimeError
    assert stored_version() == before
    curated("other words", "D001249")
    assert stored_version() > seen


def test_the_vocabulary_of_the_process_follows_the_database() -> None:
    loaded()
    first = current()
    assert [one.name for one in first.meanings("wheeze")] == ["Asthma", "Breast Neoplasms"]
    assert first.meanings("tight chest") == ()
    assert current() is first
    curated("tight chest", "D001249")
    assert [one.name for one in current().meanings("tight chest")] == ["Asthma"]
    assert current().version == stored_version()


def test_within_the_interval_the_database_is_not_asked(settings, django_assert_num_queries) -> None:
    loaded()
    current()
    with django_assert_num_queries(1):
        current()
    settings.VOCABULARY_CHECK_SECONDS = 60
    with django_assert_num_queries(0):
        current()


def test_without_any_vocabulary_nothing_is_understood() -> None:
    Term.objects.all().delete()
    Descriptor.objects.all().delete()
    assert current().meanings("asthma") == ()
    assert current().mentions("asthma and more") == []
    assert current().corrected("asma") is None
    assert current().suggestions("as") == []


def test_the_real_packaged_files_are_loaded(monkeypatch) -> None:
    monkeypatch.undo()
    stored = storing.load_packaged()
    assert stored.descriptors > 5_000
    assert stored.homeless == ()
    assert stored.unknown == ()
    assert current().meanings("leukaemia")[0].mesh_id == "D007938"
