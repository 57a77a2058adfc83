"""Records -> rows, a batch a transaction: COPY for what is new, one statement for what changed.

Only this module writes the mirror's tables. Writers take turns behind an advisory lock, so that two loads cannot
trip over each other's places and conditions.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec
import zstandard
from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef

from trials.models import Alias, Condition, Curation, Original, Place, Revision, Site, Trial, TrialCondition
from trials.partial_dates import first_day
from trials.registry import parse, rows
from trials.registry.changes import compare
from trials.registry.ids import Ids
from trials.registry.records import Study

WRITER_LOCK = 0x7472_6961  # any constant; shared by everything that writes the mirror
COMPRESSION_LEVEL = 1  # level 3 is half as fast and 2 % smaller on real records


@dataclass(frozen=True, slots=True)
class Incoming:
    """A record that is ready to be stored."""

    number: int
    study: Study
    json: bytes  # minified
    content_hash: bytes


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a batch: NCT numbers by outcome."""

    new: frozenset[int] = frozenset()
    changed: frozenset[int] = frozenset()
    unchanged: frozenset[int] = frozenset()
    merged: int = 0
    sample_removed: int = 0


def prepare(raw: bytes) -> Incoming:
    """A record made ready, without the database.

    Raises:
        trials.registry.parse.Rejected: it cannot be stored.
    """
    study = parse.parse_study(raw)
    json = parse.minified(raw)
    return Incoming(parse.nct_number(study.nct_id), study, json, parse.content_hash(json))


def store(batch: Iterable[Incoming], *, now: datetime.datetime, ids: Ids | None = None) -> Stored:
    """Store a batch in one transaction: all of it, or nothing. `ids` are carried from one batch to the next.

    Of several records with one number the last counts. Records that are stored already, but for their load date,
    cost no write but "last seen". The first real record removes the sample.
    """
    incoming = {one.number: one for one in batch}
    if not incoming:
        return Stored()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITER_LOCK])
        known = known_hashes(incoming)
        new = frozenset(incoming.keys() - known.keys())
        changed = frozenset(number for number, one in known.items() if incoming[number].content_hash != one)
        unchanged = frozenset(known.keys() - changed)
        sample_removed = remove_sample() if any(number < parse.SAMPLE_FROM for number in incoming) else 0
        Original.objects.filter(trial__in=unchanged).update(last_seen=now)
        Trial.objects.filter(id__in=unchanged).exclude(removed_at=None).update(removed_at=None)
        write([incoming[number] for number in sorted(new | changed)], changed, now, ids or Ids())
        merged = merge_aliases(incoming.values())
    return Stored(new, changed, unchanged, merged, sample_removed)


def update_statistics() -> None:
    """Tell PostgreSQL's planner of what was stored: until it knows, searches after a large load can take minutes."""
    with connection.cursor() as cursor:
        for model in (Trial, Site, TrialCondition, Condition, Place, Original):
            cursor.execute(f"ANALYZE {model._meta.db_table}")


def holds_real_trials() -> bool:
    """Whether anything but the sample is stored."""
    return Trial.objects.filter(id__lt=parse.SAMPLE_FROM).exists()


def remove_sample() -> int:
    """Remove the sample's trials, with the places and conditions that it brought, and say how many there were."""
    sample = Trial.objects.filter(id__gte=parse.SAMPLE_FROM)
    count = sample.count()
    if count:
        sample.delete()
        Place.objects.filter(~Exists(Site.objects.filter(place=OuterRef("pk")))).delete()
        Condition.objects.filter(~Exists(TrialCondition.objects.filter(condition=OuterRef("pk")))).delete()
    return count


def known_hashes(numbers: Collection[int]) -> dict[int, bytes]:
    """The content hash of each of these trials that is stored."""
    stored = Original.objects.filter(trial__in=list(numbers)).values_list("trial_id", "content_hash")
    return {number: bytes(content_hash) for number, content_hash in stored}


def write(batch: Sequence[Incoming], changed: Collection[int], now: datetime.datetime, ids: Ids) -> None:
    """Write the batch; what is known of the changed ones is replaced, but for the day we first saw them."""
    if not batch:
        return
    before = Original.objects.in_bulk(changed)
    for model in (Site, TrialCondition, Original, Alias):
        model.objects.filter(trial__in=changed).delete()
    trials = [rows.trial_row(one.study, one.number, now) for one in batch]
    copy(Trial, trials[0], [row.values() for row in trials if row["id"] not in changed])
    replace(Trial, [row for row in trials if row["id"] in changed], keep=("first_seen",))
    write_originals(batch, now)
    places = write_sites(batch, ids)
    conditions = write_listings(batch, ids)
    write_aliases(batch)
    write_revisions({one.number: one for one in batch}, before, now)
    transaction.on_commit(lambda: ids.keep(places, conditions))


def write_originals(batch: Sequence[Incoming], now: datetime.datetime) -> None:
    compressor = zstandard.ZstdCompressor(level=COMPRESSION_LEVEL)
    copy(
        Original,
        ("trial_id", "content_hash", "compressed", "last_seen"),
        ((one.number, one.content_hash, compressor.compress(one.json), now) for one in batch),
        types=("int4", "bytea", "bytea", "timestamptz"),
    )


