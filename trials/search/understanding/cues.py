"""What small phrases do to the illnesses near them: deny them, put them into the past, or into the family.

A cue reaches from word to word until the sentence ends, somebody does something, or "but" and the like part it from
the rest. The longest phrase counts, so that "no cure for" denies nothing.
"""

from enum import Enum
from functools import cached_property

from trials.search.understanding.phrases import Cue, Table, lines
from trials.search.understanding.text import Text


class Turn(Enum):
    """What a phrase does."""

    DENIES = 1  # what follows
    DENIED = 2  # what stands before
    PAST = 3
    WAS_PAST = 4
    FAMILY = 5
    WAS_FAMILY = 6
    HAS = 7  # a verb that says so: ends what others do
    PARTS = 8  # ends what others do
    HARMLESS = 9  # looks like one, and does nothing


TURNS = Table(
    {
        Turn.DENIES: lines(
            """
            no, not, without, w o, denies, denied, deny, denying, never, never had, never has had, no history of, no
            known history of, no personal history of, no prior history of, no past history of, no hx of, negative for,
            tested negative for, test negative for, free of, absence of, no evidence of, no signs of, no sign of, no
            symptoms of, does not have, do not have, did not have, has not had, have not had, is not, are not, isnt,
            dont have, doesnt have, didnt have, hasnt had, havent had, hasnt got, havent got, no longer has, no longer
            have, neither, nor, rule out, ruled out for, to rule out, excluding, other than, except, no family history
            of, denies family history of, no fhx of, denies any, denies history of, denies a history of, denies any
            history of, lack of, lacks, sin, no tiene, no tengo, no tuvo, no padece, no hay, niega, nunca, nunca tuvo,
            nunca tuve, ni, without any, without a history of, without history of
        """
        ),
        Turn.DENIED: lines(
            """
            was ruled out, were ruled out, ruled out, has been ruled out, is ruled out, was excluded, were excluded,
            unlikely, was negative, came back negative, is denied, descartado, descartada
        """
        ),
        Turn.PAST: lines(
            """
            history of, hx of, h o, had, previous, previously had, prior, past history of, past medical history of,
            past medical history, pmh, pmhx, phx, medical history, medical history of, past medical hx, hx, medical
            history significant for, past medical history significant for, past medical history is significant for,
            past medical history includes, medical history includes, history significant for, survived, survivor of,
            used to have, cured of, recovered from, beat, got over, s p, status post, remote history of, personal
            history of, antecedentes de, historia de, tuvo, tuve, former
        """
        ),
        Turn.WAS_PAST: lines(
            """
            survivor, years ago, decades ago, as a child, in childhood, in the past, has resolved, resolved
        """
        ),
        Turn.FAMILY: lines(
            """
            family history of, family hx of, family history, family hx, fhx, fh, fam hx, strong family history of,
            family history significant for, family history is significant for, family history includes, antecedentes
            familiares de, antecedentes familiares
        """
        ),
        Turn.WAS_FAMILY: lines(
            """
            runs in the family, runs in my family, runs in our family, runs in her family, runs in his family, run in
            the family, run in my family, run in our family, in the family, in my family
        """
        ),
        Turn.HAS: lines(
            """
            i have, i am, im, ive, i was, i got, has, have, has had, have had, had been diagnosed, was diagnosed, is
            diagnosed, been diagnosed, were diagnosed, diagnosed, diagnosed with, presents, presenting, presented,
            suffers, suffering, suffer, complains, complaining, admitted, found, developed, develops, recently, newly,
            now, currently, he is, she is, he has, she has, who has, who is, hes, shes, tiene, tengo, padece, sufre,
            fue diagnosticado, fue diagnosticada, fui diagnosticado, fui diagnosticada, diagnosticado, diagnosticada,
            just, is, are, was, were, year history of, years history of, month history of, months history of, week
            history of, weeks history of, day history of, days history of, hour history of, year hx of, month hx of,
            week hx of, day hx of, with a history of chronic, long history of, long standing history of, longstanding
            history of, chronic history of, had a relapse, had relapse, had a recurrence
        """
        ),
        Turn.PARTS: lines(
            """
            but, however, although, though, except that, yet, whereas, while, because, since, for, to, who, whose,
            which, that, and i, and he, and she, and has, and have, and is, and was, with, w, con, pero, on, after,
            before, treated, received, taking, takes, we, live, lives, near, looking, want, wants, need, needs,
            seeking, interested, so, then, when, if, despite, aged, age, stage, i, he, she, my, our
        """
        ),
        Turn.HARMLESS: lines(
            """
            no cure, no cure for, no treatment, no treatment for, no response, no response to, no change, no change
            in, no improvement, no improvement in, no luck, no idea, no more, no longer, no insurance, no options, no
            other options, no success, no progress, no doubt, no matter, no relief, not only, not sure, not
            responding, not responding to, not responded, not responded to, not yet, not just, not working, not well
            controlled, not controlled, not under control, not helping, not better, not getting better, not gone, not
            cured, cannot, can not, no help, no answers, not enough, not able, not tolerate, not know, not want, not
            interested, no interest, not going away, not in remission, no puede, no puedo, no se, not to mention, no
            good, never goes away, never went away, never stops, not improving, not improved, nothing, no change to,
            not too, not having luck, no luck with, not otherwise specified, not a candidate, not eligible, not due
            to, with or without, natural history of, history of present illness, no wonder, no one, had no, have had
            no, has had no, prior to, previous to
        """
        ),
    }
)
# "had no diabetes", "has no history of": the verb is harmless, what follows it denies.
FOLLOWED_BY_NO = frozenset(("had no", "have had no", "has had no"))
FARTHEST = 8  # words from a cue to what it turns, or from one to the next in a list
NEGATIVE = "negative"


