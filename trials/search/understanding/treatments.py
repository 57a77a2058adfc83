"""Treatments in a text: what somebody wants, had, or does not want."""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from trials.search.understanding.phrases import Table, lines
from trials.search.understanding.text import Text

MOST_WORDS = 4
KINDS = Table(
    {
        True: lines(
            """
            immunotherapy, immunotherapies, chemotherapy, chemo, chemoradiation, radiation, radiation therapy,
            radiotherapy, proton therapy, proton beam, brachytherapy, surgery, stem cell transplant, bone marrow
            transplant, stem cell therapy, stem cells, transplant, transplantation, kidney transplant, liver
            transplant, lung transplant, heart transplant, car t, cart, car t cell therapy, car t cells, car t
            therapy, t cell therapy, nk cells, gene therapy, gene editing, crispr, cell therapy, targeted therapy,
            targeted therapies, hormone therapy, hormonal therapy, vaccine, vaccines, dialysis, insulin, steroids,
            prednisone, biologics, biologic, monoclonal antibodies, antibodies, checkpoint inhibitor, checkpoint
            inhibitors, parp inhibitor, parp inhibitors, tyrosine kinase inhibitor, tki, jak inhibitor, jak
            inhibitors, pd 1 inhibitor, glp 1, antibiotics, antivirals, acupuncture, physical therapy, psychotherapy,
            cognitive behavioral therapy, cbt, talk therapy, therapy dog, yoga, meditation, exercise, diet, ketamine,
            psilocybin, cannabis, medical marijuana, marijuana, cbd, tms, deep brain stimulation, ect, nerve
            stimulation, inhaler, inhalers, lithium, probiotics, fecal transplant, plasma exchange, ivig, infusions,
            lutathera, pluvicto, folfox, folfirinox, r chop, abvd, keytruda, opdivo, yervoy, tecentriq, imfinzi,
            herceptin, perjeta, enhertu, kadcyla, ibrance, kisqali, verzenio, lynparza, tagrisso, gleevec, sprycel,
            venclexta, revlimid, velcade, darzalex, rituxan, avastin, taxol, taxotere, xeloda, humira, enbrel,
            remicade, stelara, skyrizi, cosentyx, dupixent, ocrevus, tysabri, gilenya, tecfidera, copaxone, ozempic,
            wegovy, mounjaro, zepbound, metformin, methotrexate, spinraza, zolgensma, trikafta, leqembi, aduhelm,
            tamoxifen, temodar, optune, quimioterapia, radioterapia, inmunoterapia, cirugia, trasplante, vacuna,
            insulina
        """
        )
    }
)
# How the names of drugs end.
DRUG = re.compile(
    r"[a-z]{3,}(?:mab|nib|ciclib|parib|platin|taxel|rubicin|leucel|cillin|statin|gliptin|gliflozin|glutide|zepatide|sartan"
    r"|olol|limus|setron|azole|vir|mycin|cycline|floxacin|vastatin|lidomide|zomib|toclax|tinib|citabine|tecan|bicin|poside"
    r"|cristine|blastine|zolomide|dronate|ptyline|oxetine|azepam|prazole|triptan|dipine|xaban|grel|nersen|siran|cept)"
)
WANTED, HAD, DECLINED = "wanted", "had", "declined"
CUES = Table(
    {
        WANTED: lines(
            """
            interested in, interest in, looking for, look for, looking into, searching for, search for, want, wants,
            wanting, want to try, wants to try, would like, would like to try, like to try, hoping for, hope for,
            hoping to get, hoping to try, seeking, seeks, considering, open to, willing to try, ready for, trial of,
            trials of, trials with, trials using, trials for, trials testing, trial with, trial for, study of, studies
            of, studies with, studies using, ask about, asking about, waiting for, candidate for, eligible for,
            quiero, busco, buscamos, interesada en, interesado en, need, needs, try, qualify for, curious about, about
        """
        ),
        HAD: lines(
            """
            tried, has tried, have tried, failed, has failed, have failed, after, following, on, taking, takes, took,
            received, receiving, receives, treated with, treatment with, getting, gets, got, underwent, undergoing,
            had, has had, have had, s p, status post, previously, prior, post, past, despite, refractory to, resistant
            to, progressed on, progression on, responded to, responding to, using, uses, finished, completed, done
            with, through, stopped, off, currently on, started, went through, recently finished, history of, relapsed
            after, despues de, recibio, recibi, tomo, toma, allergic to, did, doing, is on, was on, been on,
            lines of
        """
        ),
        DECLINED: lines(
            """
            not interested in, no interest in, do not want, does not want, dont want, doesnt want, did not want, no,
            without, never had, never tried, not had, has not had, have not had, havent had, hasnt had, no more,
            refuses, declined, declines, refused, cannot have, can not have, cant have, cannot tolerate, against,
            avoid, other than, not a candidate for, not eligible for, no prior, not, instead of, naive, sin
        """
        ),
    }
)
LISTED = frozenset(
    lines(
        """
        and, or, then, plus, y, o, also, the, a, an, another, more, new, some, any, both, either, now, clinical,
        trials, trial, of, with
    """
    )
)
# A wanted drug that no list knows: "interested in lecanemab", "a trial of Xyzimab".
ASKED = frozenset(
    lines(
        """
        interested in, want to try, wants to try, like to try, would like to try, willing to try, hoping to try,
        curious about
    """
    )
)
FARTHEST = 4  # words between what is wanted and its treatment


class Treated(NamedTuple):
    """A treatment in a text, from word `start` to before word `end`."""

    start: int
    end: int
    words: str
    use: str  # WANTED, HAD, DECLINED


def treatments(text: Text, taken: Collection[int], common: Collection[str]) -> Iterator[Treated]:
    """The treatments of a text, with what the words before them say.

    Args:
        taken: words that are something else.
        common: words of every day.
    """
    use, reach, asked, free = "", -1, False, 0  # what the last cue says, to which word; whether it asks for a name
    for position, word in enumerate(text.words):
        if position and text.sentence[position] != text.sentence[position - 1]:
            use, asked = "", False
        if position < free or position in taken:
            continue
        treatment = KINDS.at(text, position)
        cue = CUES.at(text, position)
        if treatment or is_drug(word):
            free = treatment.end if treatment else position + 1
            yield Treated(position, free, text.said(position, free), use if position <= reach and use else HAD)
            reach, asked = free + FARTHEST, False
        elif cue:
            use, reach, free = str(cue.kind), cue.end + FARTHEST, cue.end
            asked = " ".join(text.words[cue.start : cue.end]) in ASKED
        elif asked:
            if position <= reach and is_name(text, position, common):
                yield Treated(position, position + 1, text.said(position, position + 1), use)
            asked = word in LISTED


def is_drug(word: str) -> bool:
    """Whether a word ends as the names of drugs do."""
    return len(word) >= 7 and bool(DRUG.fullmatch(word))


def is_name(text: Text, position: int, common: Collection[str]) -> bool:
    """Whether a word may be the name of a treatment: long, and none of every day."""
    word = text.words[position]
    return len(word) >= 6 and word not in common and word not in LISTED and any(letter.isalpha() for letter in word)
