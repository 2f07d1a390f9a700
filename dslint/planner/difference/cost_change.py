"""What a change costs: how much more, or less, a pod reserves on each node, and on all nodes together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dslint.kubernetes.amounts import shown
from dslint.planner.difference.pairs import Pair
from dslint.planner.nodes import ENOUGH, Node
from dslint.planner.placement.node_sets import places
from dslint.values.words import counted

_MOST_SIZES = 3


def cost_words(pair: Pair, nodes: Sequence[Node]) -> Iterator[str]:
    """A sentence for every resource whose request changes, or that a new DaemonSet asks for."""
    if pair.new is None or pair.refused:
        return
    before = pair.old.requests if pair.old is not None else {}
    after = pair.new.requests
    run = pair.new.wanted.run
    number = run.bit_count()
    for resource in dict.fromkeys((*after, *before)):
        was, now = before.get(resource, 0), after.get(resource, 0)
        if was == now:
            continue
        change = f"{_signed(resource, now - was)} {resource} on each node"
        change += f" ({shown(resource, was)} -> {shown(resource, now)})" if pair.old is not None else ""
        if number:
            change += f", {_signed(resource, (now - was) * number)} on {counted(number, 'node')}"
            sizes = _sizes(resource, now, run, nodes)
            change += f"; then {sizes}" if sizes else ""
        yield change


def _signed(resource: str, number: int) -> str:
    return f"{'-' if number < 0 else '+'}{shown(resource, abs(number))}"


def _sizes(resource: str, now: int, run: int, nodes: Sequence[Node]) -> str:
    """`20 % of 2 on general (200 nodes)`, by pool and size, the largest groups first."""
    found: dict[tuple[str, int], int] = {}
    for place in places(run):
        there = (nodes[place].allocatable or {}).get(resource, 0)
        if there and there != ENOUGH:
            key = nodes[place].pool, there
            found[key] = found.get(key, 0) + 1
    ordered = sorted(found.items(), key=lambda item: -item[1])
    words = [
        f"{100 * now / there:.3g} % of {shown(resource, there)} on {f'{pool} ' if pool else ''}"
        f"({counted(number, 'node')})"
        for (pool, there), number in ordered[:_MOST_SIZES]
    ]
    return ", ".join(words)
