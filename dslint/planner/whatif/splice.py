"""Combine results for unchanged nodes with results for the few changed ones."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping, Sequence
from typing import TypeVar

from dslint.kubernetes.affinity import Requirement
from dslint.planner.nodes import Node
from dslint.planner.placement.node_sets import Index, set_of
from dslint.planner.placement.renumbering import Removal
from dslint.planner.whatif.node_change import NodeChange

Value = TypeVar("Value")


class Splice:
    """Combine two sets: one of the earlier nodes, and one of the changed nodes, numbered in their order."""

    def __init__(self, change: NodeChange, size: int) -> None:
        """Prepare for a change of `size` nodes."""
        self._size = len(change.inventory.nodes)
        self._changed = change.changed
        self._gone = change.gone
        self._removal = Removal(size, change.gone) if change.gone else None
        self._others = ~set_of(change.changed, self._size)

    def moved(self, before: int) -> int:
        """Return the remaining nodes of an earlier set, with their new numbers."""
        return self._removal(before) if self._removal else before

    def __call__(self, before: int, fresh: int) -> int:
        """Return the set afterwards: the earlier result, except for the changed nodes."""
        return self.moved(before) & self._others | self._spread(fresh)

    def _spread(self, fresh: int) -> int:
        if not fresh:
            return 0
        digits = bin(fresh)[:1:-1]
        return set_of(
            (place for place, digit in zip(self._changed, digits, strict=False) if digit == "1"), self._size
        )

    def codes(self, before: Sequence[int], fresh: Sequence[int]) -> list[int]:
        """Return the values of all nodes afterwards."""
        codes = self._removal.of_list(before) if self._removal else list(before)
        codes += [0] * (self._size - len(codes))
        for place, code in zip(self._changed, fresh, strict=True):
            codes[place] = code
        return codes

    def by_place(self, before: Mapping[int, Value], fresh: Mapping[int, Value]) -> Mapping[int, Value]:
        """Return the values of some nodes afterwards, by number."""
        new = {self._changed[number]: value for number, value in fresh.items()}
        if not self._gone and all(before.get(place) == new.get(place) for place in self._changed):
            return before
        left = before.keys() - set(self._changed) - set(self._gone)
        return {place - bisect(self._gone, place): before[place] for place in left} | new


class SplicedIndex(Index):
    """An index in which a few nodes have changed; for the others it queries the earlier index."""

    def __init__(self, nodes: Sequence[Node], before: Index, fresh: Index, splice: Splice) -> None:
        """`fresh` contains only the changed nodes."""
        super().__init__(nodes, before.group_by)
        self._before, self._fresh, self._splice = before, fresh, splice
        self.there = splice(before.there, fresh.there)
        self.dead = splice(before.dead, fresh.dead)

    def met(self, requirement: Requirement, *, by_name: bool = False) -> int:
        """Return the nodes that meet a requirement on a label, or on the name."""
        return self._splice(
            self._before.met(requirement, by_name=by_name), self._fresh.met(requirement, by_name=by_name)
        )
