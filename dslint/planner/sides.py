"""One side of a difference: what was planned, as views; and the pods that an update of it would meet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from dslint.kubernetes.taints import NOT_READY, UNREACHABLE
from dslint.planner.bitmaps import set_of
from dslint.planner.difference import OldPods, View
from dslint.planner.effects import Wanted as Decision
from dslint.planner.nodes import Node, with_state
from dslint.planner.placement import decide
from dslint.planner.plan import Planned, runtime_reasons
from dslint.planner.room import Occupant, lacking
from dslint.planner.scheduling import Wanted
from dslint.planner.workloads import Workload

_HOSTNAME = "kubernetes.io/hostname"


class Trouble(NamedTuple):
    """Wanted nodes of one DaemonSet where the pod does not run, as bits."""

    pending: int
    blocked: int


def decision_of(planned: Planned, workload: Workload) -> Decision:
    """What the controller decides, for the nodes that are there: the model of an empty pool is none."""
    run, stay = planned.decisions[workload.number]
    return Decision(run & planned.there, stay & planned.there)


def trouble_of(planned: Planned, workload: Workload) -> Trouble:
    """Where the pods of a DaemonSet stay Pending, and where there is none because it is refused."""
    run = decision_of(planned, workload).run
    if workload.shape.refusals:
        return Trouble(0, run)
    stop = planned.stops.get(workload.number)
    blocked = run & stop.nodes if stop is not None else 0
    if workload.shape.waits:
        return Trouble(run & ~blocked, blocked)
    blocked |= run & planned.in_classes(_classes(planned, workload, refused=True))
    pending = planned.in_classes(_classes(planned, workload, refused=False)) | _wrong_runtime(
        planned, workload
    )
    return Trouble(run & pending & ~blocked, blocked)


def _classes(planned: Planned, workload: Workload, *, refused: bool) -> Collection[int]:
    return (planned.refused if refused else planned.waiting).get(workload.number, {})


def _wrong_runtime(planned: Planned, workload: Workload) -> int:
    if not workload.shape.selector:
        return 0
    nodes = planned.inventory.nodes
    wrong = (place for place, node in enumerate(nodes) if any(True for _ in runtime_reasons(workload, node)))
    return set_of(wrong, len(nodes))


def views_of(planned: Planned) -> tuple[View, ...]:
    """Every DaemonSet of a plan as one side of a pair."""
    return tuple(_view(planned, workload) for workload in planned.workloads)


def _view(planned: Planned, workload: Workload) -> View:
    trouble = trouble_of(planned, workload)
    decision = decision_of(planned, workload)
    return View(workload.key, workload.source, workload.manifest, decision, trouble.pending, trouble.blocked)


def dead_nodes(nodes: Sequence[Node]) -> int:
    """The nodes that are not Ready: what is deleted there does not go away."""
    return set_of((place for place, node in enumerate(nodes) if not node.ready), len(nodes))


def old_pods(planned: Planned, number: int) -> OldPods:
    """The pods of a DaemonSet of the old side.

    The controller has made one on every node it wants; it is ready unless the plan, the node or
    the pods that were given say otherwise. On a node that is not Ready the pod it had is still there.
    """
    workload = planned.workloads[number]
    decision = decision_of(planned, workload)
    trouble = trouble_of(planned, workload)
    dead = dead_nodes(planned.inventory.nodes)
    seen = planned.presence.old.get(number, {})
    size = len(planned.inventory.nodes)
    left = set_of(_left_on_dead(planned.inventory.nodes, workload, decision), size)
    unready = set_of((place for place, pod in seen.items() if not pod.ready), size)
    there = (decision.run & ~trouble.blocked) | set_of(seen, size) | left
    return OldPods(there, there & (unready | trouble.pending | dead))


def _left_on_dead(nodes: Sequence[Node], workload: Workload, decision: Decision) -> Iterator[int]:
    for place, node in enumerate(nodes):
        if node.ready or decision.run >> place & 1 or not decision.stay >> place & 1:
            continue
        others = tuple(taint for taint in node.written_taints if taint.key not in (NOT_READY, UNREACHABLE))
        healthy = with_state(node, taints=others, conditions=())
        if decide(workload.demands, healthy).should_run:
            yield place


def crowded_nodes(planned: Planned, workload: Workload, old: Workload) -> int:
    """The nodes where a new pod lacks something as long as the old one is beside it."""
    run = decision_of(planned, workload).run
    if _keeps_itself_away(workload, old):
        return run
    old_occupant = Wanted(workload.number, f"the old pod of {old.key}", old.shape).occupant()
    first_of: dict[int, int] = {}
    for place, number in enumerate(planned.class_of):
        first_of.setdefault(number, place)
    crowded = frozenset(
        number
        for number, place in first_of.items()
        if run >> place & 1 and _lacks(planned, workload, place, old_occupant)
    )
    return run & planned.in_classes(crowded)


def _keeps_itself_away(workload: Workload, old: Workload) -> bool:
    """Required pod anti-affinity against its own kind on the same node."""
    shapes = (workload.shape, old.shape)
    return any(
        term.key == _HOSTNAME and term.picks(other.namespace, other.labels)
        for shape, other in (shapes, shapes[::-1])
        for term in shape.topology.anti_affinity
    )


def _lacks(planned: Planned, workload: Workload, place: int, old: Occupant) -> bool:
    occupants = [old, *planned.presence.present.get(place, ()), *_others(planned, workload, place)]
    return bool(lacking(workload.shape, planned.inventory.nodes[place].allocatable, occupants))


def _others(planned: Planned, workload: Workload, place: int) -> Iterator[Occupant]:
    schedule = planned.schedules[planned.class_of[place]]
    for other in planned.workloads:
        wanted = planned.decisions[other.number].run >> place & 1
        absent = other.number in schedule.waiting or other.number in schedule.refused or other.shape.refusals
        if wanted and not absent and other.number != workload.number:
            yield Wanted(other.number, other.key, other.shape).occupant()
