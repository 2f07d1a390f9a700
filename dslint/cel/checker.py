"""Infer the types of an expression, and report what does not fit.

Source: checker/checker.go of cel-go. Names that stand for a namespaced function or variable are
replaced while checking, as the server does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from dslint.cel import types
from dslint.cel.parsing.syntax import (
    Call,
    Comprehension,
    Entry,
    Ident,
    ListNode,
    Literal,
    MapNode,
    Node,
    Select,
    StructNode,
    descendants,
    qualified_name,
)
from dslint.cel.parsing.tokens import Mistake
from dslint.cel.types import BOOL, DYN, ERROR, INT, Type
from dslint.cel.unify import Bindings, instantiated, is_dyn_or_error, most_general
from dslint.cel.values import type_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dslint.cel.overloads import Overload


class Fields(Protocol):
    """The checker's knowledge of objects with named fields."""

    def field_type(self, name: str, field: str) -> Type | None:
        """Return the type of a field; None if the type has no such field."""

    def has_type(self, name: str) -> bool:
        """Whether `name` is such a type."""


class Checker:
    """One check. `mistakes` holds the errors found."""

    def __init__(
        self, variables: Mapping[str, Type], functions: Mapping[str, list[Overload]], fields: Fields
    ) -> None:
        self._scopes: list[Mapping[str, Type]] = [variables]
        self._functions = functions
        self._fields = fields
        self._bindings = Bindings()
        self.mistakes: list[Mistake] = []

    def check(self, root: Node) -> None:
        """Give every node its type."""
        self._check(root)
        for node in descendants(root):
            node.type = self._bindings.resolved(node.type or ERROR, free_to_dyn=True)

    def _fault(self, at: int, message: str) -> None:
        self.mistakes.append(Mistake(message, at))

    def _check(self, node: Node) -> Type:
        if isinstance(node, Literal):
            found = type_of(node.value)
            node.type = types.NULL if node.value is None else found
        elif isinstance(node, Ident):
            node.type = self._ident(node)
        elif isinstance(node, Select):
            node.type = self._select(node)
        elif isinstance(node, Call):
            node.type = self._call(node)
        elif isinstance(node, ListNode):
            node.type = self._list(node)
        elif isinstance(node, MapNode):
            node.type = self._map(node)
        elif isinstance(node, StructNode):
            node.type = self._struct(node)
        elif isinstance(node, Comprehension):
            node.type = self._comprehension(node)
        return node.type or ERROR

    def _lookup(self, name: str) -> Type | None:
        name = name.removeprefix(".")
        for scope in reversed(self._scopes):
            found = scope.get(name)
            if found is not None:
                return found
        return None

    def _undeclared(self, at: int, name: str) -> Type:
        self._fault(at, f"undeclared reference to '{name}' (in container '')")
        return ERROR

    def _ident(self, node: Ident) -> Type:
        found = self._lookup(node.name)
        return self._undeclared(node.at, node.name) if found is None else found

    def _select(self, node: Select) -> Type:
        name = None if node.test else qualified_name(node)
        if name is not None and "." in name:
            found = self._lookup(name)
            if found is not None:
                node.operand = Ident(node.at, name)
                node.operand.type = found
                node.field = ""
                return found
        result = self._field(node, node.operand, node.field, optional=False)
        return BOOL if node.test else self._bindings.resolved(result)

    def _field(self, node: Node, operand: Node, field: str, *, optional: bool) -> Type:
        outer = self._bindings.resolved(self._check(operand))
        is_optional = outer.name == "optional_type" and outer.kind == "opaque"
        target = outer.params[0] if is_optional else outer
        result = DYN
        if target.kind == "map":
            result = target.params[1]
        elif target.kind == "object":
            result = self._object_field(node, target.name, field)
        elif target.kind == "param":
            self._bindings.assignable(DYN, target)
        elif not is_dyn_or_error(target):
            self._fault(node.at, f"type '{target}' does not support field selection")
        return types.optional_of(result) if is_optional or optional else result

    def _object_field(self, node: Node, name: str, field: str) -> Type:
        if not self._fields.has_type(name):
            self._fault(node.at, f"unexpected failed resolution of '{name}'")
            return ERROR
        found = self._fields.field_type(name, field)
        if found is None:
            self._fault(node.at, f"undefined field '{field}'")
            return ERROR
        return found

    def _call(self, node: Call) -> Type:
        if node.function == "_?._" and node.target is None:
            field = node.arguments[1]
            field.type = types.STRING
            name = str(field.value) if isinstance(field, Literal) else ""
            result = self._field(node, node.arguments[0], name, optional=True)
            return self._bindings.resolved(result)
        for argument in node.arguments:
            self._check(argument)
        if node.target is not None:
            prefix = qualified_name(node.target)
            if prefix is not None:
                name = f"{prefix}.{node.function}".removeprefix(".")
                if name in self._functions:
                    node.target = None
                    node.function = name
        if node.target is not None:
            self._check(node.target)
        elif node.function.startswith("."):
            node.function = node.function[1:]
        choices = self._functions.get(node.function)
        if choices is None:
            return self._undeclared(node.at, node.function)
        return self._resolve(node, choices)

    def _resolve(self, node: Call, choices: list[Overload]) -> Type:
        arguments = node.arguments if node.target is None else [node.target, *node.arguments]
        if node.function in ("_&&_", "_||_"):
            return self._logical(node, arguments)
        given = tuple(argument.type or ERROR for argument in arguments)
        result: Type | None = None
        fitting: list[str] = []
        for choice in choices:
            if choice.member != (node.target is not None):
                continue
            fresh = {name: self._bindings.variable() for name in choice.parameters}
            wanted = choice.arguments
            if fresh:
                wanted = tuple(instantiated(argument, fresh) for argument in wanted)
            if not self._bindings.all_assignable(given, wanted):
                continue
            fitting.append(choice.identity)
            found = self._bindings.resolved(instantiated(choice.result, fresh))
            if result is None:
                result = found
            elif result.kind != "dyn" and found != result:
                result = DYN
        node.overloads = tuple(fitting)
        return self._no_overload(node, given) if result is None else result

    def _no_overload(self, node: Call, given: tuple[Type, ...]) -> Type:
        shown = [str(self._bindings.resolved(term, free_to_dyn=True)) for term in given]
        signature = f"({', '.join(shown)})" if node.target is None else f"{shown[0]}.({', '.join(shown[1:])})"
        self._fault(node.at, f"found no matching overload for '{node.function}' applied to '{signature}'")
        return ERROR

    def _logical(self, node: Call, arguments: list[Node]) -> Type:
        node.overloads = ("logical",)
        result = BOOL
        for argument in arguments:
            given = argument.type or ERROR
            if not self._bindings.assignable(given, BOOL):
                self._mismatch(argument, BOOL, given)
                result = ERROR
        return result

    def _mismatch(self, node: Node, wanted: Type, given: Type) -> None:
        shown = self._bindings.resolved(given, free_to_dyn=True)
        self._fault(
            node.at,
            f"expected type '{self._bindings.resolved(wanted, free_to_dyn=True)}' but found '{shown}'",
        )

    def _list(self, node: ListNode) -> Type:
        element: Type | None = None
        for index, item in enumerate(node.elements):
            given = self._check(item)
            if index in node.optionals:
                given = self._unwrapped(item, given)
            element = self._joined(element, given)
        return types.list_of(self._bindings.variable() if element is None else element)

    def _unwrapped(self, node: Node, given: Type) -> Type:
        if given.kind == "opaque" and given.name == "optional_type":
            return given.params[0]
        if given.kind != "dyn":
            self._mismatch(node, types.optional_of(given), given)
        return given

    def _joined(self, previous: Type | None, given: Type) -> Type:
        if previous is None:
            return given
        if self._bindings.assignable(previous, given):
            return most_general(previous, given)
        return DYN

    def _map(self, node: MapNode) -> Type:
        key: Type | None = None
        value: Type | None = None
        for entry in node.entries:
            if isinstance(entry.key, Node):
                key = self._joined(key, self._check(entry.key))
            value = self._joined(value, self._entry_value(entry))
        if key is None or value is None:
            return types.map_of(self._bindings.variable(), self._bindings.variable())
        return types.map_of(key, value)

    def _entry_value(self, entry: Entry) -> Type:
        given = self._check(entry.value)
        return self._unwrapped(entry.value, given) if entry.optional else given

    def _struct(self, node: StructNode) -> Type:
        name = node.name.removeprefix(".")
        if not self._fields.has_type(name):
            return self._undeclared(node.at, node.name)
        for entry in node.fields:
            given = self._entry_value(entry)
            wanted = self._fields.field_type(name, str(entry.key))
            if wanted is None:
                self._fault(entry.at, f"undefined field '{entry.key}'")
            elif not self._bindings.assignable(wanted, given):
                shown = self._bindings.resolved(given, free_to_dyn=True)
                self._fault(
                    entry.at,
                    f"expected type of field '{entry.key}' is '{wanted}' but provided type is '{shown}'",
                )
        return types.object_type(name)

    def _comprehension(self, node: Comprehension) -> Type:
        items = self._bindings.resolved(self._check(node.items))
        start = self._check(node.start)
        first, second = self._loop_types(node, items)
        self._scopes.append({node.accumulator: start})
        inner = {node.variable: first}
        if node.second:
            inner[node.second] = second
        self._scopes.append(inner)
        self._check(node.condition)
        self._assert(node.condition, BOOL)
        self._check(node.step)
        self._assert(node.step, start)
        self._scopes.pop()
        result = self._check(node.result)
        self._scopes.pop()
        return self._bindings.resolved(result)

    def _loop_types(self, node: Comprehension, items: Type) -> tuple[Type, Type]:
        if items.kind == "list":
            element = items.params[0]
            return (INT, element) if node.second else (element, element)
        if items.kind == "map":
            return items.params[0], items.params[1]
        if items.kind in ("dyn", "error", "param"):
            self._bindings.assignable(DYN, items)
            return DYN, DYN
        self._fault(
            node.items.at,
            f"expression of type '{items}' cannot be range of a comprehension "
            "(must be list, map, or dynamic)",
        )
        return ERROR, ERROR

    def _assert(self, node: Node, wanted: Type) -> None:
        given = node.type or ERROR
        if not self._bindings.assignable(wanted, given):
            self._mismatch(node, wanted, given)
