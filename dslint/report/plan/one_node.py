"""Why a node has no pod: every DaemonSet, every reason, and what to change so that it runs."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.planner.nodes import Node
from dslint.planner.notes import preemption_on
from dslint.planner.outcomes import placement_of
from dslint.planner.placement.node_sets import places
from dslint.planner.values import Placement
from dslint.planner.workload.workloads import Workload
from dslint.report.layout import with_place, wrapped
from dslint.report.plan.how_to_run_there import ways_in
from dslint.report.plan.view import PlanView, place_of

_MOST_NODES = 20
_INDENT = 6
_NOT_HERE = ("keeps", "excluded")


def node_blocks(view: PlanView) -> Iterator[str]:
    """Return one block per requested node."""
    chosen = list(places(view.chosen or 0))
    for place in chosen[:_MOST_NODES]:
        yield ""
        yield from _block(view, place)
    if len(chosen) > _MOST_NODES:
        yield ""
        yield f"{len(chosen) - _MOST_NODES} more nodes: name fewer, or -o wide --node …"


def _block(view: PlanView, place: int) -> Iterator[str]:
    node = view.planned.inventory.nodes[place]
    yield f"{node.name}{f'   {node.place}' if node.place.file else ''}"
    if node.taints:
        yield from wrapped(f"taints  {', '.join(map(str, node.taints))}", 2)
    for key, value in sorted(node.labels.items()):
        yield f"  label   {key}={value}"
    for workload in view.workloads:
        placement = placement_of(view.planned, workload, place)
        outcome = "not here" if placement.outcome in _NOT_HERE else placement.outcome
        yield f"  {outcome:<9} {workload.key}"
        for reason in placement.reasons:
            yield from with_place(reason.text, place_of(workload, reason), _INDENT)
        for words in preemption_on(view.notes[workload.number], 1 << place):
            yield from wrapped(words, _INDENT)
        yield from _ways_in(workload, node, placement)


def _ways_in(workload: Workload, node: Node, placement: Placement) -> Iterator[str]:
    """Return what to change in the manifest, or on the node, so that the pod runs there."""
    if placement.outcome not in _NOT_HERE:
        return
    for way in ways_in(workload, node, placement.reasons, node.name):
        colon = "," if way.lines else ":"
        yield from wrapped(f"to run there{colon} {way.words}", _INDENT)
        yield from (f"{' ' * (_INDENT + 4)}{line}" for line in way.lines)
