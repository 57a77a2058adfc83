"""Comparisons of what the registry lists with what is stored. They find what no date tells: statuses that lapsed, studies
that were merged or removed.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import batched

import msgspec

from trials.models import Alarm, RefreshRun, Trial
from trials.registry.alarms import raise_alarm
from trials.registry.client import RegistryClient, RegistryError
from trials.registry.loading import load
from trials.registry.parse import nct_id, nct_number
from trials.registry.removals import remove, resolve
