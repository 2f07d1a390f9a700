"""The field of the DaemonSet on which an expression failed: the deepest path of the deciding part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from dslint.cel.environment import Program
from dslint.cel.parsing.syntax import Call, Comprehension, Ident, Literal, Node, Select
from dslint.values.path import FieldPath, MapKey

if TYPE_CHECKING:
    from dslint.cel.probe import Probe
    from dslint.policies.activation import Activation
    from dslint.policies.expressions import Compiled

_MAPS = frozenset({"annotations", "labels", "limits", "matchLabels", "nodeSelector", "overhead", "requests"})
_DEEPEST = 40
"""The maximum number of steps of a search, for expressions that refer to themselves through variables."""


class _Bound(NamedTuple):
    """A loop variable: its value, and its origin in the object."""

    value: object
    path: FieldPath | None


Scope = Mapping[str, _Bound]


def blamed(program: Program, variables: Mapping[str, Compiled], activation: Activation) -> FieldPath | None:
    """Return the path of the field that a failed expression reads; None if it reads none."""
    probe = program.probe([activation.values[name] for name in program.names])
    search = _Search(probe, variables)
    path = search.decisive(program.node, {}, 0)
    return _with_keys(path) if path else None


class _Search:
    def __init__(self, probe: Probe, variables: Mapping[str, Compiled]) -> None:
        self._probe = probe
        self._variables = variables

    def _outcome(self, node: Node, scope: Scope) -> object:
        return self._probe.outcome(node, {name: bound.value for name, bound in scope.items()})

    def decisive(self, node: Node, scope: Scope, depth: int) -> FieldPath | None:
        """Return the path that decides a part which is false or fails."""
        if depth > _DEEPEST:
            return None
        if isinstance(node, Call) and node.function in _LOGICAL:
            return self._of_terms(node, scope, depth)
        if isinstance(node, Call) and node.function == "_?_:_":
            condition = self._outcome(node.arguments[0], scope)
            chosen = {True: node.arguments[1], False: node.arguments[2]}.get(condition is True)
            part = chosen if isinstance(condition, bool) and chosen is not None else node.arguments[0]
            return self.decisive(part, scope, depth + 1) or self._deepest(node, scope, depth)
        if isinstance(node, Comprehension) and node.macro == "all":
            return self._of_loop(node, scope, depth)
        return self._deepest(node, scope, depth)

    def _of_terms(self, node: Call, scope: Scope, depth: int) -> FieldPath | None:
        if node.function == "_&&_":
            for term in node.arguments:
                if self._outcome(term, scope) is not True:
                    return self.decisive(term, scope, depth + 1)
            return None
        paths = [self.decisive(term, scope, depth + 1) for term in node.arguments]
        return max((path for path in paths if path is not None), key=len, default=None)

    def _of_loop(self, node: Comprehension, scope: Scope, depth: int) -> FieldPath | None:
        items = self._outcome(node.items, scope)
        path = self.path_of(node.items, scope, depth)
        step = node.step
        if path is None or not isinstance(step, Call):
            return self._deepest(node, scope, depth)
        test = step.arguments[1]
        for bound in _rounds(node, items, path):
            if self._outcome(test, {**scope, **bound}) is not True:
                inner = self.decisive(test, {**scope, **bound}, depth + 1)
                first = next(iter(bound.values())).path
                return inner or first or path
        return path

    def _deepest(self, node: Node, scope: Scope, depth: int) -> FieldPath | None:
        return max(self._paths(node, scope, depth), key=len, default=None)

    def _paths(self, node: Node, scope: Scope, depth: int) -> Iterator[FieldPath]:
        path = self.path_of(node, scope, depth)
        if path is not None:
            yield path
            return
        for child in node.children():
            if depth < _DEEPEST:
                yield from self._paths(child, scope, depth + 1)

    def path_of(self, node: Node, scope: Scope, depth: int) -> FieldPath | None:
        """Return the path in the object that a part reads, if it reads one."""
        if depth > _DEEPEST:
            return None
        if isinstance(node, Ident):
            return () if node.name == "object" else scope[node.name].path if node.name in scope else None
        if isinstance(node, Select):
            if isinstance(node.operand, Ident) and node.operand.name == "variables":
                return self._of_variable(node.field, depth)
            return self._below(node.operand, node.field, scope, depth)
        if isinstance(node, Comprehension):
            return self.path_of(node.items, scope, depth + 1) if node.macro == "list" else None
        return self._of_call(node, scope, depth) if isinstance(node, Call) else None

    def _of_call(self, node: Call, scope: Scope, depth: int) -> FieldPath | None:
        if node.function in ("or", "orValue") and node.target is not None:
            return self.path_of(node.target, scope, depth + 1)
        if node.function not in ("_?._", "_[_]", "_[?_]"):
            return None
        operand, index = node.arguments
        key = index.value if isinstance(index, Literal) else self._outcome(index, scope)
        return self._below(operand, key, scope, depth)

    def _below(self, operand: Node, key: object, scope: Scope, depth: int) -> FieldPath | None:
        path = self.path_of(operand, scope, depth + 1)
        if path is None or isinstance(key, bool) or not isinstance(key, (str, int)):
            return path
        return (*path, key)

    def _of_variable(self, name: str, depth: int) -> FieldPath | None:
        program = self._variables.get(name)
        return self._deepest(program.node, {}, depth + 1) if isinstance(program, Program) else None


_LOGICAL = frozenset({"_&&_", "_||_"})


def _rounds(node: Comprehension, items: object, path: FieldPath) -> Iterator[dict[str, _Bound]]:
    if isinstance(items, list):
        for index, item in enumerate(items):
            element = _Bound(item, (*path, index))
            yield (
                {node.variable: _Bound(index, (*path, index)), node.second: element}
                if node.second
                else {node.variable: element}
            )
    elif isinstance(items, dict):
        for key, item in items.items():
            bound = _Bound(key, (*path, key))
            yield (
                {node.variable: bound, node.second: _Bound(item, bound.path)}
                if node.second
                else {node.variable: bound}
            )


def _with_keys(path: FieldPath) -> FieldPath:
    """The path with what is a key of a map, and no field, marked as one."""
    steps: list[str | int] = []
    for step in path:
        is_key = isinstance(step, str) and bool(steps) and steps[-1] in _MAPS
        steps.append(MapKey(step) if is_key else step)
    return tuple(steps)
