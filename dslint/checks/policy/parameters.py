"""What a schema cannot say of parameters: patterns, paths and quantities that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dslint.values.path import FieldPath


def faults(check: str, params: Mapping[str, Any]) -> Iterator[tuple[FieldPath, str]]:
    """(path below the parameters, what is wrong)."""
    del check, params
    yield from ()
