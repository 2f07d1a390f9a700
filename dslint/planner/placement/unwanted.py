"""Nodes that a DaemonSet does not want, grouped by the reasons."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dslint.kubernetes.affinity import Requirement
from dslint.kubernetes.taints import Taint
from dslint.planner.placement.controller import Verdict, decide
from dslint.planner.placement.node_sets import Index, first, refined
from dslint.planner.workload.demands import Demands

MOST_VALUES = 12
"""Labels with more values do not split groups; otherwise every rack would be a group."""
_MOST_PARTS = 256
"""With this many parts, parts are not split further, and the first node represents all."""


class Unwanted(NamedTuple):
    """Nodes (as bits) with the same verdict of the controller."""

    verdict: Verdict
    nodes: int


def unwanted(index: Index, demands: Demands, run: int) -> Iterator[Unwanted]:
    """Return all nodes that the controller does not want, in groups; `run` are the nodes that it wants."""
    parts = [index.every & ~run]
    terms = demands.terms or ()
    in_terms = [expression for term in terms for expression in term.expressions]
    matched = index.matching(demands._replace(selector=(), node_name=""))
    splits: list[list[int]] = []
    if demands.node_name:
        splits.append([index.names.among((demands.node_name,))])
    splits.extend(list(by_value(index, requirement)) for requirement in demands.selector)
    splits.append([matched])
    splits.extend([piece & ~matched for piece in by_value(index, requirement)] for requirement in in_terms)
    splits.extend([index.met(field, by_name=True) & ~matched] for term in terms for field in term.fields)
    splits.append(_taint_sets(index, demands))
    for split in splits:
        parts = refined(parts, split) if len(parts) < _MOST_PARTS else parts
    unnamed = {
        requirement.key for requirement in (*demands.selector, *in_terms) if _has_many(index, requirement)
    }
    for part in parts:
        yield Unwanted(decide(demands, index.nodes[first(part)], unnamed), part)


def by_value(index: Index, requirement: Requirement) -> Iterator[int]:
    """Return the nodes that meet a requirement, then the others, value by value if these are few."""
    met = index.met(requirement)
    yield met
    column = index.label(requirement.key)
    if _has_many(index, requirement):
        yield index.every & ~met & column.among((None,))
        return
    for wanted in column.values:
        yield index.every & ~met & column.among((wanted,))


def _has_many(index: Index, requirement: Requirement) -> bool:
    return len(index.label(requirement.key).values) > MOST_VALUES


def _taint_sets(index: Index, demands: Demands) -> list[int]:
    alike: dict[tuple[Taint, ...], list[tuple[Taint, ...]]] = {}
    for taints, kept_off in index.kept_off(demands).items():
        alike.setdefault(kept_off, []).append(taints)
    return [index.taints.among(lists) for lists in alike.values()]