class Turned:
    """The reach of the cues of a text: for each word the cue that turns it."""

    def __init__(self, text: Text, inside: frozenset[int], named: frozenset[int]) -> None:
        """`inside`: words that stand inside a term, where nothing is a cue; `named`: words of terms."""
        self.text, self.inside, self.named = text, inside, named
        self.cues = [one for one in self._cues() if one.start not in inside]
        self.turns: dict[int, Turn] = {}
        self.words: set[int] = set()  # of the cues that turned something
        for number, cue in enumerate(self.cues):
            self._reach(number, cue)

    def _cues(self) -> list[Cue[Turn]]:
        found = []
        for cue in TURNS.within(self.text):
            said = " ".join(self.text.words[cue.start : cue.end])
            found.append(Cue(cue.end - 1, cue.end, Turn.DENIES) if said in FOLLOWED_BY_NO else cue)
        return found

    def _reach(self, number: int, cue: Cue[Turn]) -> None:
        if cue.kind in (Turn.DENIES, Turn.PAST, Turn.FAMILY):
            self._forward(number, cue)
        elif cue.kind in (Turn.DENIED, Turn.WAS_PAST, Turn.WAS_FAMILY):
            kind = {Turn.DENIED: Turn.DENIES, Turn.WAS_PAST: Turn.PAST, Turn.WAS_FAMILY: Turn.FAMILY}[cue.kind]
            self._backward(cue, kind)

    def _forward(self, number: int, cue: Cue[Turn]) -> None:
        """Turn the named words that follow, as far as the cue reaches."""
        text, idle = self.text, 0
        following = number + 1
        for position in range(cue.end, len(text)):
            if text.sentence[position] != text.sentence[cue.start]:
                return
            while following < len(self.cues) and self.cues[following].start < position:
                following += 1
            after = self.cues[following] if following < len(self.cues) else None
            if after and after.start == position and self._ends(cue.kind, after):
                return
            if position in self.named:
                self.turns.setdefault(position, cue.kind)
                self.words.update(range(cue.start, cue.end))
                idle = 0
            else:
                idle += 1
                if idle > (2 * FARTHEST if cue.kind is Turn.FAMILY else FARTHEST):
                    return

    def _ends(self, kind: Turn, after: Cue[Turn]) -> bool:
        """Whether the next cue ends what one of a kind does."""
        if after.kind is Turn.HARMLESS:
            return False
        if kind is Turn.FAMILY:  # "in her mother, who had": still the family
            said = self.text.words[after.start : after.end]
            return after.kind in (Turn.HAS, Turn.DENIES) and said[0] not in (
                "is",
                "are",
                "was",
                "were",
                "diagnosed",
                "had",
                "in",
            )
        if kind is Turn.PAST and after.kind is Turn.PARTS:
            return self.text.words[after.start] not in ("for", "on", "with", "w", "con", "to", "after", "s")
        if after.kind is Turn.PAST and self.text.words[after.start] in ("previous", "prior", "history"):
            return kind is Turn.PAST
        return after.kind not in (Turn.DENIED, Turn.WAS_PAST, Turn.WAS_FAMILY) or kind is not Turn.DENIES

    def _backward(self, cue: Cue[Turn], kind: Turn) -> None:
        """Turn the named words right before the cue."""
        text, idle = self.text, 0
        for position in range(cue.start - 1, -1, -1):
            if text.sentence[position] != text.sentence[cue.start] or idle > FARTHEST // 2:
                return
            if position in self.named:
                self.turns.setdefault(position, kind)
                self.words.update(range(cue.start, cue.end))
            elif position + 1 in self.named:
                return
            else:
                idle += 1

    @cached_property
    def denied_after(self) -> frozenset[int]:
        """Words that are followed by "negative": what a test did not find."""
        words = self.text.words
        return frozenset(at for at, word in enumerate(words[1:]) if word == NEGATIVE and at + 1 not in self.inside)
