"""The data for the script of a difference's page: groups of nodes × changed DaemonSets."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from dslint.planner.difference.pairs import Pair, View
from dslint.planner.node_names import some
from dslint.planner.placement.controller import place as placed
from dslint.planner.placement.node_sets import places
from dslint.planner.pools.pool_names import pool_of
from dslint.report.diff.cost_text import cost_words, crowded_words
from dslint.report.diff.view import DiffView, change_words, evicts_words, findings_of, place_of, restarted
from dslint.report.html.table_page import Block, Cell, Head, Kind, table_data
from dslint.report.plan.rollout_text import rollout_words
from dslint.values.words import counted

_KINDS = (
    Kind("new pod waits", "!", "pending"),
    Kind("deleted", "–", "blocked"),
    Kind("keeps old pod", "=", "pending"),
    Kind("restarts", "↻", "some"),
    Kind("added", "+", "runs"),
    Kind("unchanged", "✓", "quiet"),
    Kind("no pod", "·", "not-here"),
)
"""The effects on the pod of a node, the worst first."""
_WAITS, _DELETED, _KEEPS, _RESTARTS, _ADDED, _UNCHANGED, _NONE = range(len(_KINDS))
_VERDICTS = {
    _WAITS: "The new pod does not run.",
    _DELETED: "The pod is deleted and not replaced.",
    _KEEPS: "The old pod stays: the rollout does not reach the node.",
    _RESTARTS: "The old pod is replaced by a new one.",
    _ADDED: "The node gets a new pod.",
    _UNCHANGED: "The pod stays as it is.",
    _NONE: "No pod before, and none after.",
}
_SHOWN_NAMES = 3
_MOST_NAMES = 60
_MOST_FIELDS = 20


def diff_data(view: DiffView) -> dict[str, Any] | None:
    """Return the data; None if there are no nodes or no changes."""
    pairs = view.changed
    nodes = view.comparison.nodes
    if not (view.has_nodes and pairs and nodes):
        return None
    codes = [_codes(pair, len(nodes)) for pair in pairs]
    together: dict[tuple[Hashable, ...], list[int]] = {}
    for number, node in enumerate(nodes):
        gone = view.comparison.gone >> number & 1
        key = (tuple(column[number] for column in codes), pool_of(node).name, gone, node.taints, node.ready)
        together.setdefault(key, []).append(number)
    groups = sorted(together.values(), key=lambda members: _badness(codes, members))
    return table_data(
        "node",
        ("group", "Nodes"),
        _KINDS,
        [_column(pair, view) for pair in pairs],
        [(_row(view, members), _cells(view, codes, members)) for members in groups],
    )


def _codes(pair: Pair, size: int) -> list[int]:
    """Return node -> number of the kind."""
    found = [_NONE] * size
    waits = pair.new.pending | pair.new.refused if pair.new is not None and not pair.refused else 0
    moves = pair.moves
    rolls = pair.template_changed and not pair.on_delete and not pair.refused
    for number, nodes in (
        (_KEEPS if rolls else _UNCHANGED, moves.untouched),
        (_RESTARTS, moves.replaced),
        (_ADDED, moves.created),
        (_WAITS, waits & ~moves.untouched),
        (_DELETED, moves.deleted & ~waits),
    ):
        for place in places(nodes):
            found[place] = number
    return found


def _badness(codes: Sequence[Sequence[int]], members: Sequence[int]) -> tuple[int, int, int]:
    first = members[0]
    return min(column[first] for column in codes), -len(members), first


def _row(view: DiffView, members: Sequence[int]) -> Head:
    nodes = [view.comparison.nodes[number] for number in members]
    first = nodes[0]
    names = [node.name for node in nodes]
    gone = view.comparison.gone >> members[0] & 1
    pool = pool_of(first).name
    states = [*(["gone"] if gone else []), *([] if first.ready else ["NotReady"])]
    blocks: list[Block] = [["h", counted(len(nodes), "node")], ["p", some(names, _MOST_NAMES)]]
    if first.taints:
        blocks += [["h", "Taints"], ["list", [str(taint) for taint in first.taints]]]
    return Head(
        first.name,
        some(names, _SHOWN_NAMES),
        counted(len(nodes), "node"),
        [pool] if pool else [],
        [*states, *map(str, first.taints)],
        blocks,
    )


def _cells(view: DiffView, codes: Sequence[Sequence[int]], members: Sequence[int]) -> list[Cell]:
    first = members[0]
    return [_cell(view, pair, column[first], first) for pair, column in zip(view.changed, codes, strict=True)]


def _cell(view: DiffView, pair: Pair, kind: int, place: int) -> Cell:
    why = [*_why(view, pair, kind, place)]
    blocks: list[Block] = [["mark", kind, _VERDICTS[kind]]]
    if why:
        blocks.append(["list", why])
    return Cell(kind, why[0].partition(":")[0] if kind == _WAITS and why else "", blocks)


def _why(view: DiffView, pair: Pair, kind: int, place: int) -> Iterator[str]:
    """Return why the pod waits, is created or is deleted on a node."""
    node = view.comparison.nodes[place]
    if pair.refused:
        yield "The server rejects the change: everything stays as it is."
    elif view.comparison.gone >> place & 1:
        yield "The node is no longer in the inventory."
    elif kind == _WAITS and pair.new is not None:
        for group in pair.new.why:
            if group.nodes >> place & 1:
                yield from (reason.text for reason in group.reasons)
    elif kind in (_DELETED, _NONE):
        yield from _reasons(pair.new, node, "The DaemonSet is removed.")
    elif kind == _ADDED:
        yield from (f"before: {words}" for words in _reasons(pair.old, node, "the DaemonSet is new"))


def _reasons(view: View | None, node: Any, otherwise: str) -> Iterator[str]:
    if view is None:
        yield otherwise
    else:
        yield from (reason.text for reason in placed(view.stored, node).reasons)


def _column(pair: Pair, view: DiffView) -> Head:
    words = restarted(pair, has_nodes=True)
    lines = [{"added": "new", "removed": "removed"}.get(pair.status, f"restarts: {words}")]
    lines = ["rejected"] if pair.refused else lines
    blocks: list[Block] = [["h", "The change"]]
    fields = [
        f"{change.label}: {change_words(change)} ({file}:{line})"
        for change in pair.fields[:_MOST_FIELDS]
        for file, line, _ in (place_of(change, pair),)
    ]
    more = len(pair.fields) - _MOST_FIELDS
    fields += [f"and {more} more"] if more > 0 else []
    blocks.append(["list", fields] if fields else ["p", "The template of the pods stays the same."])
    costs = list(cost_words(pair, view.comparison))
    costs += [f"no longer fits: {words}" for words in crowded_words(pair, view.comparison)]
    blocks += [["h", "Cost"], ["list", costs]] if costs else []
    if pair.forecast is not None and not pair.refused:
        blocks += [["h", "Rollout"], ["p", rollout_words(pair.forecast)]]
    blocks += [["p", f"Evicts {words}."] for words in evicts_words(pair, view.comparison)]
    for finding in findings_of(pair, view.report):
        blocks += [["h", f"{finding.severity} {finding.rule}"], ["p", finding.message]]
        facts = [["result", finding.result], ["write", finding.write]]
        blocks.append(["dl", [fact for fact in facts if fact[1]]])
    return Head(pair.key, pair.key, "", lines, (), blocks)
