"""What the steps of a what-if do, for people: a block for every step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dslint.planner.node_names import some
from dslint.planner.whatif.consequences import Consequence, Outcome
from dslint.planner.whatif.drain import Drained
from dslint.values.words import counted

_SHOWN = 4
"""How many DaemonSets are named in one line."""

_KEPT = "stays; once it goes, none comes"


def render(outcomes: Sequence[Outcome]) -> str:
    """All steps in order, a blank line between."""
    return "\n".join("".join(f"{line}\n" for line in _block(outcome)) for outcome in outcomes)


def before_plan(outcomes: Sequence[Outcome]) -> str:
    """The steps and a heading for the plan that follows; nothing where there are no steps."""
    return f"{render(outcomes)}\nthe plan after that\n\n" if outcomes else ""


def _block(outcome: Outcome) -> Iterator[str]:
    yield f"what if {outcome.step.text}   ({counted(len(outcome.nodes), 'node')}: {some(outcome.nodes)})"
    if outcome.drained is not None:
        yield from _drain(outcome.drained)
    touched = [consequence for consequence in outcome.consequences if not consequence.nothing]
    for keys, change in _alike(touched):
        yield f"  {_several(keys)}"
        yield from _rows(change)
    untouched = len(outcome.consequences) - len(touched)
    if not touched:
        yield "  no pod of any DaemonSet comes or goes"
    elif untouched:
        yield f"  nothing changes for {counted(untouched, 'other DaemonSet')}"


def _drain(drained: Drained) -> Iterator[str]:
    flags = []
    for whose, words, flag in (
        (drained.daemonsets, "pods of DaemonSets", "--ignore-daemonsets leaves them where they are"),
        (drained.bare, "pods without a controller", "--force deletes them for good"),
        (drained.empty_dirs, "pods with emptyDir volumes", "--delete-emptydir-data deletes what is in them"),
    ):
        if whose:
            flags.append(flag)
            yield f"  kubectl drain refuses {words} ({flag}):"
            yield f"    {_several(whose)}"
    if drained.mirrors:
        yield f"  static pods are skipped: {_several(drained.mirrors)}"
    if drained.budgets:
        yield f"  it waits: these PodDisruptionBudgets allow no disruption: {_several(drained.budgets)}"
    if drained.evicted is not None:
        given = " with these flags" if len(flags) > 1 else " with this flag" if flags else ""
        yield f"  {'then ' if flags else ''}it evicts {counted(drained.evicted, 'other pod')}{given}"


def _alike(consequences: Sequence[Consequence]) -> Iterator[tuple[list[str], Consequence]]:
    """DaemonSets that fare alike together."""
    groups: dict[Consequence, list[str]] = {}
    for consequence in consequences:
        groups.setdefault(consequence._replace(daemonset=""), []).append(consequence.daemonset)
    for group, keys in groups.items():
        yield keys, group


def _several(keys: Sequence[str]) -> str:
    more = f" and {len(keys) - _SHOWN} more" if len(keys) > _SHOWN else ""
    return f"{', '.join(keys[:_SHOWN])}{more}"


def _rows(consequence: Consequence) -> Iterator[str]:
    scheduled = [node for node in consequence.created if node not in set(consequence.pending)]
    rows = (
        ("created", scheduled, ""),
        ("Pending", consequence.pending, "created, but not scheduled"),
        ("deleted", consequence.deleted, ""),
        ("kept", consequence.kept, _KEPT),
        ("lost", consequence.lost, "with its node"),
    )
    for word, nodes, remark in rows:
        if nodes:
            yield f"    {word:<8} {len(nodes):>6}  {some(nodes)}{'  ' + remark if remark else ''}"
