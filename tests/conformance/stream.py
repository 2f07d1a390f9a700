"""Splitting and reading a text: documents and whether reading stops with an error."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dslint
from tests.conformance.vectors import RECORDED


def compare(case: dict[str, Any]) -> Iterator[str]:
    """Yield what differs from kubectl on one text."""
    expect = case["expect"][RECORDED]
    stream = dslint.read(case["stream"])
    if (stream.error is not None) != expect["error"]:
        yield f"error: got {stream.error!r}, want {expect['error']}"
    documents = list(stream.documents)
    if not same(documents, expect["documents"]):
        yield f"documents: got {documents!r}, want {expect['documents']!r}"


def same(one: object, other: object) -> bool:
    """Equal as JSON: numbers by value, beyond 64 bits as doubles; booleans never equal numbers."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return _number(one) == _number(other)


def _number(value: object) -> object:
    fits = not isinstance(value, int) or -(2**63) <= value < 2**64
    return value if fits else float(value)  # type: ignore[arg-type]
