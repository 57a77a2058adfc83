"""Ids of places and conditions: looked up for a whole batch at once, made where there are none, remembered between
batches. A load of the registry asks for the same few thousand names all the time.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connection

from trials.registry.rows import Listing, PlaceKey

REMEMBERED = 200_000  # names of each kind; some 40 MB

PLACES = """
SELECT id, country, state, city, latitude, longitude FROM trials_place
WHERE (country, state, city) IN (SELECT * FROM unnest(%s::text[], %s::text[], %s::text[]))
"""
NEW_PLACES = """
INSERT INTO trials_place (country, state, city, latitude, longitude)
SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::float8[], %s::float8[])
RETURNING id, country, state, city, latitude, longitude
"""
CONDITIONS = "SELECT key, id, mesh_id <> '' FROM trials_condition WHERE key = ANY(%s)"
NEW_CONDITIONS = """
INSERT INTO trials_condition (key, name, mesh_id) SELECT * FROM unnest(%s::text[], %s::text[], %s::text[])
RETURNING key, id, mesh_id <> ''
"""
NAMED_CONDITIONS = """
UPDATE trials_condition SET name = named.name, mesh_id = named.mesh_id
FROM unnest(%s::text[], %s::text[], %s::text[]) AS named (key, name, mesh_id)
WHERE trials_condition.key = named.key RETURNING trials_condition.key, id, true
"""


class Ids:
    """What is known to be stored. Ids that were made in a transaction are remembered once it is committed."""

    def __init__(self) -> None:
        self.places: dict[PlaceKey, int] = {}
        self.conditions: dict[str, tuple[int, bool]] = {}  # key -> id, and whether it is a MeSH term

    def keep(self, places: dict[PlaceKey, int], conditions: dict[str, tuple[int, bool]]) -> None:
        """Remember committed ids. When there are too many, start afresh: the common ones are soon back."""
        if len(self.places) > REMEMBERED:
            self.places.clear()
        if len(self.conditions) > REMEMBERED:
            self.conditions.clear()
        self.places |= places
        self.conditions |= conditions

    def places_of(self, wanted: Collection[PlaceKey]) -> dict[PlaceKey, int]:
        """The id of each place."""
        ids = {place: self.places[place] for place in wanted if place in self.places}
        if unknown := [place for place in wanted if place not in ids]:
            names = {(place.country, place.state, place.city) for place in unknown}
            stored = {PlaceKey(*place): number for number, *place in rows(PLACES, columns(names))}
            ids |= {place: stored[place] for place in unknown if place in stored}
        if missing := [place for place in wanted if place not in ids]:
            whole = [(one.country, one.state, one.city, one.latitude, one.longitude) for one in missing]
            ids |= {PlaceKey(*place): number for number, *place in rows(NEW_PLACES, columns(whole))}
        return ids

    def conditions_of(self, listings: Iterable[Listing]) -> dict[str, tuple[int, bool]]:
        """The id of each condition by its key. One that turns out to be a MeSH term takes over its name and id."""
        wanted: dict[str, Listing] = {}
        for one in listings:
            if one.mesh_id or one.key not in wanted:
                wanted[one.key] = one
        ids = {name: self.conditions[name] for name in wanted if name in self.conditions}
        if unknown := [name for name in wanted if name not in ids]:
            ids |= keyed(rows(CONDITIONS, [unknown]))
        if missing := [one for one in wanted.values() if one.key not in ids]:
            ids |= keyed(rows(NEW_CONDITIONS, described(missing)))
        if named := [one for one in wanted.values() if one.mesh_id and not ids[one.key][1]]:
            ids |= keyed(rows(NAMED_CONDITIONS, described(named)))
        return ids


def rows(statement: str, parameters: Any) -> list[tuple]:
    """What a statement returns."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def columns(values: Collection[tuple]) -> list[list[object]]:
    """Rows turned into one array a column, as unnest wants them."""
    return [list(column) for column in zip(*values, strict=True)]


def keyed(found: Iterable[tuple]) -> dict[str, tuple[int, bool]]:
    return {name: (number, is_mesh) for name, number, is_mesh in found}


def described(listings: Sequence[Listing]) -> list[list[object]]:
    return columns([(one.key, one.name, one.mesh_id) for one in listings])
