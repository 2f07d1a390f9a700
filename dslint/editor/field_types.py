"""The type of a field by its path, and since which release it exists; from the field tables."""

from __future__ import annotations

from dslint.kubernetes.fields import LIST, MAP, ROOT, Fields, element, table
from dslint.kubernetes.versions import KNOWN
from dslint.values.path import FieldPath


def type_at(path: FieldPath, version: str) -> str | None:
    """The type of the value at a path (`[]Container`, `string`), or None for a field that does not exist."""
    kind = ROOT
    objects = table(version)
    for step in path:
        if isinstance(step, int):
            if not kind.startswith(LIST):
                return None
            kind = kind[len(LIST) :]
        elif kind.startswith(MAP):
            kind = kind[len(MAP) :]
        else:
            found = objects.get(kind, {}).get(step)
            if found is None:
                return None
            kind = found
    return kind


def fields_at(path: FieldPath, version: str) -> Fields:
    """The fields that an object at a path may have; empty where no object belongs."""
    kind = type_at(path, version)
    if kind is None or kind.startswith((LIST, MAP)):
        return {}
    return table(version).get(kind, {})


def since(path: FieldPath) -> str | None:
    """The first known release that has a field; None where it is as old as the oldest known one."""
    for version in KNOWN:
        if type_at(path, version) is not None:
            return None if version == KNOWN[0] else version
    return None


def described(kind: str) -> str:
    """A type in words: `list of Container`, `map of string`."""
    if kind.startswith(LIST):
        return f"list of {described(kind[len(LIST) :])}"
    if kind.startswith(MAP):
        return f"map of {described(kind[len(MAP) :])}"
    return {"int32": "integer", "int64": "integer", "int-or-string": "integer or string"}.get(kind, kind)


def is_object(kind: str, version: str) -> bool:
    """Whether a type is an object with fields of its own."""
    return element(kind) in table(version)
