"""Convert sets of nodes between two inventories that differ by lost, new or reordered nodes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter

from dslint.planner.nodes import Node

_NONE = b"0"
_FEW_RUNS = 200
"""Up to this number of runs, a set is shifted run by run; for more, cutting its digits is faster."""


class Renumbering:
    """Convert sets of the nodes `before` to sets of the nodes `after`; removed nodes are left out."""

    def __init__(self, before: Sequence[Node], after: Sequence[Node]) -> None:
        self._size = len(before)
        self._pick: Callable[[bytes], tuple[int, ...]] | None = None
        if _begins_alike(before, after):
            return
        place_of = {node.name: place for place, node in enumerate(before)}
        # The highest digit comes first; the digit after the last one is the 0 of a new node.
        sources = [self._size - 1 - place_of.get(node.name, -1) for node in reversed(after)]
        self._pick = itemgetter(*sources, self._size, self._size)

    def __call__(self, nodes: int) -> int:
        """Return the same nodes with their new numbers."""
        if self._pick is None or not nodes:
            return nodes
        digits = f"{nodes:0{self._size}b}".encode() + _NONE
        return int(bytes(self._pick(digits)[:-2]) or _NONE, 2)


def _begins_alike(before: Sequence[Node], after: Sequence[Node]) -> bool:
    """Whether every node keeps its number: new ones come last, and none was removed."""
    return after is before or (
        len(after) >= len(before)
        and all(node is other or node.name == other.name for node, other in zip(before, after, strict=False))
    )


class Removal:
    """Convert sets of nodes to sets of the remaining nodes after a removal, in the same order."""

    def __init__(self, size: int, gone: Sequence[int]) -> None:
        """Prepare for sets of `size` nodes; `gone` are the removed numbers in order."""
        ends = [*gone, size]
        begins = [0, *(place + 1 for place in gone)]
        self._runs = [(begin, end) for begin, end in zip(begins, ends, strict=True) if begin < end]
        self._size = size
        self._known: dict[int, int] = {}

    def __call__(self, nodes: int) -> int:
        """Return the same nodes with their new numbers."""
        found = self._known.get(nodes)
        if found is None:
            found = self._known[nodes] = self._removed(nodes)
        return found

    def _removed(self, nodes: int) -> int:
        if len(self._runs) > _FEW_RUNS:
            digits = f"{nodes:0{self._size}b}"[::-1]
            return int("".join(digits[begin:end] for begin, end in self._runs)[::-1], 2)
        found = place = 0
        for begin, end in self._runs:
            found |= (nodes >> begin & (1 << end - begin) - 1) << place
            place += end - begin
        return found

    def of_list(self, values: Sequence[int]) -> list[int]:
        """Remove the entries of the removed nodes from a list."""
        return [value for begin, end in self._runs for value in values[begin:end]]
