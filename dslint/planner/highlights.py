"""The few things of a plan that its reader should see first."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.kubernetes.taints import Taint, is_tolerated
from dslint.planner.node_names import brief, counted, some
from dslint.planner.outcomes import Group, groups_of, names_of
from dslint.planner.plan import Planned
from dslint.planner.pool_answers import pool_nodes
from dslint.planner.rollout.image_update import blocked, update_of
from dslint.planner.workload.workloads import Workload

MOST = 3
_OS = "kubernetes.io/os"
_DEVICE_WORDS = ("gpu", "tpu")


def highlights(planned: Planned, groups: dict[int, tuple[Group, ...]] | None = None) -> tuple[str, ...]:
    """At most three sentences, the most serious first."""
    found: list[tuple[int, int, str]] = []
    for workload in planned.workloads:
        of = groups[workload.number] if groups is not None else groups_of(planned, workload)
        found.extend((weight, workload.number, words) for weight, words in _of(planned, workload, of))
    found.sort()
    return tuple(words for _, _, words in found[:MOST])


def _of(planned: Planned, workload: Workload, groups: tuple[Group, ...]) -> Iterator[tuple[int, str]]:
    """(weight, the smaller the more serious; sentence)."""
    name = workload.key.partition("/")[2]
    there = planned.there
    run = planned.decisions[workload.number].run & there
    if workload.refused:
        yield 0, f"The server refuses {name} as it is written (dslint lint says where)."
    if not planned.decisions[workload.number].run & (there | pool_nodes(planned)) and planned.inventory.nodes:
        yield 1, f"{name} runs on no node."
    for group in groups:
        nodes = group.nodes & there
        if nodes and group.outcome == "blocked":
            yield 2, f"{name} gets no pod on {_some(planned, nodes)}: {group.reasons[0].text}."
    if run:
        stops = blocked(planned, update_of(planned, workload))
        if stops is not None:
            yield 3, f"An update of {name} would stop: {stops.result}"
    for group in groups:
        nodes = group.nodes & there
        if nodes and group.outcome == "pending":
            yield 4, f"{name} stays Pending on {_some(planned, nodes)}: {group.reasons[0].text}."
    yield from _surprises(planned, workload, groups, run)


def _surprises(
    planned: Planned, workload: Workload, groups: tuple[Group, ...], run: int
) -> Iterator[tuple[int, str]]:
    name = workload.key.partition("/")[2]
    devices, taints = 0, dict[str, None]()
    for group in groups:
        subjects = [reason.subject for reason in group.reasons]
        by_taint = group.outcome in ("keeps", "excluded") and all(
            reason.code.startswith("taint-") for reason in group.reasons
        )
        of_devices = [subject for subject in subjects if any(word in subject for word in _DEVICE_WORDS)]
        if by_taint and of_devices:
            devices |= group.nodes & planned.there
            taints.update(dict.fromkeys(of_devices))
    if devices and run:
        verb = "is" if len(taints) == 1 else "are"
        yield 5, f"{name} misses {_some(planned, devices)}: {', '.join(taints)} {verb} not tolerated."
    windows = run & planned.index.label(_OS).among(("windows",))
    if windows and not any(requirement.key == _OS for requirement in workload.demands.selector):
        yield 6, f"{name} reaches {_some(planned, windows)} (Windows): nothing in it asks for {_OS}."
    dead = run & planned.index.taints.where(_shuts_out)
    if dead and is_tolerated(_NOT_READY, workload.demands.tolerations):
        yield 7, f"{name} gets new pods on {_some(planned, dead)}, which is not ready."


_NOT_READY = Taint("node.kubernetes.io/not-ready", "", "NoSchedule")


def _shuts_out(taints: tuple[Taint, ...]) -> bool:
    return _NOT_READY in taints


def _some(planned: Planned, nodes: int) -> str:
    names = names_of(planned, nodes)
    number = nodes.bit_count()
    return some(names) if number <= _FEW else f"{counted(number, 'node')} ({brief(names, 50, 2)})"


_FEW = 4
