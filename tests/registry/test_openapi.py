"""The registry's official OpenAPI document, held against the emulator with requests made up from it."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

from tests.registry import Emulator
from tests.registry.conftest import shared_file

GOOD, BAD = schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE
REQUESTS = [
    ("/studies", GOOD),
    ("/studies", BAD),
    ("/studies/{nctId}", GOOD),
    ("/studies/{nctId}", BAD),
    ("/version", GOOD),
]
# Parameters whose every value of the declared form is a good request. The others are looser in the document than in
# the registry, which refuses unknown field names and queries that do not parse, as the emulator does.
SAFE = {
    "filter.overallStatus", "filter.ids", "filter.geo", "postFilter.overallStatus", "postFilter.ids",
    "postFilter.geo", "geoDecay", "countTotal", "pageSize", "markupFormat",
}  # fmt: skip
made_up = settings(max_examples=150, deadline=None, database=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def document(generated: list[dict[str, Any]]) -> Iterator[Any]:
    """The document, pointed at a registry of a few studies of which one has an alias."""
    with Emulator(generated[:20]) as registry:
        registry.merge(*registry.ids()[:2])
        schema = schemathesis.openapi.from_path(shared_file("ctg-oas-v2_2.0.5.yaml"))
        schema.config.update(base_url=registry.url)
        yield schema


@pytest.mark.slow
@pytest.mark.parametrize(("path", "mode"), REQUESTS)
def test_answers_keep_to_the_official_document(document: Any, path: str, mode: Any) -> None:
    checks = schemathesis.checks
    excluded = [checks.positive_data_acceptance, checks.negative_data_rejection]

    @made_up
    @given(case=document[path]["GET"].as_strategy(generation_mode=mode))
    def answer_is_as_declared(case: Any) -> None:
        case.call_and_validate(excluded_checks=excluded)

    answer_is_as_declared()


@pytest.mark.slow
def test_good_requests_are_answered(document: Any) -> None:
    @made_up
    @given(case=document["/studies"]["GET"].as_strategy())
    def answer_is_good(case: Any) -> None:
        case.query = {name: value for name, value in (case.query or {}).items() if name in SAFE}
        assert case.call_and_validate().status_code == 200

    answer_is_good()
