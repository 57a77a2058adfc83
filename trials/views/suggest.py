"""/suggest/?q=: conditions for what somebody is typing, each with its number of open trials. Nothing of it is kept."""

from django.http import HttpRequest, JsonResponse

from trials.search.index.current import NotReady, follower
from trials.search.index.weights import open_trials
from trials.search.terms.folding import tokens
from trials.search.terms.suggestions import Suggestion
from trials.search.terms.vocabulary import Vocabulary

LONGEST = 80  # characters: nobody types a condition that is longer
FRESH = 300  # seconds that a browser may keep an answer, for itself alone


def suggest(request: HttpRequest) -> JsonResponse:
    """The suggestions, best first: what to search for, what else it is called, how many open trials there are."""
    typed = request.GET.get("q", "")
    try:
        found = suggested(typed) if len(typed) <= LONGEST else []
    except NotReady:
        found = []
    return JsonResponse({"suggestions": found}, headers={"Cache-Control": f"private, max-age={FRESH}"})


def suggested(typed: str) -> list[dict[str, object]]:
    """Suggestions as the page's script reads them."""
    index = follower.index()
    weights = open_trials.by_descriptor(index)
    return [
        {**named(one, typed, index.vocabulary), "open": weights.get(one.mesh_id, 0)}
        for one in index.vocabulary.suggestions(typed, weights=weights)
    ]


def named(one: Suggestion, typed: str, vocabulary: Vocabulary) -> dict[str, str]:
    """The heading's own name where it is what is being typed. Else the word for it that is, with the name beside it;
    but the name alone where that word could also mean something else."""
    meanings = vocabulary.meanings(one.matched)
    is_other = not begins(typed, one.words) and bool(meanings) and meanings[0].mesh_id == one.mesh_id
    return {"words": one.matched, "also": one.words} if is_other else {"words": one.words, "also": ""}


def begins(typed: str, name: str) -> bool:
    """Whether each typed word begins a word of a name."""
    words = [word.casefold() for word in tokens(name)]
    return all(any(word.startswith(one.casefold()) for word in words) for one in tokens(typed))
