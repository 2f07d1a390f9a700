"""Sets of nodes of one inventory as sets of another that has lost, gained or reordered nodes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter

from dslint.planner.nodes import Node

_NONE = b"0"


class Renumbering:
    """Turns sets of the nodes `before` into sets of the nodes `after`; nodes that are gone are left out."""

    def __init__(self, before: Sequence[Node], after: Sequence[Node]) -> None:
        self._size = len(before)
        self._pick: Callable[[bytes], tuple[int, ...]] | None = None
        if _begins_alike(before, after):
            return
        place_of = {node.name: place for place, node in enumerate(before)}
        # Digits are written highest first; the one behind the last is the 0 of a node that is new.
        sources = [self._size - 1 - place_of.get(node.name, -1) for node in reversed(after)]
        self._pick = itemgetter(*sources, self._size, self._size)

    def __call__(self, nodes: int) -> int:
        """The same nodes with their new numbers."""
        if self._pick is None or not nodes:
            return nodes
        digits = f"{nodes:0{self._size}b}".encode() + _NONE
        return int(bytes(self._pick(digits)[:-2]) or _NONE, 2)


def _begins_alike(before: Sequence[Node], after: Sequence[Node]) -> bool:
    """Whether every node keeps its number: new ones come last, and none is gone."""
    return len(after) >= len(before) and all(
        one is other or one.name == other.name for one, other in zip(before, after, strict=False)
    )
