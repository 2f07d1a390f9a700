"""Further facts about one DaemonSet of a plan, beside the outcome on each node."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dslint.planner.evictions import evictions_of, victims_words
from dslint.planner.near_misses import tolerations_without_taint
from dslint.planner.node_kinds import virtual_kind
from dslint.planner.outcomes import trouble_of
from dslint.planner.placement.node_sets import places, set_of, union
from dslint.planner.placement.node_words import in_a_sentence
from dslint.planner.plan import Planned
from dslint.planner.waiting import waiting_of
from dslint.planner.workload.workloads import Workload
from dslint.values.path import FieldPath
from dslint.values.words import counted

_ARCH = "kubernetes.io/arch"
_MOST_TOLERATIONS = 3


class Note(NamedTuple):
    """A sentence, the nodes that it is about (as bits), and the place in the manifest, if there is one."""

    code: str
    words: str
    nodes: int = 0
    path: FieldPath | None = None


def notes_of(planned: Planned, workload: Workload) -> tuple[Note, ...]:
    """All notes, the most serious first."""
    run = planned.decisions[workload.number].run & planned.there
    return (
        *_evictions(planned, workload),
        *_claims(planned, workload),
        *_virtual(planned, run),
        *_architectures(planned, workload, run),
        *_pods_now(planned, workload, run),
        *_idle_tolerations(planned, workload),
    )


_PREEMPTION = ("evicts", "evicted")


def preemption_on(notes: Iterable[Note], nodes: int) -> tuple[str, ...]:
    """Return the preemptions of a DaemonSet on some of these nodes, in words."""
    return tuple(note.words for note in notes if note.code in _PREEMPTION and note.nodes & nodes)


def _some(planned: Planned, nodes: int) -> str:
    return in_a_sentence(planned.index, nodes)


def _evictions(planned: Planned, workload: Workload) -> Iterator[Note]:
    evictions = evictions_of(planned)
    pushed = [eviction for eviction in evictions if eviction.by == workload.key and not workload.definition]
    if pushed:
        nodes = union(eviction.nodes for eviction in pushed)
        words = f"preempts {victims_words(pushed)} on {_some(planned, nodes)}: its priority is higher"
        yield Note("evicts", words, nodes)
    for waiting in waiting_of(planned):
        if workload.key in (*waiting.evicts, *waiting.takes):
            yield Note("evicted", waiting.words, waiting.nodes)
    for eviction in evictions:
        if eviction.workload == workload.number:
            words = (
                f"{eviction.by} preempts its pods on {_some(planned, eviction.nodes)}: its priority is higher"
            )
            yield Note("evicted", words, eviction.nodes)


def sharing(planned: Planned, workload: Workload) -> int:
    """Return the nodes, if several, whose pods start only as far as their claims can be mounted."""
    if not workload.shape.shared_claims:
        return 0
    trouble = trouble_of(planned, workload)
    nodes = planned.decisions[workload.number].run & planned.there & ~(trouble.pending | trouble.blocked)
    return nodes if nodes.bit_count() > 1 else 0


def _claims(planned: Planned, workload: Workload) -> Iterator[Note]:
    nodes = sharing(planned, workload)
    for claim, modes in workload.shape.shared_claims if nodes else ():
        words = f"all pods share the claim {claim} ({modes}): only the pods of one node start"
        yield Note("shared-claim", f"{words}, the others wait for the volume", nodes)


def virtual_nodes(planned: Planned, among: int) -> dict[str, int]:
    """Return kind of virtual node -> those of a set; without Fargate, which has its own outcome."""
    nodes = planned.inventory.nodes
    found: dict[str, list[int]] = {}
    for place in places(among & planned.index.virtual & ~planned.index.fargate):
        found.setdefault(virtual_kind(nodes[place]), []).append(place)
    return {kind: set_of(members, len(nodes)) for kind, members in found.items()}


def _virtual(planned: Planned, run: int) -> Iterator[Note]:
    for kind, nodes in virtual_nodes(planned, run).items():
        verb = "is a virtual node" if nodes.bit_count() == 1 else "are virtual nodes"
        words = f"{_some(planned, nodes)} {verb} ({kind}): pods of a DaemonSet never start there"
        yield Note("virtual-node", words, nodes)


def architectures(planned: Planned, workload: Workload, run: int) -> dict[str, int]:
    """Return architecture -> nodes, if there are several and nothing in the manifest selects one."""
    demands = workload.demands
    asked = [
        *demands.selector,
        *(requirement for term in demands.terms or () for requirement in term.expressions),
    ]
    if any(requirement.key.endswith(_ARCH) for requirement in asked):
        return {}
    column = planned.index.label(_ARCH)
    found = {
        value: nodes
        for value in column.values
        if value is not None and (nodes := run & column.among((value,)))
    }
    return found if len(found) > 1 else {}


def _architectures(planned: Planned, workload: Workload, run: int) -> Iterator[Note]:
    found = architectures(planned, workload, run)
    if found:
        numbers = {value: counted(nodes.bit_count(), "node") for value, nodes in found.items()}
        each = " and ".join(f"{value} ({number})" for value, number in numbers.items())
        words = f"runs on {each}, and nothing in it asks for {_ARCH}: every image must exist for all of them"
        yield Note("architectures", words, run)


def _pods_now(planned: Planned, workload: Workload, run: int) -> Iterator[Note]:
    """Return the columns of `kubectl get daemonset`, if the pods are known."""
    pods = planned.presence.old.get(workload.number)
    if not pods:
        return
    size = len(planned.inventory.nodes)
    there = set_of(pods, size)
    ready = set_of((place for place, pod in pods.items() if pod.ready), size)
    words = f"now {(there & run).bit_count()} current, {(ready & run).bit_count()} ready"
    generation = workload.generation
    if generation:
        current = sum(pod.generation == generation for place, pod in pods.items() if run >> place & 1)
        words += f", {current} up to date"
    misplaced = there & ~run
    if misplaced:
        words += f", {misplaced.bit_count()} misscheduled"
    words += f" of {run.bit_count()} desired"
    unready = there & run & ~ready
    if unready:
        words += f"; not ready on {_some(planned, unready)}"
    missing = run & ~there
    if missing:
        words += f"; none yet on {_some(planned, missing)}"
    yield Note("pods-now", words, there)


def _idle_tolerations(planned: Planned, workload: Workload) -> Iterator[Note]:
    for miss in list(tolerations_without_taint(planned, workload))[:_MOST_TOLERATIONS]:
        yield Note("idle-toleration", miss.words, 0, miss.path)
