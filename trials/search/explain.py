"""Why a trial is in the list, and which filter emptied it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from trials.models import TrialCondition
from trials.search import conditions
from trials.search.criteria import ANY, DEFAULTS, RADII, SearchCriteria
from trials.search.matching import matching

Source = TrialCondition.Source


@dataclass(frozen=True, slots=True)
class Listed:
    """The strongest listing of a trial under the words of a search."""

    name: str
    source: Source

    @property
    def sentence(self) -> str:
        """Why the condition brought this trial, for a card."""
        return {
            Source.REGISTRANT: f"Listed under “{self.name}”",
            Source.MESH: f"About {self.name.lower()}, as the registry sorts it",
            Source.ANCESTOR: f"About a kind of {self.name.lower()}",
            Source.KEYWORD: f"Has the keyword “{self.name}”",
        }[self.source]


@dataclass(frozen=True, slots=True)
class WayOut:
    """A search that is wider in one point, and how many trials it finds."""

    words: str
    criteria: SearchCriteria
    total: int


def listed(trials: Sequence[int], criteria: SearchCriteria) -> dict[int, Listed]:
    """For each of these trials the condition that brought it; nothing where no condition was asked for."""
    if not criteria.condition or not trials:
        return {}
    found = (
        TrialCondition.objects.filter(trial__in=trials, condition__in=conditions.named(criteria.condition).values("id"))
        .order_by("trial_id", "source", "condition__name")
        .distinct("trial_id")
        .values_list("trial_id", "condition__name", "source")
    )
    return {trial: Listed(name, Source(source)) for trial, name, source in found}


def ways_out(criteria: SearchCriteria, total: int) -> list[WayOut]:
    """For a short list: each search that gives up one thing and finds more than `total`, the gentlest first."""
    ways: list[WayOut] = []
    reached = total
    for words, wider in loosened(criteria):
        way = WayOut(words, wider, matching(wider).total)
        is_farther = wider.radius != criteria.radius  # the distances come one after the other: each must add something
        if way.total > (reached if is_farther else total):
            ways.append(way)
            reached = max(reached, way.total) if is_farther else reached
    return ways


def loosened(criteria: SearchCriteria) -> list[tuple[str, SearchCriteria]]:
    """The search with one filter widened or left out at a time, with the words for each."""
    ways: list[tuple[str, SearchCriteria]] = []
    if criteria.zip and criteria.radius:
        ways += [
            (f"Search within {miles} miles", replace(criteria, radius=miles))
            for miles in RADII
            if miles > criteria.radius
        ]
        ways.append(("Search at any distance", replace(criteria, radius=None)))
    if criteria.status == "open":
        ways.append(("Show trials that open soon", replace(criteria, status="soon")))
    if criteria.status != ANY:
        ways.append(("Show trials of any status", replace(criteria, status=ANY)))
    for name, words in LEAVE_OUT.items():
        if getattr(criteria, name) != DEFAULTS[name]:
            ways.append((f"Leave out the {words}", criteria.without(name)))
    return ways


LEAVE_OUT = {
    "age": "age",
    "sex": "sex",
    "phase": "phase",
    "healthy": "question about healthy people",
    "intervention": "treatment",
    "country": "country",
    "condition": "condition",
}
