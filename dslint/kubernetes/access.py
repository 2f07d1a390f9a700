"""Reach into JSON data of which nothing is promised: what has the wrong type counts as absent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def mapping(data: Any, *fields: str) -> Mapping[str, Any]:
    """The mapping at a chain of fields below `data`, or an empty one."""
    for field in fields:
        if not isinstance(data, Mapping):
            return {}
        data = data.get(field)
    return data if isinstance(data, Mapping) else {}


def items(data: Any, *fields: str) -> list[Any]:
    """The list at a chain of fields below `data`, or an empty one."""
    if fields:
        data = mapping(data, *fields[:-1]).get(fields[-1])
    return data if isinstance(data, list) else []


def text(data: Any, *fields: str) -> str:
    """The string at a chain of fields below `data`, or an empty one."""
    if fields:
        data = mapping(data, *fields[:-1]).get(fields[-1])
    return data if isinstance(data, str) else ""
