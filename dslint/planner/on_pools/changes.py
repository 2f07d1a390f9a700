"""The effect of a change on DaemonSets on declared pools: where a pod no longer runs, or now does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dslint.planner.node_names import some
from dslint.planner.on_pools.answers import (
    ANSWERS,
    TOO_SMALL,
    Answer,
    PoolAnswer,
    pool_answers,
    types_left_out,
)
from dslint.planner.plan import Planned
from dslint.planner.workload.workloads import Workload
from dslint.reader.objects import Told
from dslint.values.path import POD_SPEC
from dslint.values.problem import Problem

_SHOWN = 3
WORDS: dict[Answer | None, str] = {
    "every": "every node",
    "some": "some nodes",
    "none": "no node",
    None: "not there",
}


class PoolChange(NamedTuple):
    """One DaemonSet on one pool, before and after; None if the pool is new or removed.

    why  what keeps pods away afterwards, in words
    """

    daemonset: str
    pool: str
    before: Answer | None
    after: Answer | None
    why: tuple[str, ...] = ()

    @property
    def is_worse(self) -> bool:
        """Whether a pod runs on fewer nodes of the pool than before."""
        if self.before is None or self.after is None:
            return False
        return ANSWERS.index(self.after) > ANSWERS.index(self.before)


def pool_changes(old: Planned, new: Planned) -> tuple[PoolChange, ...]:
    """Return all changes, DaemonSet by DaemonSet, for those on both sides."""
    former = {workload.key: workload for workload in old.workloads}
    return tuple(
        change
        for workload in new.workloads
        if workload.key in former
        for change in _of(workload.key, _answers(old, former[workload.key]), _answers(new, workload))
    )


def _answers(planned: Planned, workload: Workload) -> dict[str, PoolAnswer]:
    return {answer.pool.name: answer for answer in pool_answers(planned, workload)}


def _of(key: str, before: dict[str, PoolAnswer], after: dict[str, PoolAnswer]) -> Iterator[PoolChange]:
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name), after.get(name)
        answers = (was.answer if was is not None else None, now.answer if now is not None else None)
        if answers[0] != answers[1]:
            yield PoolChange(key, name, *answers, why=_why(now))


def _why(answer: PoolAnswer | None) -> tuple[str, ...]:
    if answer is None:
        return ()
    texts = dict.fromkeys(reason.text for part in answer.rest for reason in part.reasons)
    return tuple(texts)[:_SHOWN]


def pool_findings(old: Planned, new: Planned) -> Iterator[Told]:
    """Return a finding for each pool of future nodes on which a pod runs on fewer nodes than before."""
    sources = {workload.key: workload.source for workload in new.workloads}
    counted = {variant.pool.name for variant in new.inventory.variants.values() if variant.node.count}
    for change in pool_changes(old, new):
        if change.is_worse and change.pool not in counted:
            source = sources[change.daemonset]
            yield Told(_lost(change), source.manifest, source.file)
    yield from _without_room(old, new)


def _without_room(old: Planned, new: Planned) -> Iterator[Told]:
    """Return the pods that wait on nodes that Karpenter launched before and would no longer launch."""
    before, after = types_left_out(old), types_left_out(new)
    if before == after:
        return
    for workload in new.workloads:
        for answer in pool_answers(new, workload):
            left_out = before.get(answer.pool.name)
            if left_out is None or answer.answer == "none":
                continue
            for part in answer.rest:
                names = (name for variant in part.variants for name in variant.part.types)
                types = [name for name in dict.fromkeys(names) if name not in left_out]
                reason = part.reasons[0]
                if types and reason.code == TOO_SMALL:
                    yield workload.source.told(_stays_pending(answer, types, reason.subject))


def _stays_pending(answer: PoolAnswer, types: list[str], lacking: str) -> Problem:
    return Problem(
        "pod-pending",
        (*POD_SPEC, "containers"),
        f"on nodes of pool {answer.pool.name} that are there already the pod stays Pending if they are "
        f"{some(types)}: not enough room ({lacking})",
        result="Karpenter launches no more of these, and does not replace one for a pod that waits.",
        write="smaller requests, or replace these nodes",
        note=f"too little {lacking} on machines of pool {answer.pool.name}",
    )


def _lost(change: PoolChange) -> Problem:
    return Problem(
        "nodes-lost",
        POD_SPEC,
        f"nodes of pool {change.pool} no longer get a pod: before {WORDS[change.before]}, "
        f"now {WORDS[change.after]}",
        result=f"{'; '.join(change.why)}.",
        write="what lets the pods run there, or nothing if you intend this",
    )
