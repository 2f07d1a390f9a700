"""The outcome of a DaemonSet's pod on every node: one chain of stages, and views of it.

Single placements, groups of nodes with the same reasons, and sets of nodes with problems all come from
`_stages`, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from dslint.kubernetes.affinity import Requirement
from dslint.planner.nodes import Node
from dslint.planner.placement.controller import decide
from dslint.planner.placement.decisions import Decision
from dslint.planner.placement.node_sets import Index, contains, first, places, refined, set_of
from dslint.planner.placement.unwanted import MOST_VALUES, by_value, unwanted
from dslint.planner.plan import Planned
from dslint.planner.scheduling.node_load import in_general
from dslint.planner.scheduling.one_node import Schedule
from dslint.planner.scheduling.schedules import ByClass
from dslint.planner.values import OUTCOMES, Outcome, Placement, Reason
from dslint.planner.workload.podshape import PodShape
from dslint.planner.workload.reasons import pod_reason
from dslint.planner.workload.volumes import BoundVolume
from dslint.planner.workload.workloads import Workload
from dslint.values.remembered import remembered

Reasons = tuple[Reason, ...]
_FEW = 1000
"""Up to this number of nodes, the outcome is read node by node."""


class Group(NamedTuple):
    """Nodes (as bits) with one outcome for the same reasons.

    successor  an older pod runs there; what would become of the next one, for these reasons
    """

    outcome: Outcome
    reasons: Reasons
    nodes: int
    successor: Outcome | None = None

    @property
    def of_next(self) -> Outcome:
        """The outcome of the next pod on these nodes, whether an older one runs there or not."""
        return self.successor or self.outcome

    @property
    def lacks_only_room(self) -> bool:
        """Whether the next pod of these nodes waits only for room."""
        return self.of_next == "pending" and all(
            reason.code == "insufficient-resource" for reason in self.reasons
        )

    @property
    def size(self) -> int:
        """Return the number of nodes, including those of empty pools."""
        return self.nodes.bit_count()


class Trouble(NamedTuple):
    """Wanted nodes of one DaemonSet where the pod does not run, as bits."""

    pending: int
    blocked: int


class _Stage(NamedTuple):
    """The nodes (as bits) whose pod one stage of the chain decides.

    reasons  every reason on one node, by its place
    parts    the nodes in parts that share their reasons; what differs from node to node may be left out
    """

    outcome: Outcome
    nodes: int
    reasons: Callable[[int], Reasons]
    parts: Callable[[], Iterable[tuple[Reasons, int]]]


class _Known(NamedTuple):
    """Cached results of a plan, by number of the DaemonSet."""

    groups: dict[int, tuple[Group, ...]]
    troubles: dict[int, Trouble]


@remembered
def _known(_planned: Planned) -> _Known:
    """What was read so far, to be added to."""
    return _Known({}, {})


def _stages(planned: Planned, workload: Workload, wanted: int) -> Iterator[_Stage]:
    """The chain: the first stage that a wanted node is in decides what becomes of the pod there.

    What OpenKruise holds back, admission, quota, what keeps the pod from the scheduler, the RuntimeClass,
    room, and the kubelet.
    """
    shape, rest = workload.shape, wanted
    held = planned.held.get(workload.number)
    if held is not None:
        yield _uniform("excluded", rest & held.nodes, (held.reason,))
        rest &= ~held.nodes
    if shape.refusals:
        yield _uniform("blocked", rest, shape.refusals)
        return
    stop = planned.stops.get(workload.number)
    if stop is not None:
        yield _uniform("blocked", rest & stop.nodes, (stop.reason,))
        rest &= ~stop.nodes
    if shape.waits or shape.selector or shape.namespaced or shape.volumes:
        stage = _before_scheduling(planned, workload, rest)
        yield stage
        rest &= ~stage.nodes
    claimed = planned.claim_stops.get(workload.number)
    if claimed is not None:
        yield _uniform("pending", rest & claimed.nodes, claimed.reasons)
        rest &= ~claimed.nodes
    for outcome, what in _SCHEDULED:
        stage = _scheduled(planned, workload, rest, outcome, what)
        yield stage
        rest &= ~stage.nodes
    yield _uniform("runs", rest, ())


def _uniform(outcome: Outcome, nodes: int, reasons: Reasons) -> _Stage:
    return _Stage(outcome, nodes, lambda _: reasons, lambda: [(reasons, nodes)])


def _before_scheduling(planned: Planned, workload: Workload, rest: int) -> _Stage:
    """What keeps the scheduler from the pod, and nodes that its RuntimeClass or volumes do not allow."""
    shape, index = workload.shape, planned.index
    mounts = [index.matching(volume.demands) for volume in shape.volumes]
    allowed = _meeting(index, (*shape.selector, *shape.namespaced))
    for there in mounts:
        allowed &= there
    nodes = rest if shape.waits else rest & ~allowed

    def reasons(place: int) -> Reasons:
        elsewhere = (
            _volume_reason(volume)
            for volume, there in zip(shape.volumes, mounts, strict=True)
            if not contains(there, place)
        )
        return (*shape.waits, *_label_reasons(shape, planned.inventory.nodes[place]), *elsewhere)

    def parts() -> Iterator[tuple[Reasons, int]]:
        cut = [nodes] if nodes else []
        for requirement in (*shape.selector, *shape.namespaced):
            cut = refined(cut, by_value(index, requirement))
        for there in mounts:
            cut = refined(cut, (there,))
        for part in cut:
            yield reasons(first(part)), part

    return _Stage("pending", nodes, reasons, parts)


def _volume_reason(volume: BoundVolume) -> Reason:
    words = f"the claim {volume.claim} is bound to the volume {volume.volume}, which is on nodes with"
    return pod_reason("volume", volume.claim, f"{words} {volume.where}", volume.path)


def _meeting(index: Index, requirements: Iterable[Requirement]) -> int:
    nodes = index.every
    for requirement in requirements:
        nodes &= index.met(requirement)
    return nodes


def _label_reasons(shape: PodShape, node: Node) -> Iterator[Reason]:
    """Labels that the RuntimeClass or the Namespace wants of a node and the controller did not look at."""
    for requirements, code, who, path in (
        (shape.selector, "runtime-class", "the RuntimeClass", ("runtimeClassName",)),
        (shape.namespaced, "namespace-node-selector", f"Namespace {shape.namespace}", ()),
    ):
        for requirement in requirements:
            value = node.labels.get(requirement.key)
            if not requirement.met_by(value):
                subject = requirement.key if value is None else f"{requirement.key}={value}"
                wanted = f"{requirement.key}={requirement.values[0]}"
                yield pod_reason(code, subject, f"{who} wants nodes with {wanted}", path)


class _Verdicts(NamedTuple):
    """One kind of verdict of the scheduler: in one schedule, and of all classes of nodes."""

    of: Callable[[Schedule], Mapping[int, Reasons]]
    by_class: Callable[[Planned], Mapping[int, ByClass]]


_SCHEDULED: tuple[tuple[Outcome, _Verdicts], ...] = (
    ("pending", _Verdicts(lambda schedule: schedule.waiting, lambda planned: planned.waiting)),
    ("blocked", _Verdicts(lambda schedule: schedule.refused, lambda planned: planned.refused)),
)


def _scheduled(planned: Planned, workload: Workload, rest: int, outcome: Outcome, what: _Verdicts) -> _Stage:
    number = workload.number

    def reasons(place: int) -> Reasons:
        return what.of(planned.schedules[planned.class_of[place]]).get(number, ())

    if rest.bit_count() <= _FEW:
        troubled = [place for place in places(rest) if reasons(place)]
        nodes = set_of(troubled, len(planned.inventory.nodes)) if troubled else 0
    else:
        nodes = rest & planned.in_classes(what.by_class(planned).get(number, {}))

    def parts() -> Iterator[tuple[Reasons, int]]:
        for shared, classes in _alike(what.by_class(planned).get(number, {}), workload.shape):
            yield shared, nodes & planned.in_classes(classes)

    return _Stage(outcome, nodes, reasons, parts)


def decision_of(planned: Planned, workload: Workload) -> Decision:
    """The controller's decision for existing nodes, without the models of empty pools."""
    run, stay = planned.decisions[workload.number]
    return Decision(run & planned.there, stay & planned.there)


