"""Cache results per value, for example per plan, and drop them together with the value."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

Key = TypeVar("Key")
Value = TypeVar("Value")


def remembered(work: Callable[[Key], Value]) -> Callable[[Key], Value]:
    """Make a function of one value cache its result for as long as the value exists."""
    known: WeakKeyDictionary[Key, Value] = WeakKeyDictionary()

    @wraps(work)
    def answer(key: Key) -> Value:
        if key not in known:
            known[key] = work(key)
        return known[key]

    return answer
