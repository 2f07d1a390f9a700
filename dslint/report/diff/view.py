"""The common parts of all formats of a difference: the rows of its table, and the words for values."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from dslint.kubernetes.access import items, mapping
from dslint.kubernetes.requirement_text import expression_text, toleration_text
from dslint.planner.difference.comparison import Comparison
from dslint.planner.difference.pairs import Pair
from dslint.planner.difference.template import Absent, FieldChange
from dslint.planner.evictions import victims_words
from dslint.planner.nodes import Node
from dslint.planner.on_pools.changes import WORDS, PoolChange
from dslint.planner.placement.node_sets import places, union
from dslint.planner.placement.node_words import in_a_sentence
from dslint.planner.whatif.consequences import Outcome
from dslint.reader.locate import locate
from dslint.values.finding import Finding, Report
from dslint.values.words import counted

_LONGEST = 44
_POLICY = "admission-policy"


@dataclass(frozen=True)
class DiffView:
    """The content of a report on a difference.

    report       the findings this run wants
    old, new     the two sides as they were named
    has_nodes    whether there was an inventory to plan for
    assumptions  what was taken for granted
    pools        what changes on declared pools
    steps        what the steps of a what-if did on the new side
    json_form    `full`, or `groups` for JSON that names each node once
    """

    comparison: Comparison
    report: Report
    old: str
    new: str
    has_nodes: bool = True
    assumptions: tuple[str, ...] = ()
    pools: tuple[PoolChange, ...] = ()
    json_form: str = "full"
    steps: tuple[Outcome, ...] = ()

    @property
    def changed(self) -> tuple[Pair, ...]:
        """Return the pairs to show, sorted by name: those with changes, and those with findings."""
        told = {finding.object.key for finding in self.report.findings if finding.object is not None}
        shown = [pair for pair in self.comparison.pairs if pair.status != "unchanged" or pair.key in told]
        return tuple(sorted(shown, key=lambda pair: pair.key.rpartition("/")))

    def row(self, pair: Pair) -> Row:
        """Return the row of one pair in the table."""
        return row_of(pair, has_nodes=self.has_nodes, denied=pair.key in self._denied)

    @cached_property
    def _denied(self) -> frozenset[str]:
        """Return the DaemonSets that an admission policy denies."""
        return frozenset(
            finding.object.key
            for finding in self.report.findings
            if finding.rule == _POLICY and finding.severity == "error" and finding.object is not None
        )

    @property
    def node_count(self) -> int:
        """Return the number of existing nodes of the new side."""
        return sum(node.count for node in self._new_nodes)

    @property
    def nodes_words(self) -> str:
        """Return `12 nodes`, or `3 nodes and 2 pools` if some pools have no node yet."""
        pools = {node.pool for node in self._new_nodes if not node.count}
        number = self.node_count
        parts = [counted(number, "node")] if number or not pools else []
        return " and ".join([*parts, *([counted(len(pools), "pool")] if pools else [])])

    @property
    def _new_nodes(self) -> list[Node]:
        nodes, gone = self.comparison.nodes, self.comparison.gone
        return [node for place, node in enumerate(nodes) if not gone >> place & 1]


class Row(NamedTuple):
    """One line of the table."""

    namespace: str
    name: str
    server: str
    restarted: str
    nodes: str
    desired: str


HEADINGS = Row("NAMESPACE", "NAME", "SERVER", "PODS RESTARTED", "NODES", "DESIRED")


def row_of(pair: Pair, *, has_nodes: bool, denied: bool = False) -> Row:
    """Return the row of one pair; without nodes nothing is counted. `denied` says that a policy denies it."""
    namespace, _, name = pair.key.rpartition("/")
    lost = pair.lost | pair.removed
    nodes = f"+{pair.gained.bit_count()} -{lost.bit_count()}" if has_nodes and not pair.refused else "-"
    return Row(
        namespace,
        name,
        _server(pair, denied=denied),
        restarted(pair, has_nodes=has_nodes),
        nodes,
        _desired(pair, has_nodes),
    )


def _server(pair: Pair, *, denied: bool) -> str:
    if pair.refused:
        return "REJECTS"
    if denied:
        return "DENIES"
    return {"added": "new", "removed": "removed"}.get(pair.status, "accepts")


def restarted(pair: Pair, *, has_nodes: bool) -> str:
    """`8 of 8`, `1 of 8, stuck`, `by hand`, `none`."""
    if pair.refused or pair.old is None or pair.new is None:
        return "-"
    if not pair.template_changed:
        return "none"
    if pair.on_delete:
        return "by hand"
    if not has_nodes:
        return "all"
    replaced, staying = pair.moves.replaced.bit_count(), pair.moves.untouched.bit_count()
    more = pair.forecast.course.replaced_at_best - pair.forecast.course.replaced if pair.forecast else 0
    if more:
        return f"{replaced} to {replaced + more} of {replaced + staying}"
    return f"{replaced} of {replaced + staying}{', stuck' if staying else ''}"


def _desired(pair: Pair, has_nodes: bool) -> str:  # noqa: FBT001 - a table's cell
    if not has_nodes:
        return "-"
    before, after = desired(pair)
    return str(after) if before == after else f"{before} -> {after}"


def desired(pair: Pair) -> tuple[int, int]:
    """Return the numbers of wanted nodes before and after; a rejected change changes nothing."""
    before = pair.old.wanted.run.bit_count() if pair.old is not None else 0
    if pair.refused:
        return before, before
    return before, pair.new.wanted.run.bit_count() if pair.new is not None else 0


def findings_of(pair: Pair, report: Report) -> list[Finding]:
    """Return the findings on one pair, worst first."""
    order = ("error", "warning", "info")
    found = [
        finding for finding in report.findings if finding.object is not None and _key(finding) == pair.key
    ]
    return sorted(found, key=lambda finding: order.index(finding.severity))


def findings_elsewhere(view: DiffView) -> list[Finding]:
    """Return the other findings: on comments, configurations, policies, unreadable texts."""
    keys = {pair.key for pair in view.comparison.pairs}
    return [
        finding for finding in view.report.findings if finding.object is None or _key(finding) not in keys
    ]


def _key(finding: Finding) -> str:
    name = finding.object
    return f"{name.namespace or 'default'}/{name.name}" if name is not None else ""


def effects_of(pair: Pair) -> tuple[tuple[str, int], ...]:
    """Return the nodes (as bits) by the effect on their pod, in words; without unaffected ones."""
    moves = pair.moves
    words = ("pod added", "restarts", "pod deleted", "stays")
    nodes = (moves.created, moves.replaced, moves.deleted, moves.untouched)
    return tuple((word, found) for word, found in zip(words, nodes, strict=True) if found)


def evicts_words(pair: Pair, comparison: Comparison) -> tuple[str, ...]:
    """Whom a pair preempts, and where: `2 pods of app/web on n1..2: its priority is higher`; or nothing."""
    if not pair.evicts:
        return ()
    where = in_a_sentence(comparison.node_index, union(eviction.nodes for eviction in pair.evicts))
    return (f"{victims_words(pair.evicts)} on {where}: its priority is higher",)


def names(mask: int, comparison: Comparison) -> Sequence[str]:
    """The names of a set of nodes."""
    return [comparison.nodes[place].name for place in places(mask)]


def place_of(change: FieldChange, pair: Pair) -> tuple[str, int, int]:
    """Return (file, line, column) of a changed field in the new file, or of the template that lost it."""
    side = pair.new or pair.old
    if side is None:
        return "", 0, 0
    file, manifest, *_ = side.sourced
    span = locate(manifest.document, manifest.node, change.path)
    return file, span.line, span.column


def change_words(change: FieldChange) -> str:
    """`fluent-bit:3.1.4 -> 3.2.0`, `+ gpu:NoSchedule`, `- 8080`."""
    if isinstance(change.old, Absent):
        return f"+ {short(change.new)}"
    if isinstance(change.new, Absent):
        return f"- {short(change.old)}"
    if change.label.endswith(".image"):
        return _images(str(change.old), str(change.new))
    return f"{short(change.old)} -> {short(change.new)}"


def _images(old: str, new: str) -> str:
    """Return two images; their common part appears once."""
    repository, _, tag = old.rpartition(":")
    other, _, new_tag = new.rpartition(":")
    name = repository.rpartition("/")[2]
    return (
        f"{name}:{tag} -> {new_tag}"
        if repository and repository == other
        else f"{short(old)} -> {short(new)}"
    )


def short(value: Any) -> str:
    """Return a value on one line, shortened; tolerations as `kubectl taint` writes them."""
    if isinstance(value, dict) and ("effect" in value or "operator" in value) and "values" not in value:
        return toleration_text(value)
    text = value if isinstance(value, str) else json.dumps(value, separators=(", ", ": "), ensure_ascii=False)
    text = text.replace("\n", "\\n") or '""'
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def selector_words(manifest: Mapping[str, Any]) -> str:
    """Return a selector in the syntax of `kubectl get -l`: `app=agent,tier in (a,b)`."""
    selector = mapping(manifest, "spec", "selector")
    labels = [f"{key}={value}" for key, value in mapping(selector, "matchLabels").items()]
    terms = [expression_text(mapping(expression)) for expression in items(selector, "matchExpressions")]
    return ",".join([*labels, *terms]) or "nothing"


def pool_words(change: PoolChange) -> str:
    """`pool general: every node -> no node (taint a:NoSchedule is not tolerated)`."""
    why = f" ({'; '.join(change.why)})" if change.why and change.after != "every" else ""
    return f"pool {change.pool}: {WORDS[change.before]} -> {WORDS[change.after]}{why}"
