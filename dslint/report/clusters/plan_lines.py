"""The plan of one cluster among many: a line per DaemonSet, and its highlights."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from dslint.planner.highlights import ELSEWHERE, KINDS, Highlight, all_highlights
from dslint.planner.node_names import brief
from dslint.planner.outcomes import Group
from dslint.planner.workload.workloads import Workload
from dslint.report.clusters.view import QUIET, Cause, ClusterLine, Part
from dslint.report.plan.blocks import told_groups
from dslint.report.plan.view import SHOWN_AS, PlanView

PLAN_SYMBOLS: Mapping[str, str] = {
    "R": "rejected by the server",
    "x": "blocked",
    "!": "pending",
    "^": "preempts other pods",
    "~": "misses a kind of node",
    "s": "an update would stop",
    "w": "reaches nodes where it may not belong",
    "0": "no node wants it",
    "-": "not in this cluster",
    QUIET: "runs wherever it is wanted",
}
"""The worst first, except for a DaemonSet that no node wants: if it runs elsewhere, this is usually intended.
"""
PLAN_WORDS = {
    "R": "rejected",
    "x": "blocked",
    "!": "pending",
    "^": "pushes",
    "~": "misses nodes",
    "s": "update stops",
    "w": "reaches",
    "0": "no node",
    QUIET: "runs",
}
PLAN_LEGEND = "pods desired, and those that do not run"
PLAN_HEADINGS = ("DESIRED", "WILL RUN", "PENDING", "BLOCKED")
_SYMBOL_OF = {
    "rejected": "R",
    "nowhere": "0",
    "blocked": "x",
    "pending": "!",
    "claim": "!",
    "pushes": "^",
    "misses": "~",
    "stops": "s",
    "dead": "s",
    "virtual": "w",
    "windows": "w",
    "arch": "w",
}
_MOST_PARTS = 12


class ClusterPlan(NamedTuple):
    """One cluster: its name, a line for each DaemonSet, and its causes with their keys."""

    name: str
    lines: tuple[ClusterLine, ...]
    causes: tuple[tuple[Highlight, tuple[str, ...]], ...]


def plan_of_cluster(name: str, view: PlanView) -> ClusterPlan:
    """Summarize a plan; the plan itself is not needed afterwards."""
    found = all_highlights(view.planned, view.groups, view.only)
    worst: dict[int, Highlight] = {}
    for highlight in found:
        for number in highlight.workloads:
            worst.setdefault(number, highlight)
    keys = {workload.number: workload.key for workload in view.planned.workloads}
    return ClusterPlan(
        name,
        tuple(_line(name, view, workload, worst.get(workload.number)) for workload in view.workloads),
        tuple((highlight, tuple(keys[number] for number in highlight.workloads)) for highlight in found),
    )


def _line(cluster: str, view: PlanView, workload: Workload, worst: Highlight | None) -> ClusterLine:
    counts = view.counts(workload)
    numbers = {
        "desired": view.desired(workload),
        "runs": counts["runs"],
        "pending": counts["pending"],
        "blocked": counts["blocked"],
    }
    trouble = [f"{numbers[word]} {word}" for word in ("pending", "blocked") if numbers[word]]
    kind = worst.kind if worst is not None else ""
    urgency = KINDS - worst.weight if worst is not None else 0
    return ClusterLine(
        cluster,
        workload.key,
        (urgency, numbers["blocked"], numbers["pending"], int(numbers["desired"] == 0)),
        ", ".join([str(numbers["desired"]), *trouble]),
        tuple(map(str, numbers.values())),
        {**numbers, "trouble": kind},
        symbol=_SYMBOL_OF.get(kind, QUIET),
        parts=tuple(_parts(view, workload)),
    )


def _parts(view: PlanView, workload: Workload) -> Iterator[Part]:
    groups: Sequence[Group] = told_groups(view.groups[workload.number])
    for group in groups[:_MOST_PARTS]:
        there = group.nodes & view.planned.there
        names = brief(view.names(there or group.nodes))
        yield Part(
            SHOWN_AS[group.outcome],
            there.bit_count(),
            names if there else f"{names} (0 nodes now)",
            tuple(reason.text for reason in group.reasons),
        )


def with_the_others(plans: Iterable[ClusterPlan]) -> tuple[tuple[ClusterLine, ...], tuple[Cause, ...]]:
    """Return the lines and causes of all clusters.

    If a DaemonSet runs in another cluster, it is normal that no node of a cluster has the selected labels:
    such a line keeps its symbol and comes last.
    """
    found = list(plans)
    somewhere = {line.key for plan in found for line in plan.lines if line.numbers["desired"]}
    lines = tuple(_calmed(line, somewhere) for plan in found for line in plan.lines)
    return lines, tuple(_causes(found, somewhere))


def _is_elsewhere(kind: object, about: str, key: str, somewhere: set[str]) -> bool:
    return kind == "nowhere" and not about and key in somewhere


def _calmed(line: ClusterLine, somewhere: set[str]) -> ClusterLine:
    if line.numbers["trouble"] != "nowhere" or line.key not in somewhere:
        return line
    if any(reason.startswith("taint ") for part in line.parts for reason in part.why):
        return line
    return line._replace(badness=(KINDS - ELSEWHERE, *line.badness[1:]))


class _Seen(NamedTuple):
    """One cause: its weight, its first wording, its clusters, and its other wordings."""

    weight: int
    first: Highlight
    keys: tuple[str, ...]
    clusters: list[str]
    others: set[str]

    def cause(self) -> Cause:
        kind, words = self.first.kind, self.first.words
        if self.weight == ELSEWHERE:
            words = f"{words.removesuffix('.')} here, only in other clusters."
        return Cause(self.weight, kind, words, self.keys, tuple(self.clusters), alike=bool(self.others))


def _causes(plans: Iterable[ClusterPlan], somewhere: set[str]) -> Iterator[Cause]:
    together: dict[tuple[object, ...], _Seen] = {}
    for plan in plans:
        for highlight, keys in plan.causes:
            calm = bool(keys) and all(
                _is_elsewhere(highlight.kind, highlight.about, key, somewhere) for key in keys
            )
            weight = ELSEWHERE if calm else highlight.weight
            mark = weight, highlight.kind, highlight.about, keys
            seen = together.setdefault(mark, _Seen(weight, highlight, keys, [], set()))
            seen.clusters.append(plan.name)
            if highlight.words != seen.first.words:
                seen.others.add(highlight.words)
    causes = (seen.cause() for seen in together.values())
    yield from sorted(
        causes, key=lambda cause: (cause.weight, -len(cause.clusters), cause.clusters, cause.keys)
    )
