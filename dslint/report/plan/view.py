"""A plan in the form in which it is shown, and the words that all formats share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from dslint.kubernetes.update_strategy import update_strategy_of
from dslint.planner.notes import Note, notes_of
from dslint.planner.on_pools.answers import PoolAnswer, expected_nodes, pool_answers, pool_nodes
from dslint.planner.outcomes import Group, groups_of, names_of
from dslint.planner.overhead.per_node import Overhead, overheads
from dslint.planner.plan import Planned
from dslint.planner.rollout.image_update import Update, update_of
from dslint.planner.values import OUTCOMES, Outcome, Reason
from dslint.planner.whatif.consequences import Outcome as StepOutcome
from dslint.planner.workload.workloads import Workload
from dslint.reader.locate import locate
from dslint.values.finding import Report
from dslint.values.path import FieldPath
from dslint.values.span import Span
from dslint.values.words import counted

_NO_REPORT = Report()
SHOWN_AS: dict[Outcome, str] = {
    "runs": "runs",
    "pending": "pending",
    "blocked": "blocked",
    "keeps": "not here",
    "excluded": "not here",
}
"""The word for an outcome in output for people."""


@dataclass(frozen=True)
class PlanView:
    """The content of a report on a plan.

    report         the findings this run wants
    assumptions    what was taken for granted
    version_from   where the Kubernetes version comes from, in words
    command        the call that makes this plan, for hints
    chosen         the nodes asked for with --node (as bits); None for all
    ready_seconds  what a new pod takes to get ready, as given
    verbose        every cost group, not only the largest
    steps          what each step of a what-if did, in order
    only           the numbers of the DaemonSets to show; None for all: all of them are counted
    room           what machines of pools are to have room for beside DaemonSets, as asked with --room
    json_form      `full`, or `groups` for JSON without a record of each node
    cost           show what DaemonSets reserve for each pool and size of node, as asked with --cost
    """

    planned: Planned
    report: Report = _NO_REPORT
    assumptions: tuple[str, ...] = ()
    version_from: str = ""
    command: str = "dslint plan"
    chosen: int | None = None
    ready_seconds: int = 0
    verbose: bool = False
    steps: tuple[StepOutcome, ...] = ()
    only: frozenset[int] | None = None
    room: Mapping[str, int] | None = None
    cost: bool = False
    json_form: str = "full"

    @cached_property
    def workloads(self) -> tuple[Workload, ...]:
        """Return the DaemonSets to show, by namespace and name."""
        only = self.only
        found = [workload for workload in self.planned.workloads if only is None or workload.number in only]
        return tuple(sorted(found, key=lambda workload: workload.key.partition("/")))

    @cached_property
    def groups(self) -> dict[int, tuple[Group, ...]]:
        """Return number of a DaemonSet -> its groups of nodes, limited to the requested nodes."""
        return {workload.number: self._groups(workload) for workload in self.planned.workloads}

    def _groups(self, workload: Workload) -> tuple[Group, ...]:
        found = groups_of(self.planned, workload)
        if self.chosen is None:
            return found
        cut = (group._replace(nodes=group.nodes & self.chosen) for group in found)
        return tuple(group for group in cut if group.nodes)

    @cached_property
    def of_pools(self) -> int:
        """Return the nodes that belong to declared pools or represent them, as bits."""
        return pool_nodes(self.planned)

    def node_groups(self, workload: Workload) -> tuple[Group, ...]:
        """Return the groups of a DaemonSet without the nodes of pools, which are shown pool by pool."""
        if not self.of_pools or self.chosen is not None:
            return self.groups[workload.number]
        cut = (group._replace(nodes=group.nodes & ~self.of_pools) for group in self.groups[workload.number])
        return tuple(group for group in cut if group.nodes)

    def pools(self, workload: Workload) -> tuple[PoolAnswer, ...]:
        """Return the outcome of a DaemonSet on every pool; nothing if only some nodes are requested."""
        return pool_answers(self.planned, workload) if self.chosen is None else ()

    @cached_property
    def notes(self) -> dict[int, tuple[Note, ...]]:
        """Return number of a DaemonSet -> its notes."""
        return {workload.number: notes_of(self.planned, workload) for workload in self.planned.workloads}

    def counts(self, workload: Workload) -> dict[Outcome, int]:
        """Return the number of existing nodes per outcome."""
        found: Counter[Outcome] = Counter()
        for group in groups_of(self.planned, workload):
            found[group.outcome] += (group.nodes & self.planned.there).bit_count()
        return {outcome: found[outcome] for outcome in OUTCOMES}

    def desired(self, workload: Workload) -> int:
        """Return DESIRED as kubectl shows it: the number of nodes that want a pod."""
        return (self.planned.decisions[workload.number].run & self.planned.there).bit_count()

    def update(self, workload: Workload) -> Update:
        """Return the forecast of the next update of a DaemonSet."""
        return update_of(self.planned, workload, ready_seconds=self.ready_seconds)

    def names(self, nodes: int) -> list[str]:
        """The names of a set of nodes."""
        return names_of(self.planned, nodes)

    @cached_property
    def overheads(self) -> tuple[Overhead, ...]:
        """Return the requests of DaemonSets per pool and node size; only of nodes in --node."""
        found = overheads(self.planned, expected_nodes(self.planned))
        return found if self.chosen is None else tuple(row for row in found if row.nodes & self.chosen)

    def has_pods(self) -> bool:
        """Whether the existing pods are known."""
        return bool(self.planned.presence.old or self.planned.presence.present)


def title_words(view: PlanView) -> str:
    """Return the title: `12 nodes, 2 DaemonSets, Kubernetes 1.37 (newest kubelet in nodes.yaml)`."""
    there = view.planned.there.bit_count()
    models = view.planned.index.every & ~view.planned.there & ~pool_nodes(view.planned)
    pools = len(view.planned.inventory.pools)
    parts = [counted(there, "node")] if there or not pools else []
    parts += [counted(pools, "pool")] if pools else []
    parts += [counted(models.bit_count(), "empty pool")] if models else []
    nodes = " and ".join(parts)
    version = f"Kubernetes {view.planned.kubernetes}"
    if view.version_from:
        version += f" ({view.version_from})"
    return f"{nodes}, {counted(len(view.planned.workloads), 'DaemonSet')}, {version}"


def span_of(workload: Workload, path: FieldPath) -> Span:
    """Return the place of a path of a DaemonSet's manifest in its file."""
    manifest = workload.source.manifest
    return locate(manifest.document, manifest.node, path)


def place_at(workload: Workload, path: FieldPath) -> str:
    """`file:line:column` of a path in the manifest."""
    span = span_of(workload, path)
    return f"{workload.source.file}:{span.line}:{span.column}"


def place_of(workload: Workload, reason: Reason) -> str:
    """Return `file:line:column` of the deciding place in the manifest."""
    span = span_of(workload, reason.path)
    return f"{workload.source.file}:{span.line}:{span.column}"


def strategy_words(workload: Workload) -> str:
    """The update strategy in a word and its number: `RollingUpdate 1`, `OnDelete`."""
    strategy = update_strategy_of(workload.manifest.get("spec") or {})
    if strategy.kind != "RollingUpdate":
        return strategy.kind
    number = f"+{strategy.max_surge}" if strategy.surges else strategy.max_unavailable
    return f"{strategy.kind} {number}"
