"""Split an expression into tokens, as the grammar of the language says.

A mistake ends the list: the first one is what is reported.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from dslint.cel.parsing.unescape import EscapeError, unescape
from dslint.cel.values import UInt

KEYWORDS = frozenset({"in", "true", "false", "null"})
RESERVED = frozenset(
    {
        *("as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop"),
        *("package", "namespace", "return", "var", "void", "while"),
    }
)
"""Words that are not allowed as names of variables or functions."""

_STRING = (
    r"""(?:"{3}(?:[^\\]|\\.)*?"{3}|'{3}(?:[^\\]|\\.)*?'{3}|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')"""
)
_RAW = r"""(?:"{3}.*?"{3}|'{3}.*?'{3}|"[^"\n\r]*"|'[^'\n\r]*')"""
_TOKEN = re.compile(
    rf"""(?P<space>[\t\n\f\r ]+|//[^\n]*)
    |(?P<raw>(?:[bB][rR]|[rR][bB]?){_RAW})
    |(?P<string>[bB]?{_STRING})
    |(?P<float>[0-9]+\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+|\.[0-9]+(?:[eE][+-]?[0-9]+)?)
    |(?P<number>(?:0x[0-9a-fA-F]+|[0-9]+)[uU]?)
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<quoted>`[A-Za-z0-9_.\-/ ]+`)
    |(?P<op>==|!=|<=|>=|&&|\|\||[-+*/%<>!?:.,()\[\]{{}}])
    """,
    re.VERBOSE | re.DOTALL,
)
_INT64 = 1 << 63


class Token(NamedTuple):
    """A piece of the text.

    kind   `name`, `quoted`, `literal`, `int` and `float` (before which a minus may stand), `end`, or
           the operator or keyword itself
    at     its offset
    value  of a literal
    """

    kind: str
    text: str
    at: int
    value: object = None


class Mistake(NamedTuple):
    """What is wrong, and its offset."""

    message: str
    at: int


def tokenize(text: str) -> tuple[list[Token], list[Mistake]]:
    """The tokens, with an `end` token at the end, and the mistakes found.

    After text that is no token the list ends there: nothing behind it is reported first.
    """
    tokens: list[Token] = []
    mistakes: list[Mistake] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            mistakes.append(Mistake(f"token recognition error at: '{text[at : at + 1]}'", at))
            break
        group = match.lastgroup or ""
        if group != "space":
            tokens.append(_token(group, match.group(), at, mistakes))
        at = match.end()
    tokens.append(Token("end", "<EOF>", at))
    return tokens, mistakes


def _token(group: str, text: str, at: int, mistakes: list[Mistake]) -> Token:
    if group == "name":
        return Token(text if text in KEYWORDS else "name", text, at)
    if group == "op":
        return Token(text, text, at)
    if group == "quoted":
        return Token("quoted", text[1:-1], at)
    if group == "number":
        return _number(text, at, mistakes)
    if group == "float":
        return Token("float", text, at, float(text))
    return _string(text, at, mistakes)


def _number(text: str, at: int, mistakes: list[Mistake]) -> Token:
    unsigned = text[-1] in "uU"
    digits = text[:-1] if unsigned else text
    value = int(digits, 16) if digits.startswith("0x") else int(digits[:40])
    if unsigned:
        if value >= 1 << 64 or len(digits) > len("0x") + 40:
            mistakes.append(Mistake("invalid uint literal", at))
        return Token("literal", text, at, UInt(value & ((1 << 64) - 1)))
    return Token("int", text, at, value)


def fits_int(value: int) -> bool:
    """Whether an integer literal is in the range of int."""
    return -_INT64 <= value < _INT64


def _string(text: str, at: int, mistakes: list[Mistake]) -> Token:
    try:
        return Token("literal", text, at, unescape(text))
    except EscapeError:
        mistakes.append(Mistake("invalid string literal", at))
        return Token("literal", text, at, "")
