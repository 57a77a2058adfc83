"""understood(): the kinds of facts of a text put together."""

from collections.abc import Iterable, Sequence
from datetime import date

from trials.search.terms.vocabulary import Vocabulary
from trials.search.understanding import ages, courses, illnesses, people, treatments, unknown, wishes
from trials.search.understanding.cues import Turn, Turned
from trials.search.understanding.people import SMALL_CHILD, TRANS, People
from trials.search.understanding.text import Text
from trials.search.understanding.treatments import DECLINED, HAD, WANTED, Treated
from trials.search.understanding.values import LONGEST_TEXT, LeftOut, Reason, Understood
from trials.search.understanding.whereabouts import SHORT, Resolver, Where, whereabouts

PREGNANT = frozenset(("pregnant", "pregnancy", "embarazada", "postpartum", "breastfeeding", "postmenopausal"))
MOST_LEFT_OUT = 30  # a page is no protocol


class Reading:
    """A text with the facts that stand in it."""

    def __init__(self, raw: str, vocabulary: Vocabulary, place_named: Resolver, today: date) -> None:
        self.vocabulary = vocabulary
        self.text = text = Text(raw[:LONGEST_TEXT])
        self.mentions = illnesses.mentioned(text, vocabulary)
        inside = frozenset(at for one in self.mentions for at in range(one.start, one.end))
        self.ages = [one for one in ages.ages(text, today) if one.start not in inside]
        self.people = People(text, {one.start: one.end for one in self.ages})
        self.turned = Turned(text, inside, inside)
        self.named = illnesses.named(text, self.mentions, self.turned, self.people)
        self.wishes = [one for one in wishes.wishes(text) if one.start not in inside]
        self.taken = set(inside)
        self.taken.update(*(range(one.start, one.end) for one in self.ages))
        self.taken.update(*(range(one.start, one.end) for one in self.wishes))
        self.where = list(whereabouts(text, self.taken, place_named))
        self.taken.update(*(range(one.start, one.end) for one in self.where))
        self.treatments = list(treatments.treatments(text, self.taken, vocabulary.language.common_words))
        self.who = illnesses.patient(self.named, self.people)
        self.beside = self._ages_beside()

    def _ages_beside(self) -> list[tuple[str, ages.Found]]:
        """Each age with its person; those right after a person's name too: "my daughter, 7"."""
        known = {one.start for one in self.ages}
        found = [(self.people.described(one.start, one.end), one) for one in self.ages]
        for person in self.people.found:
            if person.is_relative or person.sex:
                one = ages.beside(self.text, person.end - 1)
                if one and one.start not in known and one.start not in self.taken:
                    known.add(one.start)
                    found.append((person.key, one))
        if not found and len(self.text) <= SHORT:
            found = [("", one) for one in ages.bare(self.text) if one.start not in self.taken]
        return sorted(found, key=lambda one: one[1].start)

    def said(self, one: ages.Found) -> str:
        return self.text.said(one.start, one.end)


def understood(raw: str, vocabulary: Vocabulary, place_named: Resolver, today: date) -> Understood:
    """The search that a text asks for. Never fails, and reads at most LONGEST_TEXT characters.

    Args:
        place_named: the words of a place -> what stands for it in an address; None where it is no place.
        today: for "born in 1961".
    """
    one = Reading(raw, vocabulary, place_named, today)
    conditions = illnesses.sorted_out(one.named, one.who, vocabulary)
    searched = conditions.searched or unknown.corrected(one)
    age, age_left = chosen_age(one)
    sex, sex_left = chosen_sex(one)
    place, place_left = chosen_places(one.where)
    treatment, treatment_left = chosen_treatment(one.treatments)
    wanted = {wish.field: wish.value for wish in reversed(one.wishes)}
    left_out = (*conditions.left_out, *treatment_left, *age_left, *sex_left, *place_left)
    return Understood(
        conditions=searched,
        unheard_of="" if searched else unknown.unheard_of(one),
        age=age.age if age else None,
        age_said=one.said(age) if age and age.is_guess else "",
        sex=sex,
        places=place,
        treatment=treatment,
        status=str(wanted.get("status", "")),
        radius=wanted.get("radius"),  # type: ignore[arg-type]  # a wish's value has its field's type
        phases=wanted.get("phase", ()),  # type: ignore[arg-type]
        healthy=bool(wanted.get("healthy")),
        group="child" if age is None and is_small_child(one) else "",
        leftover=leftover(one),
        left_out=tuple(dict.fromkeys(left_out))[:MOST_LEFT_OUT],
        is_cut=len(raw) > LONGEST_TEXT,
    )