def placement_of(planned: Planned, workload: Workload, place: int) -> Placement:
    """One DaemonSet on one node."""
    return next(placements_on(planned, workload, 1 << place))


def placements_on(planned: Planned, workload: Workload, among: int) -> Iterator[Placement]:
    """One DaemonSet on each node of a set, in order. The chain is asked once for all of them."""
    run = planned.decisions[workload.number].run & among
    stages = [stage for stage in _stages(planned, workload, run) if stage.nodes]
    stage_of = {place: stage for stage in stages for place in places(stage.nodes)}
    trouble = any(stage.outcome != "runs" for stage in stages)
    old = set(places(living(planned, workload) & run)) if trouble else set()
    for place in places(among):
        node = planned.inventory.nodes[place]
        stage = stage_of.get(place)
        if stage is None:
            verdict = decide(workload.demands, node)
            outcome: Outcome = "keeps" if verdict.should_continue_running else "excluded"
            yield Placement(workload.key, node.name, outcome, *verdict)
            continue
        kept = place in old and stage.outcome != "runs"
        yield Placement(
            workload.key,
            node.name,
            "runs" if kept else stage.outcome,
            should_run=True,
            should_continue_running=True,
            reasons=stage.reasons(place),
            successor=stage.outcome if kept else None,
        )


