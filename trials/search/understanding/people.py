"""Whom each part of a text is about.

The one who is ill may be the writer ("I have lupus"), somebody of the family ("my 7 year old"), or a stranger ("58F
with lupus"). The writer and the stranger are one here, PATIENT: no text has both. A person is a key: "mother".
"""

from bisect import bisect_right
from typing import NamedTuple

from trials.search.terms.folding import NUMBERED
from trials.search.understanding.phrases import Table, lines
from trials.search.understanding.text import Text

PATIENT = "patient"
CHILD = "child"  # a child of the writer's, of which we know no more
NOBODY = ""

FEMALE, MALE = "FEMALE", "MALE"

RELATIVES = {
    FEMALE: """mother, mom, mum, mommy, mummy, mama, wife, daughter, sister, grandmother, grandma, granny, aunt, niece,
        girlfriend, granddaughter, stepmother, stepdaughter, mother in law, sister in law, daughter in law, madre, hija,
        esposa, hermana, abuela""",
    MALE: """father, dad, daddy, papa, husband, son, brother, grandfather, grandpa, granddad, uncle, nephew, boyfriend,
        grandson, stepfather, stepson, father in law, brother in law, son in law, padre, hijo, esposo, marido, hermano,
        abuelo""",
    "": """child, kid, baby, toddler, infant, newborn, teen, teenager, partner, spouse, fiance, fiancee, friend, cousin,
        parent, sibling, twin, grandchild, stepchild, preschooler, nino, bebe, pareja, amigo, amiga""",
}
SAME = {"mom": "mother", "mum": "mother", "mommy": "mother", "mummy": "mother", "mama": "mother", "madre": "mother"}
SAME |= {"dad": "father", "daddy": "father", "papa": "father", "padre": "father", "hija": "daughter", "hijo": "son"}
SAME |= dict.fromkeys(("kid", "baby", "toddler", "infant", "newborn", "teen", "teenager", "nino", "bebe"), CHILD)
SAME |= {"preschooler": CHILD}
CHILDREN = frozenset((CHILD, "son", "daughter"))
SMALL_CHILD = frozenset(lines("toddler, infant, baby, newborn, preschooler, bebe"))

STRANGERS = {
    FEMALE: lines("woman, female, lady, girl, mujer, nina, paciente femenina, gal, women"),
    MALE: lines("man, male, gentleman, boy, hombre, guy, paciente masculino"),
    "": lines("patient, pt, paciente, person"),
}
SELF = lines("i, im, ive, me, myself, mine, yo, tengo, soy, estoy, vivo, naci")
PRONOUNS = {FEMALE: lines("she, shes, her, hers, herself, ella"), MALE: lines("he, hes, him, his, himself")}
PRONOUNS[""] = lines("they, their, them")
POSSESSIVES = frozenset(lines("my, our, mi, nuestro, nuestra, her, his, their, su"))
BETWEEN_OWN = 6  # words that may stand between "my" and the relative: "my 7 year old baby"


class Noun(NamedTuple):
    """What a word says of a person: how it is used, whom it names, of which sex."""

    use: str  # "relative", "stranger", "self", "pronoun"
    key: str
    sex: str


def nouns() -> dict[Noun, list[str]]:
    """Every word for a person."""
    found: dict[Noun, list[str]] = {}
    for sex, words in RELATIVES.items():
        for word in lines(words):
            found.setdefault(Noun("relative", SAME.get(word, word), sex), []).append(word)
    for sex, strangers in STRANGERS.items():
        found[Noun("stranger", PATIENT, sex)] = strangers
    for sex, pronouns in PRONOUNS.items():
        found[Noun("pronoun", NOBODY, sex)] = pronouns
    found[Noun("self", PATIENT, "")] = SELF
    return found


NOUNS = Table(nouns())
PRONOUN_WORDS = frozenset(word for words in PRONOUNS.values() for word in words)
TRANS = Table({True: lines("trans, transgender, transsexual, nonbinary, non binary, intersex")})


def is_same(one: str, other: str) -> bool:
    """Whether two persons may be the same: nobody is anybody, and a child is the son or the daughter."""
    return one in (NOBODY, other) or (CHILD in (one, other) and CHILDREN.issuperset((one, other)))


class Person(NamedTuple):
    """A word for a person in a text, and who it is."""

    start: int
    end: int
    key: str
    sex: str
    is_relative: bool  # named as one: "mother", and not "she"


