"""Compare old and new DaemonSets pair by pair: whether the server accepts it, and the effect on each node."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from dslint.kubernetes.access import mapping
from dslint.kubernetes.update import judge_update
from dslint.planner.difference.pod_moves import Moves, all_go, all_stay, moves
from dslint.planner.difference.template import FieldChange, template_changes
from dslint.planner.evictions import Eviction
from dslint.planner.inventory.contents import Sourced
from dslint.planner.outcomes import Group
from dslint.planner.placement.decisions import Decision
from dslint.planner.rollout.blocked import Cause, causes
from dslint.planner.rollout.forecast import Forecast, Situation, forecast
from dslint.planner.rollout.old_pods import OldPods
from dslint.planner.rollout.openkruise import Advanced, has_pods_for_it
from dslint.values.problem import REFUSALS, Problem

_WRITTEN_BY_MACHINES = (
    "kubectl.kubernetes.io/last-applied-configuration",
    "deprecated.daemonset.template.generation",
)
Status = Literal["added", "removed", "changed", "unchanged"]


class View(NamedTuple):
    """One DaemonSet as planned on one side; sets of nodes are held as bits.

    sourced   the manifest as written
    stored    as the server would store it
    wanted    the controller's decision
    pending   wanted nodes whose pod is not scheduled
    refused   wanted nodes whose pod the server does not create, or the kubelet refuses
    held      wanted nodes where OpenKruise creates no pod for now
    requests  what a pod reserves
    why       groups of the nodes in `pending` and `refused`, with their reasons
    """

    key: str
    sourced: Sourced
    stored: Mapping[str, Any]
    wanted: Decision
    pending: int = 0
    refused: int = 0
    held: int = 0
    requests: Mapping[str, int] = {}
    why: tuple[Group, ...] = ()


class Pair(NamedTuple):
    """One DaemonSet on both sides, and the effects. `old` or `new` is None if it is missing on that side.

    refusals  what the server says against the update
    fields    what differs in the template; empty where pods need no replacing
    on_delete the new template reaches a node only by hand
    forecast  of the rollout, where there is one
    renamed   the key of the DaemonSet that comes in the place of this one, or goes for it
    evicts    pods that it pushes off and did not before
    """

    key: str
    old: View | None
    new: View | None
    refusals: tuple[Problem, ...] = ()
    fields: tuple[FieldChange, ...] = ()
    template_changed: bool = False
    on_delete: bool = False
    moves: Moves = Moves()
    situation: Situation | None = None
    forecast: Forecast | None = None
    renamed: str = ""
    evicts: tuple[Eviction, ...] = ()

    @property
    def status(self) -> Status:
        """Return the status; `unchanged` means that neither the author's fields nor any pod change."""
        if self.old is None:
            return "added"
        if self.new is None:
            return "removed"
        same = _asked(self.old.stored) == _asked(self.new.stored)
        moves = self.moves
        moved = moves.created or moves.replaced or moves.deleted or self.gained or self.lost or self.stuck
        return "unchanged" if same and not moved and not self.refusals else "changed"

    @property
    def refused(self) -> bool:
        """Whether the server rejects the update (or the new DaemonSet)."""
        return bool(self.refusals)

    @property
    def causes(self) -> tuple[Cause, ...]:
        """Return the nodes that block the rollout, with the reasons."""
        if self.forecast is None or self.situation is None or self.new is None:
            return ()
        surging = self.forecast.budget.max_surge > 0
        return causes(self.situation, self.new.pending, self.new.refused, surging=surging)

    @property
    def stuck(self) -> int:
        """Return nodes whose new pod does not run, and whose pod ran before or was not wanted."""
        if self.new is None or self.refused:
            return 0
        before = self.old.pending | self.old.refused if self.old is not None else 0
        return (self.new.pending | self.new.refused) & ~before

    @property
    def removed(self) -> int:
        """Return unwanted nodes whose pod the update deletes without replacement."""
        return self.moves.deleted & ~_run(self.old) & ~_run(self.new) if self.new is not None else 0

    @property
    def gained(self) -> int:
        """Return nodes that are wanted now and were not before."""
        return _run(self.new) & ~_run(self.old)

    @property
    def lost(self) -> int:
        """Return nodes that were wanted before and are not now."""
        return _run(self.old) & ~_run(self.new)