def chosen_age(one: Reading) -> tuple[ages.Found | None, list[LeftOut]]:
    """The first age that is the patient's now, and the others."""
    chosen, left_out = None, []
    for owner, found in one.beside:
        if found.age is None:
            left_out.append(LeftOut(one.said(found), Reason.NO_AGE))
        elif found.is_earlier:
            left_out.append(LeftOut(one.said(found), Reason.EARLIER_AGE))
        elif not people.is_same(owner, one.who):
            left_out.append(LeftOut(one.said(found), Reason.OTHER_PERSON))
        elif chosen is None:
            chosen = found
        elif found.age != chosen.age:
            left_out.append(LeftOut(one.said(found), Reason.OTHER_AGE))
    return chosen, left_out


def chosen_sex(one: Reading) -> tuple[str, list[LeftOut]]:
    """The sex of the patient, and words that say the other."""
    words = one.text.words
    if any(TRANS.at(one.text, at) for at in range(len(words))):
        return "", []
    found = [
        (each.start, each.end, each.sex) for owner, each in one.beside if each.sex and people.is_same(owner, one.who)
    ]
    found += [
        (each.start, each.end, each.sex)
        for each in one.people.found
        if each.sex and people.is_same(each.key, one.who) and each.key
    ]
    for at, word in enumerate(words):
        if (
            word in PREGNANT
            and people.is_same(one.people.owner(at), one.who)
            and words[max(0, at - 1)] not in ("not", "no")
        ):
            found.append((at, at + 1, people.FEMALE))
    found.sort()
    if not found:
        return "", []
    sex = found[0][2]
    nouns = [each for each in found if each[2] != sex and words[each[0]] not in people.PRONOUN_WORDS]
    return sex, [LeftOut(one.text.said(start, end), Reason.OTHER_SEX) for start, end, _ in nouns[:1]]


def chosen_places(found: Iterable[Where]) -> tuple[tuple[str, ...], list[LeftOut]]:
    """The first place that is known, and the others."""
    known: list[str] = []
    left_out = []
    for one in found:
        if not one.place:
            left_out.append(LeftOut(one.words, Reason.NO_PLACE))
        elif not known:
            known.append(one.place)
        elif one.place not in known:
            left_out.append(LeftOut(one.words, Reason.OTHER_PLACE))
    return tuple(known), left_out


def chosen_treatment(found: Sequence[Treated]) -> tuple[str, list[LeftOut]]:
    """The first treatment that is wanted, and the others."""
    wanted = next((one.words for one in found if one.use == WANTED), "")
    reasons = {HAD: Reason.HAD, DECLINED: Reason.DECLINED, WANTED: Reason.ONE_TREATMENT}
    others = [one for one in found if one.words.casefold() != wanted.casefold()]
    once = {one.words.casefold(): LeftOut(one.words, reasons[one.use]) for one in reversed(others)}
    return wanted, list(reversed(once.values()))


def is_small_child(one: Reading) -> bool:
    """Whether the patient is called a toddler, an infant or a baby."""
    return any(
        one.text.words[each.start] in SMALL_CHILD and people.is_same(each.key, one.who) for each in one.people.found
    )


def leftover(one: Reading) -> str:
    """Telling words that are nothing else, and neither denied nor a relative's."""
    silent = {at for at, turn in one.turned.turns.items() if turn is not Turn.PAST}
    silent |= {at for each in one.named if each.owner not in ("", one.who) for at in range(each.start, each.end)}
    found = courses.courses(one.text, silent | (one.taken - courses_inside(one)))
    return courses.spoken(one.text, list(found))


def courses_inside(one: Reading) -> set[int]:
    """Words inside the names of conditions: "metastatic" of "metastatic breast cancer" tells something too."""
    return {at for each in one.mentions for at in range(each.start, each.end)}
