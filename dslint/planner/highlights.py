"""The most important facts of a plan: causes before consequences, the worst first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from dslint.kubernetes.node_taints import may_be_tolerated
from dslint.kubernetes.taints import Taint, is_tolerated
from dslint.planner.deadlocks import deadlocks
from dslint.planner.evictions import evictions_of, victims_words
from dslint.planner.notes import architectures, sharing, virtual_nodes
from dslint.planner.on_pools.at_zero import in_vain
from dslint.planner.outcomes import Group, alike_groups, groups_of
from dslint.planner.placement.node_sets import first, union
from dslint.planner.placement.node_words import in_a_sentence
from dslint.planner.plan import Planned
from dslint.planner.rollout.image_update import blocked, update_of
from dslint.planner.waiting import waiting_of
from dslint.planner.workload.workloads import Workload
from dslint.values.words import listed

MOST = 5
"""The maximum number of shown lines; the rest is counted."""
_FEW = 4
_NAMED = 3
_OS = "kubernetes.io/os"
_CONTROL_PLANE = ("node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master")
_NOT_READY = Taint("node.kubernetes.io/not-ready", "", "NoSchedule")
_REFUSED, _NOWHERE, _WAITS_FOREVER, _IN_PART, _PUSHED, _MISSES, _STOPS, _REACHES, _MIXED, _DEAD = range(10)
"""How serious a cause is, the worst first."""
ELSEWHERE = _DEAD + 1
"""The weight, among many clusters, of a DaemonSet that one cluster does not want but others do."""
KINDS = ELSEWHERE + 1
"""The number of weights."""


class Highlight(NamedTuple):
    """One sentence, with data for programs.

    workload   the DaemonSet that it is first about, by number; -1 for none
    node       the node that it is first about, by place; -1 for none
    weight     how serious it is, from 0 on; the worst first
    kind       the same in a word: `rejected`, `nowhere`, `pending`, `blocked`, …
    about      the cause without the names of nodes, to tell the same cause elsewhere
    workloads  every DaemonSet that it is about, by number
    """

    words: str
    workload: int = -1
    node: int = -1
    weight: int = 0
    kind: str = ""
    about: str = ""
    workloads: tuple[int, ...] = ()


class _Found(NamedTuple):
    """One cause for one DaemonSet; those with equal `cause` share a line.

    cause  begins with the kind
    words  the sentence, given the subject (`agent`, `5 DaemonSets (…)`) and whether it is one
    about  the cause without the names of nodes
    """

    weight: int
    cause: tuple[object, ...]
    words: str
    plural: str
    workload: int
    nodes: int
    about: str = ""


def highlights(
    planned: Planned,
    groups: Mapping[int, tuple[Group, ...]] | None = None,
    only: Collection[int] | None = None,
) -> tuple[str, ...]:
    """Return the sentences about some DaemonSets (or all), and the number of the rest."""
    found = all_highlights(planned, groups, only)
    shown = [highlight.words for highlight in found[:MOST]]
    left = len(found) - MOST
    return (*shown, f"and {left} more") if left > 0 else tuple(shown)


def all_highlights(
    planned: Planned,
    groups: Mapping[int, tuple[Group, ...]] | None = None,
    only: Collection[int] | None = None,
) -> tuple[Highlight, ...]:
    """Return every cause, the most serious first; of equal ones, that of the first name."""
    found: list[_Found] = []
    by_name = sorted(planned.workloads, key=lambda workload: workload.key.partition("/"))
    for workload in by_name:
        if only is not None and workload.number not in only:
            continue
        of = groups[workload.number] if groups is not None else groups_of(planned, workload)
        found.extend(_of(planned, workload, of))
    together: dict[tuple[object, ...], list[_Found]] = {}
    for one in found:
        together.setdefault((one.weight, *one.cause), []).append(one)
    lines = [_line(planned, ones) for ones in together.values()]
    lines += [Highlight(words, weight=_NOWHERE, kind="deadlock", about=words) for words in deadlocks(planned)]
    lines += [
        Highlight(waiting.words, weight=_PUSHED, kind="waiting", about=waiting.words)
        for waiting in waiting_of(planned)
        if waiting.evicts or waiting.too_big
    ]
    ranks = {workload.number: rank for rank, workload in enumerate(by_name)}
    return tuple(sorted(lines, key=lambda line: (*_urgency(line), ranks.get(line.workload, -1))))


def _urgency(highlight: Highlight) -> tuple[int, bool, int]:
    """Sort by severity, then causes without a single DaemonSet, then by the number of DaemonSets."""
    return highlight.weight, bool(highlight.workloads), -len(highlight.workloads)


def _line(planned: Planned, ones: list[_Found]) -> Highlight:
    names = list(dict.fromkeys(_name(planned.workloads[one.workload]) for one in ones))
    if len(names) == 1:
        words = ones[0].words.format(who=names[0])
    else:
        shown = ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
        words = ones[0].plural.format(who=f"{len(names)} DaemonSets ({shown})")
    return Highlight(
        words,
        ones[0].workload,
        first(ones[0].nodes),
        weight=ones[0].weight,
        kind=str(ones[0].cause[0]),
        about=ones[0].about,
        workloads=tuple(dict.fromkeys(one.workload for one in ones)),
    )


def _name(workload: Workload) -> str:
    return workload.key.partition("/")[2].replace("{", "").replace("}", "")


def _of(planned: Planned, workload: Workload, groups: tuple[Group, ...]) -> Iterator[_Found]:
    there = planned.there
    wanted = planned.decisions[workload.number].run
    if workload.refused:
        words = "The server rejects {who} as written (dslint lint shows where)."
        yield _Found(_REFUSED, ("rejected",), words, words, workload.number, 0)
    if not wanted and planned.inventory.nodes:
        why = _why_nowhere(planned, workload)
        yield _Found(
            _NOWHERE,
            ("nowhere", why),
            f"{{who}} runs on no node{_escaped(why)}.",
            f"{{who}} run on no node{_escaped(why)}.",
            workload.number,
            planned.index.every,
            why,
        )
    yield from _not_running(planned, workload, groups)
    mounting = sharing(planned, workload)
    for claim, modes in workload.shape.shared_claims if mounting else ():
        shared = _escaped(f"all pods share the claim {claim} ({modes})")
        words = f"{{who}} starts on one node only: {shared}."
        yield _Found(_IN_PART, ("claim", claim), words, words, workload.number, mounting, claim)
    yield from _pushed(planned, workload)
    yield from _missed(planned, workload, groups, wanted & there)
    yield from _stops(planned, workload, wanted & there)
    yield from _reached(planned, workload, wanted & there)
    yield from _reached_dead(planned, workload, wanted & there)


def _why_nowhere(planned: Planned, workload: Workload) -> str:
    """Return the taint that alone keeps it away from every node, if there is one."""
    if not planned.index.matching(workload.demands):
        return ""
    kept = planned.index.kept_off(workload.demands).values()
    taints = dict.fromkeys(str(taint) for taints in kept for taint in taints)
    return f": {next(iter(taints))} is not tolerated" if len(taints) == 1 else ""


def _not_running(planned: Planned, workload: Workload, groups: Iterable[Group]) -> Iterator[_Found]:
    run = planned.decisions[workload.number].run
    pools = in_vain(planned, workload)
    for group in alike_groups(groups):
        nodes = group.nodes & planned.there
        new = [name for name, models in pools.items() if models & group.nodes]
        if not (nodes or new) or group.outcome not in ("blocked", "pending"):
            continue
        for name in new:
            nodes |= pools.pop(name)
        where = _where_not(planned, nodes, new, run & planned.there)
        reason = group.reasons[0].text
        verb = _GETS_NONE[group.outcome, bool(nodes & planned.there)]
        cause = (group.outcome, where, reason)
        here = run & planned.there
        nowhere = nodes & planned.there == here if here else not run & ~nodes
        weight = _WAITS_FOREVER if nowhere else _IN_PART
        yield _Found(
            weight,
            cause,
            f"{{who}} {verb[0]} on {_escaped(f'{where}: {reason}')}.",
            f"{{who}} {verb[1]} on {_escaped(f'{where}: {reason}')}.",
            workload.number,
            nodes,
            reason,
        )


_GETS_NONE: Mapping[tuple[str, bool], tuple[str, str]] = {
    ("blocked", True): ("gets no pod", "get no pod"),
    ("blocked", False): ("would get no pod", "would get no pod"),
    ("pending", True): ("stays Pending", "stay Pending"),
    ("pending", False): ("would stay Pending", "would stay Pending"),
}
"""(outcome, whether on nodes that are there) -> the verb for one DaemonSet and for several."""


def _where_not(planned: Planned, nodes: int, pools: Sequence[str], run: int) -> str:
    """Return `n1..2 and every new node of spot`, or `every node that wants it`."""
    here = nodes & planned.there
    where = [] if not here else [_some(planned, here)]
    if here == run and run.bit_count() > 1:
        where = ["every node that wants it"]
    if pools:
        where.append(f"every new node of {listed(pools)}")
    return " and ".join(where)


def _escaped(words: str) -> str:
    return words.replace("{", "{{").replace("}", "}}")


def _pushed(planned: Planned, workload: Workload) -> Iterator[_Found]:
    pushed = [eviction for eviction in evictions_of(planned) if eviction.by == workload.key]
    if not pushed:
        return
    nodes = union(eviction.nodes for eviction in pushed)
    words = _escaped(f"preempts {victims_words(pushed)} on {_some(planned, nodes)} (higher priority).")
    cause = ("pushes", workload.number)
    about = victims_words(pushed)
    yield _Found(_PUSHED, cause, f"{{who}} {words}", f"{{who}} {words}", workload.number, nodes, about)


def _missed(planned: Planned, workload: Workload, groups: Iterable[Group], run: int) -> Iterator[_Found]:
    if not run:
        return
    kinds: dict[str, int] = {}
    for group in groups:
        subjects = [reason.subject for reason in group.reasons]
        by_taint = group.outcome in ("keeps", "excluded") and all(
            reason.code.startswith("taint-") for reason in group.reasons
        )
        keys = [subject.rpartition(":")[0].partition("=")[0] for subject in subjects]
        nodes = group.nodes & planned.there
        if by_taint and nodes and all(map(may_be_tolerated, keys)) and not set(keys) & set(_CONTROL_PLANE):
            words = ", ".join(subjects)
            kinds[words] = kinds.get(words, 0) | nodes
    for taints, nodes in kinds.items():
        verb = "is" if ", " not in taints else "are"
        rest = _escaped(f"{_some(planned, nodes)}: {taints} {verb} not tolerated.")
        cause = ("misses", taints, nodes)
        alone, many = f"{{who}} misses {rest}", f"{{who}} miss {rest}"
        yield _Found(_MISSES, cause, alone, many, workload.number, nodes, taints)


def _stops(planned: Planned, workload: Workload, run: int) -> Iterator[_Found]:
    if not run:
        return
    update = update_of(planned, workload)
    stops = blocked(planned, update)
    if stops is None:
        return
    nodes = union(cause.nodes for cause in update.causes)
    about = ", ".join(sorted({cause.word for cause in update.causes}))
    alone = f"An update of {{who}} would stop: {_escaped(stops.result)}"
    why = f"{_some(planned, nodes)} ({about})"
    verb = "uses" if nodes.bit_count() == 1 else "use"
    many = f"An update of {{who}} would stop: {_escaped(why)} {verb} up their budgets."
    yield _Found(_STOPS, ("stops", why), alone, many, workload.number, nodes, about)


def _reached(planned: Planned, workload: Workload, run: int) -> Iterator[_Found]:
    for kind, nodes in virtual_nodes(planned, run).items():
        rest = f"{_some(planned, nodes)} ({kind}), where pods of a DaemonSet never start."
        yield _reaching(workload, ("virtual", kind, nodes), ("reaches", "reach"), (rest, rest), nodes)
    windows = run & planned.index.label(_OS).among(("windows",))
    if windows and not any(requirement.key == _OS for requirement in workload.demands.selector):
        where = f"{_some(planned, windows)} (Windows): nothing in"
        words = f"{where} it asks for {_OS}.", f"{where} them asks for {_OS}."
        yield _reaching(workload, ("windows", "", windows), ("reaches", "reach"), words, windows)
    archs = architectures(planned, workload, run)
    if archs:
        names = " and ".join(archs)
        rest = f"on {names} nodes, and nothing chooses one: every image must be built for all of them."
        mixed = _reaching(workload, ("arch", names, 0), ("runs", "run"), (rest, rest), run)
        yield mixed._replace(weight=_MIXED)


def _reached_dead(planned: Planned, workload: Workload, run: int) -> Iterator[_Found]:
    dead = run & planned.index.taints.where(_shuts_out)
    if dead and is_tolerated(_NOT_READY, workload.demands.tolerations):
        verb, until = ("is", "it is") if dead.bit_count() == 1 else ("are", "they are")
        which = f"{_some(planned, dead)}, which {verb} not Ready"
        rest = f"{which}: an installation never completes until {until}."
        verbs = "wants a pod on", "want a pod on"
        yield _reaching(workload, ("dead", "", dead), verbs, (rest, rest), dead)._replace(weight=_DEAD)


def _reaching(
    workload: Workload,
    cause: tuple[str, str, int],
    verbs: tuple[str, str],
    rest: tuple[str, str],
    nodes: int,
) -> _Found:
    """Return verb and rest of the sentence, for one DaemonSet and for several."""
    alone, many = (f"{{who}} {verb} {_escaped(words)}" for verb, words in zip(verbs, rest, strict=True))
    return _Found(_REACHES, cause, alone, many, workload.number, nodes, cause[1])


def _shuts_out(taints: tuple[Taint, ...]) -> bool:
    return any(taint.key in (_NOT_READY.key, "node.kubernetes.io/unreachable") for taint in taints)


def _some(planned: Planned, nodes: int) -> str:
    return in_a_sentence(planned.index, nodes)
