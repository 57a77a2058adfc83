"""The database -> columns. Numbers and whole records come by binary COPY, words row by row."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from django.db import connection

from trials.search.index.columns import Array

HEADER = 19  # bytes before the first row of PostgreSQL's binary COPY
TRAILER = 2
FLOAT = "float4"
TYPES = {"int2": ">i2", "int4": ">i4", "float8": ">f8", FLOAT: ">f4", "bool": "u1"}
AT_ONCE = 5000  # rows of words fetched at a time


def numbers(query: str, columns: Mapping[str, str]) -> dict[str, Array]:
    """The columns of a query: name -> array in the machine's own byte order.

    Args:
        query: gives for each row the columns, in their order, none of them NULL.
        columns: name -> PostgreSQL's type, a key of TYPES.
    """
    casts = ", ".join(f"{name}::{kind}" for name, kind in columns.items())
    layout: list[tuple[str, str]] = [("fields", ">i2")]
    for name, kind in columns.items():
        layout += [(f"{name} length", ">i4"), (name, TYPES[kind])]
    with connection.cursor() as cursor:
        statement = f"COPY (SELECT {casts} FROM ({query}) AS rows) TO STDOUT (FORMAT BINARY)"  # noqa: S608
        with cursor.copy(statement) as out:
            raw = b"".join(bytes(piece) for piece in out)
    rows = np.frombuffer(raw[HEADER:-TRAILER], np.dtype(layout))
    return {name: rows[name].astype(np.dtype(TYPES[kind]).newbyteorder("=")) for name, kind in columns.items()}


def rows(query: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a query, however many. Inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"DECLARE wanted NO SCROLL CURSOR FOR {query}")
        try:
            while True:
                cursor.execute(f"FETCH {AT_ONCE} FROM wanted")
                if not (some := cursor.fetchall()):
                    return
                yield from some
        finally:
            cursor.execute("CLOSE wanted")


def records(query: str, types: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """The rows of a query whose columns are of these types, bytes as they are."""
    with connection.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT BINARY)") as out:
        out.set_types(types)
        yield from out.rows()
