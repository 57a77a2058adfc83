"""Where curators and administrators work."""

from trials.admin import curation, runs, trials

__all__ = ["curation", "runs", "trials"]
