"""A sentence about somebody who is ill -> the search that it asks for. Pure, without memory, the same every time.

`text` makes the words comparable; `cues` finds the small phrases that turn a meaning ("no", "my mother", "history of");
`people`, `ages`, `illnesses`, `treatments`, `courses` and `wishes` each read one kind of fact; `reading` puts together
what they found, and says what was not used. `sentences` tells a sentence from a plain term.
"""

from trials.search.understanding.reading import understood
from trials.search.understanding.sentences import is_sentence
from trials.search.understanding.values import LONGEST_TEXT, Illness, LeftOut, Reason, Understood

__all__ = ["LONGEST_TEXT", "Illness", "LeftOut", "Reason", "Understood", "is_sentence", "understood"]
