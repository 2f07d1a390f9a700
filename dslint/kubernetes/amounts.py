"""Quantities in the units of the scheduler: cpu in thousandths, everything else in whole units."""

from __future__ import annotations

from functools import lru_cache

from dslint.kubernetes.formats.quantity import MILLI, UNIT, parse
from dslint.values.typed import Any

CPU = "cpu"
_BINARY = (
    (1 << 60, "Ei"),
    (1 << 50, "Pi"),
    (1 << 40, "Ti"),
    (1 << 30, "Gi"),
    (1 << 20, "Mi"),
    (1 << 10, "Ki"),
)
BYTES = ("memory", "ephemeral-storage", "storage")
"""The resources that are counted in bytes, hugepages aside."""


def amount(resource: str, quantity: Any) -> int | None:
    """Return a quantity of a resource, rounded up to its unit; None if it is invalid."""
    return _amount(resource == CPU, quantity) if isinstance(quantity, str | int | float) else None


@lru_cache(maxsize=4096, typed=True)
def _amount(milli: bool, quantity: str | float) -> int | None:  # noqa: FBT001 - a cached helper
    nanos = parse(quantity)
    return None if nanos is None else -(-nanos // (MILLI if milli else UNIT))


def shown(resource: str, number: int) -> str:
    """Return an amount as people write it: `350m`, `4`, `256Mi`, `1.5Gi`."""
    if resource == CPU:
        return f"{number}m" if number % 1000 else str(number // 1000)
    if resource in BYTES or resource.startswith("hugepages-"):
        return _bytes(number)
    return str(number)


def _bytes(number: int) -> str:
    for size, suffix in _BINARY:
        if abs(number) < size:
            continue
        if number % size == 0 or abs(number) >= 10 * size:
            whole = number / size
            return f"{whole:.0f}{suffix}" if number % size else f"{number // size}{suffix}"
        return f"{number / size:.1f}{suffix}"
    return str(number)


def exact(resource: str, number: int) -> str:
    """Return an amount that parses to the same value: `350m`, `16Gi`, `16426582016`."""
    if resource == CPU or not (resource in BYTES or resource.startswith("hugepages-")):
        return shown(resource, number)
    for size, suffix in _BINARY:
        if number and number % size == 0:
            return f"{number // size}{suffix}"
    return str(number)
