"""Checks after the types fit: constants that cannot work, and lists of mixed types.

Source: cel/validator.go and ext/formatting.go of cel-go, as environment/base.go of Kubernetes sets them up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dslint.cel.conversions import to_duration, to_timestamp
from dslint.cel.errors import CelError
from dslint.cel.library import regex
from dslint.cel.library.formatting import WANTS, Clause, pieces
from dslint.cel.parsing.syntax import Call, ListNode, Literal, MapNode, Node, descendants
from dslint.cel.parsing.tokens import Mistake
from dslint.cel.types import ERROR, Type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_NUMBERS = ("int", "uint")
_ACCEPTS: dict[str, tuple[str, ...]] = {
    "d": _NUMBERS,
    "f": ("double", "string"),
    "e": ("double", "string"),
    "b": (*_NUMBERS, "bool"),
    "x": (*_NUMBERS, "string", "bytes"),
    "X": (*_NUMBERS, "string", "bytes"),
    "o": _NUMBERS,
    "s": (
        *("list", "map", "int", "uint", "double", "bool", "string", "timestamp", "bytes", "duration", "type"),
        "null_type",
    ),
}


def validate(root: Node) -> list[Mistake]:
    """The mistakes in an expression whose types are right."""
    mistakes: list[Mistake] = []
    for node in descendants(root):
        if isinstance(node, Call):
            mistakes.extend(_literal_arguments(node))
            mistakes.extend(_format_call(node))
    mistakes.extend(_mixed(root, exempt=False))
    return mistakes


def _compile(pattern: object) -> object:
    return regex.compiled(str(pattern))


_LITERALS: dict[str, Callable[[object], object]] = {
    "duration": to_duration,
    "timestamp": to_timestamp,
    "matches": _compile,
}


def _literal_arguments(node: Call) -> Iterator[Mistake]:
    check = _LITERALS.get(node.function)
    literal = node.arguments[0] if node.arguments else None
    if check is None or not isinstance(literal, Literal):
        return
    try:
        check(literal.value)
    except (CelError, regex.PatternError):
        yield Mistake(f"invalid {node.function} argument", literal.at)


def _mixed(node: Node, *, exempt: bool) -> Iterator[Mistake]:
    """Lists and maps with elements of different types, outside the arguments of `format`."""
    if isinstance(node, ListNode) and not exempt:
        yield from _mixed_list(node)
    elif isinstance(node, MapNode) and not exempt:
        yield from _mixed_map(node)
    inside = exempt and isinstance(node, (ListNode, MapNode))
    inside = inside or (isinstance(node, Call) and node.function == "format")
    for child in node.children():
        yield from _mixed(child, exempt=inside)


def _element_type(node: Node, *, optional: bool) -> Type:
    given = node.type or ERROR
    return given.params[0] if optional and given.params else given


def _told(node: Node, wanted: Type, given: Type) -> Mistake:
    return Mistake(f"expected type '{wanted}' but found '{given}'", node.at)


def _mixed_list(node: ListNode) -> Iterator[Mistake]:
    first: Type | None = None
    for index, item in enumerate(node.elements):
        given = _element_type(item, optional=index in node.optionals)
        first = first or given
        if given != first:
            yield _told(item, first, given)
            return


def _mixed_map(node: MapNode) -> Iterator[Mistake]:
    first: tuple[Type, Type] | None = None
    for entry in node.entries:
        if not isinstance(entry.key, Node):
            continue
        key = entry.key.type or ERROR
        value = _element_type(entry.value, optional=entry.optional)
        first = first or (key, value)
        if key != first[0]:
            yield _told(entry.key, first[0], key)
        if value != first[1]:
            yield _told(entry.value, first[1], value)


def _format_call(node: Call) -> Iterator[Mistake]:
    if node.function != "format" or not isinstance(node.target, Literal) or len(node.arguments) != 1:
        return
    values = node.arguments[0]
    if not isinstance(values, ListNode) or not isinstance(node.target.value, str):
        return
    used = 0
    try:
        for piece in pieces(node.target.value):
            if isinstance(piece, Clause):
                _check_clause(piece.letter, _argument(values, used))
                used += 1
    except _Misfit as misfit:
        yield Mistake(str(misfit), misfit.at)
        return
    except CelError as problem:
        yield Mistake(str(problem), node.at)
        return
    if len(values.elements) > used:
        yield Mistake(
            f"too many arguments supplied to string.format (expected {used}, got {len(values.elements)})",
            node.at,
        )


def _argument(values: ListNode, index: int) -> Node:
    if index >= len(values.elements):
        raise CelError(f"index {index} out of range")
    return values.elements[index]


class _Misfit(Exception):  # noqa: N818 - caught in this module
    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


def _check_clause(letter: str, node: Node) -> None:
    given = node.type or ERROR
    if given.kind != "dyn" and given.kind not in _ACCEPTS[letter]:
        raise _Misfit(f"error during formatting: {WANTS[letter]}, was given {given.name}", node.at)
    if letter == "s" and isinstance(node, (ListNode, MapNode)):
        for child in node.children():
            _check_clause(letter, child)
