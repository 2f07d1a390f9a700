"""The values of a plan. The names are those of the stable interface."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from dslint.values.finding import Report
from dslint.values.path import FieldPath
from dslint.values.span import Span

Outcome = Literal["runs", "pending", "blocked", "keeps", "excluded"]
OUTCOMES: tuple[Outcome, ...] = ("runs", "pending", "blocked", "keeps", "excluded")


class Room(NamedTuple):
    """The numbers behind an insufficient resource, in the units of `Allocatable`.

    held_by  (DaemonSet or other controller, or pod; how much it reserves), the most first
    """

    asked: int
    free: int
    allocatable: int
    held_by: tuple[tuple[str, int], ...] = ()


class Reason(NamedTuple):
    """Why a pod does not run on a node: a code, and the taint, label or resource.

    `field` and `path` are the place in the manifest that decides (`path` symbolic); `span` is
    filled in where the manifest's text is known. `text` is for people; nothing parses it. `room`
    has the numbers where a resource is missing.
    """

    code: str
    subject: str
    text: str
    field: str | None = None
    path: FieldPath = ()
    span: Span | None = None
    room: Room | None = None


class Placement(NamedTuple):
    """One DaemonSet on one node. `daemonset` is `namespace/name`.

    Where an older pod runs, `successor` is what would become of the next one if it would not run;
    `reasons` then say why.
    """

    daemonset: str
    node: str
    outcome: Outcome
    should_run: bool
    should_continue_running: bool
    reasons: tuple[Reason, ...] = ()
    successor: Outcome | None = None


Amounts = Mapping[str, int]
"""Resource -> amount: cpu in thousandths, everything else in whole units (bytes, pods, devices)."""


class AgentCost(NamedTuple):
    """The requests of one DaemonSet's pod on a node, `pods` included.

    origins  resource -> where the request comes from, where the manifest does not write it down
    """

    daemonset: str
    requests: Amounts
    origins: Mapping[str, str]


class NotRunning(NamedTuple):
    """A DaemonSet whose next pod does not run on nodes that it wants: it does not count there.

    older_pod_runs  a pod of it runs there already, and is counted until something replaces it
    """

    daemonset: str
    outcome: Outcome
    reasons: tuple[Reason, ...]
    older_pod_runs: bool = False


class NodeCost(NamedTuple):
    """The requests of DaemonSets per node, for nodes of one pool, system and size that run the same ones.

    pool           its name; empty for nodes without a pool
    system         `linux`, `windows`; empty where no label says it
    where          what distinguishes these nodes of a declared pool: label -> values, empty for a missing one
    nodes          the names of the nodes, or of those that stand for nodes to come
    there          how many of them are there now
    machine_types  the machine types of this size; empty where they are not known
    rank           `smallest` or `largest` of the `among` types of a declared pool that has many; else empty
    allocatable    what pods may use; None where it is not known
    requests       what `daemonsets` reserve together
    daemonsets     those that run there, the one that asks for most first
    not_running    those that are wanted there and do not run
    """

    pool: str
    system: str
    where: Mapping[str, tuple[str, ...]]
    nodes: tuple[str, ...]
    there: int
    machine_types: tuple[str, ...]
    rank: Literal["smallest", "largest", ""]
    among: int
    allocatable: Amounts | None
    requests: Amounts
    daemonsets: tuple[AgentCost, ...]
    not_running: tuple[NotRunning, ...]


class Plan(NamedTuple):
    """The answer for every pair of DaemonSet and node, and the resulting findings.

    cost  what DaemonSets reserve, for each pool and node size; worked out when it is asked for
    """

    placements: Sequence[Placement]
    report: Report = Report()
    assumptions: tuple[str, ...] = ()
    cost: Sequence[NodeCost] = ()


class Effect(NamedTuple):
    """The effect of a change on the pod of one DaemonSet on one node."""

    daemonset: str
    node: str
    effect: Literal["replaced", "untouched", "deleted", "created", "none"]


class CostChange(NamedTuple):
    """Nodes of one pool on which the requests of a DaemonSet change by the same amounts.

    pool    its name; empty for nodes without a pool
    nodes   the names of the nodes, or of those that stand for nodes to come
    there   how many of them are there now
    pod     whether the pod is `replaced`, `new` where none ran before, or `gone`
    before  what the pod reserved
    after   what it reserves now
    """

    daemonset: str
    pool: str
    nodes: tuple[str, ...]
    there: int
    pod: Literal["replaced", "new", "gone"]
    before: Amounts
    after: Amounts


class Difference(NamedTuple):
    """The effect of replacing old manifests by new ones.

    cost  what DaemonSets reserve more or less, pool by pool; worked out when it is asked for
    """

    effects: Sequence[Effect]
    report: Report
    cost: Sequence[CostChange] = ()


class Rollout(NamedTuple):
    """The rollout of an update: pods per wave in order, and the nodes that block it.

    `most_down` is the highest number of nodes without a ready pod at once. `seconds` is the minimum duration
    of these waves; None if nothing rolls automatically (OnDelete).
    """

    waves: tuple[int, ...]
    most_down: int
    finishes: bool
    blocked_by: tuple[str, ...] = ()
    seconds: int | None = None
