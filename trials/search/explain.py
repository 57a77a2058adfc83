"""Why a trial is in the list, and which filter emptied it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from trials.models import TrialCondition
from trials.search import places
from trials.search.closeness import Closeness
from trials.search.criteria import ANY, DEFAULTS, RADII, SearchCriteria
from trials.search.index.build import CLOSENESS
from trials.search.index.current import named_by
from trials.search.index.words import stems
from trials.search.matching import Hit, Matches, matching

Source = TrialCondition.Source


@dataclass(frozen=True, slots=True)
class Listed:
    """How a trial is about the condition of a search.

    Args:
        name: what the record calls it.
        kind_of: the wider condition that was meant, where the name is a kind of it.
    """

    name: str
    closeness: Closeness
    kind_of: str = ""

    @property
    def sentence(self) -> str:
        """Why the condition brought this trial, for a card."""
        kind = f", a kind of {self.kind_of}" if self.kind_of else ""
        return {
            Closeness.OWN: f"Listed under “{self.name}”{kind}",
            Closeness.WITHIN: f"Listed under “{self.name}”{kind}",
            Closeness.MESH: f"About {self.name}{kind}, as the registry sorts it",
            Closeness.KEYWORD: f"Has the keyword “{self.name}”{kind}",
            Closeness.TITLE: f"Its title speaks of {self.name}" if self.name else "Its title speaks of it",
        }[self.closeness]


@dataclass(frozen=True, slots=True)
class WayOut:
    """A search that is wider in one point, and how many trials it finds."""

    words: str
    criteria: SearchCriteria
    total: int


def listed(hits: Sequence[Hit], matches: Matches) -> dict[int, Listed]:
    """For each of these trials the condition that brought it; nothing where no condition was asked for."""
    if not matches.question.about:
        return {}
    names: dict[int, list[tuple[str, int]]] = {}
    found = TrialCondition.objects.filter(trial__in=[hit.number for hit in hits]).exclude(source=Source.ANCESTOR)
    for trial, name, source in found.values_list("trial_id", "condition__name", "source"):
        names.setdefault(trial, []).append((name, source))
    return {hit.number: told(hit, names.get(hit.number, []), matches) for hit in hits}


def told(hit: Hit, names: Sequence[tuple[str, int]], matches: Matches) -> Listed:
    """The name in a record that makes it as close as it is; of several the shortest."""
    ways = [way for name, source in names for way in readings(name, Source(source), matches)]
    best = [way for way in ways if way.closeness == hit.closeness]
    return min(best, key=lambda one: len(one.name), default=Listed(matches.meant.shown, hit.closeness))


def readings(name: str, source: Source, matches: Matches) -> Iterator[Listed]:
    """How close a trial is by one of its names."""
    asked, vocabulary = matches.question, matches.index.vocabulary
    own = CLOSENESS[source]
    for mesh_id, whole in named_by(vocabulary)(name):
        shown = vocabulary.spoken(mesh_id) if source == Source.MESH else name
        for meaning in asked.meanings:
            if mesh_id == meaning.mesh_id:
                yield Listed(shown, own if whole else max(own, Closeness.WITHIN))
            elif mesh_id in meaning.below:
                yield Listed(shown, max(own, Closeness.WITHIN), kind_of=vocabulary.spoken(meaning.mesh_id))
    if any(words <= stems(name) for words in asked.words):
        yield Listed(name, max(own, Closeness.WITHIN))


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
    has_point = bool(places.points(criteria))
    if criteria.places and not has_point:
        ways.append(("Search everywhere", criteria.without("places")))
    if has_point and criteria.radius:
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
