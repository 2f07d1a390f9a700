"""Similar names that were probably meant to be the same: a letter off, a missing dash, swapped letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_NAME_KEYS = frozenset({"app", "k8s-app", "name", "app.kubernetes.io/name"})
"""Labels that name the application of a pod; with the same value, one is used in place of another."""
_LONGEST = 100
_NAMES = 200
"""The maximum number of names compared with one; with more, there is no spelling advice."""
_LONG = 8
_NOT_LETTERS = re.compile(r"[^a-z0-9]")
_DIGITS = re.compile(r"[0-9]+")


def nearly(one: str, other: str) -> bool:
    """Whether one name looks like a typo of the other.

    Names that differ only in a number (`agent-1`, `agent-2`) or in their last letter after a separator
    (`pool-a`, `pool-b`) are different names.
    """
    if one == other or len(one) > _LONGEST or len(other) > _LONGEST:
        return False
    letters, others = _NOT_LETTERS.sub("", one.lower()), _NOT_LETTERS.sub("", other.lower())
    if letters == others:
        return bool(letters)
    if _DIGITS.sub("0", one) == _DIGITS.sub("0", other) or _are_numbered(one, other):
        return False
    shorter = min(len(one), len(other))
    limit = 2 if shorter >= _LONG else 1
    return shorter > limit + 1 and _within(one, other, limit)


def _within(one: str, other: str, limit: int) -> bool:
    """Whether at most this many added, missing, changed or swapped letters make the names equal.

    It looks at each letter only a few times, unlike the full distance.
    """
    if abs(len(one) - len(other)) > limit:
        return False
    same = 0
    for letter, target in zip(one, other, strict=False):
        if letter != target:
            break
        same += 1
    one, other = one[same:], other[same:]
    if not one or not other:
        return len(one) + len(other) <= limit
    if not limit:
        return False
    swapped = one[1::-1] == other[:2] and len(one) > 1
    return (
        _within(one[1:], other[1:], limit - 1)
        or _within(one[1:], other, limit - 1)
        or _within(one, other[1:], limit - 1)
        or (swapped and _within(one[2:], other[2:], limit - 1))
    )


def _are_numbered(one: str, other: str) -> bool:
    """Whether only a last part of one letter differs."""
    (head, _, tail), (other_head, _, other_tail) = one.rpartition("-"), other.rpartition("-")
    return bool(head) and head == other_head and len(tail) == len(other_tail) == 1


def near_name(name: str, known: Iterable[str]) -> str:
    """Return the only known similar name; "" if there is none, or more than one."""
    names = list(known)
    if len(names) > _NAMES:
        return ""
    found = [other for other in names if nearly(name, other)]
    return found[0] if len(found) == 1 else ""


def near_labels(wanted: Mapping[str, str], carried: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return the labels to write instead, by wanted key; empty if a typo is not likely.

    The object must have every wanted label, or a similar one.
    """
    found: dict[str, tuple[str, str]] = {}
    for key, value in wanted.items():
        if carried.get(key) == value:
            continue
        if key in carried:
            near = key if nearly(value, carried[key]) else ""
        else:
            same = [name for name, other in carried.items() if other == value]
            near = near_name(key, same) or _other_name_key(key, same)
        if not near:
            return {}
        found[key] = near, carried[near]
    return found


def _other_name_key(key: str, carried: Iterable[str]) -> str:
    return next((other for other in carried if other in _NAME_KEYS), "") if key in _NAME_KEYS else ""


def name_labels(wanted: Mapping[str, str], carried: Mapping[str, str]) -> bool:
    """Whether both name the same application with the same label."""
    return any(key in _NAME_KEYS and carried.get(key) == value for key, value in wanted.items())
