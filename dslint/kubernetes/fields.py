"""The fields of a DaemonSet by version: names and types, as in the Go types of a release.

A type is a word of the tables: `string`, `boolean`, `int32`, `int64`, `quantity`, `int-or-string`,
`time`, `anything`, the name of an object (`Container`), `[]T` for a list, `{}T` for a map. The
tables in `schemas/kubernetes/` are derived by `scripts/derive_fields.py`; `*T` in them is a single
value that can be absent, which is not the same as empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from dslint.data import data_path

Fields = Mapping[str, str]
"""The fields of one object: name -> type."""
Table = Mapping[str, Fields]
"""All objects of one version: name -> fields."""

ROOT = "DaemonSet"
LIST = "[]"
MAP = "{}"
POINTER = "*"


@cache
def table(version: str) -> Table:
    """Return every object that a DaemonSet of a known version (`1.37`) can contain."""
    return {
        kind: {name: written.removeprefix(POINTER) for name, written in fields.items()}
        for kind, fields in _written(version).items()
    }


@cache
def pointers(version: str) -> Mapping[str, frozenset[str]]:
    """Return object -> its single values for which "absent" and "empty" differ."""
    return {
        kind: found
        for kind, fields in _written(version).items()
        if (found := frozenset(name for name, written in fields.items() if written.startswith(POINTER)))
    }


@cache
def _written(version: str) -> Table:
    with open(data_path("schemas", "kubernetes", f"{version}.fields"), encoding="utf-8") as file:
        return parse(file.read())


def parse(text: str) -> Table:
    """Parse a table: the name of an object at the start of a line, its fields and their types below."""
    objects: dict[str, dict[str, str]] = {}
    fields: dict[str, str] = {}
    for line in text.splitlines():
        if line.startswith("  "):
            name, kind = line.split()
            fields[name] = kind
        elif not line.startswith("#"):
            fields = objects[line] = {}
    return objects


def element(kind: str) -> str:
    """Return the item type of a list or map (`Container` for `[]Container`); other types stay the same."""
    while kind.startswith((LIST, MAP)):
        kind = kind[2:]
    return kind
