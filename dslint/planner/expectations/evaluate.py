"""Check a plan against an expectation; a failure gives the actual result and the reasons."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from dslint.kubernetes.amounts import shown
from dslint.planner.expectations.grammar import TOGETHER, Expectation
from dslint.planner.expectations.on_manifests import (
    ON_MANIFESTS,
    any_called,
    check_manifests,
    unhealthy_nodes,
)
from dslint.planner.expectations.subjects import Failure, Planned
from dslint.planner.expectations.together import check_together, groups_meant, totals
from dslint.planner.node_names import some
from dslint.planner.nodes import Node
from dslint.planner.placement.chosen_nodes import ambiguous, chosen_nodes
from dslint.planner.placement.node_sets import Column, Index, places
from dslint.planner.values import Outcome
from dslint.values.words import counted

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_MOST_REASONS = 4

_WORDS: dict[Outcome, str] = {
    "runs": "runs there",
    "pending": "is Pending there",
    "blocked": "is not created there",
    "keeps": "does not run there",
    "excluded": "does not run there",
}


def check(
    expectation: Expectation, planned: Sequence[Planned], index: Index, possible: int = ~0
) -> Iterator[Failure]:
    """Yield each way in which a plan fails an expectation; nothing if it meets the expectation.

    `possible` are the nodes that can exist, as bits; expectations ignore all others.
    """
    meant = [daemonset for daemonset in planned if expectation.means(daemonset.key)]
    if not meant:
        name = expectation.daemonset or "a DaemonSet"
        known = ", ".join(daemonset.key for daemonset in planned) or "none"
        got = f"no DaemonSet of that name; there are {known}"
        yield Failure(expectation, "", f"{name} in the plan", got)
        return
    unknown = next((name for name in expectation.names if not any_called(planned, name)), None)
    if unknown is not None:
        yield Failure(expectation, "", f"{unknown} in the plan", "no DaemonSet of that name")
        return
    if expectation.kind in ON_MANIFESTS:
        yield from check_manifests(expectation, meant, index)
        return
    nodes = index.nodes
    chosen = chosen_nodes(expectation.where, index) & possible
    if expectation.healthy:
        chosen &= ~unhealthy_nodes(index)
    missing = None if chosen else _without_nodes(expectation, index)
    if missing is not None:
        yield missing
    elif expectation.kind == "share":
        yield from _shares(expectation, meant, nodes, chosen)
    elif expectation.kind in ("amount", "one"):
        yield from check_together(expectation, meant, nodes, chosen)
    else:
        yield from _each(expectation, meant, nodes, chosen)


def _without_nodes(expectation: Expectation, index: Index) -> Failure | None:
    """Return the failure of an expectation that needs nodes if its WHERE selects none."""
    where = expectation.where
    several = ambiguous(where, index)
    if several:
        return Failure(expectation, "", f"one node called {where.name}", several)
    if expectation.kind not in ("runs", "some", "fits", "one") or where.text == "every node":
        return None
    meant = f"a node or pool called {where.name}" if where.name else f"a node with {where.text}"
    return Failure(expectation, "", meant, "none in the inventory")


def _each(
    expectation: Expectation, meant: Iterable[Planned], nodes: Sequence[Node], chosen: int
) -> Iterator[Failure]:
    for daemonset in meant:
        failure = (
            _count(expectation, daemonset)
            if expectation.kind == "count"
            else _places(expectation, daemonset, nodes, chosen)
        )
        if failure is not None:
            yield failure


def _count(expectation: Expectation, planned: Planned) -> Failure | None:
    sets = {
        "desired": planned.run,
        "runs": planned.runs,
        "pending": planned.pending,
        "blocked": planned.blocked,
    }
    number = (sets[expectation.subject] & planned.there).bit_count()
    if _COMPARE[expectation.compare](number, expectation.number):
        return None
    sign = "" if expectation.compare in ("=", "==") else f"{expectation.compare} "
    expected = f"{expectation.subject} {sign}{expectation.number:g}"
    return Failure(expectation, planned.key, expected, f"{expectation.subject} {number}")


def _places(expectation: Expectation, planned: Planned, nodes: Sequence[Node], chosen: int) -> Failure | None:
    number = counted(chosen.bit_count(), "node")
    if expectation.kind == "runs":
        wrong = chosen & ~planned.runs
        expected, got = (
            f"runs on {number} ({expectation.where.text})",
            f"runs on {(chosen & planned.runs).bit_count()}",
        )
    elif expectation.kind == "some":
        wrong = 0 if chosen & planned.runs else chosen
        expected, got = f"runs on some of {number} ({expectation.where.text})", "runs on none"
    elif expectation.kind == "never":
        wrong = chosen & planned.run
        expected = f"never on {number} ({expectation.where.text})"
        got = f"wanted on {wrong.bit_count()}: {some([nodes[place].name for place in places(wrong)])}"
    else:
        wrong = chosen & (planned.pending | planned.blocked)
        expected, got = (
            "no pod that stays Pending",
            f"{wrong.bit_count()} of {(chosen & planned.run & planned.there).bit_count()} that do",
        )
    if not wrong:
        return None
    return Failure(expectation, planned.key, expected, got, tuple(_why(planned, nodes, places(wrong))))


def _why(planned: Planned, nodes: Sequence[Node], wrong: Iterable[int]) -> Iterator[str]:
    """Describe the nodes in question; nodes with the same reasons share a phrase."""
    groups: dict[str, list[str]] = {}
    for place in wrong:
        outcome, reasons = planned.outcome(place)
        words = "; ".join(reason.text for reason in reasons) or _WORDS[outcome]
        groups.setdefault(f"pending: {words}" if outcome == "pending" else words, []).append(
            nodes[place].name
        )
    for words, names in list(groups.items())[:_MOST_REASONS]:
        yield f"{some(names)}: {words}"
    if len(groups) > _MOST_REASONS:
        yield f"{counted(len(groups) - _MOST_REASONS, 'more reason')}"


def _shares(
    expectation: Expectation, meant: Sequence[Planned], nodes: Sequence[Node], chosen: int
) -> Iterator[Failure]:
    resource = expectation.subject
    offered = Column([(node.allocatable or {}).get(resource, 0) for node in nodes])
    together = expectation.daemonset == TOGETHER
    for group in groups_meant(expectation, meant):
        worst = _Share(0, 0, 0)
        over = 0
        for asked, there in totals(group, resource, chosen):
            for amount in offered.values:
                share = _Share(100 * asked / amount if amount else 0, asked, 0)
                if share.percent <= expectation.number:
                    continue
                here = there & offered.where(partial(operator.eq, amount))
                over |= here
                if here:
                    worst = max(worst, share._replace(nodes=here))
        if over:
            names = [nodes[place].name for place in places(over)]
            first = nodes[next(places(worst.nodes))].name
            yield Failure(
                expectation,
                "" if together else group[0].key,
                f"at most {expectation.number:g} % of {resource}",
                f"{worst.percent:.3g} % on {first} ({shown(resource, worst.asked)})",
                (f"over it on {counted(len(names), 'node')}: {some(names)}",),
            )


class _Share(NamedTuple):
    """The requested part of a node's resource, and the nodes (as bits) where it is that large."""

    percent: float
    asked: int
    nodes: int
