"""Sets of nodes of a difference as numbers of groups, so that a large difference names each node once."""

from __future__ import annotations

from typing import Any

from dslint.planner.difference.comparison import Comparison
from dslint.planner.placement.node_sets import Column
from dslint.planner.scheduling.classes import packed

_BITS = 8


class NodeGroups:
    """Two nodes are in one group if every recorded set has both or neither.

    Sets are recorded first; their records get the numbers of the groups at the end.
    """

    def __init__(self, comparison: Comparison) -> None:
        self._nodes = comparison.nodes
        self._told: dict[int, list[list[int]]] = {}

    def told(self, nodes: int) -> dict[str, Any]:
        """Return the record of a set of nodes (as bits): their number, and the numbers of their groups."""
        numbers: list[int] = []
        self._told.setdefault(nodes, []).append(numbers)
        return {"nodes": nodes.bit_count(), "node_groups": numbers}

    def records(self) -> list[dict[str, Any]]:
        """Return the groups, in the order of their first nodes.

        Call it once, after every set was recorded.
        """
        sets = [nodes for nodes in self._told if nodes]
        starts = range(0, len(sets), _BITS)
        rows = [packed(sets[start : start + _BITS], len(self._nodes)) for start in starts]
        column = Column(zip(*rows, strict=True))
        number_of: dict[int, int] = {}
        for code, bits in enumerate(column.values):
            if any(bits):
                number_of[code] = len(number_of)
            for place, byte in enumerate(bits):
                for bit in range(_BITS) if byte else ():
                    for numbers in self._told[sets[place * _BITS + bit]] if byte >> bit & 1 else ():
                        numbers.append(number_of[code])
        groups: list[list[str]] = [[] for _ in number_of]
        for node, code in zip(self._nodes, column.codes, strict=False):
            if code in number_of:
                groups[number_of[code]].append(node.name)
        return [{"nodes": names} for names in groups]
