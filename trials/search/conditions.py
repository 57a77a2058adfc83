"""Words -> the conditions that they name."""

from typing import Any

from django.db.models import Min, QuerySet

from trials.models import Condition, TrialCondition
from trials.words import without_small_words


def named(words: str) -> QuerySet[Condition]:
    """Conditions, MeSH terms and keywords whose name holds all the words, in any form and order."""
    return Condition.objects.named(without_small_words(words))


def listings(words: str) -> QuerySet[TrialCondition, Any]:
    """Trials listed under the words: `trial_id`, and as `closeness` the strongest source (1: the registrant's own).

    Broader MeSH terms count as the trial's own, so that "leukemia" finds what is listed under acute myeloid leukemia.
    """
    return (
        TrialCondition.objects.filter(condition__in=named(words).values("id"))
        .values("trial_id")
        .annotate(closeness=Min("source"))
    )
