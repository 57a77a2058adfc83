"""manage.py build_mesh_table SOURCE: the packaged table of diseases, made anew. For those who work on Trialfinder."""

import gzip
import io
import re
from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from trials.search.terms.sources import (
    LAY_TERMS,
    MESH_TABLE,
    Record,
    SourceError,
    chosen,
    read_lay_terms,
    read_table,
    read_xml,
)
from trials.search.terms.synonyms import read_ontology, with_synonyms

HEADER = (
    "# Adapted from the Medical Subject Headings (MeSH) of the U.S. National Library of Medicine{edition}.\n"
    "# Made from {source} on {day} by manage.py build_mesh_table: the headings of diseases and what is searched like\n"
    "# one, without inverted forms of their entry terms{synonyms}.\n"
    "# Columns: id, name, entry terms, tree numbers.\n"
)


class Command(BaseCommand):
    help = "Make the packaged table of diseases from a table of all MeSH descriptors, or from NLM's XML."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path, help="tab-separated id, name, entry terms, tree numbers; or NLM's XML")
        parser.add_argument("--ontology", type=Path, help="the Disease Ontology (JSON, also gzipped), for its synonyms")
        parser.add_argument("--edition", default="", help="MeSH's year, for the header")
        parser.add_argument("--made-on", type=date.fromisoformat, default=None, help="the date in the header; today")
        parser.add_argument("--to", type=Path, default=MESH_TABLE)

    def handle(
        self,
        *args: object,
        source: Path,
        ontology: Path | None,
        edition: str,
        made_on: date | None,
        to: Path,
        **options: object,
    ) -> None:
        read = read_xml if ".xml" in source.suffixes else read_table
        wanted = frozenset(one.mesh_id for one in read_lay_terms(LAY_TERMS))
        try:
            records = sorted(chosen(read(source), wanted))
            if ontology:
                records = with_synonyms(records, read_ontology(ontology))
        except (SourceError, OSError) as error:
            raise CommandError(str(error)) from None
        year = edition or "".join(re.findall(r"desc(\d{4})", source.name))
        day = made_on or date.today()
        header = HEADER.format(
            edition=f", {year}" if year else "",
            source=source.name,
            day=day.isoformat(),
            synonyms="; with synonyms of the Disease Ontology (CC0)" if ontology else "",
        )
        to.write_bytes(packed(header, records))
        terms = sum(1 + len(one.entries) for one in records)
        self.stdout.write(f"{len(records):,} descriptors with {terms:,} terms in {to}")


def packed(header: str, records: Iterable[Record]) -> bytes:
    """The table, gzipped without name or time, so that equal tables are equal files."""
    lines = (
        "\t".join((one.heading.mesh_id, one.heading.name, "|".join(one.entries), "|".join(one.heading.tree_numbers)))
        for one in records
    )
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", filename="", mtime=0, compresslevel=9) as file:
        file.write((header + "\n".join(lines) + "\n").encode())
    return packed.getvalue()
