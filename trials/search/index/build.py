"""Columns and words -> a segment."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from django.db import transaction

from trials.models import TrialCondition
from trials.search.closeness import Closeness
from trials.search.index import read, texts
from trials.search.index.columns import (
    BETWEEN,
    GROUP_DAYS,
    KINDS,
    PHASES,
    SEXES,
    SPONSORS,
    STUDY_TYPES,
    Array,
    Lists,
    Segment,
    directions,
)
from trials.search.index.joining import Owned, found_at, recoded, reordered
from trials.search.index.words import StemTable, stems

EPOCH = date(1970, 1, 1)
LONG_AGO = np.iinfo(np.int32).min
PlaceRow = tuple[int, str, str, float | None, float | None]
"""Id, country, state, latitude, longitude."""
Names = Callable[[str], Iterable[tuple[str, bool]]]
"""The descriptors that a name names: MeSH id, and whether it is the whole name."""

VISIBLE = """removed_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM trials_curation WHERE trial_id = trials_trial.id AND hidden)"""
TRIALS = f"""SELECT id, brief_title, intervention_words, availability, age_from_days, age_until_days, sex,
    healthy_volunteers, phases, intervention_types, study_type, sponsor_class, has_results, first_posted,
    last_update_posted
FROM trials_trial WHERE {VISIBLE} {{}} ORDER BY id"""  # noqa: S608
LISTINGS = f"""SELECT condition_id, trial_id, source FROM trials_trialcondition
WHERE source <> {TrialCondition.Source.ANCESTOR:d} {{}}"""  # noqa: S608
SITES = """SELECT s.place_id, s.trial_id FROM trials_site s JOIN trials_trial t ON t.id = s.trial_id
WHERE s.availability = t.availability {}"""
NAMED = "SELECT id, name FROM trials_condition {} ORDER BY id"
PLACES = "SELECT id, country, state, latitude, longitude FROM trials_place {} ORDER BY latitude NULLS LAST, id"


@transaction.atomic
def build(names: Names, only: Collection[int] | None = None) -> Segment:
    """A segment of all visible trials, or of those among some."""
    limits = [""] * 5 if only is None else limited_to(only)
    table = StemTable()
    trials = Trials(table, names)
    for row in read.rows(TRIALS.format(limits[0])):
        trials.add(row)
    listings = read.numbers(LISTINGS.format(limits[1]), {"condition_id": "int4", "trial_id": "int4", "source": "int2"})
    named = Named(table, names)
    for condition, name in read.rows(NAMED.format(limits[3])):
        named.add(condition, name)
    sites = read.numbers(SITES.format(limits[2]), {"place_id": "int4", "trial_id": "int4"})
    places = list(read.rows(PLACES.format(limits[4])))
    told = None if only is None else texts.summaries(np.array(trials.numbers, np.int32))
    return assembled(trials, named, listings, sites, places, table, told)


def limited_to(numbers: Collection[int]) -> list[str]:
    """What limits each of the queries to some trials."""
    some = f"(ARRAY[{','.join(str(int(one)) for one in numbers)}]::int[])"
    return [
        f"AND id = ANY{some}",
        f"AND trial_id = ANY{some}",
        f"AND s.trial_id = ANY{some}",
        f"WHERE id IN (SELECT condition_id FROM trials_trialcondition WHERE trial_id = ANY{some})",  # noqa: S608
        f"WHERE id IN (SELECT place_id FROM trials_site WHERE trial_id = ANY{some})",  # noqa: S608
    ]


class Trials:
    """The trials' own rows on their way into columns."""

    def __init__(self, table: StemTable, names: Names) -> None:
        self.table, self.names = table, names
        self.rows: list[tuple[float, ...]] = []
        self.numbers: list[int] = []
        self.title_words, self.treatment_words, self.title_mentions = Owned(), Owned(), Owned()
        self.mesh_ids: dict[str, int] = {}

    def add(self, row: tuple[Any, ...]) -> None:
        number, title, treatments, *rest = row
        position = len(self.numbers)
        self.numbers.append(number)
        self.title_words.add(position, self.table.codes_of(stems(title)))
        self.treatment_words.add(position, self.table.codes_of(stems(treatments)))
        mentioned = {mesh_id for mesh_id, _ in self.names(title)}
        self.title_mentions.add(position, [self.mesh_ids.setdefault(one, len(self.mesh_ids)) for one in mentioned])
        self.rows.append(coded(*rest))

    def columns(self) -> dict[str, Array]:
        """Segment's columns of the trials' own facts."""
        columns = dict(zip(COLUMNS, zip(*self.rows, strict=True), strict=True)) if self.rows else {}
        found: dict[str, Array] = {name: np.array(columns.get(name, ()), dtype) for name, dtype in COLUMNS.items()}
        return {"numbers": np.array(self.numbers, np.int32), "groups": groups(found), **found}


