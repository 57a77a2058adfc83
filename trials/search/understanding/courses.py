"""What else tells of an illness: its course, its stage, its genes. Few kinds of words: no name is among them."""

import re
from collections.abc import Container, Iterator

from trials.search.understanding.phrases import Table, lines
from trials.search.understanding.text import Text

MOST = 200  # characters of all of them
COURSES = Table(
    {
        True: lines(
            """
            came back, come back, comes back, coming back, has returned, returned, relapsed, relapse, relapsing,
            relapses, recurrent, recurrence, recurred, refractory, resistant, treatment resistant, drug resistant,
            newly diagnosed, just diagnosed, recently diagnosed, new diagnosis, untreated, treatment naive,
            metastatic, metastasis, metastases, metastasized, mets, spread, has spread, advanced, locally advanced,
            early stage, late stage, end stage, inoperable, unresectable, operable, resectable, resected, terminal,
            incurable, progressive, progressing, progressed, getting worse, worsening, in remission, remission,
            complete remission, minimal residual disease, mrd, severe, moderate, mild, chronic, acute, stable,
            uncontrolled, poorly controlled, not responding, triple negative, hormone positive, hormone sensitive,
            hormone resistant, castration resistant, high risk, low risk, intermediate risk, smoldering, indolent,
            aggressive, localized, invasive, in situ, node positive, node negative, lymph nodes, bulky, insulin
            dependent, transfusion dependent, transplant eligible, transplant ineligible, wild type, mutation,
            mutated, mutant, fusion, amplification, amplified, deletion, translocation, rearrangement, overexpression,
            volvio, recaida, recien diagnosticado, recien diagnosticada, metastasico, avanzado
        """
        )
    }
)
STAGE = re.compile(
    r"(?:stage|grade|etapa|estadio|gleason|ecog|figo|gold|nyha(?: class)?)\s*(?:score\s*)?[:=]?\s*"
    r"(?:10|[0-46-9]|i{1,3}|iv)(?:[abc]\d?)?\b"
)
SPREAD = re.compile(
    r"(?:spread|metastasi[sz]ed|metastatic|metastases|mets)\s+(?:to|in)\s+"
    r"(?:the\s+|her\s+|his\s+|my\s+|both\s+)?[a-z]{4,}(?:\s+and\s+[a-z]{4,})?"
)
GENES = (
    r"her\s?-?2(?:/neu)?|her3|er|pr|hr|brca\s?[12]?|egfr|alk|ros1|kras|nras|braf|met|ret|ntrk\d?|pik3ca|pd-?\s?l?1|flt-?3"
    r"|npm1|idh[12]|tp53|p53|jak2|bcr-?abl1?|cd\d{1,3}|msi-?h|mss|dmmr|pmmr|tmb|psa|psma|mgmt|1p/?19q|del\(?\d{1,2}[pq]\)?"
    r"|del\s?f508|f508del|apoe\d?|gba1?|lrrk2|c9orf72|sod1|smn[12]|hla-?[a-z]\*?\d*|trop-?2|claudin\s?18\.?2|fgfr[1-4]?"
    r"|atm|palb2|chek2|mlh1|msh[26]|philadelphia|ph|kit|c-kit|myc|bcl-?[26]|t\(\d{1,2};\d{1,2}\)"
)
FINDINGS = (
    r"positive|negative|pos|neg|low|high|mutant|mutated|mutations?|amplified|rearranged|fusion|deletion|wild[ -]type"
    r"|gene|variant"
)
MARKER = re.compile(rf"(?:{GENES})(?P<sign>[+-](?!\w)|\s*(?:-\s*)?(?:{FINDINGS})\b)?")
# These are words too: markers only in capitals, or with their sign.
IN_CAPITALS = frozenset(
    ("er", "pr", "hr", "met", "ret", "alk", "kit", "ph", "mss", "atm", "psa", "tmb", "philadelphia")
)
PLACE_NOT_MARKER = "philadelphia"
# First words of what is written in two: "PD-L1", "t(8;21)".
FIRST = frozenset((*COURSES.by_first, "stage", "grade", "etapa", "estadio", "gleason", "ecog", "figo", "gold", "nyha"))
FIRST |= frozenset(("pd", "flt", "t", "del", "c", "msi", "hla", "1p", "bcl", "trop", "claudin", "bcr", "her"))
# How studies call what people say: "AML that came back" is relapsed.
REGISTERED = {
    **dict.fromkeys(("came back", "come back", "comes back", "coming back", "has returned", "returned"), "relapsed"),
    **dict.fromkeys(("volvio", "recaida"), "relapsed"),
    **dict.fromkeys(("spread", "has spread", "metastasico"), "metastatic"),
    **dict.fromkeys(("recien diagnosticado", "recien diagnosticada", "just diagnosed"), "newly diagnosed"),
    **dict.fromkeys(("getting worse", "worsening"), "progressive"),
    **dict.fromkeys(("not responding", "treatment resistant"), "refractory"),
}


