"""Pools without a node now, whose future nodes would not run a pod of a DaemonSet."""

from __future__ import annotations

from dslint.planner.on_pools.answers import expected_nodes
from dslint.planner.outcomes import trouble_everywhere
from dslint.planner.placement.node_sets import places, set_of
from dslint.planner.plan import Planned
from dslint.planner.workload.workloads import Workload
from dslint.values.remembered import remembered


@remembered
def empty_pools(planned: Planned) -> dict[str, int]:
    """Return the pools without an existing node -> the representatives (as bits) of their future nodes."""
    nodes = planned.inventory.nodes
    there = {nodes[place].pool for place in places(planned.there)} if planned.there else set()
    found: dict[str, list[int]] = {}
    for place in places(expected_nodes(planned) & ~planned.there):
        name = nodes[place].pool or nodes[place].name
        if name not in there:
            found.setdefault(name, []).append(place)
    return {name: set_of(members, len(nodes)) for name, members in found.items()}


def in_vain(planned: Planned, workload: Workload) -> dict[str, int]:
    """Return those of these pools that want a pod on a future node but run it on none -> these nodes."""
    run = planned.decisions[workload.number].run
    if not run & ~planned.there:
        return {}
    trouble = trouble_everywhere(planned, workload)
    fails = run & (trouble.pending | trouble.blocked)
    wanted = {name: nodes & run for name, nodes in empty_pools(planned).items()}
    return {name: nodes for name, nodes in wanted.items() if nodes and not nodes & ~fails}