COLUMNS = {
    "availability": np.uint8,
    "age_from": np.float32,
    "age_until": np.float32,
    "sexes": np.uint8,
    "healthy": np.int8,
    "phases": np.uint8,
    "kinds": np.uint16,
    "study_type": np.uint8,
    "sponsor": np.uint8,
    "results": np.bool_,
    "first_posted": np.int32,
    "updated": np.int32,
}
PHASE_BITS = {value: 1 << bit for bit, value in enumerate(PHASES)}
KIND_BITS = {value: 1 << bit for bit, value in enumerate(KINDS)}
SEX_BITS = {value: 1 << bit for bit, value in enumerate(SEXES)}
HEALTHY = {True: 1, False: 0, None: -1}
ALL_SEXES = (1 << len(SEXES)) - 1
OTHER_KIND = 1 << len(KINDS)


def coded(
    availability: int,
    age_from: float | None,
    age_until: float | None,
    sex: str,
    healthy: bool | None,
    phases: list[str],
    kinds: list[str],
    study_type: str,
    sponsor: str,
    results: bool,
    first_posted: date | None,
    updated: date | None,
) -> tuple[float, ...]:
    """A trial's facts as numbers, in the order of COLUMNS. Values that the registry added since count as "other"."""
    return (
        availability,
        0.0 if age_from is None else age_from,
        np.inf if age_until is None else age_until,
        SEX_BITS.get(sex, ALL_SEXES if sex in ("ALL", "") else 0),
        HEALTHY[healthy],
        sum({PHASE_BITS.get(one, 0) for one in phases}),
        sum({KIND_BITS.get(one, OTHER_KIND) for one in kinds}),
        STUDY_TYPES.index(study_type) if study_type in STUDY_TYPES else len(STUDY_TYPES) - 1,
        SPONSORS.index(sponsor) if sponsor in SPONSORS else len(SPONSORS) - 1,
        results,
        days(first_posted),
        days(updated),
    )


def days(day: date | None) -> int:
    """Days since 1970."""
    return (day - EPOCH).days if day else LONG_AGO


def groups(columns: dict[str, Array]) -> Array:
    """The age groups that each trial takes somebody of."""
    found: Array = np.zeros(len(columns["age_from"]), np.uint8)
    for bit, (youngest, too_old) in enumerate(GROUP_DAYS.values()):
        takes = (columns["age_from"] < too_old) & (columns["age_until"] > youngest)
        found |= takes.astype(np.uint8) << bit
    return found


class Named:
    """Condition names on their way into the index."""

    def __init__(self, table: StemTable, names: Names) -> None:
        self.table, self.names = table, names
        self.ids: list[int] = []
        self.words, self.mentions, self.wholes = Owned(), Owned(), Owned()
        self.mesh_ids: dict[str, int] = {}

    def add(self, condition: int, name: str) -> None:
        position = len(self.ids)
        self.ids.append(condition)
        self.words.add(position, self.table.codes_of(stems(name)))
        for mesh_id, whole in self.names(name):
            code = self.mesh_ids.setdefault(mesh_id, len(self.mesh_ids))
            self.mentions.add(position, [code])
            self.wholes.add(position, [int(whole)])


CLOSENESS: dict[int, Closeness] = {
    TrialCondition.Source.REGISTRANT: Closeness.OWN,
    TrialCondition.Source.MESH: Closeness.MESH,
    TrialCondition.Source.KEYWORD: Closeness.KEYWORD,
}


def assembled(
    trials: Trials,
    named: Named,
    listings: dict[str, Array],
    sites: dict[str, Array],
    places: Sequence[PlaceRow],
    table: StemTable,
    told: Mapping[int, str] | None,
) -> Segment:
    """All parts put together. What belongs to a trial that is not here is left out.

    Args:
        told: the summaries of a small segment; a large one's are read when their turn comes.
    """
    for text in (told or {}).values():
        table.codes_of(texts.stems_of(text))
    columns: dict[str, Any] = trials.columns()
    count = len(columns["numbers"])
    trial, here = found_at(listings["trial_id"], columns["numbers"])
    ids = np.array(named.ids, np.int32)
    name, known = found_at(listings["condition_id"], ids)
    here &= known
    trial, name, source = trial[here], name[here], listings["source"][here]
    of_source = np.zeros(max(CLOSENESS) + 1, np.uint8)
    of_source[list(CLOSENESS)] = list(CLOSENESS.values())
    closeness = of_source[source]
    named_lists = Lists.grouped(name, trial.astype(np.int32), len(ids))
    order = np.argsort(table_codes := np.array(list(table.codes) or [b""], "S32")[: len(table.codes)], kind="stable")
    fields = fields_of(trials, named, trial, name, source, np.argsort(order, kind="stable").astype(np.int32))
    return Segment(
        **columns,
        crowd=np.minimum(np.bincount(trial[source == 1], minlength=count), 255).astype(np.uint8),
        **descriptions(trials, named, trial, name, closeness, source),
        names=ids,
        named=named_lists,
        named_closeness=closeness[np.argsort(name, kind="stable")],
        stems=table_codes[order],
        in_names=reordered(named.words.by_value(len(order)), order),
        in_titles=reordered(trials.title_words.by_value(len(order)), order),
        in_treatments=reordered(trials.treatment_words.by_value(len(order)), order),
        **texts.columns(columns["numbers"], fields, table_codes[order], told),
        **located(sites, places, columns["numbers"]),
    )


