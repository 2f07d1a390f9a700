"""The possible values of a label on the nodes of a pool: one, one of several, any but some, or none.

Requirements narrow them. Source: `Requirement` in pkg/scheduling/requirement.go of Karpenter 1.14.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from dslint.kubernetes.affinity import Requirement, integer

Value = str | None
"""A label's value; None if the node lacks the label."""

_OTHER = "other"
"""A placeholder for values that no requirement names."""


@dataclass(frozen=True, slots=True)
class Values:
    """The possible values of one label.

    listed        the values, or with `others` the values it cannot have
    others        whether every value may occur that is not listed
    above, below  bounds on `others`, exclusive: the value is then an integer
    absent        whether a node may lack the label
    """

    listed: frozenset[str] = frozenset()
    others: bool = False
    above: int | None = None
    below: int | None = None
    absent: bool = False

    @property
    def only(self) -> Value:
        """Return the value if there is just one and every node has it; else None."""
        if self.others or self.absent or len(self.listed) != 1:
            return None
        return next(iter(self.listed))

    @property
    def is_open(self) -> bool:
        """Whether nodes may differ."""
        return self.others or len(self.listed) + self.absent > 1

    def may_be(self, value: Value) -> bool:
        """Whether a node can have this value."""
        if value is None:
            return self.absent
        if not self.others:
            return value in self.listed
        return value not in self.listed and self.in_bounds(value)

    def in_bounds(self, value: str) -> bool:
        """Whether the bounds allow a value."""
        if self.above is None and self.below is None:
            return True
        number = integer(value)
        if number is None:
            return False
        return (self.above is None or number > self.above) and (self.below is None or number < self.below)

    def narrowed(self, operator: str, values: Iterable[str] = (), bound: int = 0) -> Values:
        """Return the values that also meet a requirement (In, NotIn, Exists, DoesNotExist, Gt, Gte, Lt, Lte).

        If no value is left, no node has the label: Karpenter reads contradicting requirements like this. With
        NotIn a node may lack the label; with Exists, Gt and Lt it has it.
        """
        narrowed = _NARROWING[operator](self, frozenset(values), bound)
        if narrowed.is_empty:
            return ABSENT
        return replace(narrowed, absent=narrowed.others and bool(narrowed.listed))

    @property
    def is_empty(self) -> bool:
        """Whether no node can have the label."""
        if self.others:
            return self.above is not None and self.below is not None and self.above + 1 >= self.below
        return not self.listed

    def samples(self, asked: Iterable[Requirement]) -> Iterator[Value]:
        """Return possible values, enough to meet and to miss every requirement that can be met or missed."""
        if self.absent:
            yield None
        if not self.others:
            yield from sorted(self.listed)
            return
        requirements = list(asked)
        bounds = [requirement.bound for requirement in requirements if requirement.operator in ("Gt", "Lt")]
        bounds += [bound for bound in (self.above, self.below) if bound is not None]
        candidates = dict.fromkeys(value for requirement in requirements for value in requirement.values)
        candidates |= dict.fromkeys(map(str, bounds))
        known = {*candidates, *self.listed}
        candidates |= dict.fromkeys((_unknown_word(known), *_unknown_numbers(known, bounds)))
        yield from (value for value in candidates if self.may_be(value))


def _unknown_word(known: set[str]) -> str:
    word = _OTHER
    while word in known:
        word += "-"
    return word


def _unknown_numbers(known: set[str], bounds: Iterable[int]) -> Iterator[str]:
    """Return the nearest numbers above and below each bound that no requirement names."""
    numbers = {number for value in known if (number := integer(value)) is not None}
    above: dict[int, int] = {}
    for number in sorted(numbers, reverse=True):
        above[number] = above.get(number + 1, number + 1)
    below: dict[int, int] = {}
    for number in sorted(numbers):
        below[number] = below.get(number - 1, number - 1)
    for bound in bounds:
        yield str(above.get(bound, bound + 1))
        yield str(below.get(bound, bound - 1))


ABSENT = Values(absent=True)
"""No node has the label."""
ANYTHING = Values(others=True, absent=True)
"""Nothing is known: a node may have any value, or lack the label."""


def one_of(*values: str, absent: bool = False) -> Values:
    """One of these values."""
    return Values(frozenset(values), absent=absent)


def _within(values: Values, wanted: frozenset[str], _: int) -> Values:
    return Values(frozenset(value for value in wanted if values.may_be(value)))


def _without(values: Values, unwanted: frozenset[str], _: int) -> Values:
    if values.others:
        inside = frozenset(value for value in unwanted if values.in_bounds(value))
        return replace(values, listed=values.listed | inside)
    return replace(values, listed=values.listed - unwanted)


def _above(values: Values, _: frozenset[str], bound: int) -> Values:
    return _bounded(values, bound if values.above is None else max(values.above, bound), values.below)


def _below(values: Values, _: frozenset[str], bound: int) -> Values:
    return _bounded(values, values.above, bound if values.below is None else min(values.below, bound))


def _bounded(values: Values, above: int | None, below: int | None) -> Values:
    bounds = Values(others=True, above=above, below=below)
    inside = frozenset(value for value in values.listed if bounds.in_bounds(value))
    return replace(bounds, listed=inside) if values.others else Values(inside)


_NARROWING: dict[str, Callable[[Values, frozenset[str], int], Values]] = {
    "In": _within,
    "NotIn": _without,
    "Exists": lambda values, *_: values,
    "DoesNotExist": lambda *_: ABSENT,
    "Gt": _above,
    "Gte": lambda values, listed, bound: _above(values, listed, bound - 1),
    "Lt": _below,
    "Lte": lambda values, listed, bound: _below(values, listed, bound + 1),
}