class Cluster(NamedTuple):
    """Facts about the nodes of a pair; sets of nodes are bits.

    dead         nodes that are not Ready
    never_ready  nodes whose new pods, as the caller says, never get ready
    version      the Kubernetes version
    """

    dead: int
    never_ready: int
    version: str
    ready_seconds: int = 0


class Update(NamedTuple):
    """Facts about how the pods of the new side replace the old ones.

    crowded     nodes (as bits) where the new pod cannot start beside the old one
    crowded_by  what it lacks there
    advanced    the rules of OpenKruise, where they hold
    """

    crowded: int = 0
    crowded_by: tuple[str, ...] = ()
    advanced: Advanced | None = None


_NO_UPDATE = Update()


def pair_up(old: Sequence[View], new: Sequence[View]) -> Iterator[tuple[View | None, View | None]]:
    """Pair by namespace and name, in the new order, then removed ones. A duplicate name uses the last one."""
    before = {view.key: view for view in old}
    after = {view.key: view for view in new}
    for key, view in after.items():
        yield before.get(key), view
    for key, view in before.items():
        if key not in after:
            yield view, None


def compare(
    old: View | None,
    new: View | None,
    pods: OldPods,
    cluster: Cluster,
    update: Update = _NO_UPDATE,
) -> Pair:
    """Compute one pair."""
    key = new.key if new is not None else old.key if old is not None else ""
    if new is None:
        return Pair(key, old, new, moves=all_go(pods.there))
    problems, changed = _judge(old, new, cluster.version)
    refusals = tuple(problem for problem in problems if problem.source in REFUSALS)
    fields = template_changes(old.stored, new.stored) if old is not None and changed else ()
    pair = Pair(key, old, new, refusals, fields, changed)
    if refusals:
        return pair._replace(moves=all_stay(pods.there))
    situation = Situation(
        new.wanted,
        old=pods.there & new.wanted.stay,
        old_unready=pods.unready,
        failing=new.pending | new.refused | cluster.never_ready | cluster.dead,
        dead=cluster.dead,
        crowded=update.crowded,
        crowded_by=update.crowded_by,
        advanced=_in_this_change(update.advanced, old, fields),
    )
    course = forecast(new.stored.get("spec", {}), situation, cluster.ready_seconds) if changed else None
    rolls = course is not None and not course.budget.on_delete
    return pair._replace(
        on_delete=course is not None and not rolls,
        moves=moves(pods.there, situation, new.refused, course if rolls else None, new.held),
        situation=situation,
        forecast=course,
    )


def _in_this_change(
    advanced: Advanced | None, old: View | None, fields: Sequence[FieldChange]
) -> Advanced | None:
    """Return the rules of OpenKruise; pods stay in place if they support it and no other field changes."""
    if advanced is None or not advanced.in_place or old is None:
        return advanced
    in_place = has_pods_for_it(old.stored) and all(_is_in_place(change) for change in fields)
    return advanced._replace(in_place=in_place)


def _is_in_place(change: FieldChange) -> bool:
    """Whether pods can take over a change in place: an image, or labels and annotations."""
    of_pod = change.path[2:3] == ("metadata",)
    return of_pod or (change.path[3:4] == ("containers",) and change.path[5:] == ("image",))


def _judge(old: View | None, new: View, version: str) -> tuple[tuple[Problem, ...], bool]:
    if old is None:
        from dslint.kubernetes.validation import judge  # noqa: PLC0415 - most pairs have an old side

        return judge(new.sourced.manifest.data, version).problems, False
    if old.sourced.manifest.data == new.sourced.manifest.data:
        return (), False
    judgement = judge_update(old.sourced.manifest.data, new.sourced.manifest.data, version)
    return judgement.problems, judgement.template_changed


def _asked(stored: Mapping[str, Any]) -> tuple[object, ...]:
    """Return what the author wrote in a manifest, without fields of the server or kubectl."""
    metadata = mapping(stored, "metadata")
    annotations = {
        key: value
        for key, value in mapping(metadata, "annotations").items()
        if key not in _WRITTEN_BY_MACHINES
    }
    return stored.get("spec"), mapping(metadata, "labels"), annotations


def _run(view: View | None) -> int:
    return view.wanted.run if view is not None else 0
