"""manage.py first_load: what a new installation shows. Real trials if the registry answers, else the sample."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late

from django.conf import settings
from django.core.management.base import BaseCommand
from kombu.exceptions import OperationalError

from trials import sample
from trials.models import RefreshRun, Trial
from trials.registry.client import RegistryClient, RegistryError
from trials.registry.loading import load, recorded_run
from trials.registry.parse import SAMPLE_FROM
from trials.registry.sources import Found
from trials.tasks import refresh

PATIENCE = 10.0  # seconds until a registry that does not answer counts as away


class Command(BaseCommand):
    help = "Load the bundled sample where no trial is stored and the registry does not answer; start a refresh."

    def handle(self, *args: object, **options: object) -> None:
        stored = Trial.objects.count()
        if Trial.objects.filter(id__lt=SAMPLE_FROM).exists():
            self.stdout.write(f"{stored:,} trials are here.")
        elif registry_answers():
            self.stdout.write("ClinicalTrials.gov answers: its open trials load in the background.")
        elif stored:
            self.stdout.write(f"ClinicalTrials.gov does not answer. Showing {stored:,} sample trials.")
        else:
            self.load_sample()
        try:
            refresh.apply_async(retry=False)
        except OperationalError:
            self.stdout.write("Redis does not answer, so nothing is refreshed until it does.")

    def load_sample(self) -> None:
        found = (Found(f"sample study {number}", raw, 0) for number, raw in enumerate(sample.studies(), start=1))
        with recorded_run(RefreshRun.Kind.SAMPLE, "bundled sample", data_timestamp=sample.VERSION_STAMP) as run:
            load(run, found)
        self.stdout.write(f"ClinicalTrials.gov does not answer. Showing {run.new:,} sample trials until it does.")


def registry_answers() -> bool:
    """Whether the registry says its version soon. Looking up its name can hang longer than any time limit of HTTP."""
    client = RegistryClient(settings.REGISTRY_URL, settings.REGISTRY_USER_AGENT, tries=1, timeout=(PATIENCE, PATIENCE))
    asking = ThreadPoolExecutor(max_workers=1)
    try:
        return bool(asking.submit(client.version).result(PATIENCE).data_timestamp)
    except (RegistryError, Late):
        return False
    finally:
        asking.shutdown(wait=False, cancel_futures=True)
