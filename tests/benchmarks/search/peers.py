"""Two other ways to answer the same searches, on the same data: the plain Django way, and tantivy."""

import shutil
from pathlib import Path

import numpy as np
import tantivy
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db import transaction
from django.db.models import F, Min

from tests.benchmarks.search.log import Search
from trials.models import Trial
from trials.search.index import evaluate
from trials.search.index.columns import Segment
from trials.search.index.read import numbers, rows
from trials.search.matching import STATUSES
from trials.search.places import miles_from, points


def plain(search: Search) -> int:
    """SearchVector over title and treatments, rank, join sites, distance in SQL: as a tutorial would do it."""
    criteria = search.criteria
    trials = Trial.objects.filter(removed_at=None)
    order: list[object] = []
    if wanted := STATUSES[criteria.status]:
        trials = trials.filter(availability__in=wanted)
    if criteria.age:
        trials = trials.exclude(age_from_days__gte=criteria.age.until_days)
        trials = trials.exclude(age_until_days__lte=criteria.age.from_days)
    if criteria.sex:
        trials = trials.filter(sex__in=[criteria.sex, "ALL", ""])
    if criteria.phase:
        trials = trials.filter(phases__overlap=list(criteria.phase))
    if criteria.condition:
        vector, query = SearchVector("brief_title", "intervention_words"), SearchQuery(criteria.condition)
        trials = trials.annotate(words=vector, rank=SearchRank(vector, query)).filter(words=query)
        order = ["-rank"]
    if criteria.country:
        trials = trials.filter(sites__place__country=criteria.country)
    if criteria.places:
        trials = trials.filter(sites__availability=F("availability"))
        trials = trials.annotate(miles=Min(miles_from(points(criteria), "sites__place")))
        if criteria.radius:
            trials = trials.filter(miles__lte=criteria.radius)
        order.append("miles")
    trials = trials.order_by(*order, "-last_update_posted").distinct()
    start = (search.page - 1) * 20
    list(trials.values_list("id", flat=True)[start : start + 20])
    return trials.count()


class Tantivy:
    """Title, conditions and keywords of every trial, its filters, and the places of its sites that count.

    Which places are near is worked out by the caller, with the same formula as ours.
    """

    def __init__(self, segment: Segment, folder: Path) -> None:
        self.segment = segment
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("words", stored=False, tokenizer_name="en_stem")
        for name in ("sex", "phase", "kind", "country"):
            builder.add_text_field(name, stored=False, tokenizer_name="raw", index_option="basic")
        for name in ("status", "place", "number", "updated"):
            builder.add_integer_field(name, stored=name == "number", indexed=True, fast=True)
        for name in ("age_from", "age_until"):
            builder.add_float_field(name, stored=False, indexed=True, fast=True)
        self.schema = builder.build()
        self.index = tantivy.Index(self.schema, str(folder))
        self.fill()
        self.index.reload()
        self.searcher = self.index.searcher()

    @transaction.atomic
    def fill(self) -> None:
        segment = self.segment
        names: dict[int, list[str]] = {}
        wanted = {int(one) for one in segment.names}
        texts = {one: name for one, name in rows("SELECT id, name FROM trials_condition") if one in wanted}
        listed = numbers("SELECT trial_id, condition_id FROM trials_trialcondition", PAIR)
        for trial, condition in zip(listed["trial_id"].tolist(), listed["condition_id"].tolist(), strict=True):
            names.setdefault(trial, []).append(texts.get(condition, ""))
        writer = self.index.writer(heap_size=500_000_000, num_threads=2)
        query = "SELECT id, brief_title, intervention_words FROM trials_trial WHERE removed_at IS NULL ORDER BY id"
        for number, title, treatments in rows(query):
            at = int(np.searchsorted(segment.numbers, number))
            if at < len(segment) and segment.numbers[at] == number:
                writer.add_document(self.document(at, number, [title, treatments, *names.get(number, [])]))
        writer.commit()
        writer.wait_merging_threads()

    def document(self, at: int, number: int, texts: list[str]) -> tantivy.Document:
        segment, here = self.segment, np.array([at])
        return tantivy.Document(
            words=texts,
            sex=[one for bit, one in enumerate(("FEMALE", "MALE")) if segment.sexes[at] >> bit & 1],
            phase=[str(bit) for bit in range(8) if segment.phases[at] >> bit & 1],
            kind=[str(bit) for bit in range(12) if segment.kinds[at] >> bit & 1],
            country=[str(one) for one in segment.country_of.of(here)],
            status=int(segment.availability[at]),
            place=[int(one) for one in segment.place_of.of(here)],
            number=number,
            updated=int(segment.updated[at]),
            age_from=float(segment.age_from[at]),
            age_until=min(float(segment.age_until[at]), 1e9),
        )

    def __call__(self, search: Search) -> int:
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, one) for one in self.parts(search)])
        start = (search.page - 1) * 20
        return self.searcher.search(query, limit=20, offset=start, count=True).count

    def parts(self, search: Search) -> list[tantivy.Query]:
        """The filters of a search, each as a query."""
        criteria, schema, query = search.criteria, self.schema, tantivy.Query
        found = [query.all_query()]
        if criteria.condition:
            errors_or_query = self.index.parse_query_lenient(criteria.condition, ["words"], conjunction_by_default=True)
            found = [errors_or_query[0]]
        if wanted := STATUSES[criteria.status]:
            found.append(query.term_set_query(schema, "status", [int(one) for one in wanted]))
        if criteria.age:
            number = tantivy.FieldType.Float
            found.append(query.range_query(schema, "age_from", number, None, criteria.age.until_days, True, False))
            found.append(query.range_query(schema, "age_until", number, criteria.age.from_days, None, False, True))
        if criteria.sex:
            found.append(query.term_query(schema, "sex", criteria.sex))
        if criteria.phase:
            found.append(query.term_set_query(schema, "phase", [str(bit(PHASES, one)) for one in criteria.phase]))
        if criteria.kind:
            found.append(query.term_set_query(schema, "kind", [str(bit(KINDS, one)) for one in criteria.kind]))
        if criteria.country:
            code = np.flatnonzero(self.segment.countries == criteria.country)
            found.append(query.term_query(schema, "country", str(code[0]) if len(code) else "none"))
        if criteria.places and criteria.radius:
            here = tuple((point.latitude, point.longitude) for point in points(criteria))
            near = evaluate.distances(self.segment, here) <= criteria.radius
            found.append(query.term_set_query(schema, "place", np.flatnonzero(near).tolist()))
        return found


def bit(values: tuple[str, ...], value: str) -> int:
    return values.index(value)


PHASES, KINDS = evaluate.columns.PHASES, evaluate.columns.KINDS
PAIR = {"trial_id": "int4", "condition_id": "int4"}
