"""Where curators and administrators work."""

from trials.admin import alarms, curation, runs, terms, trials

__all__ = ["alarms", "curation", "runs", "terms", "trials"]
