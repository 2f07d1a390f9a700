"""The largest maxUnavailable of a rolling update."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import at
from dslint.checks.policy.conditions import shown
from dslint.values.path import FieldPath
from dslint.values.typed import Any

_FIELD: FieldPath = ("spec", "updateStrategy", "rollingUpdate", "maxUnavailable")
_MOST_DIGITS = 9


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at a value above the maximum; a number and a percentage are not compared."""
    value, largest = at(subject.manifest, _FIELD), params["max"]
    found, limit = amount(value), amount(largest)
    if found is None or limit is None or found[1] != limit[1] or found[0] <= limit[0]:
        return
    yield Hit(_FIELD, {"value": shown(value), "wanted": f"at most {largest}"})


def amount(value: object) -> tuple[int, bool] | None:
    """Return a number, and whether it is a percentage; None for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value, False
    if isinstance(value, str) and value.endswith("%"):
        digits = value.removesuffix("%")
        if digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS:
            return int(digits), True
    return None
