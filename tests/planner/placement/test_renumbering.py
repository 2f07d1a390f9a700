"""Sets of nodes keep their nodes when the inventory changes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dslint.planner.nodes import Node
from dslint.planner.placement.renumbering import Renumbering

NAMES = st.lists(st.sampled_from("abcdefgh"), unique=True)


@given(NAMES, NAMES, st.sets(st.sampled_from("abcdefgh")))
def test_the_same_nodes_are_meant_before_and_after(
    before: list[str], after: list[str], chosen: set[str]
) -> None:
    nodes = sum(1 << place for place, name in enumerate(before) if name in chosen)
    moved = Renumbering([Node(name, {}) for name in before], [Node(name, {}) for name in after])(nodes)
    meant = {name for place, name in enumerate(after) if moved >> place & 1}
    assert meant == chosen & set(before) & set(after)
    assert moved < 1 << len(after)
