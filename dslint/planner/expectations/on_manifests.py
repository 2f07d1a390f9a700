"""Expectations of a manifest or of a change, independent of nodes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dslint.kubernetes.taints import NO_EXECUTE, NO_SCHEDULE, NOT_READY, UNREACHABLE, Taint, untolerated
from dslint.planner.expectations.grammar import Expectation
from dslint.planner.expectations.subjects import Failure, Planned
from dslint.planner.nodes import Node
from dslint.planner.placement.node_sets import Index, set_of
from dslint.values.words import counted

ON_MANIFESTS = frozenset({"requests", "tolerates", "restarts"})
_SHOWN = 4


def check_manifests(expectation: Expectation, meant: Sequence[Planned], index: Index) -> Iterator[Failure]:
    """Check every selected DaemonSet against the expectation."""
    for daemonset in meant:
        failure = {"requests": _requests, "tolerates": _tolerates, "restarts": _restarts}[expectation.kind](
            expectation, daemonset, index
        )
        if failure is not None:
            yield failure


def _requests(expectation: Expectation, planned: Planned, _index: Index) -> Failure | None:
    if not planned.unset:
        return None
    lines = [f"container {name}: no request for {resource}" for name, resource in planned.unset[:_SHOWN]]
    if len(planned.unset) > _SHOWN:
        lines.append(f"{len(planned.unset) - _SHOWN} more")
    number = counted(len({name for name, _ in planned.unset}), "container")
    return Failure(expectation, planned.key, "requests for cpu and memory", f"none in {number}", tuple(lines))


def _tolerates(expectation: Expectation, planned: Planned, index: Index) -> Failure | None:
    if expectation.taint is None:
        return None
    missing = untolerated(_taints_meant(expectation.taint, index), planned.tolerations)
    if not missing:
        return None
    words = ", ".join(str(taint) for taint in missing[:_SHOWN])
    return Failure(expectation, planned.key, f"a toleration of {words}", "none that covers it")


def _taints_meant(taint: Taint, index: Index) -> tuple[Taint, ...]:
    """Return the taints of a key and effect that nodes have; if there are none, the written one."""
    effects = (taint.effect,) if taint.effect else (NO_SCHEDULE, NO_EXECUTE)
    if not taint.value:
        there = {found for taints in index.taints.values for found in taints}
        alike = sorted(found for found in there if found.key == taint.key and found.effect in effects)
        if alike:
            return tuple(alike)
    return tuple(taint._replace(effect=effect) for effect in effects)


def _restarts(expectation: Expectation, planned: Planned, _index: Index) -> Failure | None:
    if planned.restarts is None or planned.restarts <= expectation.number:
        return None
    expected = f"at most {counted(int(expectation.number), 'pod')} restarted"
    return Failure(expectation, planned.key, expected, f"{planned.restarts} restarted")


def any_called(planned: Sequence[Planned], name: str) -> bool:
    """Whether a name (or pattern) matches one of the DaemonSets."""
    called = Expectation("", "one", names=(name,))
    return any(called.means(daemonset.key) for daemonset in planned)


def unhealthy_nodes(index: Index) -> int:
    """Return the nodes that are not Ready or under pressure, as bits."""
    nodes = index.nodes
    return set_of((place for place, node in enumerate(nodes) if not _is_healthy(node)), len(nodes))


def _is_healthy(node: Node) -> bool:
    return not node.conditions and not any(taint.key in (NOT_READY, UNREACHABLE) for taint in node.taints)
