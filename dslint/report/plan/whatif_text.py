"""The effects of what-if steps as text: a block per step."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import wrap
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from dslint.planner.node_names import ranges, some
from dslint.planner.placement.node_pools import Share, share_words
from dslint.planner.whatif.consequences import Consequence, Outcome
from dslint.planner.whatif.drain import Drained
from dslint.planner.whatif.staying_away import Away
from dslint.report.layout import page_width
from dslint.values.words import counted

_SHOWN = 4
"""The maximum number of named DaemonSets per line."""

_CUT = re.compile(r" and \d+ more(?: \(|\Z)")
"""The end of a shortened list, before the common domain of its names."""
_ROW = re.compile(r"    \w+ +\d+  ")
_KEPT = "stays; not replaced once it is deleted"


def render(outcomes: Sequence[Outcome], *, every: bool = False) -> str:
    """Return all steps in order, separated by blank lines; with `every`, all names are listed."""
    blocks = (_Shown(every, outcome.pools).block(outcome) for outcome in outcomes)
    return "\n".join("".join(f"{row}\n" for line in block for row in _wrapped(line)) for block in blocks)


def _wrapped(line: str) -> list[str]:
    """Return a line wrapped; names continue below the first one."""
    row = _ROW.match(line)
    indent = " " * (len(row[0]) if row else 4)
    return wrap(line, page_width(), subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def before_plan(outcomes: Sequence[Outcome], *, every: bool = False) -> str:
    """Return the steps and a heading for the plan that follows; nothing without steps."""
    return f"{render(outcomes, every=every)}\nthe plan after that\n\n" if outcomes else ""


def in_a_line(outcome: Outcome) -> str:
    """What a step does in one of many clusters: `drain:zone=a (3 nodes): mon/agent 3 deleted, 1 created`."""
    if outcome.skipped:
        return f"{outcome.step.text}: changes nothing"
    touched = [consequence for consequence in outcome.consequences if not consequence.nothing]
    shown = _Shown(every=False)
    parts = [f"{shown.several(keys)} {_numbers(change)}" for keys, change in _alike(map(_counted, touched))]
    words = "; ".join(parts) or "no DaemonSet pod is created or deleted"
    return f"{outcome.step.text} ({counted(len(outcome.nodes), 'node')}): {words}"


class _Numbers(NamedTuple):
    """The number of pods of a DaemonSet that are created and deleted."""

    daemonset: str
    created: int
    pending: int
    deleted: int
    kept: int
    lost: int


def _counted(consequence: Consequence) -> _Numbers:
    waiting = len(consequence.pending)
    return _Numbers(
        consequence.daemonset,
        created=len(consequence.created) - waiting,
        pending=waiting,
        deleted=len(consequence.deleted),
        kept=len(consequence.kept),
        lost=len(consequence.lost),
    )


def _numbers(numbers: _Numbers) -> str:
    words = (("created", numbers.created), ("Pending", numbers.pending), ("deleted", numbers.deleted))
    more = (("kept until they go", numbers.kept), ("lost with nodes", numbers.lost))
    return ", ".join(f"{number} {word}" for word, number in (*words, *more) if number)


class _Shown(NamedTuple):
    """The way in which steps are shown: with every name, or the first few."""

    every: bool
    pools: Mapping[str, str] = MappingProxyType({})

    def block(self, outcome: Outcome) -> Iterator[str]:
        names = f": {self.nodes(outcome.nodes)}" if outcome.nodes else ""
        nodes = f"{counted(len(outcome.nodes), 'node')}{names}"
        yield f"what if {outcome.step.text}   ({nodes})"
        if outcome.drained is not None:
            yield from self.drain(outcome.drained)
        touched = [consequence for consequence in outcome.consequences if not consequence.nothing]
        for keys, change in _alike(touched):
            yield f"  {self.several(keys)}"
            yield from self.rows(change)
        yield from self.away(outcome.away)
        yield from _untouched(outcome, touched)

    def nodes(self, names: Sequence[str]) -> str:
        words = ", ".join(ranges(names)) if self.every else _with_flag(some(names))
        numbers = Counter(self.pools[name] for name in names if name in self.pools)
        if not numbers or all(name.startswith(f"{self.pools.get(name)}-") for name in names):
            return words
        shares = [Share(pool, number, number) for pool, number in numbers.most_common()]
        return f"{share_words(shares)}: {words}"

    def several(self, keys: Sequence[str]) -> str:
        if self.every or len(keys) <= _SHOWN:
            return ", ".join(keys)
        return f"{', '.join(keys[:_SHOWN])} and {len(keys) - _SHOWN} more (--verbose)"

    def drain(self, drained: Drained) -> Iterator[str]:
        flags = []
        for whose, words, flag in (
            (drained.daemonsets, "pods of DaemonSets", "--ignore-daemonsets leaves them there"),
            (
                drained.advanced,
                "pods of OpenKruise's DaemonSets, which it does not know",
                "--force evicts them, and they are recreated",
            ),
            (drained.bare, "pods without a controller", "--force deletes them for good"),
            (
                drained.empty_dirs,
                "pods with emptyDir volumes",
                "--delete-emptydir-data deletes what is in them",
            ),
        ):
            if whose:
                flags.append(flag)
                yield f"  kubectl drain aborts because of {words} ({flag}):"
                yield f"    {self.several(whose)}"
        if drained.mirrors:
            yield f"  static pods are skipped: {self.several(drained.mirrors)}"
        if drained.budgets:
            budgets = self.several(drained.budgets)
            yield f"  it waits: these PodDisruptionBudgets allow no disruption: {budgets}"
        if drained.evicted is not None:
            given = " with these flags" if len(flags) > 1 else " with this flag" if flags else ""
            yield f"  {'then ' if flags else ''}it evicts {counted(drained.evicted, 'other pod')}{given}"

    def rows(self, consequence: Consequence) -> Iterator[str]:
        scheduled = [node for node in consequence.created if node not in set(consequence.pending)]
        rows = (
            ("created", scheduled, ""),
            ("Pending", consequence.pending, "created, but not scheduled"),
            ("deleted", consequence.deleted, ""),
            ("kept", consequence.kept, _KEPT),
            ("lost", consequence.lost, "with its node"),
        )
        for word, nodes, remark in rows:
            if nodes:
                yield f"    {word:<8} {len(nodes):>6}  {self.nodes(nodes)}{'  ' + remark if remark else ''}"

    def away(self, found: Sequence[Away]) -> Iterator[str]:
        """Return DaemonSets that do not run on new nodes, those with the same reasons together."""
        together: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
        for away in found:
            together.setdefault((away.nodes, away.why), []).append(away.daemonset)
        for (nodes, why), keys in together.items():
            yield f"  no pod of {self.several(keys)} on {self.nodes(nodes)}"
            yield from (f"    {words}" for words in why)


def _untouched(outcome: Outcome, touched: Sequence[Consequence]) -> Iterator[str]:
    away = {away.daemonset for away in outcome.away}
    named = away | {consequence.daemonset for consequence in touched}
    rest = sum(consequence.daemonset not in named for consequence in outcome.consequences)
    if not touched:
        yield "  no DaemonSet pod is created or deleted"
    elif rest:
        yield f"  nothing changes for {counted(rest, 'other DaemonSet')}"


def _with_flag(words: str) -> str:
    return f"{words} (--verbose)" if _CUT.search(words) else words


Found = TypeVar("Found", Consequence, _Numbers)


def _alike(consequences: Iterable[Found]) -> Iterator[tuple[list[str], Found]]:
    """Group DaemonSets with the same outcome."""
    groups: dict[Found, list[str]] = {}
    for consequence in consequences:
        groups.setdefault(consequence._replace(daemonset=""), []).append(consequence.daemonset)
    for group, keys in groups.items():
        yield keys, group
