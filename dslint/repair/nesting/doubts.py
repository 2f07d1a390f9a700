"""Reasons to doubt the only nesting that fits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dslint.kubernetes.fields import MAP, ROOT, Table, element
from dslint.kubernetes.spelling import distance
from dslint.repair.nesting.lines import Line, Row
from dslint.repair.nesting.types import field_names
from dslint.values.path import FieldPath

_SHORTEST = 5
"""Shorter keys are similar to too many others."""
_LIKE_A_KEY = re.compile(r"(?:- +)*(\w+):(?: |\Z)")


def swallowed_key(line: Line, rows: list[Row], version: str) -> str:
    """Return a field in the text under a `|` that may have followed that text originally."""
    if not line.block:
        return ""
    names = field_names(version)
    keys = (_LIKE_A_KEY.match(row.content) for row in rows[line.rows[0] + 1 : line.rows[1] + 1])
    return next((key[1] for key in keys if key is not None and key[1] in names), "")


def misspelt_field(line: Line, home: FieldPath, fields: Table) -> str:
    """Return a field of an outer object that differs by one letter from a key that only the map accepts."""
    *outer, kind = _types(home, fields)
    if line.key is None or not kind.startswith(MAP):
        return ""
    names = {name for type_name in outer for name in fields.get(type_name, {})}
    key = line.key.lower()
    if line.key in names or len(key) < _SHORTEST:
        return ""
    alike = (name for name in sorted(names) if name[0] == key[0] and abs(len(name) - len(key)) < 2)  # noqa: PLR2004
    return next((name for name in alike if distance(name.lower(), key) < 2), "")  # noqa: PLR2004


def _types(path: FieldPath, fields: Table) -> Iterator[str]:
    """Yield the types of the root and of everything on the way to a path."""
    kind = ROOT
    yield kind
    for step in path:
        kind = kind[2:] if isinstance(step, int) else fields.get(kind, {}).get(step, element(kind))
        yield kind