def write_sites(batch: Sequence[Incoming], ids: Ids) -> dict[rows.PlaceKey, int]:
    """Write the sites of a batch and say where they stand."""
    located = [(one, [rows.place_key(site) for site in one.study.protocol.contacts.locations]) for one in batch]
    places = ids.places_of({place for _, of_study in located for place in of_study})

    def site_rows() -> Iterable[tuple]:
        for one, of_study in located:
            study = rows.availability(one.study)
            for ordinal, site in enumerate(one.study.protocol.contacts.locations):
                yield rows.site_row(one.number, ordinal, places[of_study[ordinal]], study, site)

    copy(Site, rows.SITE_COLUMNS, site_rows())
    return places


def write_listings(batch: Sequence[Incoming], ids: Ids) -> dict[str, tuple[int, bool]]:
    """Write under which conditions a batch is listed, and say which those are."""
    listed = [(one.number, listing) for one in batch for listing in rows.listings(one.study)]
    conditions = ids.conditions_of(listing for _, listing in listed)
    copy(
        TrialCondition,
        ("condition_id", "trial_id", "source"),
        ((conditions[listing.key][0], number, listing.source.value) for number, listing in listed),
    )
    return conditions


def write_aliases(batch: Sequence[Incoming]) -> None:
    aliases = [
        Alias(id=parse.nct_number(alias), trial_id=one.number)
        for one in batch
        for alias in one.study.protocol.identification.nct_id_aliases
        if parse.NCT_ID.fullmatch(alias)
    ]
    Alias.objects.bulk_create(
        {alias.id: alias for alias in aliases}.values(),
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["trial"],
    )


def write_revisions(after: Mapping[int, Incoming], before: Mapping[int, Original], now: datetime.datetime) -> None:
    """Keep what each changed record said before, where the change is one that a person could care about."""
    revisions = [revision(after[number], original, now) for number, original in before.items()]
    Revision.objects.bulk_create(one for one in revisions if one is not None)


def revision(after: Incoming, original: Original, now: datetime.datetime) -> Revision | None:
    """The step from a record to the one after it; None where nothing of note changed."""
    before = original.study()
    changes = compare(before, after.study)
    if not changes:
        return None
    return Revision(
        trial_id=after.number,
        seen_at=now,
        posted=first_day(after.study.protocol.status.last_update_post_date.date),
        posted_before=first_day(before.protocol.status.last_update_post_date.date),
        content_hash=after.content_hash,
        rank=min(change.rank for change in changes),
        changes=msgspec.to_builtins(changes),
        before=original.compressed,
    )


def merge_aliases(batch: Iterable[Incoming]) -> int:
    """Fold trials that the registry has merged into the ones that name them as aliases."""
    survivors = {
        parse.nct_number(alias): one.number
        for one in batch
        for alias in one.study.protocol.identification.nct_id_aliases
        if parse.NCT_ID.fullmatch(alias)
    }
    stored = Trial.objects.filter(id__in=survivors).values_list("id", flat=True) if survivors else []
    return sum(merge(number, into=survivors[number]) for number in stored if survivors[number] != number)


@transaction.atomic
def merge(number: int, *, into: int) -> int:
    """Fold a trial into another: its number leads there from now on, and what people wrote of it follows.

    A curation stays behind only where the survivor has one of its own. Returns how many trials were folded: 1, or 0
    where there was none of that number.
    """
    Alias.objects.update_or_create(id=number, defaults={"trial_id": into})
    Alias.objects.filter(trial=number).update(trial=into)
    if not Curation.objects.filter(trial=into).exists():
        Curation.objects.filter(trial=number).update(trial=into)
    merged = Trial.objects.filter(id=number)
    count = merged.count()
    merged.delete()
    return count


def copy(
    model: type[models.Model],
    columns: Iterable[str],
    values: Iterable[Iterable[object]],
    types: Sequence[str] = (),
) -> None:
    """COPY rows into a model's table; in binary form where the columns' types are given."""
    statement = f"COPY {model._meta.db_table} ({', '.join(columns)}) FROM STDIN" + " (FORMAT BINARY)" * bool(types)
    # Django leaves the errors of COPY as the driver raises them, unless it is told.
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as out:
        if types:
            out.set_types(types)
        for row in values:
            out.write_row(tuple(row))


def replace(model: type[models.Model], values: Sequence[dict[str, object]], keep: Collection[str]) -> None:
    """Update existing rows by their id, all columns but those to keep, in one statement."""
    if not values:
        return
    table = model._meta.db_table
    columns = list(values[0])
    assignments = ", ".join(f"{name} = incoming.{name}" for name in columns if name not in {"id", *keep})
    with connection.wrap_database_errors, connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE incoming (LIKE {table}) ON COMMIT DROP")
        with cursor.copy(f"COPY incoming ({', '.join(columns)}) FROM STDIN") as out:
            for row in values:
                out.write_row(tuple(row.values()))
        cursor.execute(f"UPDATE {table} SET {assignments} FROM incoming WHERE {table}.id = incoming.id")  # noqa: S608
        cursor.execute("DROP TABLE incoming")
