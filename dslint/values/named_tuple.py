"""`typing.NamedTuple` in a tenth of the time; dslint defines about eighty of them when it starts.

The standard library compiles a constructor and the annotation of every field for each class. Here the methods
are shared, and the constructor is compiled when the first tuple of a class is made. Type checkers see the
original (see `typed`), which has the same methods.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Self

try:
    # The standard library uses this too; it is faster than a property.
    from _collections import _tuplegetter as _getter  # type: ignore[import-not-found]
except ImportError:  # not CPython

    def _getter(index: int, doc: str) -> property:
        return property(lambda self: tuple.__getitem__(self, index), doc=doc)


class _FieldsOf(type):
    """Create a tuple class from a class body: the annotated names, their defaults and the methods."""

    def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
        """Raises TypeError where a field without a default follows one that has a default."""
        if not bases:
            return super().__new__(cls, name, bases, body)
        fields = tuple(body.get("__annotations__", ()))
        defaults = {field: body[field] for field in fields if field in body}
        if tuple(defaults) != fields[len(fields) - len(defaults) :]:
            raise TypeError(f"{name}: a field without a default follows one that has a default")
        body |= {field: _getter(index, "") for index, field in enumerate(fields)}
        body |= {"_fields": fields, "__match_args__": fields, "_field_defaults": defaults, "__slots__": ()}
        body["__new__"] = _first_new
        return type(name, (_Methods,), body)


class NamedTuple(metaclass=_FieldsOf):
    """The name that tuple classes derive from; it is not one of their bases."""


class _Methods(tuple):  # type: ignore[type-arg]
    """The methods of every tuple class."""

    __slots__ = ()
    _fields: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Return a call that makes an equal tuple."""
        values = ", ".join(f"{field}={value!r}" for field, value in zip(self._fields, self, strict=True))
        return f"{type(self).__name__}({values})"

    def __getnewargs__(self) -> tuple[Any, ...]:
        """Return the arguments that copying and pickling pass to the constructor."""
        return tuple(self)

    def _replace(self, /, **changes: Any) -> Self:
        """Return a copy with other values of some fields. Raises ValueError for an unknown field."""
        changed = tuple.__new__(type(self), map(changes.pop, self._fields, self))
        if changes:
            raise ValueError(f"unknown fields: {', '.join(changes)}")
        return changed

    def _asdict(self) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    @classmethod
    def _make(cls, values: Iterable[Any]) -> Self:
        return cls(*values)


def _first_new(cls: Any, /, *values: Any, **named: Any) -> Any:
    """Compile the constructor of a class, and make its first tuple."""
    made = next(base for base in cls.__mro__ if base.__bases__ == (_Methods,))
    given = ", ".join(made._fields)
    new = eval(f"lambda cls, {given}: new(cls, ({given},))", {"new": tuple.__new__})  # noqa: S307 - our own names
    new.__defaults__ = tuple(made._field_defaults.values())
    new.__name__, new.__qualname__ = "__new__", f"{made.__name__}.__new__"
    made.__new__ = new
    return new(cls, *values, **named)
