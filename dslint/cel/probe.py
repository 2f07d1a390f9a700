"""Evaluate parts of an expression separately, to find the part that failed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from dslint.cel.calls import CannotCompile
from dslint.cel.compiler import Compiler
from dslint.cel.errors import CelError, CelUnknown
from dslint.cel.loops import Meter

if TYPE_CHECKING:
    from dslint.cel.overloads import Overload
    from dslint.cel.parsing.syntax import Node

Outcome = object
"""A value, or the CelError or CelUnknown that the evaluation ended with."""


class Probe:
    """The parts of one checked expression, with the values of its variables."""

    def __init__(
        self,
        names: Sequence[str],
        values: Sequence[object],
        constants: Mapping[str, object],
        functions: Mapping[str, list[Overload]],
    ) -> None:
        self._values = dict(zip(names, values, strict=True))
        self._constants = constants
        self._functions = functions

    def outcome(self, node: Node, bound: Mapping[str, object]) -> Outcome:
        """What a part evaluates to; `bound` are the loop variables around it."""
        values = {**self._values, **bound}
        slots = {name: slot for slot, name in enumerate(values, start=1)}
        making = Compiler(slots, self._constants, self._functions)
        try:
            run = making.compile(node)
            frame: list[object] = [Meter(), *values.values()]
            frame.extend([None] * (making.size - len(frame)))
            return run(frame)
        except CannotCompile as problem:
            return CelError(str(problem))
        except (CelError, CelUnknown) as problem:
            return problem
