"""One DaemonSet of a plan as text: its nodes in groups, the reasons, and the remedies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dslint.kubernetes.taints import Taint, tolerates
from dslint.planner.near_misses import Miss, nearly_tolerated
from dslint.planner.outcomes import Group
from dslint.planner.placement.node_sets import set_of
from dslint.planner.placement.node_words import in_a_sentence, named, where_words
from dslint.planner.values import Outcome, Reason
from dslint.planner.workload.workloads import Workload
from dslint.report.layout import page_width, with_place, wrapped
from dslint.report.plan.how_to_run_there import to_run_there
from dslint.report.plan.pools import pool_lines
from dslint.report.plan.rollout_text import rollout_words
from dslint.report.plan.view import SHOWN_AS, PlanView, place_at, place_of, span_of
from dslint.values.path import POD_SPEC

_INDENT = 15
_MOST_GROUPS = 12
_NUMBER = 3
"""The minimum width of a number of nodes."""


def block(view: PlanView, workload: Workload) -> Iterator[str]:
    """All lines of one DaemonSet."""
    place = f"{workload.source.file}:{span_of(workload, ()).line}"
    yield workload.key + place.rjust(max(page_width() - len(workload.key), len(place) + 2))
    if workload.refused:
        yield from wrapped("the server rejects it as written; planned as far as possible", 2)
    label = ""
    groups = told_groups(view.node_groups(workload))
    for group in groups[:_MOST_GROUPS]:
        shown = group_word(group)
        yield from _group(view, workload, group, "" if shown == label else shown)
        label = shown
    if len(groups) > _MOST_GROUPS:
        rest = groups[_MOST_GROUPS:]
        nodes = sum(group.size for group in rest)
        yield from wrapped(f"{len(rest)} more groups with {nodes} nodes: -o wide shows every node", _INDENT)
    yield from pool_lines(view, workload)
    if view.chosen is None:
        yield from _block_notes(view, workload)
    if view.chosen is None and view.desired(workload):
        yield from _labelled("rollout", rollout_words(view.update(workload).forecast))


def _block_notes(view: PlanView, workload: Workload) -> Iterator[str]:
    for number, note in enumerate(view.notes[workload.number]):
        label = "" if number else "note"
        if note.path is None:
            yield from _labelled(label, note.words)
        else:
            head, *more = with_place(note.words, place_at(workload, note.path), _INDENT)
            yield f"  {label:<{_INDENT - 2}}{head[_INDENT:]}"
            yield from more


def told_groups(groups: Sequence[Group]) -> list[Group]:
    """Return the groups for people: if a label keeps a pod away, taints do not matter."""
    together: dict[tuple[str, tuple[tuple[str, str], ...]], Group] = {}
    for group in groups:
        labels = tuple(reason for reason in group.reasons if not reason.code.startswith("taint-"))
        reasons = labels or group.reasons
        key = group_word(group), tuple((reason.code, reason.text) for reason in reasons)
        first = together.setdefault(key, group._replace(reasons=reasons, nodes=0))
        together[key] = first._replace(nodes=first.nodes | group.nodes)
    order = list(dict.fromkeys(SHOWN_AS.values()))
    return sorted(together.values(), key=lambda group: (order.index(SHOWN_AS[group.outcome]), -group.size))


def group_word(group: Group) -> str:
    """Return the word for an outcome; `runs (old)` if only the older pod runs."""
    return "runs (old)" if group.successor is not None else SHOWN_AS[group.outcome]


_SUCCESSOR: dict[Outcome, str] = {
    "pending": "an older pod runs there; the next one would stay Pending:",
    "blocked": "an older pod runs there; the next one would not run:",
}


def _group(view: PlanView, workload: Workload, group: Group, label: str) -> Iterator[str]:
    there = group.nodes & view.planned.there
    models = group.nodes & ~view.planned.there
    names = where_words(view.planned.index, there) if there else ""
    if models:
        verb = "would run" if group.outcome == "runs" else "would not"
        words = f"{named(view.planned.index, models)} (0 nodes now, {verb})"
        names = f"{names}, {words}" if names else words
    width = max(_NUMBER, len(str(len(view.planned.inventory.nodes))))
    number = str(there.bit_count())
    head = f"  {label}{number:>{max(9 + width - len(label), len(number) + 1)}}  "
    first, *more = wrapped(names, len(head))
    yield head + first.lstrip()
    yield from more
    indent = max(_INDENT, len(head))
    if group.outcome == "runs":
        yield from _notes(view, workload, there, indent)
    if group.successor is not None:
        yield from wrapped(_SUCCESSOR[group.successor], indent)
    for reason in group.reasons:
        yield from with_place(reason.text, place_of(workload, reason), indent)
    for miss in _near_misses(workload, group):
        yield from with_place(miss.words, place_at(workload, miss.path), indent)
    for line in to_run_there(group):
        yield " " * indent + line
    if group.outcome == "keeps" and view.has_pods():
        here = group.nodes & _old(view, workload)
        if here:
            words = f"a pod already on {named(view.planned.index, here)} stays (misscheduled)"
            yield from wrapped(f"{words}; the next update deletes it, and no pod replaces it", indent)


def _near_misses(workload: Workload, group: Group) -> Iterator[Miss]:
    for reason in group.reasons:
        if reason.code.startswith("taint-"):
            miss = nearly_tolerated(workload, reason.subject)
            if miss is not None:
                yield miss


def _old(view: PlanView, workload: Workload) -> int:
    return set_of(view.planned.presence.old.get(workload.number, {}), len(view.planned.inventory.nodes))


def _notes(view: PlanView, workload: Workload, nodes: int, indent: int) -> Iterator[str]:
    planned = view.planned
    cordoned = nodes & planned.index.cordoned
    dead = nodes & planned.index.dead
    blanket = nodes & planned.index.taints.where(lambda taints: only_blanket(workload, taints))
    if cordoned:
        words = f"{_are(view, cordoned)} cordoned; DaemonSet pods still run there"
        yield from wrapped(words, indent)
    if dead:
        words = (
            f"{_are(view, dead)} NotReady, and tolerated: a pod does not start there until the node is ready"
        )
        yield from wrapped(words, indent)
    if blanket:
        where = in_a_sentence(view.planned.index, blanket)
        words = f"{where} only through a toleration without key, `operator: Exists`"
        yield from with_place(words, place_of(workload, blanket_reason(workload)), indent)


def only_blanket(workload: Workload, taints: Sequence[Taint]) -> bool:
    """Whether only a toleration of everything allows the pods on a node with these taints."""
    tolerations = workload.demands.tolerations
    named = [toleration for toleration in tolerations if toleration.get("key")]
    return len(named) < len(tolerations) and any(
        taint.effect != "PreferNoSchedule" and not any(tolerates(toleration, taint) for toleration in named)
        for taint in taints
    )


def blanket_reason(workload: Workload) -> Reason:
    """Return the place of the toleration without a key."""
    written = (workload.manifest.get("spec") or {})["template"]["spec"]["tolerations"]
    number = next(place for place, toleration in enumerate(written) if not toleration.get("key"))
    return Reason("", "", "", path=(*POD_SPEC, "tolerations", number))


def _are(view: PlanView, nodes: int) -> str:
    return f"{in_a_sentence(view.planned.index, nodes)} {'is' if nodes.bit_count() == 1 else 'are'}"


def _labelled(label: str, words: str) -> Iterator[str]:
    head = f"  {label:<11}  "
    first, *more = wrapped(words, _INDENT)
    yield head + first.lstrip()
    yield from more
