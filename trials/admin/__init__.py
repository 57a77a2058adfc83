"""Where curators and administrators work."""

from trials.admin import alarms, curation, runs, trials

__all__ = ["alarms", "curation", "runs", "trials"]
