"""What a plan is made of. Names as in the stable interface."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from dslint.values.finding import Report
from dslint.values.path import FieldPath
from dslint.values.span import Span

Outcome = Literal["runs", "pending", "blocked", "keeps", "excluded"]
OUTCOMES: tuple[Outcome, ...] = ("runs", "pending", "blocked", "keeps", "excluded")


class Room(NamedTuple):
    """The numbers behind a resource that is not there, in the units of `Allocatable`.

    held_by  (DaemonSet or other controller, or pod; how much it reserves), the most first
    """

    asked: int
    free: int
    allocatable: int
    held_by: tuple[tuple[str, int], ...] = ()


class Reason(NamedTuple):
    """Why a pod does not run on a node: a code, and the taint, label or resource it is about.

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


class Plan(NamedTuple):
    """The answer for every pair of DaemonSet and node, and the findings that follow from it."""

    placements: Sequence[Placement]
    report: Report = Report()
    assumptions: tuple[str, ...] = ()


class Effect(NamedTuple):
    """What a change does to the pod of one DaemonSet on one node."""

    daemonset: str
    node: str
    effect: Literal["replaced", "untouched", "deleted", "created", "none"]


class Difference(NamedTuple):
    """What changes if new manifests replace old ones."""

    effects: Sequence[Effect]
    report: Report


class Rollout(NamedTuple):
    """How an update would roll out: pods per wave in order, and the nodes that keep it from finishing.

    `most_down` is the most nodes without a ready pod at once. `seconds` is the least time
    these waves take; None where nothing rolls by itself (OnDelete).
    """

    waves: tuple[int, ...]
    most_down: int
    finishes: bool
    blocked_by: tuple[str, ...] = ()
    seconds: int | None = None
