"""The registry's CommonMark as safe HTML or as plain text.

Texts marked *markup* in `trials.registry.records` go through here. The registry escapes punctuation with
backslashes ("\\>18"), so a raw text would puzzle the reader, and an unchecked one could carry HTML.
"""

import html
import re

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

# Rules that would drop text (reference, html), hide it in boxes (code) or take a sign for markup that the
# registry's own converter never writes (blockquote, lheading, backticks).
_OFF = [
    "autolink",
    "backticks",
    "blockquote",
    "code",
    "fence",
    "html_block",
    "html_inline",
    "image",
    "lheading",
    "reference",
]
_TAGS = {"p", "ul", "ol", "li", "strong", "em", "br", "a", "sub", "sup"}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
_PARSER = MarkdownIt("commonmark", {"html": False}).disable(_OFF)

# Controls but tab and line feed, zero-width marks, bidi marks and overrides, lone surrogates, non-characters.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
)
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# The converter puts it between two lists.
_SEPARATOR = re.compile(r"^[ \t]*<!--[ \t]*-->[ \t]*$", re.MULTILINE)
_TYPED_ENTITY = re.compile(r"\\?&(?:amp;){0,9}(#?\w{2,8};)")  # "\&gt;": somebody pasted HTML; ">" was meant
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def clean(text: str) -> str:
    """The text without characters that nobody can see or that turn the reading direction; line ends are
    "\\n".
    """
    return _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))


def prepare(markdown: str) -> str:
    """Cleaned CommonMark, without the converter's list separators, with typed HTML entities as plain
    entities.
    """
    return _TYPED_ENTITY.sub(r"&\1", _SEPARATOR.sub("", clean(markdown)))


def unescape(line: str) -> str:
    """One line of prepared CommonMark as the characters that were meant: "\\>18 &amp; up" is ">18 & up"."""
    return clean(html.unescape(_ESCAPE.sub(r"\1", line)))


def to_html(markdown: str) -> SafeString:
    """Safe HTML: paragraphs, lists, emphasis and links to http(s), nothing else.

    Headings become strong paragraphs, so that a record never breaks the outline of the page it stands on.
    """
    tokens = [_demoted(token) for token in _PARSER.parse(prepare(markdown))]
    rendered = _PARSER.renderer.render(tokens, _PARSER.options, {})
    rendered = rendered.replace("<h6>", "<p><strong>").replace("</h6>", "</strong></p>")
    cleaned = nh3.clean(
        rendered,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_kept,
        link_rel="nofollow noreferrer",
    )
    return mark_safe(clean(cleaned))  # noqa: S308 - cleaned by nh3 just above


def _kept(tag: str, attribute: str, value: str) -> str | None:
    """Links lead to the web and nowhere else: not into this site, not into a mail program."""
    return value if attribute != "href" or value.startswith(("http://", "https://")) else None


def to_text(markdown: str) -> str:
    """Plain text, one block a line, with list marks and resolved escapes. It is not HTML: escape it when
    shown.
    """
    lines: list[str] = []
    marks: list[int] = []  # one entry an open list: the next number, or 0 for bullets
    mark = ""
    for token in _PARSER.parse(prepare(markdown)):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            marks.append(int(token.attrGet("start") or 1) if token.tag == "ol" else 0)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            marks.pop()
        elif token.type == "list_item_open":
            mark = f"{marks[-1]}. " if marks[-1] else "• "
            marks[-1] += 1 if marks[-1] else 0
        elif token.type == "inline":
            lines.append(mark + _inline_text(token))
            mark = ""
    return "\n".join(line for line in lines if line.strip())


def _demoted(token: Token) -> Token:
    """Every heading at level 6, which `to_html` turns into a strong paragraph; other tokens as they are."""
    return token.copy(tag="h6") if token.type in ("heading_open", "heading_close") else token


def _inline_text(token: Token) -> str:
    parts = (" " if child.type in ("softbreak", "hardbreak") else child.content for child in token.children or [])
    return clean("".join(parts)).strip()
