"""A local ClinicalTrials.gov: its API v2 over generated or given studies, with faults to arm and days to let pass."""

from tests.registry.clock import DaySummary
from tests.registry.emulator import Emulator, Request, open_emulator
from tests.registry.generator import generate, write_studies

__all__ = ["DaySummary", "Emulator", "Request", "generate", "open_emulator", "write_studies"]
