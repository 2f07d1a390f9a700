"""Compile expressions for a version of Kubernetes and a set of variables."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from dslint.cel import extensions, standard, types
from dslint.cel.calls import CannotCompile
from dslint.cel.checker import Checker
from dslint.cel.compiler import Compiler
from dslint.cel.equality import equal
from dslint.cel.errors import CelError, CelUnknown, CompileProblem
from dslint.cel.loops import Meter
from dslint.cel.parsing.macros import macros_of
from dslint.cel.parsing.parser import parse
from dslint.cel.parsing.tokens import Mistake
from dslint.cel.probe import Probe
from dslint.cel.types import Type, type_of_type
from dslint.cel.validators import validate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dslint.cel.loops import Run
    from dslint.cel.overloads import Overload
    from dslint.cel.parsing.macros import Macro
    from dslint.cel.parsing.syntax import Node

NEWEST = 36
"""The newest minor version whose libraries are known."""
ORDER = "the order of a map's entries, which is random"
"""The reason for a result that differs each time the server computes it."""
_TYPE_NAMES: dict[str, Type] = {
    **{name: Type(name, name) for name in ("bool", "bytes", "double", "int", "string", "uint")},
    "list": Type("list", "list"),
    "map": Type("map", "map"),
    "null_type": Type("null_type", "null_type"),
    "type": types.TYPE,
    "google.protobuf.Duration": Type("duration", "google.protobuf.Duration"),
    "google.protobuf.Timestamp": Type("timestamp", "google.protobuf.Timestamp"),
    "optional_type": Type("opaque", "optional_type"),
    **{
        name: types.object_type(name)
        for name in (
            *("net.IP", "net.CIDR", "kubernetes.URL", "kubernetes.Quantity", "kubernetes.Semver"),
            "kubernetes.NamedFormat",
        )
    },
}


class Program:
    """A compiled expression.

    node   its checked nodes, `type` what comes out of it
    names  the variables whose values it takes, in their order
    """

    __slots__ = ("_functions", "_run", "_size", "names", "node")

    def __init__(
        self, node: Node, run: Run, size: int, names: tuple[str, ...], functions: Mapping[str, list[Overload]]
    ) -> None:
        self.node = node
        self.names = names
        self._functions = functions
        self._run = run
        self._size = size

    @property
    def type(self) -> Type:
        """The type of the result."""
        return self.node.type or types.DYN

    def evaluate(self, *values: object) -> object:
        """Return the value, for values of the environment's variables in their order.

        Raises CelError if the evaluation fails and CelUnknown if it depends on an unknown value.
        """
        meter = Meter()
        result = self._evaluate(meter, values)
        if meter.unordered and not equal(result, self._evaluate(Meter(shuffled=True), values)):
            raise CelUnknown(ORDER)
        return result

    def probe(self, values: Sequence[object]) -> Probe:
        """Return a probe that evaluates the parts of the expression one by one."""
        return Probe(self.names, values, _TYPE_NAMES, self._functions)

    def _evaluate(self, meter: Meter, values: tuple[object, ...]) -> object:
        frame: list[object] = [meter, *values]
        frame.extend([None] * (self._size - len(frame)))
        try:
            return self._run(frame)
        except RecursionError:
            raise CelError("expression recursion limit exceeded") from None


@cache
def _functions(minor: int, *, mutation: bool) -> dict[str, list[Overload]]:
    found: dict[str, list[Overload]] = {}
    for table in (standard.declarations(), extensions.declarations(mutation=mutation)):
        for overload in table:
            if overload.since <= minor:
                found.setdefault(overload.function, []).append(overload)
    return found


@cache
def _macros(minor: int) -> dict[tuple[str, int, bool], Macro]:
    return macros_of(minor)


class NoFields:
    """An environment without objects that have named fields."""

    def has_type(self, name: str) -> bool:  # noqa: ARG002 - there is none
        """No name is one."""
        return False

    def field_type(self, name: str, field: str) -> Type | None:  # noqa: ARG002 - there is none
        """There is no field."""
        return None


@dataclass(frozen=True)
class Environment:
    """The names that an expression may use.

    variables  the variables and their types, in the order in which `Program.evaluate` takes them
    minor      the version whose libraries there are, 36 for 1.36
    fields     the fields of objects
    mutation   with the functions for mutations
    """

    variables: Mapping[str, Type]
    minor: int = NEWEST
    fields: NoFields = field(default_factory=NoFields)
    mutation: bool = False

    def compile(self, text: str) -> Program | tuple[CompileProblem, ...]:
        """Return the program, or the errors in the order of the text.

        Raises regex.NoEngineError when it has a regular expression and google-re2 is not installed.
        """
        node, mistakes = parse(text, _macros(self.minor))
        if node is None:
            return _problems(text, mistakes)
        try:
            return self._checked(text, node)
        except RecursionError:
            return (CompileProblem("expression recursion limit exceeded", 0, 0),)

    def _checked(self, text: str, node: Node) -> Program | tuple[CompileProblem, ...]:
        functions = _functions(self.minor, mutation=self.mutation)
        declared = {**_TYPES_OF_NAMES, **self.variables}
        checker = Checker(declared, functions, self.fields)
        checker.check(node)
        mistakes = checker.mistakes or validate(node)
        if mistakes:
            return _problems(text, mistakes)
        slots = {name: index for index, name in enumerate(self.variables, start=1)}
        making = Compiler(slots, _TYPE_NAMES, functions)
        try:
            run = making.compile(node)
        except CannotCompile as problem:
            return (CompileProblem(f"program instantiation failed: {problem}", 0, 0),)
        return Program(node, run, making.size, tuple(self.variables), functions)


_TYPES_OF_NAMES = {name: type_of_type(term) for name, term in _TYPE_NAMES.items()}


def _problems(text: str, mistakes: list[Mistake]) -> tuple[CompileProblem, ...]:
    return tuple(_problem(text, mistake) for mistake in sorted(mistakes, key=lambda mistake: mistake.at))


def _problem(text: str, mistake: Mistake) -> CompileProblem:
    if mistake.at < 0:
        return CompileProblem(mistake.message, 0, 0)
    line = text.count("\n", 0, mistake.at) + 1
    start = text.rfind("\n", 0, mistake.at) + 1
    return CompileProblem(mistake.message, line, mistake.at - start + 1)
