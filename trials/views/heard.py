"""A sentence in the search: read, put into the form's own fields, and told back once.

Whoever writes a sentence may write a whole story. It is used for one answer and kept nowhere: not in a cookie, not in
the session, not in a log. All links of the page lead to the address of what was understood, which says no more than
the form's fields do. What was not searched for is therefore told on this one page; a reload shows the search alone.
"""

from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils import timezone

from trials.search import places, wording
from trials.search.criteria import DEFAULTS
from trials.search.filters import MULTIPLE
from trials.search.gist import gist
from trials.search.index.current import follower
from trials.search.terms import current as terms
from trials.search.understanding import LeftOut, Reason, Understood, is_sentence, understood
from trials.search.understanding.addressed import without_names
from trials.search.understanding.courses import registered
from trials.search.understanding.params import name, params

FIELD = "condition"  # where a sentence may stand
SEVERAL = (*MULTIPLE, "zip")  # fields that take several values
SENTENCE = 40  # words; what is longer is a note: it names more conditions than the one that counts


@dataclass(frozen=True, slots=True)
class Heard:
    """What a sentence said, or a note.

    Args:
        understood: what was read in it.
        conditions: the words for each condition that is searched for, with its name where that is another.
        data: the form's fields that lead to the search.
        is_note: so much was said that the search is for what fits all of it best, and not for trials on a condition.
    """

    understood: Understood
    conditions: tuple[tuple[str, str], ...]
    data: QueryDict
    is_note: bool = False

    @property
    def query(self) -> str:
        """The search as an address's query, without the sentence."""
        return self.data.urlencode()

    @property
    def places(self) -> list[str]:
        """Where the search looks: "Near Boston, MA", "In Texas"."""
        return [wording.place(places.read(text).place) for text in self.understood.places]


def heard(data: QueryDict) -> Heard | None:
    """What the sentence in a form's condition field says; None where the field holds a plain term.

    Fields that the person filled in themselves count before what the sentence says.
    """
    text = data.get(FIELD, "")
    if is_one_word(text):
        return None
    vocabulary = terms.current()
    text = without_names(text)
    if not is_sentence(text, vocabulary):
        return None
    found = understood(text, vocabulary, places.place_named, timezone.localdate())
    wanted = params(found, vocabulary)
    whole = gist(text, follower.index()) if len(text.split()) > SENTENCE else ""
    if whole:
        wanted = {name: values for name, values in wanted.items() if name != FIELD} | {"words": [whole]}
    elif FIELD in wanted and found.leftover:
        wanted["words"] = [registered(found.leftover)]
    typed = {field: [*filter(None, data.getlist(field))] for field in data if field != FIELD and is_typed(data, field)}
    plain = QueryDict(mutable=True)
    for field, values in (wanted | typed).items():
        plain.setlist(field, values if field in SEVERAL else values[:1])
    overruled = [
        LeftOut(" ".join(wanted[field]), Reason.TYPED)
        for field in typed
        if field in wanted and wanted[field] != typed[field]
    ]
    found = replace(found, left_out=(*overruled, *found.left_out))
    names = tuple((one.words, name(one, vocabulary)) for one in found.conditions)
    return Heard(found, names, plain, bool(whole))


def is_one_word(text: str) -> bool:
    """Whether a text is too short to be a sentence, so that the vocabulary need not be asked."""
    return len(text.split()) < 2 and not any(letter.isdigit() for letter in text)


def is_typed(data: QueryDict, name: str) -> bool:
    """Whether a field holds more than what the form sends by itself."""
    default = DEFAULTS.get(name, "")
    return any(value not in ("", default, str(default)) for value in data.getlist(name))
