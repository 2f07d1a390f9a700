"""Checked nodes → Python closures.

A closure takes the frame: a list with the budget at 0, then the values of the variables, then those
of the loops. Constants are folded as cel-go folds them: a conversion of a constant that fails, or a
constant pattern that is no regular expression, is an error of the whole expression.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dslint.cel import loops, operators, regex, selection
from dslint.cel.equality import equal
from dslint.cel.errors import CelError, CelUnknown
from dslint.cel.loops import Frame, Run, charge
from dslint.cel.overloads import Implementation, fitting
from dslint.cel.standard import CONVERSIONS
from dslint.cel.syntax import (
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
from dslint.cel.values import NONE, Optional, as_key, type_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dslint.cel.overloads import Overload


class Constant:
    """A part whose value is known when the expression is compiled."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __call__(self, _frame: Frame) -> object:
        return self.value


class CannotCompile(Exception):  # noqa: N818 - it becomes a problem of the expression
    """A constant part fails."""


class Struct(dict[object, object]):
    """An object that the expression makes; `name` is its type."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


_UNARY: dict[str, Callable[[Any], object]] = {"!_": operators.logical_not, "-_": operators.negate}
_BINARY: dict[str, Callable[[Any, Any], object]] = {
    "_==_": equal,
    "_!=_": operators.not_equal,
    "_<_": operators.less,
    "_<=_": operators.less_or_equal,
    "_>_": operators.greater,
    "_>=_": operators.greater_or_equal,
    "_-_": operators.subtract,
    "_*_": operators.multiply,
    "_/_": operators.divide,
    "_%_": operators.modulo,
    "@in": operators.contains,
    "_[_]": selection.index,
    "_[?_]": selection.optional_of,
    "_?._": selection.optional_of,
}
_PATTERNS = frozenset({"matches", "find", "findAll"})


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
        """The closure of a node. Raises CannotCompile, regex.NoEngine."""
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
        if function in _UNARY:
            return _unary(_UNARY[function], arguments[0])
        if function in _BINARY:
            return _binary(function, arguments[0], arguments[1])
        if node.target is not None:
            arguments.insert(0, self.compile(node.target))
        if function in ("or", "orValue") and len(arguments) == 2:  # noqa: PLR2004 - the value and the other one
            return _alternative(arguments[0], arguments[1], unwrap=function == "orValue")
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
            return _folded(choices, arguments[0].value)
        if function in _PATTERNS and isinstance(arguments[1], Constant):
            return _with_pattern(function, choices, arguments)
        return _invoke(function, choices, arguments)

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
            choices = [choice for choice in self._functions[step.function] if choice.identity in step.overloads]
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
            raise CelError(f"cannot initialize optional entry '{key}' from non-optional value {type_of(value)}")
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
                    raise CelError(f"cannot initialize optional list element from non-optional value {type_of(value)}")
                if value is NONE or not value.present:
                    continue
                value = value.value
            built.append(value)
        return built

    return run


def _alternative(first: Run, other: Run, *, unwrap: bool) -> Run:
    """`or` and `orValue`: the other one is only looked at when the first is absent."""

    def run(frame: Frame) -> object:
        found = first(frame)
        if not isinstance(found, Optional):
            raise CelError("no such overload")
        if found.present:
            return found.value if unwrap else found
        return other(frame)

    return run


def _unary(operate: Callable[[Any], object], argument: Run) -> Run:
    return lambda frame: operate(argument(frame))


def _binary(function: str, left: Run, right: Run) -> Run:
    operate = _BINARY[function]
    if isinstance(right, Constant):
        constant = right.value
        if function == "@in" and constant == []:
            return Constant(False)
        return lambda frame: operate(left(frame), constant)
    return lambda frame: operate(left(frame), right(frame))


def _folded(choices: list[Overload], value: object) -> Run:
    try:
        return Constant(fitting(choices, (value,))(value))
    except CelError as problem:
        raise CannotCompile(str(problem)) from None
    except CelUnknown:
        return _invoke(choices[0].function, choices, [Constant(value)])


def _with_pattern(function: str, choices: list[Overload], arguments: list[Run]) -> Run:
    constant = arguments[1]
    assert isinstance(constant, Constant)  # noqa: S101 - asked for by the caller
    try:
        pattern = regex.compiled(str(constant.value))
    except regex.BadPattern as problem:
        raise CannotCompile(f"error parsing regexp: {problem}") from None
    text, *limits = [arguments[0], *arguments[2:]]

    def run(frame: Frame) -> object:
        value = text(frame)
        if type(value) is not str:
            fitting(choices, (value, constant.value, *(limit(frame) for limit in limits)))
            raise CelError("no such overload")
        if function == "matches":
            return regex.matches(value, pattern)
        if function == "find":
            return regex.find(value, pattern)
        return regex.find_all(value, pattern, limits[0](frame) if limits else -1)  # type: ignore[arg-type]

    return run


_PRODUCT = frozenset({"sets.contains", "sets.equivalent", "sets.intersects"})
_SQUARE = frozenset({"distinct"})


def _invoke(function: str, choices: list[Overload], arguments: list[Run]) -> Run:
    def run(frame: Frame) -> object:
        values = tuple(argument(frame) for argument in arguments)
        implementation: Implementation = fitting(choices, values)
        if function in _PRODUCT:
            charge(frame, len(values[0]) * len(values[1]))  # type: ignore[arg-type]
        elif function in _SQUARE:
            charge(frame, len(values[0]) ** 2)  # type: ignore[arg-type]
        elif function == "lists.range" and type(values[0]) is int:
            charge(frame, values[0])
        result = implementation(*values)
        if type(result) is list:
            charge(frame, len(result))
        return result

    return run
