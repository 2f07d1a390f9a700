"""The conditions of a rule on a value: set or not, one of some values, a pattern, limits."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from dslint.checks.policy.paths import MISSING
from dslint.checks.policy.patterns import compiled
from dslint.kubernetes.formats.quantity import parse
from dslint.values.typed import Any

Condition = Mapping[str, Any]
"""The keys `required`, `forbidden`, `one-of`, `none-of`, `pattern`, `min` and `max`."""

_SHOWN = 80


def unmet(condition: Condition, written: object, stored: object) -> Iterator[str]:
    """Return the unmet condition in words: `one of "a", "b"`.

    `written` is the value in the file; `stored` is the value with the server's default. Whether a value is
    set depends on the file; all other conditions use the stored value. A missing value meets every condition
    but `required`.
    """
    is_set = not _is_empty(written)
    if condition.get("required") and not is_set:
        yield "a value"
        return
    if condition.get("forbidden") and is_set:
        yield "no value"
        return
    if _is_empty(stored):
        return
    if "one-of" in condition and not any(_same(stored, each) for each in condition["one-of"]):
        yield f"{_listed(condition['one-of'])}"
    if "none-of" in condition and any(_same(stored, each) for each in condition["none-of"]):
        yield f"not {_listed(condition['none-of'])}"
    if "pattern" in condition and not (
        isinstance(stored, str) and compiled(condition["pattern"]).matches(stored)
    ):
        yield f"what matches {condition['pattern']}"
    yield from out_of_bounds(condition, stored)


def out_of_bounds(bounds: Mapping[str, Any], value: object) -> Iterator[str]:
    """Return which of `min` and `max` a number or quantity breaks; any other value breaks both."""
    if "min" not in bounds and "max" not in bounds:
        return
    amount = _amount(value)
    if "min" in bounds and (amount is None or amount < (_amount(bounds["min"]) or 0)):
        yield f"at least {bounds['min']}"
    if "max" in bounds and (amount is None or amount > (_amount(bounds["max"]) or 0)):
        yield f"at most {bounds['max']}"


def _amount(value: object) -> int | None:
    """Return a number or quantity in nano units."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return parse(value)


def _is_empty(value: object) -> bool:
    """Whether a value counts as missing: 0 and false are values."""
    return value is MISSING or value is None or value in ("", {}, [])


def _same(value: object, other: object) -> bool:
    return isinstance(value, bool) == isinstance(other, bool) and value == other


def _listed(values: list[Any]) -> str:
    words = ", ".join(shown(value) for value in values)
    return f"one of {words}" if len(values) > 1 else words


def shown(value: object) -> str:
    """Return a value for a message, on one line and shortened."""
    if value is MISSING:
        return "nothing"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
