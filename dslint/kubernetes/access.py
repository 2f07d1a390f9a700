"""Safe access to untyped JSON data: a value of a wrong type counts as absent."""

from __future__ import annotations

from collections.abc import Mapping

from dslint.values.typed import Any


def mapping(data: Any, *fields: str) -> Mapping[str, Any]:
    """Return the mapping at a chain of fields below `data`, or an empty one."""
    for field in fields:
        if not isinstance(data, dict):
            return {}
        data = data.get(field)
    return data if isinstance(data, dict) else {}


def items(data: Any, *fields: str) -> list[Any]:
    """Return the list at a chain of fields below `data`, or an empty one."""
    if fields:
        data = mapping(data, *fields[:-1]).get(fields[-1])
    return data if isinstance(data, list) else []


def text(data: Any, *fields: str) -> str:
    """Return the string at a chain of fields below `data`, or an empty one."""
    if fields:
        data = mapping(data, *fields[:-1]).get(fields[-1])
    return data if isinstance(data, str) else ""
