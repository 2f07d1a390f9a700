"""The nodes of an expression, after parsing and macro expansion."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dslint.cel.types import Type


class Node:
    """Part of an expression.

    at    the offset in the text that errors about it name (code points)
    type  what the checker found out; None before it ran
    """

    __slots__ = ("at", "type")

    def __init__(self, at: int) -> None:
        self.at = at
        self.type: Type | None = None

    def children(self) -> Iterator[Node]:
        """The nodes directly below."""
        return iter(())


class Literal(Node):
    """A constant: None, bool, int, UInt, float, str or bytes."""

    __slots__ = ("value",)

    def __init__(self, at: int, value: object) -> None:
        super().__init__(at)
        self.value = value


class Ident(Node):
    """A name."""

    __slots__ = ("name",)

    def __init__(self, at: int, name: str) -> None:
        super().__init__(at)
        self.name = name


class Select(Node):
    """`operand.field`; with `test`, `has(operand.field)`."""

    __slots__ = ("field", "operand", "test")

    def __init__(self, at: int, operand: Node, field: str, *, test: bool = False) -> None:
        super().__init__(at)
        self.operand = operand
        self.field = field
        self.test = test

    def children(self) -> Iterator[Node]:
        yield self.operand


class Call(Node):
    """A call of a function or operator; `target` is the receiver of `target.function(…)`.

    overloads  the ids of the overloads that the checker found to fit
    """

    __slots__ = ("arguments", "function", "overloads", "target")

    def __init__(self, at: int, function: str, arguments: list[Node], target: Node | None = None) -> None:
        super().__init__(at)
        self.function = function
        self.arguments = arguments
        self.target = target
        self.overloads: tuple[str, ...] = ()

    def children(self) -> Iterator[Node]:
        if self.target is not None:
            yield self.target
        yield from self.arguments


class ListNode(Node):
    """`[a, ?b]`; `optionals` are the indexes with a question mark."""

    __slots__ = ("elements", "optionals")

    def __init__(self, at: int, elements: list[Node], optionals: frozenset[int] = frozenset()) -> None:
        super().__init__(at)
        self.elements = elements
        self.optionals = optionals

    def children(self) -> Iterator[Node]:
        return iter(self.elements)


class Entry:
    """`key: value` in a map literal or `field: value` in an object; `at` is where the colon stands."""

    __slots__ = ("at", "key", "optional", "value")

    def __init__(self, at: int, key: Node | str, value: Node, *, optional: bool) -> None:
        self.at = at
        self.key = key
        self.value = value
        self.optional = optional


class MapNode(Node):
    """`{key: value}`."""

    __slots__ = ("entries",)

    def __init__(self, at: int, entries: list[Entry]) -> None:
        super().__init__(at)
        self.entries = entries

    def children(self) -> Iterator[Node]:
        for entry in self.entries:
            if isinstance(entry.key, Node):
                yield entry.key
            yield entry.value


class StructNode(Node):
    """`Name{field: value}`."""

    __slots__ = ("fields", "name")

    def __init__(self, at: int, name: str, fields: list[Entry]) -> None:
        super().__init__(at)
        self.name = name
        self.fields = fields

    def children(self) -> Iterator[Node]:
        for entry in self.fields:
            yield entry.value


class Comprehension(Node):
    """A loop that a macro expands to.

    macro        `all`, `exists`, `exists_one`, `list`, `map` or `bind`: how `compiler` runs it
    variable     the loop variable; `second` the other one of two-variable macros
    accumulator  the name of the result while it is built, `start` its first value
    condition    whether to go on; `step` the next value of the accumulator; `result` what comes out
    """

    __slots__ = (
        "accumulator",
        "condition",
        "items",
        "macro",
        "result",
        "second",
        "start",
        "step",
        "variable",
    )

    def __init__(  # noqa: PLR0913 - it has as many parts as the language gives it
        self,
        at: int,
        macro: str,
        items: Node,
        variable: str,
        *,
        start: Node,
        condition: Node,
        step: Node,
        result: Node,
        second: str = "",
        accumulator: str = "@result",
    ) -> None:
        super().__init__(at)
        self.macro = macro
        self.items = items
        self.variable = variable
        self.second = second
        self.accumulator = accumulator
        self.start = start
        self.condition = condition
        self.step = step
        self.result = result

    def children(self) -> Iterator[Node]:
        yield from (self.items, self.start, self.condition, self.step, self.result)


def descendants(root: Node) -> Iterator[Node]:
    """Every node of the tree, from the top."""
    pending = [root]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(node.children())


def qualified_name(node: Node) -> str | None:
    """`a.b.c` when the node is made of names only."""
    parts: list[str] = []
    while isinstance(node, Select) and not node.test:
        parts.append(node.field)
        node = node.operand
    if not isinstance(node, Ident):
        return None
    parts.append(node.name)
    return ".".join(reversed(parts))
