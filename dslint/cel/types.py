"""Types of expressions: terms such as list(int), map(string, dyn) and type parameters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

SIMPLE = frozenset(
    {"bool", "bytes", "double", "int", "string", "uint", "duration", "timestamp", "dyn", "null_type"}
)
OBJECTS = "object"


@dataclass(frozen=True, slots=True)
class Type:
    """A type.

    kind    what sort of term it is: the name of a simple type, `list`, `map`, `type`, `opaque`,
            `object`, `param` or `error`
    name    the name shown for it
    params  the types of the elements of a list, or of the keys and values of a map, …
    """

    kind: str
    name: str
    params: tuple[Type, ...] = ()

    def __str__(self) -> str:
        if not self.params:
            return self.name
        return f"{self.name}({', '.join(map(str, self.params))})"


BOOL, BYTES, DOUBLE, INT, STRING, UINT = (
    Type(name, name) for name in ("bool", "bytes", "double", "int", "string", "uint")
)
DURATION = Type("duration", "duration")
TIMESTAMP = Type("timestamp", "timestamp")
DYN = Type("dyn", "dyn")
NULL = Type("null_type", "null")
ERROR = Type("error", "!error!")
TYPE = Type("type", "type")


def list_of(element: Type) -> Type:
    """The type of lists of `element`."""
    return Type("list", "list", (element,))


def map_of(key: Type, value: Type) -> Type:
    """The type of maps from `key` to `value`."""
    return Type("map", "map", (key, value))


def optional_of(value: Type) -> Type:
    """The type of optional values of type `value`."""
    return Type("opaque", "optional_type", (value,))


def type_of_type(subject: Type) -> Type:
    """The type of the type `subject` itself."""
    return Type("type", "type", (subject,))


def param(name: str) -> Type:
    """A type parameter."""
    return Type("param", name)


def object_type(name: str) -> Type:
    """A type with named fields, or one of the library's own values."""
    return Type(OBJECTS, name)


@cache
def parse_type(text: str) -> Type:
    """A type as the declaration tables write it: `list(T)`, `map(string, dyn)`, `net.IP`.

    A single capital letter is a type parameter.
    """
    term, rest = _term(text.strip())
    if rest:
        raise ValueError(f"invalid type {text!r}")
    return term


def _term(text: str) -> tuple[Type, str]:
    end = 0
    while end < len(text) and (text[end].isalnum() or text[end] in "._"):
        end += 1
    name, rest = text[:end], text[end:].lstrip()
    params: list[Type] = []
    if rest.startswith("("):
        rest = rest[1:]
        while not rest.startswith(")"):
            term, rest = _term(rest.lstrip(", "))
            params.append(term)
        rest = rest[1:].lstrip()
    return _named(name, tuple(params)), rest


def _named(name: str, params: tuple[Type, ...]) -> Type:
    if name in ("list", "map", "type"):
        return Type(name, name, params)
    if name == "optional":
        return Type("opaque", "optional_type", params)
    if name == "null":
        return NULL
    if name in SIMPLE:
        return Type(name, name)
    if len(name) == 1 and name.isupper():
        return param(name)
    return object_type(name)
