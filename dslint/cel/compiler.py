"""Checked nodes → Python closures.

A closure takes the frame: a list with the budget at 0, then the values of the variables, then those
of the loops. Constants are folded as cel-go folds them: a conversion of a constant that fails, or a
constant pattern that is no regular expression, is an error of the whole expression.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dslint.cel import loops, operators, selection
from dslint.cel.calls import (
    BINARY,
    PATTERNS,
    UNARY,
    CannotCompile,
    Constant,
    alternative,
    binary,
    folded,
    invoke,
    unary,
    with_pattern,
)
from dslint.cel.errors import CelError
from dslint.cel.loops import Frame, Run, charge
from dslint.cel.parsing.syntax import (
    Call,
    Comprehension,
    Ident,
    ListNode,
    Literal,
    MapNode,
    Node,
    Select,
    StructNode,
)
from dslint.cel.standard import CONVERSIONS
from dslint.cel.values import NONE, Optional, as_key, type_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dslint.cel.overloads import Overload


class Struct(dict[object, object]):
    """An object that the expression makes; `name` is its type."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class Compiler:
    """Makes the closures of one expression.

    variables  the slot of each variable in the frame
    constants  the names that stand for a value, such as the types
    """

    def __init__(
        self,
        variables: Mapping[str, int],
        constants: Mapping[str, object],
        functions: Mapping[str, list[Overload]],
    ) -> None:
        self._slots: list[Mapping[str, int]] = [variables]
        self._constants = constants
        self._functions = functions
        self.size = 1 + len(variables)

    def compile(self, node: Node) -> Run:
        """The closure of a node. Raises CannotCompile, regex.NoEngineError."""
        if isinstance(node, Literal):
            return Constant(node.value)
        if isinstance(node, Ident):
            return self._ident(node.name)
        if isinstance(node, Select):
            return self._select(node)
        if isinstance(node, Call):
            return self._call(node)
        if isinstance(node, ListNode):
            return self._list(node)
        if isinstance(node, MapNode):
            return self._map(node)
        if isinstance(node, StructNode):
            return self._struct(node)
        assert isinstance(node, Comprehension)  # noqa: S101 - there are no other nodes
        return self._comprehension(node)

    def _ident(self, name: str) -> Run:
        name = name.removeprefix(".")
        for scope in reversed(self._slots):
            slot = scope.get(name)
            if slot is not None:
                return lambda frame: frame[slot]
        return Constant(self._constants[name])

    def _select(self, node: Select) -> Run:
        operand = self.compile(node.operand)
        name = node.field
        if name == "":
            return operand
        if node.test:
            has_field = selection.has_field
            return lambda frame: has_field(operand(frame), name)
        field = selection.field
        return lambda frame: field(operand(frame), name)

    def _call(self, node: Call) -> Run:
        function = node.function
        if function in ("_&&_", "_||_"):
            terms = [self.compile(argument) for argument in node.arguments]
            return loops.absorbing(terms, ending=function == "_||_")
        if function == "_?_:_":
            return self._choice(*map(self.compile, node.arguments))
        if function == "_+_":
            return self._sum(*map(self.compile, node.arguments))
        arguments = [self.compile(argument) for argument in node.arguments]
        if function in UNARY:
            return unary(UNARY[function], arguments[0])
        if function in BINARY:
            return binary(function, arguments[0], arguments[1])
        if node.target is not None:
            arguments.insert(0, self.compile(node.target))
        if function in ("or", "orValue") and len(arguments) == 2:  # noqa: PLR2004 - the value and the other one
            return alternative(arguments[0], arguments[1], unwrap=function == "orValue")
        return self._function(node, arguments)

    @staticmethod
    def _choice(condition: Run, truthy: Run, falsy: Run) -> Run:
        def run(frame: Frame) -> object:
            chosen = condition(frame)
            if chosen is True:
                return truthy(frame)
            if chosen is False:
                return falsy(frame)
            raise CelError("no such overload")

        return run

    @staticmethod
    def _sum(left: Run, right: Run) -> Run:
        add = operators.add

        def run(frame: Frame) -> object:
            result = add(left(frame), right(frame))
            if type(result) is list or type(result) is str:
                charge(frame, len(result) // 10)
            return result

        return run

    def _function(self, node: Call, arguments: list[Run]) -> Run:
        function = node.function
        choices = [
            choice for choice in self._functions[function] if choice.member == (node.target is not None)
        ]
        if len(node.overloads) == 1:
            choices = [choice for choice in choices if choice.identity == node.overloads[0]]
        if function in CONVERSIONS and len(arguments) == 1 and isinstance(arguments[0], Constant):
            return folded(choices, arguments[0].value)
        if function in PATTERNS and isinstance(arguments[1], Constant):
            return with_pattern(function, choices, arguments)
        return invoke(function, choices, arguments)

    def _list(self, node: ListNode) -> Run:
        elements = [self.compile(element) for element in node.elements]
        if node.optionals:
            return _optional_list(elements, node.optionals)
        if all(isinstance(element, Constant) for element in elements):
            return Constant([element([]) for element in elements])
        return lambda frame: [element(frame) for element in elements]

    def _map(self, node: MapNode) -> Run:
        entries = [
            (self.compile(entry.key), self.compile(entry.value), entry.optional)
            for entry in node.entries
            if isinstance(entry.key, Node)
        ]

        def run(frame: Frame) -> object:
            built: dict[object, object] = {}
            for key, value, optional in entries:
                name = as_key(key(frame))
                _put(built, name, value(frame), optional=optional)
            return built

        if all(isinstance(part, Constant) for entry in entries for part in entry[:2]):
            return _constant_map(run)
        return run

    def _struct(self, node: StructNode) -> Run:
        fields = [(str(entry.key), self.compile(entry.value), entry.optional) for entry in node.fields]
        name = node.name.removeprefix(".")

        def run(frame: Frame) -> object:
            built = Struct(name)
            for field, value, optional in fields:
                _put(built, field, value(frame), optional=optional)
            return built

        return run

    def _comprehension(self, node: Comprehension) -> Run:
        items = self.compile(node.items)
        if node.macro == "bind":
            return self._bind(node)
        slots = self._open(node.variable, *([node.second] if node.second else []))
        try:
            if node.macro in ("all", "exists"):
                test = self.compile(self._argument(node.step, 1))
                return loops.quantifier(items, slots, test, ending=node.macro == "exists")
            step = node.step
            condition: Run | None = None
            if isinstance(step, Call) and step.function == "_?_:_":
                condition = self.compile(step.arguments[0])
                step = step.arguments[1]
            if node.macro == "exists_one":
                assert condition is not None  # noqa: S101 - the macro always has one
                return loops.exactly_one(items, slots, condition)
            if node.macro == "list":
                built = self._argument(step, 1)
                assert isinstance(built, ListNode)  # noqa: S101 - the macro makes one
                return loops.listing(items, slots, condition, self.compile(built.elements[0]))
            assert isinstance(step, Call)  # noqa: S101 - the macro makes one
            inserted = [self.compile(argument) for argument in step.arguments[1:]]
            choices = [
                choice for choice in self._functions[step.function] if choice.identity in step.overloads
            ]
            return loops.mapping(items, slots, condition, inserted, choices)
        finally:
            self._slots.pop()

    @staticmethod
    def _argument(node: Node, index: int) -> Node:
        assert isinstance(node, Call)  # noqa: S101 - macros make calls
        return node.arguments[index]

    def _bind(self, node: Comprehension) -> Run:
        start = self.compile(node.start)
        (slot,) = self._open(node.accumulator)
        body = self.compile(node.result)
        self._slots.pop()

        def run(frame: Frame) -> object:
            frame[slot] = start(frame)
            return body(frame)

        return run

    def _open(self, *names: str) -> tuple[int, ...]:
        slots = tuple(range(self.size, self.size + len(names)))
        self.size += len(names)
        self._slots.append(dict(zip(names, slots, strict=True)))
        return slots


def _put(built: dict[object, object], key: object, value: object, *, optional: bool) -> None:
    if optional:
        if not isinstance(value, Optional):
            raise CelError(
                f"cannot initialize optional entry '{key}' from non-optional value {type_of(value)}"
            )
        if not value.present:
            built.pop(key, None)
            return
        value = value.value
    built[key] = value


def _constant_map(run: Run) -> Run:
    try:
        return Constant(run([]))
    except CelError as problem:
        raise CannotCompile(str(problem)) from None


def _optional_list(elements: list[Run], optionals: frozenset[int]) -> Run:
    def run(frame: Frame) -> object:
        built: list[object] = []
        for index, element in enumerate(elements):
            value = element(frame)
            if index in optionals:
                if not isinstance(value, Optional):
                    raise CelError(
                        f"cannot initialize optional list element from non-optional value {type_of(value)}"
                    )
                if value is NONE or not value.present:
                    continue
                value = value.value
            built.append(value)
        return built

    return run
