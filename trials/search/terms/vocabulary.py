"""What words mean. Built from rows, kept in memory, never changed: a new vocabulary is a new object."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from trials.search.terms.folding import bag, folded, naturally_ordered, tokens
from trials.search.terms.names import mid_sentence, sentence_case, shown_name
from trials.search.terms.phrases import Mention, Phrases, clauses, is_shouted
from trials.search.terms.rows import PREFERENCE, Heading, Language, TermRow
from trials.search.terms.spelling import Correction, Speller
from trials.search.terms.suggestions import Suggester, Suggestion
from trials.search.terms.tree import Tree

LONGEST_TERM = 300  # characters; a longer text is no term


class Vocabulary:
    """Headings and the terms that mean them."""

    def __init__(
        self,
        headings: Iterable[Heading] = (),
        terms: Iterable[TermRow] = (),
        language: Language = Language(),  # noqa: B008 (a value, never changed)
        version: int = 0,
    ) -> None:
        self.version = version
        self.headings = {one.mesh_id: one for one in headings}
        self.language = language
        known = (one for one in terms if one.mesh_id in self.headings)
        ordered = sorted(known, key=lambda one: (one.rank, PREFERENCE[one.source], one.mesh_id, one.key))
        self._bags = grouped(ordered)
        self.terms_of: dict[str, list[TermRow]] = {}
        for one in ordered:
            self.terms_of.setdefault(one.mesh_id, []).append(one)
        self._phrases = Phrases(self._phrases_of(ordered))
        self._shown: dict[str, str] = {}
        self._tree = Tree(self.headings.values())
        self.below = self._tree.below
        self.above = self._tree.above
        self.narrower = self._tree.narrower
        self.broader = self._tree.broader

    def _phrases_of(self, terms: Iterable[TermRow]) -> dict[str, tuple[Heading, ...]]:
        """Each term as it stands in a sentence, also with its inversion undone."""
        found: dict[str, tuple[Heading, ...]] = {}
        single: dict[str, tuple[Heading, ...]] = {mesh_id: (one,) for mesh_id, one in self.headings.items()}
        for one in terms:
            spellings = [one.key.split()]
            if ", " in one.words:
                spellings.append([word.lower() for word in tokens(naturally_ordered(one.words))])
            for words in spellings:
                phrase, meaning = " ".join(folded(words)), single[one.mesh_id]
                before = found.get(phrase)
                found[phrase] = meaning if before is None else before if meaning[0] in before else before + meaning
        return found

    # ── What words mean ──────────────────────────────────────────────────────

    def meanings(self, words: str) -> tuple[Heading, ...]:
        """The headings that exactly these words mean, the likeliest first: "acute leukaemia", "Leukemia, Acute".

        Words that are a term as they stand mean that term's headings only; else order, small words, plurals and
        spellings of either side of the ocean are passed over.
        """
        return distinct(self.headings[one.mesh_id] for one in self.terms(words))

    def terms(self, words: str) -> list[TermRow]:
        """The terms that these words are, the likeliest first."""
        if len(words) > LONGEST_TERM:
            return []
        plain = [word.casefold() for word in tokens(words)]
        found = self._bags.get(bag(folded(plain)), ())
        as_they_stand = " ".join(plain)
        return [one for one in found if one.key == as_they_stand] or list(found)

    def mentions(self, text: str) -> list[Mention]:
        """The terms inside a text, the longest first come, without overlap; places are those of `folding.tokens`.

        Takes the text itself, not its key: "ALL" and other words of every day count only in capitals, or when they
        are the whole text.
        """
        if whole := self.meanings(text):
            return [Mention(0, len(tokens(text)), whole)]
        shouted = is_shouted(text)
        found: list[Mention] = []
        position = 0
        for clause in clauses(text):
            words = tokens(clause)
            if words:
                found += self._within(clause, words, position, shouted)
                position += len(words)
        return found

    def _within(self, clause: str, words: list[str], start: int, shouted: bool) -> Iterable[Mention]:
        """The mentions of one clause. With a comma in it it may be an inverted name; else commas part it too."""
        if "," not in clause:
            yield from self._phrases.within(words, start, shouted)
            return
        if len(words) > 1 and (whole := self.meanings(clause)):
            yield Mention(start, start + len(words), whole)
            return
        for part in clause.split(","):
            words = tokens(part)
            yield from self._phrases.within(words, start, shouted)
            start += len(words)

    # ── Names ────────────────────────────────────────────────────────────────

    def shown(self, mesh_id: str) -> str:
        """The heading as a patient reads it: "Acute myeloid leukemia"; empty for an unknown one."""
        name = self._shown.get(mesh_id)
        if name is None:
            heading = self.headings.get(mesh_id)
            name = shown_name(heading, self.terms_of.get(mesh_id, ()), self._is_proper) if heading else ""
            if heading:
                self._shown[mesh_id] = name
        return name

    def spoken(self, mesh_id: str) -> str:
        """The heading in the middle of a sentence: "acute myeloid leukemia", "Crohn's disease"."""
        return mid_sentence(self.shown(mesh_id), self._is_proper)

    def _is_proper(self, word: str) -> bool:
        """Whether a word keeps its capitals: names of people and places, abbreviations, "B" of "hepatitis B"."""
        capitals = sum(letter.isupper() for letter in word)
        if capitals > 1 or (len(word) == 1 and capitals) or (capitals and any(letter.isdigit() for letter in word)):
            return True
        bare = "".join(tokens(word.replace("'s", "").replace("’s", ""))).casefold()
        return bool(capitals) and bare in self.language.proper_names

    def as_written(self, term: TermRow) -> str:
        """A term as it stands in the middle of a sentence: "Crohn's disease", "leukemia"."""
        return mid_sentence(naturally_ordered(term.words), self._is_proper)

    # ── Help while writing ───────────────────────────────────────────────────

    def corrected(self, words: str) -> Correction | None:
        """What misspelt words were probably meant to be; None where that is not clear, or nothing is wrong."""
        return self._speller.corrected(words)

    def suggestions(self, prefix: str, limit: int = 8, weights: Mapping[str, int] | None = None) -> list[Suggestion]:
        """Headings for what somebody is typing; `weights` say how many open trials each has."""
        found = self._suggester.suggestions(prefix, limit, weights or {})
        return [
            Suggestion(self.shown(one.mesh_id), one.mesh_id, sentence_case(self.as_written(one), self._is_proper))
            for one in found
        ]

    @cached_property
    def _speller(self) -> Speller:
        return Speller(self)

    @cached_property
    def _suggester(self) -> Suggester:
        return Suggester(one for terms in self.terms_of.values() for one in terms)


def grouped(terms: Iterable[TermRow]) -> dict[str, tuple[TermRow, ...]]:
    """Terms by the bag of their words."""
    found: dict[str, tuple[TermRow, ...]] = {}
    for one in terms:
        words = bag(folded(one.key.split()))
        found[words] = (*found.get(words, ()), one)
    return found


def distinct(headings: Iterable[Heading]) -> tuple[Heading, ...]:
    """Each heading once, in their order."""
    return tuple(dict.fromkeys(headings))