class People:
    """The people of a text."""

    def __init__(self, text: Text, olds: dict[int, int]) -> None:
        """`olds`: where "7 year old" ends, by where it begins."""
        self.text = text
        self.found: list[Person] = []
        self._known: list[Person] = []  # relatives so far
        self._is_writer = self._is_stranger = False
        position = 0
        while position < len(text.words):
            position = self._read(position, olds)
        self.starts = [one.start for one in self.found]
        # A note about a stranger: whoever else is named in it is family.
        self.is_note = self._is_stranger and not self._is_writer

    def _read(self, position: int, olds: dict[int, int]) -> int:
        """Note the person that a word names; where to go on."""
        if position in olds and not self._is_followed_by_noun(olds[position]) and self._follows_own(position):
            self._note(Person(position, olds[position], CHILD, "", True))
            return olds[position]
        cue = None if self._is_letters(position) else NOUNS.at(self.text, position)
        if cue is None:
            if self.text.words[position] == "my" and not self._leads_to_relative(position):
                self._is_writer = True
                self._note(Person(position, position + 1, PATIENT, "", False))
            return position + 1
        key = self._who(cue.kind, cue.start, cue.end)
        if key is not None:
            sex = cue.kind.sex if cue.kind.use != "self" else ""
            self._note(Person(cue.start, cue.end, key, sex, cue.kind.use != "pronoun" and key != PATIENT))
        return cue.end

    def _is_letters(self, position: int) -> bool:
        """Whether what looks like a person are letters: the I of "stage I", the HER of "HER 2", a heart's MI."""
        words = self.text.words
        if words[position] == "i":
            return position > 0 and words[position - 1] in NUMBERED
        return words[position] == "her" and words[position + 1 : position + 2] == ["2"]

    def _note(self, person: Person) -> None:
        self.found.append(person)
        if person.is_relative:
            self._known.append(person)

    def _who(self, noun: Noun, start: int, end: int) -> str | None:
        """The person that a noun names here; None where it names none."""
        if noun.use == "self":
            self._is_writer = True
            return PATIENT
        if noun.use == "relative":
            return self._relative(noun, start, end)
        if noun.use == "pronoun":
            return self._meant_by(noun.sex)
        if self._follows_own(start) and noun.sex:  # "my little girl"
            return "daughter" if noun.sex == FEMALE else "son"
        before = self._subject(start)
        if before:
            return before
        self._is_stranger = True
        return PATIENT

    def _relative(self, noun: Noun, start: int, end: int) -> str:
        """Whose relative: "a mother of two" and "a 3 week old newborn" are the patient."""
        words = self.text.words
        if words[end : end + 1] == ["of"] and not self._follows_own(start):
            return self._subject(start) or PATIENT
        if noun.key == CHILD and not self._follows_own(start):
            return self._subject(start) or PATIENT
        return noun.key

    def _meant_by(self, sex: str) -> str:
        """Who "she" is: the stranger that a note is about, else the relative who was named last."""
        if self._is_stranger and not self._is_writer:
            return PATIENT
        for one in reversed(self._known):
            if not one.sex or not sex or one.sex == sex:
                return one.key
        return PATIENT

    def _subject(self, position: int) -> str:
        """The person named before in the same sentence."""
        sentence = self.text.sentence
        return self.found[-1].key if self.found and sentence[self.found[-1].start] == sentence[position] else NOBODY

    def _follows_own(self, position: int) -> bool:
        """Whether "my" stands before, with only an age and small words between."""
        words = self.text.words
        for back in range(position - 1, max(-1, position - 1 - BETWEEN_OWN), -1):
            if self.text.sentence[back] != self.text.sentence[position]:
                return False
            if words[back] in POSSESSIVES:
                return True
            if not (words[back][0].isdigit() or words[back] in DESCRIBING):
                return False
        return False

    def _leads_to_relative(self, position: int) -> bool:
        """Whether "my" is followed by a relative or an age: then the writer is not the subject."""
        words = self.text.words
        for ahead in range(position + 1, min(len(words), position + 2 + BETWEEN_OWN)):
            cue = NOUNS.at(self.text, ahead)
            if cue:
                return cue.kind.use in ("relative", "stranger")
            if words[ahead] == "old":
                return True
            if not (words[ahead][0].isdigit() or words[ahead] in DESCRIBING):
                return False
        return False

    def _is_followed_by_noun(self, position: int) -> bool:
        """Whether the age describes a person who is named next: "7 year old daughter"."""
        for ahead in range(position, min(len(self.text.words), position + 3)):
            cue = NOUNS.at(self.text, ahead)
            if cue:
                return cue.kind.use in ("relative", "stranger")
            if self.text.words[ahead] not in DESCRIBING:
                return False
        return False

    # ── What others ask ──────────────────────────────────────────────────────

    def owner(self, position: int) -> str:
        """Who is spoken of at a word: the person named before it in its sentence; NOBODY where none is."""
        last = bisect_right(self.starts, position) - 1
        if last < 0:
            return NOBODY
        person = self.found[last]
        return person.key if self.text.sentence[person.start] == self.text.sentence[position] else NOBODY

    def described(self, start: int, end: int) -> str:
        """Whose age stands from one word to another: of the person named right after, else before."""
        following = bisect_right(self.starts, end - 1)
        if following < len(self.found) and self._is_followed_by_noun(end):
            return self.found[following].key
        return self.owner(start)


DESCRIBING = frozenset(
    lines(
        """
        little, young, older, elderly, dear, beloved, only, own, small, year, years, yr, yrs, yo, y, o, month, months,
        mo, week, weeks, day, days, old, of, age, aged, late, white, black, caucasian, african, american, asian,
        hispanic, latina, latino, right, handed, one, two, three, four, five, six, seven, eight, nine, ten, eleven,
        twelve, thirteen, fourteen, fifteen, sixteen, seventeen, eighteen, nineteen, twenty, thirty, forty, fifty,
        sixty, seventy, eighty, ninety, otherwise, healthy, previously, pregnant, first, second, oldest, youngest,
        eldest, adult, teenage, ex, poor, sweet, newborn, premature
    """
    )
)
