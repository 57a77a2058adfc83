"""A crawl over the pages of one search, counted as it goes."""

import re
from collections.abc import Iterator, Mapping

from trials.models import RefreshRun
from trials.registry.client import RegistryClient
from trials.registry.sources import Found

NUMBER = re.compile(rb'"nctId":\s*"(NCT\d{8})"')


class Crawl:
    """The studies of a search, page after page. Afterwards it knows whether all came that were announced.

    The run counts pages, bytes and retries; whoever loads the studies saves it.
    """

    def __init__(self, client: RegistryClient, run: RefreshRun, params: Mapping[str, str]) -> None:
        self.client, self.run, self.params = client, run, params
        self.announced = 0
        self.numbers: set[bytes] = set()

    def __iter__(self) -> Iterator[Found]:
        for number, page in enumerate(self.client.pages(self.params), start=1):
            self.run.pages += 1
            self.run.bytes_read, self.run.retries = self.client.bytes_read, self.client.retries
            if page.total_count is not None:
                self.announced = page.total_count
            for position, study in enumerate(page.studies, start=1):
                raw = bytes(study)
                if found := NUMBER.search(raw):
                    self.numbers.add(found[1])
                yield Found(f"page {number} study {position}", raw, self.client.bytes_read)

    @property
    def given(self) -> int:
        """How many different studies came."""
        return len(self.numbers)

    @property
    def complete(self) -> bool:
        """Whether as many different studies came as were announced. Rows that shift while the registry is rebuilt come
        twice, and others not at all."""
        return self.given >= self.announced
