"""The cost table in the form of the Python functions and of the JSON format."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.planner.nodes import ENOUGH, Allocatable
from dslint.planner.outcomes import names_of
from dslint.planner.overhead.amounts import agent_requests
from dslint.planner.overhead.per_node import Overhead, Unplaced, overheads, unplaced_of
from dslint.planner.plan import Planned
from dslint.planner.values import AgentCost, NodeCost, NotRunning


def node_costs(planned: Planned) -> Iterator[NodeCost]:
    """Return every row of the table."""
    return (node_cost(planned, overhead) for overhead in overheads(planned))


def node_cost(planned: Planned, overhead: Overhead) -> NodeCost:
    """Return one row with the names of its nodes and DaemonSets."""
    return NodeCost(
        pool=overhead.pool,
        system=overhead.system,
        where=overhead.where,
        nodes=tuple(names_of(planned, overhead.nodes)),
        there=(overhead.nodes & planned.there).bit_count(),
        machine_types=overhead.machine.types,
        rank=overhead.machine.rank,
        among=overhead.machine.among,
        allocatable=known_part(overhead.machine.allocatable),
        requests=overhead.requests,
        daemonsets=tuple(_agent(planned, number) for number in overhead.agents),
        not_running=tuple(_not_running(planned, unplaced) for unplaced in unplaced_of(planned, overhead)),
    )


def known_part(allocatable: Allocatable | None) -> Allocatable | None:
    """Return allocatable without the resources that the inventory does not mention."""
    if allocatable is None:
        return None
    return {name: number for name, number in allocatable.items() if number != ENOUGH}


def _agent(planned: Planned, number: int) -> AgentCost:
    workload = planned.workloads[number]
    return AgentCost(workload.key, agent_requests(planned, number), workload.shape.origins)


def _not_running(planned: Planned, unplaced: Unplaced) -> NotRunning:
    key = planned.workloads[unplaced.number].key
    return NotRunning(key, unplaced.outcome, unplaced.reasons, unplaced.old)
