"""Text to syntax tree, with the position of what is wrong."""

import re
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Any, Final

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedInput, UnexpectedToken

from streams.kql.syntax import WILDCARD, And, Everything, Is, Literal, Nested, Not, Or, Query, Range

MAX_QUERY_CHARS: Final = 32_768
_MAX_DEPTH: Final = 100

_ESCAPES: Final = {"t": "\t", "r": "\r", "n": "\n"}
_OPERATORS: Final = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
_WORDS: Final = {
    "OR": "or",
    "AND": "and",
    "NOT": "not",
    "LEFT": "(",
    "RIGHT": ")",
    "LEFT_BRACE": "{",
    "RIGHT_BRACE": "}",
    "COLON": ":",
    "COMPARE": "<, <=, > or >=",
    "QUOTED": "a value",
    "UNQUOTED": "a value",
    "SPACE": None,
    "$END": "the end",
}


class KqlError(ValueError):
    """A query that is not KQL, or asks a nested field outside its group. `position` counts characters from 0."""

    def __init__(self, message: str, position: int | None = None) -> None:
        super().__init__(message if position is None else f"{message} (at character {position + 1})")
        self.message = message
        self.position = position


def parse_kql(text: str) -> Query:
    """The syntax tree of a query; an empty one matches everything. Raises KqlError."""
    if len(text) > MAX_QUERY_CHARS:
        raise KqlError(f"a query has at most {MAX_QUERY_CHARS} characters, this one {len(text)}")
    if _depth(text) > _MAX_DEPTH:
        raise KqlError(f"parentheses are nested more than {_MAX_DEPTH} deep")
    try:
        tree = _grammar().parse(text)
    except UnexpectedInput as error:
        raise _explain(text, error) from error
    query: Query = _Build().transform(tree)
    return query


def _depth(text: str) -> int:
    depth = deepest = 0
    for character in text:
        depth += (character in "({") - (character in ")}")
        deepest = max(deepest, depth)
    return deepest


@cache
def _grammar() -> Lark:
    source = resources.files("streams.kql").joinpath("kql.lark").read_text(encoding="utf-8")
    return Lark(source, parser="lalr", lexer="contextual", maybe_placeholders=False)


def _explain(text: str, error: UnexpectedInput) -> KqlError:
    # Lark gives None or -1 for the end, whatever its types say.
    at: object = error.pos_in_stream
    position = at if isinstance(at, int) and at >= 0 else len(text)
    expected: set[str] = getattr(error, "accepts", None) or getattr(error, "allowed", None) or set()
    words = sorted({word for name in expected if (word := _WORDS.get(name))})
    at_end = position >= len(text) or (isinstance(error, UnexpectedToken) and error.token.type == "$END")
    if at_end:
        position = len(text)
    found = "the query ends" if at_end else f'"{text[position : position + 10]}" stands there'
    return KqlError(f"expected {', '.join(words) or 'the end'}, but {found}", position)


class _Build(Transformer[Token, Any]):
    """Each method is the tree's rule of the same name."""

    def literal(self, parts: list[Token]) -> Literal:
        token = parts[0]
        if token.type == "QUOTED":
            return Literal(_unescape_quoted(token[1:-1]), quoted=True)
        return Literal(_unescape_unquoted(token.strip()))

    def start(self, parts: list[Any]) -> Query:
        queries = _queries(parts)
        return queries[0] if queries else Everything()

    def or_query(self, parts: list[Any]) -> Query:
        queries = _queries(parts)
        return queries[0] if len(queries) == 1 else Or(tuple(queries))

    def and_query(self, parts: list[Any]) -> Query:
        queries = _queries(parts)
        return queries[0] if len(queries) == 1 else And(tuple(queries))

    def negated(self, parts: list[Any]) -> Query:
        return Not(_queries(parts)[0])

    def not_query(self, parts: list[Any]) -> Query:
        query: Query = _queries(parts)[0]
        return query

    def sub_query(self, parts: list[Any]) -> Query:
        query: Query = _queries(parts)[0]
        return query

    def anywhere(self, parts: list[Any]) -> Query:
        return Is(None, parts[0])

    def range(self, parts: list[Any]) -> Query:
        field, operator, value = parts
        return Range(field, _OPERATORS[operator.strip()], value)

    def nested(self, parts: list[Any]) -> Query:
        path, query = _queries(parts)
        return Nested(path, query)

    def is_(self, parts: list[Any]) -> Query:
        field, values = _queries(parts)
        query: Query = values(field)
        return query

    # Values learn their field when it is known: each is a function from the field to a query.

    def values(self, parts: list[Any]) -> "_OfField":
        inner = _queries(parts)[0]
        return inner if callable(inner) else lambda field: Is(field, inner)

    def or_values(self, parts: list[Any]) -> "_OfField":
        return _joined(parts, Or)

    def and_values(self, parts: list[Any]) -> "_OfField":
        return _joined(parts, And)

    def negated_values(self, parts: list[Any]) -> "_OfField":
        inner = _queries(parts)[0]
        return lambda field: Not(inner(field))

    def not_values(self, parts: list[Any]) -> "_OfField":
        inner: _OfField = _queries(parts)[0]
        return inner


# `is` is a rule's name in the grammar, and a keyword here.
setattr(_Build, "is", _Build.is_)

_OfField = Callable[[Literal], Query]


def _joined(parts: list[Any], join: Callable[[tuple[Query, ...]], Query]) -> _OfField:
    inner: list[_OfField] = _queries(parts)
    if len(inner) == 1:
        return inner[0]
    return lambda field: join(tuple(each(field) for each in inner))


def _queries(parts: list[Any]) -> list[Any]:
    """What is not punctuation."""
    return [part for part in parts if not isinstance(part, Token)]


def _unescape_quoted(text: str) -> str:
    return re.sub(r'\\(?:([trn])|u([0-9a-fA-F]{4})|([\\"]))', _unescaped, text)


def _unescape_unquoted(text: str) -> str:
    # One pass over escapes and wildcards together, so that `\*` stays a star.
    pattern = r'\\(?:([trn])|u([0-9a-fA-F]{4})|([\\():<>"*{}]|(?i:or|and|not)))|(\*)'
    return re.sub(pattern, lambda match: WILDCARD if match[4] else _unescaped(match), text)


def _unescaped(match: re.Match[str]) -> str:
    if match[1]:
        return _ESCAPES[match[1]]
    return chr(int(match[2], 16)) if match[2] else match[3]
