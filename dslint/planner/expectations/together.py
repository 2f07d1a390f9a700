"""Expectations of several DaemonSets on one node: total amounts, and exactly one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dslint.kubernetes.amounts import shown
from dslint.planner.expectations.grammar import TOGETHER, Expectation
from dslint.planner.expectations.subjects import Failure, Planned
from dslint.planner.node_names import some
from dslint.planner.nodes import Node
from dslint.planner.placement.node_sets import first, places
from dslint.values.words import counted

_MOST_GROUPS = 4
_NAMED = 3


def groups_meant(expectation: Expectation, meant: Sequence[Planned]) -> list[list[Planned]]:
    """Return the DaemonSets that are counted together: all, or each alone."""
    if expectation.daemonset == TOGETHER:
        return [[daemonset for daemonset in meant if not daemonset.definition]]
    return [[daemonset] for daemonset in meant]


def check_together(
    expectation: Expectation, meant: Sequence[Planned], nodes: Sequence[Node], chosen: int
) -> Iterator[Failure]:
    """Check a plan against `at most 300m of cpu` or `exactly one of`."""
    if expectation.kind == "one":
        yield from _exactly_one(expectation, meant, nodes, chosen)
        return
    resource, most = expectation.subject, int(expectation.number)
    for group in groups_meant(expectation, meant):
        over = {asked: there for asked, there in totals(group, resource, chosen) if asked > most and there}
        if over:
            worst = max(over)
            wrong = 0
            for there in over.values():
                wrong |= there
            yield Failure(
                expectation,
                "" if expectation.daemonset == TOGETHER else group[0].key,
                f"at most {shown(resource, most)} of {resource}",
                f"{shown(resource, worst)} on {nodes[first(over[worst])].name}",
                (f"over it on {counted(wrong.bit_count(), 'node')}: {_named(wrong, nodes)}",),
            )


def _exactly_one(
    expectation: Expectation, meant: Sequence[Planned], nodes: Sequence[Node], chosen: int
) -> Iterator[Failure]:
    here: dict[tuple[str, ...], int] = {(): chosen}
    for daemonset in meant:
        if daemonset.definition:
            continue
        split: dict[tuple[str, ...], int] = {}
        for keys, there in here.items():
            for found, part in (
                ((*keys, daemonset.key), there & daemonset.runs),
                (keys, there & ~daemonset.runs),
            ):
                if part:
                    split[found] = split.get(found, 0) | part
        here = split
    wrong = {keys: there for keys, there in here.items() if len(keys) != 1}
    if not wrong:
        return
    number = sum(there.bit_count() for there in wrong.values())
    lines = [
        f"{_named(there, nodes)}: {' and '.join(keys) + ' run' if keys else 'none of them runs'}"
        for keys, there in list(wrong.items())[:_MOST_GROUPS]
    ]
    if len(wrong) > _MOST_GROUPS:
        lines.append(f"{counted(len(wrong) - _MOST_GROUPS, 'more combination')}")
    total, where = chosen.bit_count(), f"({expectation.where.text})"
    yield Failure(
        expectation,
        "",
        f"exactly one of {', '.join(expectation.names)} on {counted(total, 'node')} {where}",
        f"{number} of {total} with none or more than one",
        tuple(lines),
    )


def _named(mask: int, nodes: Sequence[Node]) -> str:
    return some([nodes[place].name for place in places(mask)])


def totals(group: Sequence[Planned], resource: str, chosen: int) -> Iterator[tuple[int, int]]:
    """Return total requests of the DaemonSets -> the nodes with this total."""
    found = {0: chosen}
    for daemonset in group:
        amount = daemonset.requests.get(resource, 0)
        if not amount:
            continue
        wanted = daemonset.run & ~daemonset.held
        split: dict[int, int] = {}
        for total, there in found.items():
            for more, part in ((amount, there & wanted), (0, there & ~wanted)):
                if part:
                    split[total + more] = split.get(total + more, 0) | part
        found = split
    yield from found.items()
