"""What words mean. Built from rows, kept in memory, never changed: a new vocabulary is a new object."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from trials.search.terms.folding import bag, fold, folded, naturally_ordered, tokens
from trials.search.terms.growths import is_growth, other_words
from trials.search.terms.names import mid_sentence, sentence_case, shown_name
from trials.search.terms.phrases import Mention, Phrases, clauses, is_shouted
from trials.search.terms.rows import PREFERENCE, Heading, Language, TermRow
from trials.search.terms.spelling import Correction, Speller
from trials.search.terms.suggestions import Suggester, Suggestion
from trials.search.terms.tree import Tree

LONGEST_TERM = 300  # characters; a longer text is no term
MOST_COMMAS = 3  # in an inverted name
NAMED_AFTER = ("disease", "syndrome")  # somebody: people leave these words out


class Clause:
    """A part of a text: its words as written, in small letters, and folded."""

    __slots__ = ("folded", "joined", "plain", "words")

    def __init__(self, text: str) -> None:
        self.words = tokens(text)
        self.plain = [word.casefold() for word in self.words]
        self.folded = folded(self.plain)
        self.joined = False

    @classmethod
    def of(cls, parts: Iterable["Clause"]) -> "Clause":
        """Parts as one."""
        whole = cls("")
        for one in parts:
            whole.words += one.words
            whole.plain += one.plain
        whole.folded = folded(whole.plain)
        whole.joined = True
        return whole


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
        self.terms_of: dict[str, list[TermRow]] = {}
        for one in ordered:
            self.terms_of.setdefault(one.mesh_id, []).append(one)
        self._bags, phrases = indexed(ordered, self.headings)
        self._phrases = Phrases(phrases, possessives(ordered, self._bags, self.headings))
        self._shown: dict[str, str] = {}
        self._spoken: dict[str, str] = {}
        self._tree = Tree(self.headings.values())
        self.below = self._tree.below
        self.above = self._tree.above
        self.narrower = self._tree.narrower
        self.broader = self._tree.broader
        self.around = self._tree.around

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
        return self._terms(plain, folded(plain))

    def _terms(self, plain: Sequence[str], forms: Sequence[str]) -> list[TermRow]:
        """The terms that words in small letters are, which folded are the others."""
        found = self._bags.get(bag(forms), ())
        if len(found) < 2:
            return list(found)
        as_they_stand = " ".join(plain)
        return [one for one in found if one.key == as_they_stand] or list(found)

    def mentions(self, text: str) -> list[Mention]:
        """The terms inside a text, the longest first come, without overlap; places are those of `folding.tokens`.

        Takes the text itself, not its key: "ALL" and other words of every day count only in capitals, or when they
        are the whole text.
        """
        clause = Clause(text)
        if len(text) <= LONGEST_TERM and (whole := self._whole(clause)):
            return [Mention(0, len(clause.words), whole)]
        shouted = is_shouted(text)
        parts = clauses(text)
        if len(parts) == 1 and "," not in text:
            return self._phrases.within(clause.words, clause.folded, 0, shouted)
        found: list[Mention] = []
        start = 0
        for part in parts:
            for run in self._runs([Clause(one) for one in part.split(",")]):
                whole = self._whole(run) if run.joined else ()
                if whole:
                    found.append(Mention(start, start + len(run.words), whole))
                else:
                    found += self._phrases.within(run.words, run.folded, start, shouted)
                start += len(run.words)
        return found

    def _runs(self, parts: Sequence["Clause"]) -> Iterator["Clause"]:
        """What commas part, but inverted names in one: "Leukemia, Myeloid, Acute, in remission" are two."""
        position = 0
        while position < len(parts):
            for length in range(min(MOST_COMMAS + 1, len(parts) - position), 1, -1):
                run = Clause.of(parts[position : position + length])
                if self._whole(run):
                    yield run
                    position += length
                    break
            else:
                yield parts[position]
                position += 1

    def _whole(self, clause: "Clause") -> tuple[Heading, ...]:
        """What a clause means as a whole."""
        found = self._terms(clause.plain, clause.folded)
        return distinct(self.headings[one.mesh_id] for one in found) if found else ()

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
        spoken = self._spoken.get(mesh_id)
        if spoken is None:
            spoken = self._spoken[mesh_id] = mid_sentence(self.shown(mesh_id), self._is_proper)
        return spoken

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


def indexed(
    terms: Sequence[TermRow], headings: Mapping[str, Heading]
) -> tuple[dict[str, tuple[TermRow, ...]], dict[str, tuple[Heading, ...]]]:
    """Terms by the bag of their words; headings by their terms' folded words as they stand in a sentence."""
    bags: dict[str, tuple[TermRow, ...]] = {}
    phrases: dict[str, tuple[Heading, ...]] = {}
    single: dict[str, tuple[Heading, ...]] = {mesh_id: (one,) for mesh_id, one in headings.items()}
    growths = []
    for one in terms:
        forms, meaning = folded(one.key.split()), single[one.mesh_id]
        words = bag(forms)
        bags[words] = (*bags.get(words, ()), one)
        add(phrases, " ".join(forms), meaning)
        if ", " in one.words:
            forms = folded(word.casefold() for word in tokens(naturally_ordered(one.words)))
            add(phrases, " ".join(forms), meaning)
        if is_growth(meaning[0]):
            growths.append((one, forms, meaning))
    for one, forms, meaning in growths:
        for other in other_words(forms):
            bags.setdefault(bag(other), (one,))
            phrases.setdefault(" ".join(other), meaning)
    return bags, phrases


def possessives(
    terms: Iterable[TermRow], bags: dict[str, tuple[TermRow, ...]], headings: Mapping[str, Heading]
) -> dict[str, tuple[Heading, ...]]:
    """What "Parkinson's" means alone, from "Parkinson's disease"; it is noted among the bags too."""
    found: dict[str, tuple[Heading, ...]] = {}
    rows: dict[str, tuple[TermRow, ...]] = {}
    for one in terms:
        name, _, kind = one.key.partition(" ")
        if kind in NAMED_AFTER and "'s " in one.words:
            add(found, name, (headings[one.mesh_id],))
            rows[fold(name)] = (*rows.get(fold(name), ()), one)
    for name, known in rows.items():
        bags.setdefault(name, known)
    return found


def add(phrases: dict[str, tuple[Heading, ...]], phrase: str, meaning: tuple[Heading, ...]) -> None:
    """Note one more meaning of a phrase."""
    before = phrases.get(phrase)
    phrases[phrase] = meaning if before is None else before if meaning[0] in before else before + meaning


def distinct(headings: Iterable[Heading]) -> tuple[Heading, ...]:
    """Each heading once, in their order."""
    return tuple(dict.fromkeys(headings))