def fields_of(
    trials: Trials, named: Named, trial: Array, name: Array, source: Array, places: Array
) -> dict[texts.Field, Lists]:
    """For each field but the summary the stems of each trial, as places in the sorted table of stems."""
    count = len(trials.numbers)
    words = named.words.by_owner(len(named.ids))
    keyword = source == TrialCondition.Source.KEYWORD
    fields = {
        texts.Field.TITLE: trials.title_words.by_owner(count),
        texts.Field.CONDITIONS: Lists.grouped(trial[~keyword], name[~keyword], count).through(words),
        texts.Field.KEYWORDS: Lists.grouped(trial[keyword], name[keyword], count).through(words),
        texts.Field.TREATMENTS: trials.treatment_words.by_owner(count),
    }
    return {field: Lists(lists.starts, places[lists.values]) for field, lists in fields.items()}


def descriptions(
    trials: Trials, named: Named, trial: Array, name: Array, closeness: Array, source: Array
) -> dict[str, Any]:
    """Which trials name which descriptors, each with its closest naming."""
    mesh_ids = sorted({*trials.mesh_ids, *named.mesh_ids})
    code_of = {mesh_id: code for code, mesh_id in enumerate(mesh_ids)}
    of_names = named.mentions.by_owner(len(named.ids))
    wholes = named.wholes.by_owner(len(named.ids)).values
    at = of_names.positions(name)
    lengths = of_names.lengths(name)
    codes = recoded(of_names.values[at], named.mesh_ids, code_of)
    owners = np.repeat(trial, lengths)
    near = np.repeat(closeness, lengths)
    near = np.where((near == Closeness.OWN) & (wholes[at] == 0), Closeness.WITHIN, near).astype(np.uint8)
    titles = trials.title_mentions
    title_owners, title_codes = titles._array(titles.owners), titles._array(titles.values)
    owners = np.concatenate([owners, title_owners])
    codes = np.concatenate([codes, recoded(title_codes, trials.mesh_ids, code_of)])
    near = np.concatenate([near, np.full(len(title_owners), Closeness.TITLE, np.uint8)])
    order = np.lexsort((near, owners, codes))
    owners, codes, near = owners[order], codes[order], near[order]
    first = np.ones(len(order), np.bool_)
    first[1:] = (owners[1:] != owners[:-1]) | (codes[1:] != codes[:-1])
    return {
        "descriptors": np.array(mesh_ids or [""], "S16")[: len(mesh_ids)],
        "described": Lists.grouped(codes[first], owners[first].astype(np.int32), len(mesh_ids)),
        "closeness": near[first],
    }


def located(sites: dict[str, Array], places: Sequence[PlaceRow], numbers: Array) -> dict[str, Any]:
    """Where the sites are that count. Those in places without a point count for their country and state alone."""
    ids = np.array([one[0] for one in places], np.int32)
    by_id = np.argsort(ids)
    at, known = found_at(sites["place_id"], ids[by_id])
    trial, here = found_at(sites["trial_id"], numbers)
    here &= known
    place, trial = by_id[at[here]], trial[here].astype(np.int32)
    names = sorted({one[1] for one in places})
    codes = {name: code for code, name in enumerate(names)}
    country = np.array([codes[one[1]] for one in places], np.int32)
    states = sorted({state_name(one) for one in places if one[2]})
    state_codes = {name: code for code, name in enumerate(states)}
    state = np.array([state_codes.get(state_name(one), -1) for one in places], np.int32)
    pairs, there, inside = (pairs_of(trial, other) for other in (place, country[place], state[place]))
    inside = inside[inside[:, 1] >= 0]
    with_point = sum(one[3] is not None for one in places)  # they come first
    pairs = pairs[pairs[:, 1] < with_point]
    return {
        "places": ids[:with_point],
        "directions": directions(
            np.array([one[3] for one in places[:with_point]], np.float64),
            np.array([one[4] for one in places[:with_point]], np.float64),
        ),
        "at_place": Lists.grouped(pairs[:, 1], pairs[:, 0].astype(np.int32), with_point),
        "place_of": Lists.grouped(pairs[:, 0], pairs[:, 1].astype(np.int32), len(numbers)),
        "country_of": Lists.grouped(there[:, 0], there[:, 1].astype(np.int16), len(numbers)),
        "countries": np.array(names or [""]),
        "states": np.array(states or [""]),
        "in_state": Lists.grouped(inside[:, 1], inside[:, 0].astype(np.int32), max(len(states), 1)),
    }


def pairs_of(trial: Array, other: Array) -> Array:
    """(trial, other) without doubles, in their order."""
    return np.unique(np.stack([trial, other], 1), axis=0) if len(trial) else np.zeros((0, 2), np.int64)


def state_name(place: PlaceRow) -> str:
    """A state with its country, since several have a "Córdoba"."""
    return f"{place[1]}{BETWEEN}{place[2]}"
