"""What the steps of a what-if do, for people: a block for every step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dslint.planner.consequences import Consequence, Drained, Outcome
from dslint.planner.names import counted, some

_KEPT = "stays; once it goes, none comes"


def render(outcomes: Sequence[Outcome]) -> str:
    """All steps in order, a blank line between."""
    return "\n".join("".join(f"{line}\n" for line in _block(outcome)) for outcome in outcomes)


def _block(outcome: Outcome) -> Iterator[str]:
    yield f"what if {outcome.step.text}   ({counted(len(outcome.nodes), 'node')}: {some(outcome.nodes)})"
    if outcome.drained is not None:
        yield from _drain(outcome.drained)
    touched = [one for one in outcome.consequences if not one.nothing]
    for one in touched:
        yield from _consequence(one)
    untouched = len(outcome.consequences) - len(touched)
    if not touched:
        yield "  no pod of any DaemonSet comes or goes"
    elif untouched:
        yield f"  nothing changes for {counted(untouched, 'other DaemonSet')}"


def _drain(drained: Drained) -> Iterator[str]:
    if drained.daemonsets:
        yield f"  kubectl drain refuses to begin: pods of {', '.join(drained.daemonsets)}"
        yield "  with --ignore-daemonsets they stay, and come again if they are deleted"
    yield f"  it evicts {counted(drained.evicted, 'other pod')}"


def _consequence(one: Consequence) -> Iterator[str]:
    yield f"  {one.daemonset}"
    scheduled = [node for node in one.created if node not in set(one.pending)]
    rows = (
        ("created", scheduled, ""),
        ("Pending", one.pending, "created, but not scheduled"),
        ("deleted", one.deleted, ""),
        ("kept", one.kept, _KEPT),
        ("lost", one.lost, "with its node"),
    )
    for word, nodes, remark in rows:
        if nodes:
            yield f"    {word:<8} {len(nodes):>6}  {some(nodes)}{'  ' + remark if remark else ''}"