def courses(text: Text, silent: Container[int]) -> Iterator[tuple[int, int]]:
    """Where telling words stand, from word to before word, without overlap. Words in `silent` say nothing here."""
    free = 0
    may_begin = {word for word in set(text.words) if word in FIRST or MARKER.match(word)}
    for position, word in enumerate(text.words):
        if word in may_begin and position >= free and position not in silent:
            free = telling(text, position)
            if free > position:
                yield position, free


def telling(text: Text, position: int) -> int:
    """Before which word the telling words end that begin here; `position` where none do."""
    where = text.starts[position]
    for pattern in (STAGE, SPREAD):
        if match := pattern.match(text.lower, where):
            return max(position + 1, text.word_at(match.end()))
    match = MARKER.match(text.lower, where)
    if match and is_whole(text.lower, match.end()) and is_marker(text, match):
        return max(position + 1, text.word_at(match.end()))
    cue = COURSES.at(text, position)
    return cue.end if cue else position


def is_whole(lower: str, end: int) -> bool:
    """Whether a word ends there."""
    return end == len(lower) or not lower[end].isalnum() or not lower[end - 1].isalnum()


def is_marker(text: Text, match: re.Match[str]) -> bool:
    """Whether what looks like a gene is one: "MET" and "met+" are, "we met" is not."""
    sign = match["sign"] or ""
    name = match.group().removesuffix(sign).strip()
    if name == PLACE_NOT_MARKER:
        return bool(re.match(r"\s*(?:chromosome|positive|negative|pos|neg)", sign))
    if name not in IN_CAPITALS or sign.strip():
        return True
    return text.plain[match.start() : match.start() + len(name)].isupper() and not text.is_shouted


def spoken(text: Text, found: list[tuple[int, int]]) -> str:
    """Telling words as one short text, each once: "came back stage 4 HER2 positive"."""
    once: dict[str, str] = {}
    for start, end in found:
        said = written(text, start, end)
        once.setdefault(said.casefold(), said)
    kept, length = [], 0
    for said in once.values():
        length += len(said) + 1
        if length <= MOST:
            kept.append(said)
    return " ".join(kept)


def registered(leftover: str) -> str:
    """Telling words as studies write them: "relapsed stage 4" for "came back stage 4"."""
    text = Text(leftover)
    kept, after = [], 0
    for start, end in courses(text, ()):
        said = written(text, start, end)
        kept += [text.said(after, start), REGISTERED.get(said.casefold(), said)]
        after = end
    return " ".join(one for one in (*kept, text.said(after, len(text))) if one)


def written(text: Text, start: int, end: int) -> str:
    """Words as they were written, with the sign of a marker: "ER+"."""
    sign = text.plain[text.ends[end - 1] : text.ends[end - 1] + 1]
    return text.said(start, end) + (sign if sign == "+" else "")
