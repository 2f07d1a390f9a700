"""What is worked out once for each value, such as a plan, and forgotten with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

Key = TypeVar("Key")
Value = TypeVar("Value")


def remembered(work: Callable[[Key], Value]) -> Callable[[Key], Value]:
    """Let a function of one value keep each answer as long as that value is in use."""
    known: WeakKeyDictionary[Key, Value] = WeakKeyDictionary()

    @wraps(work)
    def answer(key: Key) -> Value:
        if key not in known:
            known[key] = work(key)
        return known[key]

    return answer
