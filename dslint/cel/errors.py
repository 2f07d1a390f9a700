"""Errors of an expression: it does not compile, fails, or depends on an unknown value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CompileProblem:
    """Why an expression does not compile.

    line, column  1-based place in the expression (code points); 0, 0 when the server names none
    """

    message: str
    line: int
    column: int


class CelError(Exception):
    """An evaluation failed. The text is what the server would show."""


class CelUnknown(Exception):  # noqa: N818 - it is no error: the result depends on an unknown value
    """The result depends on a value that is not known offline; the text names the value."""
