"""The vocabulary in the database: replaced as a whole, in one transaction, around what curators wrote."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

from trials.models import Descriptor, Term, VocabularyState
from trials.search.terms import sources
from trials.search.terms.rows import CURATOR, LAY, Heading, TermRow

COPY = "COPY trials_term (key, words, descriptor_id, source, language, rank) FROM STDIN"  # as TermRow has them


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a load."""

    descriptors: int
    terms: int
    unknown: tuple[str, ...]  # lay terms whose descriptor MeSH does not have
    homeless: tuple[str, ...]  # curators' terms whose descriptor MeSH no longer has; they stay


@transaction.atomic
def load_packaged() -> Stored:
    """Store the packaged table and the lay terms in place of what MeSH and we said before."""
    lay = sources.read_lay_terms(sources.LAY_TERMS)
    records = list(sources.read_table(sources.MESH_TABLE))
    mesh, lay_hash = packaged()
    return replace(records, lay, VocabularyState(mesh=mesh, lay=lay_hash, own_file=False))


@transaction.atomic
def load_file(path: Path) -> Stored:
    """Store the descriptors of NLM's file, and the packaged lay terms.

    Raises:
        trials.search.terms.sources.SourceError: the file is not NLM's.
        OSError: it cannot be read.
    """
    lay = sources.read_lay_terms(sources.LAY_TERMS)
    wanted = frozenset(one.mesh_id for one in lay)
    records = list(sources.chosen(sources.read_xml(path), wanted))
    if not records:
        raise sources.SourceError(f"{path.name} has no descriptor of a disease.")
    return replace(records, lay, VocabularyState(mesh=path.name, lay=packaged()[1], own_file=True))


@transaction.atomic
def load_lay_terms() -> Stored:
    """Store the packaged lay terms anew, and leave MeSH as it is."""
    state = VocabularyState.objects.get()
    terms = sources.read_lay_terms(sources.LAY_TERMS)
    Term.objects.filter(source=LAY).delete()
    unknown = write_terms(sources.lay_rows(terms))
    finish(VocabularyState(mesh=state.mesh, lay=packaged()[1], own_file=state.own_file))
    return Stored(Descriptor.objects.count(), Term.objects.count(), unknown, homeless())


def is_current() -> bool:
    """Whether the database holds what is packaged, or an operator's own MeSH with the packaged lay terms."""
    state = VocabularyState.objects.first()
    mesh, lay = packaged()
    return state is not None and state.lay == lay and (state.own_file or state.mesh == mesh)


def bring_up_to_date() -> Stored | None:
    """Store what is packaged where the database has another; None where there was nothing to do."""
    if is_current():
        return None
    state = VocabularyState.objects.first()
    return load_lay_terms() if state is not None and state.own_file else load_packaged()


def packaged() -> tuple[str, str]:
    """The hashes of the packaged table and of the lay terms."""
    return sources.fingerprint(sources.MESH_TABLE), sources.fingerprint(sources.LAY_TERMS)


# ── Writing ──────────────────────────────────────────────────────────────────


def replace(records: list[sources.Record], lay: Iterable[sources.LayTerm], state: VocabularyState) -> Stored:
    """Write all rows anew but for the curators' own; a descriptor that only they still name loses its place."""
    with connection.cursor() as cursor:
        # Readers go on with what was; two loads, or a load and a curator, take turns.
        cursor.execute("LOCK TABLE trials_descriptor, trials_term IN SHARE ROW EXCLUSIVE MODE")
    Term.objects.exclude(source=CURATOR).delete()
    headings = [one.heading for one in records]
    gone = Descriptor.objects.exclude(mesh_id__in=[one.mesh_id for one in headings])
    gone.filter(terms=None).delete()
    gone.update(tree_numbers=[])
    write_descriptors(headings)
    unknown = write_terms([*sources.mesh_terms(records), *sources.lay_rows(lay)])
    finish(state)
    return Stored(len(headings), Term.objects.count(), unknown, homeless())


def write_descriptors(headings: Iterable[Heading]) -> None:
    Descriptor.objects.bulk_create(
        (Descriptor(mesh_id=one.mesh_id, name=one.name, tree_numbers=list(one.tree_numbers)) for one in headings),
        update_conflicts=True,
        unique_fields=["mesh_id"],
        update_fields=["name", "tree_numbers"],
    )


def write_terms(rows: Iterable[TermRow]) -> tuple[str, ...]:
    """Write the terms of known descriptors and say whose descriptor is unknown. The first to say a thing keeps it."""
    known = set(Descriptor.objects.values_list("mesh_id", flat=True))
    said = set(Term.objects.values_list("key", "descriptor_id"))
    unknown = []
    # Twenty thousand rows: a tenth of the time that the ORM would take.
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(COPY) as out:
        for one in rows:
            if one.mesh_id not in known:
                unknown.append(one.words)
            elif one.key and (one.key, one.mesh_id) not in said:
                said.add((one.key, one.mesh_id))
                out.write_row(one)
    return tuple(unknown)


def finish(state: VocabularyState) -> None:
    """Note what was loaded; the version is the trigger's."""
    VocabularyState.objects.filter(id=1).update(mesh=state.mesh, lay=state.lay, own_file=state.own_file)


def homeless() -> tuple[str, ...]:
    """The curators' terms whose descriptor has no place in MeSH's tree."""
    found = Term.objects.filter(source=CURATOR, descriptor__tree_numbers=[]).select_related("descriptor")
    return tuple(f"{one.words} ({one.descriptor_id} {one.descriptor.name})" for one in found)
