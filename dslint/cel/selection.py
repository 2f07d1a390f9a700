"""Reaching into maps, lists and optional values: `a.b`, `a[b]`, `a.?b`, `has(a.b)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dslint.cel.errors import CelError, CelUnknown
from dslint.cel.times import text_of_double
from dslint.cel.values import NONE, Optional, UInt, find, type_of

if TYPE_CHECKING:
    from collections.abc import Callable

_ABSENT = object()


class Lazy:
    """Fields that are computed when they are read (`variables`, `request`).

    fields  the name of each field, and what computes it; raises CelError or CelUnknown
    """

    __slots__ = ("fields",)

    def __init__(self, fields: dict[str, Callable[[], object]]) -> None:
        self.fields = fields


class Unknown:
    """A variable whose value is unknown offline."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


def missing_key(key: object) -> CelError:
    """Return the error for reading a missing key."""
    return CelError(f"no such key: {key_text(key)}")


def key_text(key: object) -> str:
    """A key as error messages show it."""
    if key is True or key is False:
        return "true" if key else "false"
    return text_of_double(key) if isinstance(key, float) else str(key)


def field(operand: object, name: str) -> object:
    """`operand.name`."""
    if isinstance(operand, dict):
        try:
            return operand[name]
        except KeyError:
            raise missing_key(name) from None
    found = look_up(operand, name)
    if found is _ABSENT:
        raise missing_key(name)
    return found


def has_field(operand: object, name: str) -> bool:
    """`has(operand.name)`."""
    if isinstance(operand, dict):
        return name in operand
    if isinstance(operand, Lazy):
        return name in operand.fields
    if isinstance(operand, Optional):
        return operand.present and has_field(operand.value, name)
    return look_up(operand, name) is not _ABSENT


def look_up(operand: object, key: object) -> object:
    """Return the value of `operand` under a key or index, or `_ABSENT` if it cannot have one.

    Raises CelError for an invalid key of a list, CelUnknown for an unknown value.
    """
    if isinstance(operand, dict):
        present, value = find(operand, key)
        return value if present else _ABSENT
    if type(operand) is list:
        return _element(operand, key)
    if isinstance(operand, Lazy):
        compute = operand.fields.get(str(key))
        return _ABSENT if compute is None else compute()
    if isinstance(operand, Unknown):
        raise CelUnknown(operand.name)
    if isinstance(operand, Optional):
        return _inside(operand, key)
    return _ABSENT


def _inside(operand: Optional, key: object) -> Optional:
    found = look_up(operand.value, key) if operand.present else _ABSENT
    return NONE if found is _ABSENT else Optional(found)


def _element(items: list[object], key: object) -> object:
    index = _index(key)
    return items[index] if 0 <= index < len(items) else _ABSENT


def _index(key: object) -> int:
    if type(key) is int or type(key) is UInt:
        return int(key)
    if type(key) is float and key.is_integer():
        return int(key)
    raise CelError(f"unsupported index type '{type_of(key)}' in list")


def index(operand: object, key: object) -> object:
    """`operand[key]`."""
    found = look_up(operand, key)
    if found is not _ABSENT:
        return found
    if type(operand) is list:
        raise CelError(f"index out of bounds: {key_text(key)}")
    raise missing_key(key)


def optional_of(operand: object, key: object) -> Optional:
    """`operand.?key` and `operand[?key]`: the value if it is there. Raises CelError, CelUnknown."""
    if isinstance(operand, Optional):
        return _inside(operand, key)
    found = look_up(operand, key)
    return NONE if found is _ABSENT else Optional(found)
