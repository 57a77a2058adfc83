"""One growth, many words: "prostate cancer", "carcinoma of the prostate", "prostatic neoplasm"."""

from collections.abc import Iterator, Sequence

from trials.search.terms.rows import Heading

BY_SITE = "C04.588"  # the branch of MeSH's tree whose headings are named after where the growth is
ALL_GROWTHS = "C04"
GROWTHS = ("cancer", "neoplasm", "tumor", "carcinoma", "malignancy")  # folded
NAMED_SO = frozenset(GROWTHS[:3])  # a carcinoma that MeSH names is a kind of its own


def is_growth(heading: Heading) -> bool:
    """Whether the heading is the growths of a site, or all growths."""
    return any(number == ALL_GROWTHS or number.startswith(BY_SITE) for number in heading.tree_numbers)


def other_words(fold: Sequence[str]) -> Iterator[list[str]]:
    """The folded words of a growth with the other words for it: "lung tumor", "tumor of the lung"."""
    if not fold or fold[-1] not in NAMED_SO:
        return
    site = list(fold[:-1])
    for growth in GROWTHS:
        yield [*site, growth]
        if site:
            yield [growth, "of", *site]
            yield [growth, "of", "the", *site]
