"""The history of a record in sentences: what changed, for somebody who thinks of joining."""

from collections.abc import Callable, Iterable
from typing import Any

from trials.reading.history import plan, rules, sites, study
from trials.reading.history.news import News
from trials.reading.history.words import Piece, words_compared
from trials.registry import changes as kinds
from trials.registry.changes import Change, CriteriaChanged, DateMoved, Milestone, SiteChanged, SiteRenamed

_SENTENCE: dict[type[Change], Callable[[Any], str]] = {
    kinds.AgeLimitChanged: rules.age_sentence,
    kinds.AllocationChanged: plan.allocation_sentence,
    kinds.ArmsChanged: plan.arms_sentences,
    kinds.CollaboratorsChanged: plan.collaborators_sentence,
    kinds.ConditionsChanged: plan.conditions_sentence,
    kinds.ContactsChanged: plan.contacts_sentence,
    kinds.CriteriaChanged: rules.criteria_sentence,
    kinds.DateMoved: study.date_sentence,
    kinds.EnrollmentChanged: study.enrollment_sentence,
    kinds.ExpandedAccessChanged: study.expanded_access_sentence,
    kinds.HealthyVolunteersChanged: rules.healthy_sentence,
    kinds.MaskingChanged: plan.masking_sentence,
    kinds.MeasuresChanged: plan.measures_sentence,
    kinds.OfficialsChanged: lambda _: "The people in charge of the study changed.",
    kinds.PhaseChanged: plan.phase_sentence,
    kinds.PublicationsChanged: plan.publications_sentence,
    kinds.ReasonChanged: study.reason_sentence,
    kinds.ResultsChanged: study.results_sentence,
    kinds.SexChanged: rules.sex_sentence,
    kinds.SiteChanged: sites.site_sentence,
    kinds.SiteRenamed: sites.renamed_sentence,
    kinds.SponsorChanged: plan.sponsor_sentence,
    kinds.StatusChanged: study.status_sentence,
    kinds.StudyTypeChanged: study.study_type_sentence,
    kinds.TextChanged: plan.text_sentence,
    kinds.Tidied: plan.tidied_sentence,
    kinds.TreatmentDetailsChanged: plan.details_sentence,
    kinds.TreatmentsChanged: plan.treatments_sentences,
    kinds.Verified: study.verified_sentence,
}


def sentence(change: Change) -> str:
    """One change in one or a few plain sentences. It is plain text: escape it when shown."""
    return _SENTENCE[type(change)](change)


def tell(changes: Iterable[Change]) -> tuple[News, ...]:
    """The changes of one revision in their order; sites to which the same happened are told together."""
    groups: dict[object, list[Change]] = {}
    for change in changes:
        groups.setdefault(_alike(change), []).append(change)
    return tuple(map(_news, groups.values()))


def _alike(change: Change) -> object:
    """What makes two changes one piece of news; most stand alone."""
    if isinstance(change, SiteChanged):
        return SiteChanged, sites.happened(change), change.rank
    if isinstance(change, DateMoved) and change.milestone is not Milestone.START:
        return DateMoved, change.before, change.after, change.type_before, change.type_after
    return SiteRenamed if isinstance(change, SiteRenamed) else (change, id(change))


def _news(group: list[Change]) -> News:
    last = group[-1]
    if isinstance(last, CriteriaChanged):
        return News(sentence(last), (last,), rules.criteria_details(last))
    if len(group) == 1 or isinstance(last, DateMoved):  # the main part ends with the whole study
        return News(sentence(last), tuple(group))
    details = tuple(map(sentence, group))
    if isinstance(last, SiteRenamed):
        return News(sites.renamed_sentences(len(group)), tuple(group), details)
    return News(sites.sites_sentences([one for one in group if isinstance(one, SiteChanged)]), tuple(group), details)


__all__ = ["News", "Piece", "sentence", "tell", "words_compared"]
