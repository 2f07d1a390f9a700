"""Read the fields of an unchecked spec."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def items(spec: Mapping[str, Any], field: str) -> list[Mapping[str, Any]]:
    """Return the objects of a list; other items become empty objects."""
    found = spec.get(field)
    return [item if isinstance(item, dict) else {} for item in found] if isinstance(found, list) else []


def text(spec: Mapping[str, Any], field: str) -> str:
    """Return a string, empty if it is absent."""
    found = spec.get(field)
    return found if isinstance(found, str) else ""
