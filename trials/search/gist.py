"""What stands for a long description in an address: its diseases and its most telling words, none of its story, and
nothing that could be a name of somebody or of a town."""

from trials.search import describing
from trials.search.index.current import Index
from trials.search.index.scoring import heaviest_concepts, heaviest_words
from trials.search.index.words import stem
from trials.search.terms.folding import tokens

LONGEST = 400  # characters
BETWEEN = "; "  # no term of the vocabulary reaches across
FAINT = 0.1  # of what the heaviest word weighs: those below tell nothing


def gist(text: str, index: Index) -> str:
    """The diseases and words of a description that tell most of it, the heaviest first; "" where nothing tells."""
    segments = [part.segment for part in index.parts]
    described = describing.read(text, index.vocabulary)
    diseases = [
        index.vocabulary.spoken(one.mesh_id)
        for one in heaviest_concepts(described.concepts, segments, index.vocabulary)
    ]
    words = heaviest_words(described.words, segments)
    written = describing.spellings(text)
    named = {stem(word.casefold()) for name in diseases for word in tokens(name)}
    private = describing.names(text)
    others = [
        written[one]
        for one, weight in words
        if one not in named | private and weight >= FAINT * words[0][1] and not describing.turns(written[one])
    ]
    return shortened([*diseases, *others])


def shortened(parts: list[str]) -> str:
    """As many of the parts as an address may hold."""
    found = ""
    for one in parts:
        longer = f"{found}{BETWEEN}{one}" if found else one
        if len(longer) > LONGEST:
            break
        found = longer
    return found
