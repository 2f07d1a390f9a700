"""Read the fields of a spec of which nothing is promised."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def items(spec: Mapping[str, Any], field: str) -> list[Mapping[str, Any]]:
    """The objects of a list; others in it are empty ones."""
    found = spec.get(field)
    return [item if isinstance(item, dict) else {} for item in found] if isinstance(found, list) else []


def text(spec: Mapping[str, Any], field: str) -> str:
    """A string, empty when it is absent."""
    found = spec.get(field)
    return found if isinstance(found, str) else ""