def living(planned: Planned, workload: Workload) -> int:
    """The nodes with a pod of a DaemonSet that was given and stays: whatever its template says, it runs."""
    pods = planned.presence.old.get(workload.number, {})
    return set_of((place for place, pod in pods.items() if not pod.terminating), len(planned.inventory.nodes))


def trouble_now(planned: Planned, workload: Workload) -> Trouble:
    """As `trouble_everywhere`, but for the nodes where an older pod runs."""
    pending, blocked = trouble_everywhere(planned, workload)
    old = living(planned, workload)
    return Trouble(pending & ~old, blocked & ~old)


def trouble_everywhere(planned: Planned, workload: Workload) -> Trouble:
    """Where new pods of a DaemonSet stay Pending, and where none runs for good; empty pools included."""
    troubles = _known(planned).troubles
    known = troubles.get(workload.number)
    if known is None:
        run = planned.decisions[workload.number].run
        known = troubles[workload.number] = _trouble(planned, workload, run)
    return known


def trouble_of(planned: Planned, workload: Workload, among: int | None = None) -> Trouble:
    """As `trouble_everywhere`, of the nodes that are there; with `among`, only these are asked."""
    if among is not None:
        return _trouble(planned, workload, decision_of(planned, workload).run & among)
    pending, blocked = trouble_everywhere(planned, workload)
    return Trouble(pending & planned.there, blocked & planned.there)


def _trouble(planned: Planned, workload: Workload, run: int) -> Trouble:
    nodes = dict.fromkeys(OUTCOMES, 0)
    for stage in _stages(planned, workload, run):
        nodes[stage.outcome] |= stage.nodes
    return Trouble(nodes["pending"], nodes["blocked"])


def groups_of(planned: Planned, workload: Workload) -> tuple[Group, ...]:
    """All nodes in groups: what runs first, then what waits, what is refused, and what is not wanted."""
    groups = _known(planned).groups
    known = groups.get(workload.number)
    if known is None:
        known = groups[workload.number] = _groups(planned, workload)
    return known


def _groups(planned: Planned, workload: Workload) -> tuple[Group, ...]:
    found = [*_wanted(planned, workload)]
    for verdict, nodes in unwanted(planned.index, workload.demands, planned.decisions[workload.number].run):
        found.append(
            Group("keeps" if verdict.should_continue_running else "excluded", verdict.reasons, nodes)
        )
    order = {outcome: place for place, outcome in enumerate(OUTCOMES)}
    return tuple(
        sorted(_joined(found), key=lambda group: (order[group.outcome], -group.size, first(group.nodes)))
    )


def alike_groups(groups: Iterable[Group]) -> Iterator[Group]:
    """Groups that lack the same things, whatever the amounts, as one with the first one's words.

    Nodes where an older pod runs are left out.
    """
    together: dict[tuple[object, ...], Group] = {}
    for group in groups:
        if group.successor is None:
            key = (group.outcome, *((reason.code, reason.subject) for reason in group.reasons))
            known = together.setdefault(key, group)
            together[key] = known._replace(nodes=known.nodes | group.nodes)
    yield from together.values()


def names_of(planned: Planned, nodes: int) -> list[str]:
    """The names of a set of nodes, in the order of the inventory."""
    return [planned.inventory.nodes[place].name for place in places(nodes)]


def _joined(groups: Iterable[Group]) -> Iterator[Group]:
    together: dict[tuple[Outcome, Reasons, Outcome | None], int] = {}
    for group in groups:
        if group.nodes:
            key = (group.outcome, group.reasons, group.successor)
            together[key] = together.get(key, 0) | group.nodes
    for (outcome, reasons, successor), nodes in together.items():
        yield Group(outcome, reasons, nodes, successor)


def _wanted(planned: Planned, workload: Workload) -> Iterator[Group]:
    old = living(planned, workload)
    for stage in _stages(planned, workload, planned.decisions[workload.number].run):
        for reasons, nodes in stage.parts():
            if stage.outcome == "runs":
                yield Group("runs", reasons, nodes)
                continue
            yield Group(stage.outcome, reasons, nodes & ~old)
            yield Group("runs", reasons, nodes & old, successor=stage.outcome)


def _alike(classes: ByClass, shape: PodShape) -> Iterator[tuple[Reasons, list[int]]]:
    """Classes that lack the same things; what is free differs, so reasons of many classes leave it out.

    Who holds most on all of them together is still named.
    """
    together: dict[tuple[tuple[str, str], ...], dict[Reasons, list[int]]] = {}
    for number, reasons in classes.items():
        key = tuple((reason.code, reason.subject) for reason in reasons)
        together.setdefault(key, {}).setdefault(reasons, []).append(number)
    for found in together.values():
        if len(found) <= MOST_VALUES:
            yield from found.items()
        else:
            general = tuple(in_general(shape, reasons) for reasons in zip(*found, strict=True))
            yield general, [number for numbers in found.values() for number in numbers]
