r"""The subset of the registry's query language that a client needs, parsed into a tree.

Words, phrases, AND/OR/NOT and parentheses; AREA[..] with a word, a phrase, a group, RANGE[..], DISTANCE[..] or MISSING;
ALL; SEARCH[Location](..). Operators are upper case, so that `AREA[Sex]ALL` finds every study (`AREA[Sex]\ALL` means the
value). Whatever else is written is an error, as bad syntax is.
"""

import re
from dataclasses import dataclass

from tests.registry import errors
from tests.registry.model import Area, Field, areas, enums, fields_by_name
from tests.registry.syntax import All, And, Missing, Near, Nested, Node, Not, Or, Range, Size, Words, near

TOKEN = re.compile(
    r'\s+|,|(?P<bracket>\[[^\]]*\])|(?P<phrase>"(?:[^"\\]|\\.)*")|(?P<mark>[()])|(?P<word>(?:\\.|[^\s,()\[\]"\\])+)'
)
OPERATORS = frozenset(
    [
        "AND",
        "OR",
        "NOT",
        "AREA",
        "SEARCH",
        "RANGE",
        "DISTANCE",
        "ALL",
        "MISSING",
        "EXPANSION",
        "COVERAGE",
        "COVER",
        "TILT",
    ]
)
SIZED = re.compile(r"(\w+):size")
NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
LENGTH = re.compile(r"\d+(\.\d+)?(km|mi)?", re.ASCII)
MOST_WORDS = 13  # side by side; the registry took twelve and refused fourteen

Scope = Area | Field  # where words are looked for


class SyntaxProblem(Exception):
    """The sentence that follows "Error parsing query in ...: "."""


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is "operator", "word", "phrase", "bracket", "(", ")" or "end"."""

    kind: str
    text: str


def parse(query: str, area: str, label: str) -> Node:
    """Parse a query whose bare words search `area`; raises `RegistryError` with the registry's sentence."""
    try:
        return Parser(_tokens(query)).parse(areas().get(area) or fields_by_name()[area])
    except SyntaxProblem as problem:
        raise errors.parse_error(label, str(problem)) from None
    except RecursionError:
        raise errors.parse_error(label, "Too complicated query") from None


def _tokens(query: str) -> list[Token]:
    tokens, at = [], 0
    while at < len(query):
        match = TOKEN.match(query, at)
        if not match:
            raise SyntaxProblem(f"no viable alternative at input '{query[at:]}'")
        at = match.end()
        text = match[0]
        if match["bracket"]:
            tokens.append(Token("bracket", text[1:-1].strip()))
        elif match["phrase"]:
            tokens.append(Token("phrase", re.sub(r"\\(.)", r"\1", text[1:-1])))
        elif match["mark"]:
            tokens.append(Token(text, text))
        elif match["word"]:
            tokens.append(Token("operator" if text in OPERATORS else "word", re.sub(r"\\(.)", r"\1", text)))
    return [*tokens, Token("end", "<EOF>")]


