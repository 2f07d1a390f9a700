"""Write JSON data as block YAML, and take the indentation out again: material for tests of nesting."""

from __future__ import annotations

import json
import re
from typing import Any

from dslint.reader.scalars import go_value

_PLAIN = re.compile(r"[A-Za-z0-9_./][-A-Za-z0-9_./:@%+]*\Z")


def block_yaml(data: Any, column: int = 0) -> str:
    """Two spaces a level; texts are quoted where they would read as something else."""
    pad = " " * column
    if isinstance(data, dict) and data:
        return "".join(f"{pad}{_scalar(key)}:{_below(value, column)}" for key, value in data.items())
    if isinstance(data, list) and data:
        return "".join(f"{pad}- {block_yaml(value, column + 2).lstrip(' ')}" for value in data)
    return f"{pad}{_scalar(data)}\n"


def _below(value: Any, column: int) -> str:
    if value and isinstance(value, dict | list):
        return f"\n{block_yaml(value, column + 2)}"
    return f" {_scalar(value)}\n"


def flattened(text: str) -> str:
    """Every line at column one, as a paste from a web page leaves it."""
    return "".join(row.lstrip(" ") for row in text.splitlines(keepends=True))


def _scalar(value: Any) -> str:
    plain = isinstance(value, str) and _PLAIN.match(value) and not value.endswith(":")
    if plain and isinstance(go_value(value), str):
        return str(value)
    return json.dumps(value, ensure_ascii=False)
