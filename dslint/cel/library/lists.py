"""Functions on lists."""

from __future__ import annotations

from functools import cmp_to_key
from itertools import pairwise

from dslint.cel.equality import comparable, compare, equal
from dslint.cel.errors import CelError
from dslint.cel.operators import add
from dslint.cel.values import no_such_overload

_LONGEST_RANGE = 10_000_000


def is_sorted(items: list[object]) -> bool:
    """Whether no element is smaller than the one before it."""
    _all_comparable(items, "isSorted")
    return all(compare(left, right) <= 0 for left, right in pairwise(items))


def _all_comparable(items: list[object], function: str) -> None:
    for item in items:
        if not comparable(item):
            raise no_such_overload(function, items)


def total(items: list[object], start: object) -> object:
    """The sum of the elements."""
    for item in items:
        start = add(start, item)
    return start


def least(items: list[object]) -> object:
    """The smallest element. Raises CelError for an empty list."""
    return _extreme(items, "min", 1)


def greatest(items: list[object]) -> object:
    """The largest element. Raises CelError for an empty list."""
    return _extreme(items, "max", -1)


def _extreme(items: list[object], name: str, worse: int) -> object:
    if not items:
        raise CelError(f"{name} called on empty list")
    _all_comparable(items, name)
    best = items[0]
    for item in items[1:]:
        if compare(best, item) == worse:
            best = item
    return best


def index_of(items: list[object], wanted: object) -> int:
    """Where an element stands first; -1 when nowhere."""
    return next((index for index, item in enumerate(items) if equal(item, wanted)), -1)


def last_index_of(items: list[object], wanted: object) -> int:
    """Where an element stands last; -1 when nowhere."""
    return next((index for index in range(len(items) - 1, -1, -1) if equal(items[index], wanted)), -1)


def slice_of(items: list[object], start: int, end: int) -> list[object]:
    """The elements from `start` up to and without `end`."""
    call = f"cannot slice({start}, {end})"
    if start < 0 or end < 0:
        raise CelError(f"{call}, negative indexes not supported")
    if start > end:
        raise CelError(f"{call}, start index must be less than or equal to end index")
    if len(items) < end:
        raise CelError(f"{call}, list is length {len(items)}")
    return items[start:end]


def flatten(items: list[object], depth: int = 1) -> list[object]:
    """The elements, with those of lists inside put in their place."""
    if type(items) is not list or type(depth) is not int:
        raise CelError("no such overload")
    if depth < 0:
        raise CelError("level must be non-negative")
    flat: list[object] = []
    for item in items:
        if type(item) is list and depth > 0:
            flat.extend(flatten(item, depth - 1))
        else:
            flat.append(item)
    return flat


def distinct(items: list[object]) -> list[object]:
    """The elements, each once."""
    seen: set[object] = set()
    unhashed: list[object] = []
    kept: list[object] = []
    for item in items:
        if type(item) is str:
            if item not in seen:
                seen.add(item)
                kept.append(item)
        elif not any(equal(item, other) for other in unhashed):
            unhashed.append(item)
            kept.append(item)
    return kept


def numbers(count: int) -> list[object]:
    """0, 1, … up to and without `count`."""
    if count < 0:
        raise CelError(f"lists.range: size must be non-negative, got {count}")
    if count > _LONGEST_RANGE:
        raise CelError(f"lists.range: size {count} exceeds maximum allowed ({_LONGEST_RANGE})")
    return list(range(count))


def sort(items: list[object]) -> list[object]:
    """The elements in order."""
    return sort_by_keys(items, items)


def sort_by_keys(items: list[object], keys: list[object]) -> list[object]:
    """The elements in the order of their keys."""
    if len(items) != len(keys):
        raise CelError(
            "@sortByAssociatedKeys() expected a list of the same size as the associated keys list, "
            f"but got {len(items)} and {len(keys)} elements respectively"
        )
    if not items:
        return items
    if not comparable(keys[0]):
        raise CelError("list elements must be comparable")
    if any(type(key) is not type(keys[0]) for key in keys):
        raise CelError("list elements must have the same type")
    ordered = cmp_to_key(compare)
    order = sorted(range(len(keys)), key=lambda index: ordered(keys[index]))
    return [items[index] for index in order]


def sets_contain(items: list[object], wanted: list[object]) -> bool:
    """Whether every element of `wanted` is in `items`."""
    return all(any(equal(item, element) for item in items) for element in wanted)


def sets_equivalent(left: list[object], right: list[object]) -> bool:
    """Whether each list holds every element of the other."""
    return sets_contain(left, right) and sets_contain(right, left)


def sets_intersect(left: list[object], right: list[object]) -> bool:
    """Whether an element is in both lists."""
    return any(equal(item, element) for item in left for element in right)
