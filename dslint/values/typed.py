"""Stand-ins for the names of `typing` that every start of dslint needs.

Importing the standard library's `typing` takes half as long as starting the interpreter, and each of its
named tuples compiles the annotation of every field. Type checkers see the real module; `dslint lint` runs
with these stand-ins. Annotations are never evaluated (`from __future__ import annotations`), so most names
only have to exist.
"""

from __future__ import annotations

TYPE_CHECKING = False
"""Type checkers treat this as true, whatever its value."""

if TYPE_CHECKING:
    from typing import (
        Any,
        ClassVar,
        Final,
        Literal,
        NamedTuple,
        NoReturn,
        Protocol,
        Self,
        TextIO,
        TypeVar,
    )
else:

    class _Name:
        """A name that only annotations and type aliases use."""

        def __getitem__(self, _: object) -> _Name:
            return self

        def __or__(self, _: object) -> _Name:
            return self

        __ror__ = __or__

    Any = ClassVar = Final = Literal = NoReturn = Self = TextIO = _Name()

    class TypeVar(_Name):
        """A name that annotations use."""

        def __init__(self, *_: object, **__: object) -> None:
            """Store nothing."""

    class Protocol:
        """A description for type checkers; it does nothing at run time."""

    from dslint.values.named_tuple import NamedTuple

__all__ = [
    "TYPE_CHECKING",
    "Any",
    "ClassVar",
    "Final",
    "Literal",
    "NamedTuple",
    "NoReturn",
    "Protocol",
    "Self",
    "TextIO",
    "TypeVar",
]
