"""The type of a field by its path, and its first release, from the field tables."""

from __future__ import annotations

from dslint.kubernetes.fields import LIST, MAP, ROOT, Fields, element, table
from dslint.kubernetes.releases.meanings import meaning
from dslint.kubernetes.versions import KNOWN
from dslint.values.path import FieldPath


def type_at(path: FieldPath, version: str) -> str | None:
    """Return the type of the value at a path (`[]Container`, `string`), or None for an unknown field."""
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
    """Return the fields that an object at a path may have; empty if no object belongs there."""
    kind = type_at(path, version)
    if kind is None or kind.startswith((LIST, MAP)):
        return {}
    return table(version).get(kind, {})


def since(path: FieldPath) -> str | None:
    """Return the first known release with a field; None if the oldest known one has it."""
    for version in KNOWN:
        if type_at(path, version) is not None:
            return None if version == KNOWN[0] else version
    return None


def described(kind: str) -> str:
    """Return a type in words: `list of Container`, `map of string`."""
    if kind.startswith(LIST):
        return f"list of {described(kind[len(LIST) :])}"
    if kind.startswith(MAP):
        return f"map of {described(kind[len(MAP) :])}"
    return {"int32": "integer", "int64": "integer", "int-or-string": "integer or string"}.get(kind, kind)


def is_object(kind: str, version: str) -> bool:
    """Whether a type is an object with its own fields."""
    return element(kind) in table(version)


def meaning_at(path: FieldPath, version: str) -> str:
    """The sentence for the field at a path; empty for list items, keys of maps and unknown fields."""
    kind = type_at(path[:-1], version)
    if kind is None or not isinstance(path[-1], str):
        return ""
    return meaning(kind, path[-1])
