"""What every start needs of `typing`, without importing it.

Importing the standard library's module takes half as long as starting the interpreter, and each of its
named tuples compiles the annotation of every field. Type checkers see the real thing; `dslint lint` runs
with what is here. Annotations are never evaluated (`from __future__ import annotations`), so that most
names only have to exist.
"""

from __future__ import annotations

TYPE_CHECKING = False
"""Type checkers take this for true, whatever it says."""

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
        """What only annotations and aliases of types speak of."""

        def __getitem__(self, _: object) -> _Name:
            return self

        def __or__(self, _: object) -> _Name:
            return self

        __ror__ = __or__

    Any = ClassVar = Final = Literal = NoReturn = Self = TextIO = _Name()

    class TypeVar(_Name):
        """A name that annotations speak of."""

        def __init__(self, *_: object, **__: object) -> None:
            """Keep nothing."""

    class Protocol:
        """Says what a type checker is to expect; nothing at run time."""

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