class Parser:
    """Recursive descent; the lowest precedence first: OR, AND, NOT and context operators, terms."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    def parse(self, scope: Scope) -> Node:
        node = self._any(scope)
        if self._next.kind != "end":
            raise self._mismatch()
        return node

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._next
        self._at += 1
        return token

    def _is(self, *operators: str) -> bool:
        return self._next.kind == "operator" and self._next.text in operators

    def _mismatch(self) -> SyntaxProblem:
        text = f"[{self._next.text}]" if self._next.kind == "bracket" else self._next.text
        if text.startswith("["):
            expected = "{<EOF>, '(', 'NOT', 'AND', 'OR', 'SEARCH', 'AREA', 'ALL', StringLiteral, Term}"
            return SyntaxProblem(f"mismatched input '[' expecting {expected}")
        return SyntaxProblem(f"no viable alternative at input '{text}'")

    def _any(self, scope: Scope) -> Node:
        nodes = [self._every(scope)]
        while self._is("OR"):
            self._take()
            nodes.append(self._every(scope))
        return nodes[0] if len(nodes) == 1 else Or(tuple(nodes))

    def _every(self, scope: Scope) -> Node:
        """Operands joined by AND, or by nothing, which means the same."""
        nodes = [self._operand(scope)]
        while not self._is("OR") and self._next.kind not in (")", "end"):
            if self._is("AND"):
                self._take()
            nodes.append(self._operand(scope))
        return nodes[0] if len(nodes) == 1 else And(tuple(nodes))

    def _operand(self, scope: Scope) -> Node:
        if self._is("NOT"):
            self._take()
            return Not(self._operand(scope))
        if self._is("AREA"):
            self._take()
            return self._area()
        if self._is("SEARCH"):
            self._take()
            return self._search()
        return self._term(scope)

    def _bracket(self) -> str:
        if self._next.kind != "bracket":
            raise self._mismatch()
        return self._take().text

    def _area(self) -> Node:
        name = self._bracket()
        sized = SIZED.fullmatch(name)
        scope = areas().get(name) or fields_by_name().get(sized[1] if sized else name)
        if scope is None:
            raise SyntaxProblem(errors.unknown_area(name))
        if sized and isinstance(scope, Field):
            text = self._take().text
            if not text.isdecimal():
                raise SyntaxProblem(f"no viable alternative at input '{text}'")
            return Size(scope, int(text))
        return self._term(scope)

    def _search(self) -> Node:
        name = self._bracket()
        field = fields_by_name().get(name)
        if field is None or not field.nested:
            raise SyntaxProblem(errors.unknown_area(name))
        return Nested(field, self._operand(areas()["LocationSearch"]))

    def _term(self, scope: Scope) -> Node:
        token = self._next
        if token.kind == "(":
            return self._group(scope)
        if token.kind == "phrase":
            self._take()
            return _words(scope, tuple(token.text.split()), phrase=True)
        if token.kind == "word":
            return self._run(scope)
        if self._is("ALL"):
            self._take()
            return All()
        if isinstance(scope, Field) and self._is("MISSING", "RANGE", "DISTANCE"):
            return self._source(scope)
        if token.kind in (")", "end"):
            raise SyntaxProblem("inner bool query clause cannot be null")
        raise self._mismatch()

    def _group(self, scope: Scope) -> Node:
        self._take()
        node = self._any(scope)
        if self._next.kind != ")":
            raise SyntaxProblem(f"missing ')' at '{self._next.text}'")
        self._take()
        return node

    def _run(self, scope: Scope) -> Node:
        words = []
        while self._next.kind == "word":
            words.append(self._take().text)
        if len(words) > MOST_WORDS:
            raise SyntaxProblem("Too complicated query")
        return _words(scope, tuple(words), phrase=False)

    def _source(self, field: Field) -> Node:
        operator = self._take().text
        if operator == "MISSING":
            return Missing(field)
        arguments = [part.strip() for part in self._bracket().split(",")]
        if operator == "RANGE" and len(arguments) == 2:
            low, high = (None if bound in ("MIN", "MAX") else bound for bound in arguments)
            return _range(field, low, high)
        if operator == "DISTANCE" and len(arguments) == 3 and field.kind == "point":
            return _near(arguments)
        raise SyntaxProblem(f"no viable alternative at input '{operator}'")


def _words(scope: Scope, words: tuple[str, ...], *, phrase: bool) -> Node:
    """Words in an area or a text piece; for typed pieces the value they spell."""
    if isinstance(scope, Area):
        fields = fields_by_name()
        return Words(words, phrase, tuple((fields[piece], weight) for piece, weight in scope.weights.items()))
    if scope.is_enum and " ".join(words) not in enums()[scope.kind]:
        raise SyntaxProblem(errors.enum_values(scope))
    if scope.kind in ("date", "partial", "int", "age"):
        return _range(scope, " ".join(words), " ".join(words))
    if scope.kind in ("", "point"):
        raise SyntaxProblem(errors.unknown_area(scope.piece))
    return Words(words, phrase, ((scope, 1.0),))


BOUNDS = {
    "date": re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"),
    "int": re.compile(r"-?\d{1,18}"),
    "age": re.compile(r"\d{1,9} (year|month|week|day|hour|minute)s?", re.IGNORECASE),
}
BOUNDS["partial"] = BOUNDS["date"]


def _range(field: Field, low: str | None, high: str | None) -> Range:
    form = BOUNDS.get(field.kind)
    for bound in (low, high):
        if bound is not None and form and not form.fullmatch(bound):
            raise SyntaxProblem(f"no viable alternative at input '{bound}'")
    if form is None and not (low is None and high is None):
        raise SyntaxProblem(f"no viable alternative at input 'RANGE[{low},{high}]'")
    return Range(field, low, high)


def _near(arguments: list[str]) -> Near:
    if not all(map(NUMBER.fullmatch, arguments[:2])) or not LENGTH.fullmatch(arguments[2]):
        raise SyntaxProblem(f"no viable alternative at input 'DISTANCE[{','.join(arguments)}]'")
    return near(*arguments)
