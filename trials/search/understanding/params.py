"""What was understood, as the parameters of the search form: they lead to the same search without the sentence."""

from collections.abc import Sequence

from trials.search.terms.vocabulary import Vocabulary
from trials.search.understanding.courses import courses
from trials.search.understanding.text import Text
from trials.search.understanding.values import Illness, Understood

LONGEST_CONDITION = 200  # characters in the form's field
SHORTEST_NAME = 5  # characters


def params(understood: Understood, vocabulary: Vocabulary) -> dict[str, list[str]]:
    """Field -> what the form takes; only the fields of which something was said."""
    found = {
        "condition": [condition(understood.conditions, vocabulary) or understood.unheard_of[:LONGEST_CONDITION]],
        "age": [str(understood.age)] if understood.age else [],
        "sex": [understood.sex],
        "zip": list(understood.places),
        "intervention": [understood.treatment],
        "status": [understood.status],
        "radius": [str(understood.radius)] if understood.radius else [],
        "phase": list(understood.phases),
        "healthy": ["yes"] if understood.healthy else [],
        "group": [understood.group],
    }
    return {name: values for name, values in found.items() if any(values)}


def condition(illnesses: Sequence[Illness], vocabulary: Vocabulary) -> str:
    """The names of conditions in one text that means them all, and nothing else: "asthma, eczema"."""
    for several in range(len(illnesses), 1, -1):
        wanted = {one.heading.mesh_id for one in illnesses[:several]}
        text = ", ".join(name(one, vocabulary) for one in illnesses[:several])
        meant = {one.meanings[0].mesh_id for one in vocabulary.mentions(text)}
        if meant == wanted and len(text) <= LONGEST_CONDITION:
            return text
    return name(illnesses[0], vocabulary) if illnesses else ""


def name(illness: Illness, vocabulary: Vocabulary) -> str:
    """The name of a condition that means it: the words themselves, else as patients say it, else as MeSH does.

    Abbreviations are written out, for what they mean depends on the sentence. "Breast cancer that came back" is breast
    cancer, for that is what the search finds.
    """
    said, wanted = illness.words, (illness.heading,)
    is_name = len(said) >= SHORTEST_NAME and not said.isupper() and not any(courses(Text(said), ()))
    if is_name and vocabulary.meanings(said) == wanted:
        return said
    spoken = vocabulary.spoken(illness.heading.mesh_id)
    return spoken if vocabulary.meanings(spoken)[:1] == wanted else illness.heading.name
