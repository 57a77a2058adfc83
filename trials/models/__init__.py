"""One noun a file."""

from trials.models.condition import Condition, TrialCondition
from trials.models.curation import Curation
from trials.models.place import Place
from trials.models.run import RefreshRun, RejectedRecord
from trials.models.site import Site
from trials.models.trial import Alias, Original, Trial

__all__ = [
    "Alias",
    "Condition",
    "Curation",
    "Original",
    "Place",
    "RefreshRun",
    "RejectedRecord",
    "Site",
    "Trial",
    "TrialCondition",
]
