"""Who can take part and who cannot: the registry's one eligibility text as two lists.

An exclusion shown as an inclusion is the worst that this site could do. So nothing is left out or reordered
within a side, and where the text leaves any doubt it is not split: the page then shows the whole of it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.utils.safestring import SafeString

from trials.reading import markup
from trials.reading.headings import Heading, Side, heading, invites, is_doubtful, pieces


@dataclass(frozen=True)
class Item:
    """One criterion: plain text (escape it when shown), its own number or letter, and what is listed under
    it.
    """

    text: str
    children: tuple["Item", ...] = ()
    label: str = ""


@dataclass(frozen=True)
class Criteria:
    """The lists, or with `split` False nothing but the whole text."""

    whole: str  # the registry's own text, markup
    split: bool = False
    introduction: tuple[Item, ...] = ()  # before the first heading: may belong to either side
    inclusion: tuple[Item, ...] = ()
    exclusion: tuple[Item, ...] = ()
    other: tuple[Item, ...] = ()  # neither, such as when a person has to leave the study
    key_only: bool = False  # the sponsor calls these the key or main criteria: there are more

    @property
    def html(self) -> SafeString:
        """The whole text as safe HTML."""
        return markup.to_html(self.whole)


@dataclass(frozen=True)
class Line:
    """One line of the text: its indent in columns, its list style ("" for a paragraph), its number and its
    words.
    """

    indent: int
    style: str
    label: str
    text: str
    after_gap: bool


@dataclass
class _Node:
    """An item while it is being filled."""

    text: str
    label: str = ""
    children: list["_Node"] = field(default_factory=list)


@dataclass(frozen=True)
class _Level:
    """An open item on the way down to the current line. Headings of groups are at -2, paragraphs at -1."""

    indent: int
    style: str
    node: _Node


_BULLET = re.compile(r"(?:\\?[*+•·●○▪◦■‣∙⁃➢✓-]|\\?[–—]|o)[ \t]+|\\?[•·●○▪◦■‣∙⁃➢✓–—]|\\?-(?=[^\W\d_])")
_NUMBER = re.compile(
    r"(?P<number>\(?\d{1,3}\\?[.)](?=\s|[^\W\d_]|\(|$)\)?|"
    r"\d{1,2}(?:\\?\.\d{1,2}){1,3}\\?\.?(?=\s+[A-Z]))\s*"
    r"|(?:\(?(?:[a-zA-Z]|[ivx]{1,5})\\?\)|(?:[a-z]|[ivx]{1,5})\\?\.(?=\s)|[①-⑳])\s*"
)
_GROUP, _PARAGRAPH = -2, -1
_MOST_HEADINGS = 200
_DEEPEST = 12  # levels of a list; whatever is indented more stands beside the twelfth


def split(criteria: str) -> Criteria:
    """The text as lists; `split` is False where it has no headings or where a side is not certain."""
    splitter = _Splitter()
    for line in _lines(criteria):
        splitter.read(line)
    return splitter.result(criteria)


class _Splitter:
    """Reads line after line and keeps the place in the text."""

    def __init__(self) -> None:
        self.side = Side.INTRODUCTION
        self.found: dict[Side, list[_Node]] = {side: [] for side in Side}
        self.levels: list[_Level] = []
        self.heading_indent: int | None = None  # of a heading that is itself an item of a list
        self.nested = False  # something stood deeper than that heading
        self.openings = 0
        self.certain = True
        self.key_only = False

    def read(self, line: Line) -> None:
        waiting = [line]  # a heading can stand in mid-line, and text behind it
        while waiting and self.certain:
            line = waiting.pop()
            opened = heading(line.text, bool(line.style), self.side)
            if opened is None:
                first, *others = pieces(line.text)
                self._add(replace(line, text=first))
                waiting.extend(Line(0, "", "", text, True) for text in reversed(others))
            elif opened.alone:
                self.found[opened.side].append(_Node(opened.rest, line.label))
            else:
                self._open(opened, line)
                waiting.extend([_line(opened.rest, gap=True)] if opened.rest else [])

    def _open(self, opened: Heading, line: Line) -> None:
        if line.style and line.indent > 0 and self.levels and self.levels[-1].indent >= 0:
            self.certain = False  # a heading inside an item: where its list ends is anybody's guess
        again = opened.side is Side.INCLUSION and self.found[Side.INCLUSION] and self.found[Side.EXCLUSION]
        if again and not (opened.group or opened.rest):
            self.certain = False  # a second group of people, and nothing in the heading says which
        self.openings += 1
        if self.openings > _MOST_HEADINGS:
            self.certain = False
        self.side = opened.side
        self.key_only = self.key_only or opened.partial
        self.levels = []
        self.heading_indent, self.nested = (line.indent if line.style else None), False
        if opened.group:
            self._put(_GROUP, "", _Node(opened.group))

    def _check(self, line: Line) -> None:
        """Gives up where the line may belong to another side than the one that the text stands on."""
        if is_doubtful(line.text, self.side):
            self.certain = False
        if self.side is Side.EXCLUSION and not line.style and line.indent == 0 and invites(line.text):
            self.certain = False
        if self.heading_indent is None or not line.style:
            return
        if line.indent > self.heading_indent:
            self.nested = True
        elif self.nested or line.indent < self.heading_indent:
            self.certain = False  # the list that the heading headed is over, and nothing says what follows it
        else:
            self.heading_indent = None  # the heading's criteria stand beside it rather than under it

    def _add(self, line: Line) -> None:
        self._check(line)
        if line.style:
            self._descend(line)
            self._put(line.indent, line.style, _Node(line.text, line.label))
        elif line.indent > 0 or not line.after_gap:
            self._continue(line)
        else:
            self._close(lambda level: level.indent == _GROUP)
            self._put(_PARAGRAPH, "", _Node(line.text))

    def _descend(self, line: Line) -> None:
        """Closes the levels that the list item does not stand under."""
        self._close(lambda level: level.indent < line.indent or (level.indent == line.indent and level.style != ""))
        same = [level for level in self.levels if level.indent == line.indent]
        if any(level.style == line.style for level in same):
            while self.levels[-1].style != line.style or self.levels[-1].indent != line.indent:
                self.levels.pop()
            self.levels.pop()
        elif same and not _is_under(line, same[-1]):
            while self.levels and self.levels[-1].indent == line.indent:
                self.levels.pop()
        elif self.levels and self.levels[-1].indent == _PARAGRAPH and not _leads(self.levels[-1].node.text):
            self.levels.pop()

    def _continue(self, line: Line) -> None:
        """A paragraph that goes on with an item, or stands behind what was listed under it."""
        self._close(lambda level: level.indent < max(line.indent, 0) or not line.after_gap)
        if not self.levels or self.levels[-1].indent == _GROUP:
            self._put(_PARAGRAPH, "", _Node(line.text))
        elif self.levels[-1].node.children:
            self.levels[-1].node.children.append(_Node(line.text))
        else:
            self.levels[-1].node.text += f" {line.text}"

    def _close(self, keep: Callable[[_Level], bool]) -> None:
        while self.levels and not keep(self.levels[-1]):
            self.levels.pop()

    def _put(self, indent: int, style: str, node: _Node) -> None:
        del self.levels[_DEEPEST:]
        siblings = self.levels[-1].node.children if self.levels else self.found[self.side]
        siblings.append(node)
        self.levels.append(_Level(indent, style, node))

    def result(self, whole: str) -> Criteria:
        if not self.certain or not (self.found[Side.INCLUSION] or self.found[Side.EXCLUSION]):
            return Criteria(whole)
        lists = {side.value: _frozen(nodes) for side, nodes in self.found.items()}
        if len(lists["inclusion"]) > 1 and set(lists["inclusion"]) <= set(lists["exclusion"]):
            return Criteria(whole)  # the sponsor filled in one list twice
        return Criteria(whole, split=True, key_only=self.key_only, **lists)


def _frozen(nodes: list[_Node]) -> tuple[Item, ...]:
    return tuple(Item(node.text, _frozen(node.children), node.label) for node in nodes)


def _leads(text: str) -> bool:
    """A paragraph before a list names what the list is of, rather than being a criterion itself."""
    return text.endswith((":", "：")) or (len(text.split()) <= 8 and text[-1:] not in ".;,")


def _is_under(line: Line, above: _Level) -> bool:
    """A list item of another style at the same indent is a hand-typed sub-list rather than the next item."""
    return above.node.text.endswith((":", "：")) or line.style in ("o", "letter", "dash")


def _lines(criteria: str) -> list[Line]:
    lines, gap = [], True
    for raw in markup.prepare(criteria).expandtabs(4).split("\n"):
        if not raw.strip():
            gap = True
            continue
        lines.append(_line(raw, gap))
        gap = False
    return [line for line in lines if line.text or line.label]


def _line(raw: str, gap: bool) -> Line:
    body = raw.lstrip()
    style, label = "", ""
    match = _BULLET.match(body)
    while match:
        style = {"o": "o", "-": "dash"}.get(match[0].strip(" \\"), "bullet") if body[:1] != "*" else "bullet"
        body = body[match.end() :]
        match = _BULLET.match(body)
    number = _NUMBER.match(body)
    if number:
        style, label = style or "number" if number["number"] else "letter", markup.unescape(number[0]).strip()
        body = body[number.end() :]
    return Line(len(raw) - len(raw.lstrip()), style, label, " ".join(markup.unescape(body).split()), gap)
