"""Text → nodes, with the places that cel-go gives to errors.

Source: parser/parser.go and CEL.g4 of cel-go. The first error in the text is what is reported.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dslint.cel.parsing.macros import MacroError, expand
from dslint.cel.parsing.syntax import (
    Call,
    Entry,
    Ident,
    ListNode,
    Literal,
    MapNode,
    Node,
    Select,
    StructNode,
)
from dslint.cel.parsing.tokens import RESERVED, Mistake, Token, fits_int, tokenize

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dslint.cel.parsing.macros import Macro

_DEEPEST = 250
"""The maximum nesting of rules, and the maximum length of a chain of equal operators."""
_TOO_DEEP = f"expression recursion limit exceeded: {_DEEPEST}"
_LONGEST = 100_000
_BINARY: dict[str, tuple[int, str]] = {
    "<": (1, "_<_"), "<=": (1, "_<=_"), ">": (1, "_>_"), ">=": (1, "_>=_"), "==": (1, "_==_"),
    "!=": (1, "_!=_"), "in": (1, "@in"),
    "+": (2, "_+_"), "-": (2, "_-_"), "*": (3, "_*_"), "/": (3, "_/_"), "%": (3, "_%_"),
}  # fmt: skip
_CONSTANTS = {"true": True, "false": False, "null": None}


class _Stop(Exception):  # noqa: N818 - control flow of the parser
    """Parsing cannot go on."""


def parse(text: str, macros: Mapping[tuple[str, int, bool], Macro]) -> tuple[Node | None, list[Mistake]]:
    """The nodes of an expression, or what is wrong with it (offsets in code points; -1 for the whole)."""
    if len(text) > _LONGEST:
        return None, [
            Mistake(f"expression code point size exceeds limit: size: {len(text)}, limit {_LONGEST}", -1)
        ]
    tokens, mistakes = tokenize(text)
    parser = _Parser(tokens, macros, mistakes)
    try:
        node = parser.whole()
    except _Stop:
        return None, parser.mistakes
    except RecursionError:
        return None, [Mistake(_TOO_DEEP, -1)]
    return (None if parser.mistakes else node), parser.mistakes


@dataclass(slots=True)
class _Parser:
    tokens: list[Token]
    macros: Mapping[tuple[str, int, bool], Macro]
    mistakes: list[Mistake] = field(default_factory=list)
    position: int = 0
    depth: int = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.position]

    def advance(self) -> Token:
        token = self.tokens[self.position]
        self.position += 1
        return token

    def accept(self, kind: str) -> Token | None:
        return self.advance() if self.token.kind == kind else None

    def expect(self, kind: str) -> Token:
        if self.token.kind != kind:
            self.fail(f"mismatched input '{self.token.text}' expecting '{kind}'")
        return self.advance()

    def fail(self, message: str, at: int | None = None) -> None:
        self.mistakes.append(Mistake(f"Syntax error: {message}", self.token.at if at is None else at))
        raise _Stop

    def too_deep(self) -> None:
        self.mistakes.append(Mistake(_TOO_DEEP, -1))
        raise _Stop

    def whole(self) -> Node:
        node = self.expression()
        if self.token.kind != "end":
            self.fail(f"mismatched input '{self.token.text}' expecting <EOF>")
        return node

    def expression(self) -> Node:
        self.depth += 1
        if self.depth > _DEEPEST:
            self.too_deep()
        node = self.logical("||", "_||_")
        question = self.accept("?")
        if question:
            truthy = self.logical("||", "_||_")
            self.expect(":")
            node = Call(question.at, "_?_:_", [node, truthy, self.expression()])
        self.depth -= 1
        return node

    def logical(self, symbol: str, function: str) -> Node:
        terms = [self.conjunction() if symbol == "||" else self.binary(1)]
        first: Token | None = None
        while True:
            operator = self.accept(symbol)
            if operator is None:
                break
            first = first or operator
            terms.append(self.conjunction() if symbol == "||" else self.binary(1))
        return terms[0] if first is None else Call(first.at, function, terms)

    def conjunction(self) -> Node:
        return self.logical("&&", "_&&_")

    def binary(self, least: int) -> Node:
        node = self.unary()
        links = 0
        while True:
            power, function = _BINARY.get(self.token.kind, (0, ""))
            if power < least:
                return node
            links += 1
            if links >= _DEEPEST:
                self.too_deep()
            operator = self.advance()
            node = Call(operator.at, function, [node, self.binary(power + 1)])

    def unary(self) -> Node:
        token = self.token
        if token.kind == "!":
            return self.repeated("!", "!_")
        if token.kind == "-" and not self.is_number():
            return self.repeated("-", "-_")
        return self.member()

    def repeated(self, symbol: str, function: str) -> Node:
        first = self.token
        count = 0
        while self.accept(symbol):
            count += 1
        operand = self.member()
        return Call(first.at, function, [operand]) if count % 2 else operand

    def is_number(self) -> bool:
        following = self.tokens[self.position + 1].kind if self.token.kind == "-" else self.token.kind
        return following in ("int", "float")

    def member(self) -> Node:
        node = self.primary()
        links = 0
        while self.token.kind in (".", "["):
            links += 1
            if links >= _DEEPEST:
                self.too_deep()
            operator = self.advance()
            node = self.selected(node, operator) if operator.kind == "." else self.indexed(node, operator)
        return node

    def selected(self, operand: Node, dot: Token) -> Node:
        optional = self.accept("?")
        if self.token.kind == "quoted":
            self.mistakes.append(Mistake("unsupported syntax: '`'", self.token.at))
            return Select(dot.at, operand, self.advance().text)
        if optional:
            return Call(dot.at, "_?._", [operand, Literal(self.token.at, self.expect("name").text)])
        name = self.expect("name").text
        opened = self.accept("(")
        if opened is None:
            return Select(dot.at, operand, name)
        return self.called(opened, name, operand)

    def indexed(self, operand: Node, bracket: Token) -> Node:
        function = "_[?_]" if self.accept("?") else "_[_]"
        index = self.expression()
        self.expect("]")
        return Call(bracket.at, function, [operand, index])

    def called(self, opened: Token, name: str, target: Node | None) -> Node:
        arguments: list[Node] = []
        if self.token.kind != ")":
            arguments.append(self.expression())
            while self.accept(","):
                arguments.append(self.expression())
        self.expect(")")
        macro = self.macros.get((name, len(arguments), target is not None))
        if macro is not None:
            try:
                expanded = expand(macro, opened.at, target, arguments)
            except MacroError as problem:
                self.mistakes.append(Mistake(str(problem), problem.at))
                expanded = Literal(opened.at, None)
            if expanded is not None:
                return expanded
        return Call(opened.at, name, arguments, target)

    def primary(self) -> Node:
        token = self.token
        if token.kind in ("name", "."):
            return self.named()
        if self.is_number():
            return self.number()
        if token.kind == "literal":
            return Literal(token.at, self.advance().value)
        if token.kind in _CONSTANTS:
            return Literal(self.advance().at, _CONSTANTS[token.kind])
        if self.accept("("):
            node = self.expression()
            self.expect(")")
            return node
        if self.accept("["):
            return self.list_literal(token)
        if self.accept("{"):
            return self.map_literal(token)
        self.fail(f"mismatched input '{token.text}' expecting an operand")
        raise AssertionError

    def number(self) -> Node:
        first = self.token
        sign = -1 if self.accept("-") else 1
        token = self.advance()
        if token.kind == "float":
            value = float(token.value) * sign  # type: ignore[arg-type]
            if value in (float("inf"), float("-inf")):
                self.mistakes.append(Mistake("invalid double literal", first.at))
            return Literal(first.at, value)
        number = int(token.value) * sign  # type: ignore[call-overload]
        if not fits_int(number):
            self.mistakes.append(Mistake("invalid int literal", first.at))
            number = 0
        return Literal(first.at, number)

    def named(self) -> Node:
        dot = self.accept(".")
        token = self.expect("name")
        name = f".{token.text}" if dot else token.text
        if self.starts_struct():
            return self.struct_literal(dot, token)
        if token.text in RESERVED:
            self.mistakes.append(Mistake(f"reserved identifier: {token.text}", token.at))
        opened = self.accept("(")
        return self.called(opened, name, None) if opened else Ident(token.at, name)

    def starts_struct(self) -> bool:
        at = self.position
        while self.tokens[at].kind == "." and self.tokens[at + 1].kind == "name":
            at += 2
        return self.tokens[at].kind == "{"

    def struct_literal(self, dot: Token | None, first: Token) -> Node:
        names = [first.text]
        while self.accept("."):
            names.append(self.advance().text)
        opened = self.expect("{")
        fields = self.entries(of_struct=True)
        return StructNode(opened.at, ("." if dot else "") + ".".join(names), fields)

    def list_literal(self, opened: Token) -> Node:
        elements: list[Node] = []
        optionals: set[int] = set()
        while self.token.kind != "]":
            if self.token.kind == "," and not elements:
                break
            if self.accept("?"):
                optionals.add(len(elements))
            elements.append(self.expression())
            if not self.accept(","):
                break
        self.accept(",") if not elements else None
        self.expect("]")
        return ListNode(opened.at, elements, frozenset(optionals))

    def map_literal(self, opened: Token) -> Node:
        return MapNode(opened.at, self.entries(of_struct=False))

    def entries(self, *, of_struct: bool) -> list[Entry]:
        found: list[Entry] = []
        while self.token.kind != "}":
            if self.token.kind == "," and not found:
                self.advance()
                break
            optional = self.accept("?") is not None
            key: Node | str = self.expect("name").text if of_struct else self.expression()
            colon = self.expect(":")
            found.append(Entry(colon.at, key, self.expression(), optional=optional))
            if not self.accept(","):
                break
        self.expect("}")
        return found
