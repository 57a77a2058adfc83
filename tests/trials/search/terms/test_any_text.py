"""Whatever people paste: no error, and an answer in bounded time."""

import time

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.trials.search.terms.kit import packaged
from trials.search.terms.folding import tokens

LETTERS = st.text(max_size=10_000)
WORDS = st.lists(
    st.one_of(
        st.sampled_from(
            ["cancer", "of", "the", "a", "leukemia", "Disease", "MS", "type", "ii", ",", ";", "(", "breast", "lukemia"]
        ),
        st.text(alphabet="aeioulnrstcdpm", min_size=1, max_size=14),
    ),
    max_size=700,
).map(" ".join)
LONGEST = 1.0  # seconds, on a busy machine; as a rule a thousandth of it


@settings(max_examples=150, deadline=None)
@given(st.one_of(LETTERS, WORDS))
@example("a, " * 3_300)
@example("cancer " * 1_400)
@example("x" * 10_000)
@example("ﬃ½™İßŉ'’ " * 1_000)
@example("Leukemia, Myeloid, " * 500)
def test_any_text_gets_an_answer_soon(text) -> None:
    vocabulary = packaged()
    vocabulary.corrected("warm"), vocabulary.suggestions("warm")  # built at the first call
    began = time.perf_counter()
    vocabulary.meanings(text)
    mentions = vocabulary.mentions(text)
    vocabulary.corrected(text)
    vocabulary.suggestions(text)
    assert time.perf_counter() - began < LONGEST
    last = 0
    for one in mentions:
        assert last <= one.start < one.end <= len(tokens(text))
        assert one.meanings
        last = one.end


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_what_a_text_means_is_also_mentioned_in_it(text) -> None:
    if meanings := packaged().meanings(text):
        assert packaged().mentions(text)[0].meanings == meanings


def test_the_packaged_vocabulary_is_built_soon() -> None:
    from tests.trials.search.terms.kit import packaged

    began = time.perf_counter()
    packaged.__wrapped__()
    assert time.perf_counter() - began < 5  # a quarter of a second as a rule
