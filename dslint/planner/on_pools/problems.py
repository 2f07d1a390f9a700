"""Problems of a plan for pools: pods without room, startup deadlocks, nodes that are too small."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dslint.kubernetes.access import items, mapping, text
from dslint.kubernetes.amounts import shown
from dslint.kubernetes.requests import effective_requests
from dslint.kubernetes.taints import untolerated
from dslint.planner.node_names import some
from dslint.planner.on_pools.answers import (
    TOO_SMALL,
    Elsewhere,
    PoolAnswer,
    general_reasons,
    lacks,
    pool_answers,
)
from dslint.planner.outcomes import trouble_everywhere
from dslint.planner.plan import Planned
from dslint.planner.pools.aliases import current_key
from dslint.planner.pools.expand import Wish
from dslint.planner.pools.karpenter_estimate import expects
from dslint.planner.pools.pool import PoolTaint
from dslint.planner.pools.readers.karpenter import FORMAT as KARPENTER
from dslint.planner.pools.startup import remover_of
from dslint.planner.workload.workloads import Workload
from dslint.values.path import POD_SPEC
from dslint.values.problem import Problem

DEADLOCK = "startup-taint-deadlock"
UNCOUNTED = "karpenter-overhead"
_FROM_AGENTS = ("feature.node.kubernetes.io", "nvidia.com", "amd.com", "gpu.intel.com")
"""Domains of labels that agents set on nodes once they run there."""


def pool_problems(planned: Planned, workload: Workload) -> Iterator[Problem]:
    """Return all problems of one DaemonSet on the pools of the inventory."""
    answers = pool_answers(planned, workload)
    for outcome, rule in (("pending", "pod-pending"), ("blocked", "pod-blocked")):
        yield from _without_pod(workload, answers, outcome, rule)
    yield from _deadlocks(workload, answers)
    ours = [answer for answer in answers if answer.pool.format == KARPENTER]
    yield from _uncounted(workload, ours)
    yield from _later_labels(workload, ours)
    yield from _in_vain(workload, ours)
    yield from _never_launched(planned, workload, ours)


class _Where(NamedTuple):
    """Parts of pools where a pod does not run for the same reason; `answers` has the pool of each part."""

    answers: tuple[PoolAnswer, ...]
    parts: tuple[Elsewhere, ...]


def _without_pod(
    workload: Workload, answers: Sequence[PoolAnswer], outcome: str, rule: str
) -> Iterator[Problem]:
    """Return pods that would wait or be rejected on future nodes: one problem per reason."""
    together: dict[object, list[tuple[PoolAnswer, Elsewhere]]] = {}
    for answer in answers:
        for part in answer.rest:
            if part.outcome == outcome and not any(variant.node.count for variant in part.variants):
                together.setdefault((answer.answer == "none", lacks(part)), []).append((answer, part))
    for found in together.values():
        where = _Where(tuple(answer for answer, _ in found), tuple(part for _, part in found))
        yield _in_pools(workload, where, rule)


def _in_pools(workload: Workload, where: _Where, rule: str) -> Problem:
    reasons = general_reasons(where.parts, workload.shape)
    some_nodes = where.answers[0].answer != "none"
    names = (name for part in where.parts for variant in part.variants for name in variant.part.types)
    machines = list(dict.fromkeys(names)) if some_nodes else []
    on = f" (on {some(machines)})" if machines else ""
    what = "the pod stays Pending" if rule == "pod-pending" else "there is no pod"
    pools = _pools(list(dict.fromkeys(answer.pool.name for answer in where.answers)))
    why = "; ".join(reason.text for reason in reasons)
    return Problem(
        rule,
        reasons[0].path,
        f"{what} on {'some nodes' if some_nodes else 'every node'} of {pools}{on}: {why}",
        field=reasons[0].field,
        result="It counts as unavailable, so it uses up the budget of every update.",
        note=reasons[0].text,
    )


def _deadlocks(workload: Workload, answers: Sequence[PoolAnswer]) -> Iterator[Problem]:
    """Report a DaemonSet that removes a startup taint but does not tolerate it."""
    words = _words(workload)
    waits = {taint.taint: (taint, answer) for answer in reversed(answers) for taint in answer.waits}
    for taint, answer in waits.values():
        if _takes_away(words, taint):
            key, effect = taint.taint.key, taint.taint.effect
            yield Problem(
                DEADLOCK,
                (*POD_SPEC, "tolerations"),
                f"new nodes of pool {answer.pool.name} have the taint {taint.taint} until this DaemonSet "
                f"takes it away, and its pods do not tolerate it ({taint.origin.place})",
                result="No pod starts on a new node, the taint stays, and nothing else runs there either.",
                write=f"- {{key: {key}, operator: Exists, effect: {effect}}}",
                note=f"does not tolerate {taint.taint}",
            )


def _takes_away(words: Sequence[str], taint: PoolTaint) -> bool:
    """Whether the pods remove a taint, judged by their image or by its key in their arguments."""
    remover = remover_of(taint.taint.key)
    signs = [taint.taint.key] + ([remover.image] if remover is not None and remover.image else [])
    return any(sign in word for word in words for sign in signs)


def _words(workload: Workload) -> list[str]:
    """Return images, arguments and values of variables of all containers."""
    spec = mapping(workload.manifest, *POD_SPEC)
    found: list[str] = []
    for container in (*items(spec, "containers"), *items(spec, "initContainers")):
        found.append(text(container, "image"))
        for key in ("command", "args"):
            found += [word for word in items(container, key) if isinstance(word, str)]
        found += [text(variable, "value") for variable in items(container, "env")]
    return found


def _uncounted(workload: Workload, answers: Sequence[PoolAnswer]) -> Iterator[Problem]:
    """Report requests beyond the template, which is all that Karpenter sees of a new DaemonSet."""
    running = [answer.pool.name for answer in answers if answer.answer != "none"]
    if not running:
        return
    spec = mapping(workload.manifest, *POD_SPEC)
    counted = effective_requests(spec)
    more = {
        name: number - counted.get(name, 0)
        for name, number in workload.shape.requests.items()
        if number > counted.get(name, 0)
    }
    if more:
        missing = ", ".join(f"{shown(name, number)} {name}" for name, number in more.items())
        yield _overhead(
            f"Karpenter does not count {missing} of this DaemonSet when it sizes nodes of {_pools(running)}: "
            "a LimitRange or the RuntimeClass adds it to the pods",
            "requests",
        )
    own = [item for item in items(spec, "tolerations") if isinstance(item, dict)]
    for answer in answers:
        taints = untolerated((taint.taint for taint in answer.pool.taints), own)
        if answer.answer != "none" and taints:
            yield _overhead(
                f"Karpenter does not count this DaemonSet when it sizes nodes of pool {answer.pool.name}: "
                f"only the automatic toleration covers {taints[0]}",
                "tolerations",
            )


def _in_vain(workload: Workload, answers: Sequence[PoolAnswer]) -> Iterator[Problem]:
    """Report pools for which Karpenter counts the DaemonSet although no node meets its selectors."""
    demands = workload.demands
    wish = Wish(demands.selector, demands.terms)
    names = [
        answer.pool.name
        for answer in answers
        if answer.answer == "none" and _only_by_labels(answer) and expects(answer.pool, wish)
    ]
    if names:
        yield Problem(
            UNCOUNTED,
            (*POD_SPEC, "affinity"),
            f"Karpenter counts this DaemonSet when it sizes nodes of {_pools(names)}, and it runs on none: "
            "its nodeSelector and node affinity exclude each other",
            result="New nodes are larger than necessary.",
            note="excludes itself",
        )


def _never_launched(planned: Planned, workload: Workload, answers: Sequence[PoolAnswer]) -> Iterator[Problem]:
    """Report pools that get no node at all, for each DaemonSet that lacks room there."""
    short = trouble_everywhere(planned, workload).pending
    together: dict[str, list[str]] = {}
    for answer in answers:
        for part in answer.rest if answer.answer == "none" else ():
            for reason in part.reasons:
                if reason.code == TOO_SMALL and part.nodes & short:
                    together.setdefault(reason.subject, []).append(answer.pool.name)
    for lacking, names in together.items():
        yield Problem(
            UNCOUNTED,
            (*POD_SPEC, "containers"),
            f"Karpenter launches no node of {_pools(names)}: every machine type is too small for its "
            f"DaemonSets ({lacking})",
            result="Pods that wait for a node of the pool stay Pending, those of all other workloads too.",
            write="smaller requests, or larger machine types in the pool",
            note="asks for more room than the machines have",
        )


def _only_by_labels(answer: PoolAnswer) -> bool:
    codes = {reason.code for part in answer.rest for reason in part.reasons}
    return bool(codes) and codes <= {"node-selector", "node-affinity"}


def _later_labels(workload: Workload, answers: Sequence[PoolAnswer]) -> Iterator[Problem]:
    """Report labels that an agent adds later: the pod then runs, but Karpenter did not count it."""
    requirements = [*workload.demands.selector]
    for term in workload.demands.terms or ():
        requirements += term.expressions
    for requirement in requirements:
        key = current_key(requirement.key)
        domain = key.partition("/")[0]
        if not any(domain == known or domain.endswith(f".{known}") for known in _FROM_AGENTS):
            continue
        names = [answer.pool.name for answer in answers if key not in answer.pool.labels]
        if names:
            yield _overhead(
                f"Karpenter does not count this DaemonSet when it sizes nodes of {_pools(names)}: "
                f"the label {key} is added later, by an agent on the node",
                *map(str, requirement.path),
            )
            return


def _overhead(message: str, *path: str) -> Problem:
    return Problem(
        UNCOUNTED,
        (*POD_SPEC, *path),
        message,
        result="New nodes are too small, and pods stay Pending on them.",
        note="not counted by Karpenter",
    )


def _pools(names: Sequence[str]) -> str:
    return f"pool {names[0]}" if len(names) == 1 else f"pools {some(names)}"
