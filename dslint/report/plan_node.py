"""Why there is no pod on this node: every DaemonSet, every reason, and what to change so that it runs."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.planner.bitmaps import places
from dslint.planner.nodes import Node
from dslint.planner.values import Placement, Reason
from dslint.planner.workloads import Workload
from dslint.report.layout import with_place, wrapped
from dslint.report.plan_blocks import toleration_for
from dslint.report.plan_view import PlanView, place_of

_MOST_NODES = 20
_INDENT = 6
_NOT_HERE = ("keeps", "excluded")


def node_blocks(view: PlanView) -> Iterator[str]:
    """One block for every node asked for."""
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
    for workload in view.planned.workloads:
        placement = view.planned.placement(workload, place)
        outcome = "not here" if placement.outcome in _NOT_HERE else placement.outcome
        yield f"  {outcome:<9} {workload.key}"
        for reason in placement.reasons:
            yield from with_place(reason.text, place_of(workload, reason), _INDENT)
        yield from _ways_in(workload, node, placement)


def _ways_in(workload: Workload, node: Node, placement: Placement) -> Iterator[str]:
    """What to change in the manifest, or on the node, so that the pod runs there."""
    if placement.outcome not in _NOT_HERE:
        return
    tolerations = [one.subject for one in placement.reasons if one.code.startswith("taint-")]
    labels = [one for one in placement.reasons if one.code == "node-selector"]
    if any(one.code == "node-name" for one in placement.reasons):
        yield from wrapped("to run there: no nodeName in the template", _INDENT)
    if tolerations:
        yield from wrapped("to run there, add to spec.template.spec.tolerations:", _INDENT)
        yield from (f"{' ' * (_INDENT + 4)}{toleration_for(taint)}" for taint in dict.fromkeys(tolerations))
    for reason in labels:
        yield from wrapped(f"to run there: {_label_command(workload, node, reason)}", _INDENT)
    if any(one.code == "node-affinity" for one in placement.reasons):
        words = "to run there: one term of the node affinity must hold in full"
        yield from wrapped(words, _INDENT)


def _label_command(workload: Workload, node: Node, reason: Reason) -> str:
    key = str(reason.path[-1])
    value = next(one.values[0] for one in workload.demands.selector if one.key == key)
    overwrite = " --overwrite" if key in node.labels else ""
    return f"kubectl label node {node.name} {key}={value}{overwrite}, or another nodeSelector"
