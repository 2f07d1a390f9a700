"""The nodes of one DaemonSet in groups: the same outcome for the same reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from dslint.kubernetes.affinity import Requirement
from dslint.kubernetes.taints import Taint
from dslint.planner.placement.controller import decide
from dslint.planner.placement.node_sets import Index, places
from dslint.planner.plan import Group, Planned, runtime_reasons
from dslint.planner.scheduling.node_load import in_general
from dslint.planner.scheduling.schedules import ByClass
from dslint.planner.values import OUTCOMES, Outcome, Reason
from dslint.planner.workload.podshape import PodShape
from dslint.planner.workload.workloads import Workload

Taints = tuple[Taint, ...]
Reasons = tuple[Reason, ...]
_MOST_VALUES = 12
"""A label with more values than this is told without them; else every rack would be a group."""
_MOST_PARTS = 256
"""From here on a group is not cut any further, and its first node speaks for all."""


def groups_of(planned: Planned, workload: Workload) -> tuple[Group, ...]:
    """All nodes in groups: what runs first, then what waits, what is refused, and what is not wanted."""
    known = planned.groups.get(workload.number)
    if known is None:
        known = planned.groups[workload.number] = _groups(planned, workload)
    return known


def _groups(planned: Planned, workload: Workload) -> tuple[Group, ...]:
    found = (*_wanted(planned, workload), *_unwanted(planned, workload))
    order = {outcome: place for place, outcome in enumerate(OUTCOMES)}
    return tuple(
        sorted(_joined(found), key=lambda group: (order[group.outcome], -group.size, _first(group.nodes)))
    )


def names_of(planned: Planned, nodes: int) -> list[str]:
    """The names of a set of nodes, in the order of the inventory."""
    return [planned.inventory.nodes[place].name for place in places(nodes)]


def _joined(groups: Iterable[Group]) -> Iterator[Group]:
    together: dict[tuple[Outcome, tuple[Reason, ...]], int] = {}
    for group in groups:
        if group.nodes:
            key = (group.outcome, group.reasons)
            together[key] = together.get(key, 0) | group.nodes
    yield from (Group(*key, nodes) for key, nodes in together.items())


def _wanted(planned: Planned, workload: Workload) -> Iterator[Group]:
    shape, rest = workload.shape, planned.decisions[workload.number].run
    if shape.refusals:
        yield Group("blocked", shape.refusals, rest)
        return
    stop = planned.stops.get(workload.number)
    if stop is not None:
        yield Group("blocked", (stop.reason,), rest & stop.nodes)
        rest &= ~stop.nodes
    if shape.waits:
        yield Group("pending", shape.waits, rest)
        return
    for requirement in shape.selector:
        wrong = rest & ~planned.index.met(requirement)
        for part in _split(planned.index, wrong, requirement):
            node = planned.inventory.nodes[_first(part)]
            yield Group("pending", tuple(runtime_reasons(workload, node)), part)
        rest &= ~wrong
    for outcome, by_class in _TROUBLE:
        for reasons, classes in _alike(by_class(planned).get(workload.number, {}), shape):
            troubled = rest & planned.in_classes(classes)
            yield Group(outcome, reasons, troubled)
            rest &= ~troubled
    yield Group("runs", (), rest)


_TROUBLE: tuple[tuple[Outcome, Callable[[Planned], Mapping[int, ByClass]]], ...] = (
    ("pending", lambda planned: planned.waiting),
    ("blocked", lambda planned: planned.refused),
)


def _alike(classes: ByClass, shape: PodShape) -> Iterator[tuple[Reasons, list[int]]]:
    """Classes that lack the same things; what is free differs, so reasons of many classes leave it out."""
    together: dict[tuple[tuple[str, str], ...], dict[Reasons, list[int]]] = {}
    for number, reasons in classes.items():
        key = tuple((reason.code, reason.subject) for reason in reasons)
        together.setdefault(key, {}).setdefault(reasons, []).append(number)
    for found in together.values():
        if len(found) <= _MOST_VALUES:
            yield from found.items()
        else:
            first = next(iter(found))
            general = tuple(in_general(shape, load) for load in first)
            yield general, [number for numbers in found.values() for number in numbers]


def _unwanted(planned: Planned, workload: Workload) -> Iterator[Group]:
    index, demands = planned.index, workload.demands
    parts = [index.every & ~planned.decisions[workload.number].run]
    terms = demands.terms or ()
    in_terms = [expression for term in terms for expression in term.expressions]
    matched = index.matching(demands._replace(selector=(), node_name=""))
    splits: list[list[int]] = []
    if demands.node_name:
        splits.append([index.names.among((demands.node_name,))])
    splits.extend(list(_values(index, requirement)) for requirement in demands.selector)
    splits.append([matched])
    splits.extend([piece & ~matched for piece in _values(index, term)] for term in in_terms)
    splits.extend([index.met(field, by_name=True) & ~matched] for term in terms for field in term.fields)
    splits.append(_taint_sets(planned, workload))
    for split in splits:
        parts = _refined(parts, split) if len(parts) < _MOST_PARTS else parts
    unnamed = {
        requirement.key for requirement in (*demands.selector, *in_terms) if _has_many(index, requirement)
    }
    for part in parts:
        verdict = decide(demands, planned.inventory.nodes[_first(part)], unnamed)
        yield Group("keeps" if verdict.should_continue_running else "excluded", verdict.reasons, part)


def _refined(parts: Iterable[int], split: Iterable[int]) -> list[int]:
    """Cut every part along every set of a split."""
    found: list[int] = []
    cuts = list(split)
    for part in parts:
        rest = part
        for cut in cuts:
            if rest & cut:
                found.append(rest & cut)
                rest &= ~cut
        if rest:
            found.append(rest)
    return found


def _split(index: Index, nodes: int, requirement: Requirement) -> list[int]:
    return _refined([nodes] if nodes else [], _values(index, requirement))


def _values(index: Index, requirement: Requirement) -> Iterator[int]:
    """The nodes that meet a requirement, then those that do not, value by value where these are few."""
    met = index.met(requirement)
    yield met
    column = index.label(requirement.key)
    if _has_many(index, requirement):
        yield index.every & ~met & column.among((None,))
        return
    for wanted in column.values:
        yield index.every & ~met & column.among((wanted,))


def _has_many(index: Index, requirement: Requirement) -> bool:
    return len(index.label(requirement.key).values) > _MOST_VALUES


def _taint_sets(planned: Planned, workload: Workload) -> list[int]:
    kept_off = planned.index.kept_off(workload.demands)
    return [
        planned.index.taints.where(_same(kept_off, fromkey)) for fromkey in dict.fromkeys(kept_off.values())
    ]


def _same(kept_off: Mapping[Taints, Taints], wanted: Taints) -> Callable[[Taints], bool]:
    return lambda taints: kept_off[taints] == wanted


def _first(nodes: int) -> int:
    """The first node of a set."""
    return (nodes & -nodes).bit_length() - 1
