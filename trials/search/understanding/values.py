"""What comes out of a sentence."""

from dataclasses import dataclass
from enum import StrEnum

from trials.search.criteria import Age
from trials.search.terms.rows import Heading

LONGEST_TEXT = 20_000  # characters; the rest of a longer text is not read, and the page says so


class Reason(StrEnum):
    """Why something that was said is not searched for. The value is for the page."""

    NEGATED = "you said no"
    PAST = "from the past"
    FAMILY = "somebody else in the family"
    SYMPTOM = "comes with the illness"
    TOO_MANY = "we search for the first ones"
    HAD = "already had"
    DECLINED = "not wanted"
    ONE_TREATMENT = "we search for one treatment"
    OTHER_AGE = "another age came first"
    OTHER_PERSON = "the age of somebody else"
    EARLIER_AGE = "an earlier age"
    NO_AGE = "not an age"
    OTHER_SEX = "the other came first"
    NO_PLACE = "we know no such place"
    OTHER_PLACE = "another place came first"
    TYPED = "your own entry counts"


@dataclass(frozen=True, slots=True)
class Illness:
    """A condition to search for.

    Args:
        words: as they were said: "AML".
        heading: what they mean.
        others: what they can mean besides.
    """

    words: str
    heading: Heading
    others: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words that were understood and are not searched for."""

    words: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Understood:
    """The search that a sentence asks for.

    Args:
        conditions: what the person has, in order of weight.
        unheard_of: where there are none, what may be the name of one that the vocabulary lacks.
        age_said: how the age was said, where it is a guess: "in her sixties".
        sex: "FEMALE" or "MALE".
        places: what the resolver of places made of the words, in their order.
        treatment: the one that is wanted.
        status: a key of filters.STATUSES; empty where nothing was said.
        radius: miles; None where nothing was said.
        group: "child", where a small child has no age.
        leftover: telling words beyond all that: "came back stage 4 HER2 positive".
        left_out: what is not searched for, and why.
        is_cut: the text was too long to be read to its end.
    """

    conditions: tuple[Illness, ...] = ()
    unheard_of: str = ""
    age: Age | None = None
    age_said: str = ""
    sex: str = ""
    places: tuple[str, ...] = ()
    treatment: str = ""
    status: str = ""
    radius: int | None = None
    phases: tuple[str, ...] = ()
    healthy: bool = False
    group: str = ""
    leftover: str = ""
    left_out: tuple[LeftOut, ...] = ()
    is_cut: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to search by."""
        given = (
            self.conditions,
            self.unheard_of,
            self.age,
            self.sex,
            self.places,
            self.treatment,
            self.status,
            self.phases,
        )
        return not any(given) and not self.healthy and not self.group
