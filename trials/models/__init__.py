"""One noun a file."""

from trials.models.alarm import Alarm, Removal
from trials.models.condition import Condition, TrialCondition
from trials.models.curation import Curation
from trials.models.place import Place
from trials.models.postal_code import PostalCode
from trials.models.revision import Revision
from trials.models.run import Partition, RefreshRun, RejectedRecord
from trials.models.site import Site
from trials.models.term import Descriptor, Term, VocabularyState
from trials.models.touched import Touched
from trials.models.trial import Alias, Original, Trial

__all__ = [
    "Alarm",
    "Alias",
    "Condition",
    "Curation",
    "Descriptor",
    "Original",
    "Partition",
    "Place",
    "PostalCode",
    "RefreshRun",
    "RejectedRecord",
    "Removal",
    "Revision",
    "Site",
    "Term",
    "Touched",
    "Trial",
    "TrialCondition",
    "VocabularyState",
]
