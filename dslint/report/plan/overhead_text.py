"""The cost table of `--cost` as text: pools and sizes, the requests, and pods that do not fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from dslint.kubernetes.amounts import shown
from dslint.planner.node_names import some
from dslint.planner.nodes import ENOUGH, Allocatable
from dslint.planner.overhead.per_node import Overhead, by_amount
from dslint.planner.placement.node_pools import pools_of
from dslint.planner.scheduling.node_load import PODS
from dslint.planner.workload.workloads import Workload
from dslint.report.layout import WIDTH, table, wrapped
from dslint.report.plan.cost_text import amount_words, requests_words, share_words
from dslint.report.plan.room_text import NO_POOL, smallest_sentences
from dslint.report.plan.view import PlanView
from dslint.report.pools_text import bounds
from dslint.values.words import counted

HEADINGS = ("POOL", "SYSTEM", "NODES", "MACHINE", "AGENTS", "CPU", "MEMORY", "PODS", "OTHER")
_OWN_COLUMN = ("cpu", "memory", PODS)
_INDENT = 16
_GI = 1 << 30
_MOST_TYPES = 3
_MOST_POOLS = 6
_LEAST = 30
"""The minimum width of the last column."""
_MOST_NAMES = 2
_MANY = 40
"""The maximum number of shown rows; `-o json` and `-o csv` have all."""


class Who(NamedTuple):
    """One DaemonSet: the requests of its pod, `nothing` without requests, and the pools where it runs."""

    key: str
    asks: str
    pools: str


def overhead_lines(view: PlanView) -> Iterator[str]:
    """Return the section as lines of text."""
    rows = overhead_rows(view)
    yield "Cost of DaemonSets per node"
    yield ""
    yield from table(rows[: _MANY + 1])
    if len(rows) > _MANY + 1:
        yield f"and {counted(len(rows) - _MANY - 1, 'more row')}: -o csv has all"
    yield ""
    yield from _who_lines(who_asks(view))
    closing = [("does not fit", words) for words in unplaced_sentences(view)]
    closing += [("smallest", words) for words in smallest_sentences(view)]
    if closing:
        yield ""
    before = ""
    for label, words in closing:
        head, *more = wrapped(words, _INDENT)
        yield f"{label if label != before else '':<{_INDENT}}{head.lstrip()}"
        yield from more
        before = label


def _who_lines(agents: Sequence[Who]) -> Iterator[str]:
    """Return a table whose last column is wrapped."""
    rows = [("DAEMONSET", "ASKS FOR", "RUNS ON"), *agents]
    first, second = (max(len(row[column]) for row in rows) for column in (0, 1))
    for name, asks, pools in rows:
        head = f"{name:<{first}}  {asks:<{second}}  "
        line, *more = wrapped(pools, min(len(head), WIDTH - _LEAST))
        yield f"{head}{line.lstrip()}".rstrip()
        yield from more


def told_overheads(view: PlanView) -> tuple[Overhead, ...]:
    """Return the rows to show: of a declared pool, only the sizes with room for all DaemonSets, if any."""
    taking = {_kind(row) for row in view.overheads if not row.unplaced}
    return tuple(
        row for row in view.overheads if not row.unplaced or row.counts is None or _kind(row) not in taking
    )


def _kind(row: Overhead) -> tuple[object, ...]:
    """Return the key of nodes of a pool that differ only in their size."""
    return row.pool, row.system, tuple(row.where.items())


def overhead_rows(view: PlanView) -> list[tuple[str, ...]]:
    """Return the headings and a row per pool and size; empty columns are left out."""
    rows = [HEADINGS, *(_row(view, overhead) for overhead in told_overheads(view))]
    columns = [
        number
        for number, heading in enumerate(HEADINGS)
        if not (heading == "OTHER" and not any(row[number] for row in rows[1:]))
        and not (heading == "SYSTEM" and len({row[number] for row in rows[1:]}) == 1)
    ]
    return [tuple(row[number] for number in columns) for row in rows]


def _row(view: PlanView, overhead: Overhead) -> tuple[str, ...]:
    running = len(overhead.agents)
    wanted = len({*overhead.agents, *overhead.unplaced})
    others = [name for name in overhead.requests if name not in _OWN_COLUMN]
    return (
        pool_words(view, overhead),
        overhead.system or "?",
        nodes_words(view, overhead),
        machine_words(overhead),
        str(running) if running == wanted else f"{running} of {wanted}",
        *(amount_cell(overhead, name) for name in _OWN_COLUMN),
        ", ".join(f"{amount_cell(overhead, name, named=True)}" for name in sorted(others)),
    )


def pool_words(view: PlanView, overhead: Overhead) -> str:
    """Return `general`, or the distinguishing facts: `general zone=a`; names for nodes without a pool."""
    where = " ".join(
        " or ".join(f"{short}={value}" if value else f"no {short}" for value in values)
        for key, values in overhead.where.items()
        if (short := key.rpartition("/")[2])
    )
    name = overhead.pool or some(view.names(overhead.nodes), _MOST_NAMES)
    return f"{name}{f' {where}' if where else ''}"


def nodes_words(view: PlanView, overhead: Overhead) -> str:
    """Return the number of nodes: `14`, `0..20` for a declared pool, `?` if unknown."""
    there = (overhead.nodes & view.planned.there).bit_count()
    if there or overhead.counts is None:
        return str(there)
    return bounds(overhead.counts)


def machine_words(overhead: Overhead) -> str:
    """Return `m5.large (2 CPU, 7.3Gi)`, `from t3.nano (…)`, or that the size is unknown."""
    machine = overhead.machine
    size = _size(machine.allocatable) or "size not known"
    types = some(machine.types, _MOST_TYPES)
    words = f"{types} ({size})" if types else size
    return f"{_RANKS[machine.rank]} {words}" if machine.rank else words


_RANKS = {"smallest": "from", "largest": "to"}


def _size(allocatable: Allocatable | None) -> str:
    """`1.93 CPU, 7.3Gi`: cores, as the sizes of machines are known."""
    room = allocatable or {}
    parts = [f"{room['cpu'] / 1000:.3g} CPU"] if "cpu" in room else []
    parts += [_memory(room["memory"])] if "memory" in room else []
    return ", ".join(parts)


def _memory(number: int) -> str:
    return f"{number / _GI:.3g}Gi" if _GI <= number < 1000 * _GI else shown("memory", number)


def amount_cell(overhead: Overhead, resource: str, *, named: bool = False) -> str:
    """`350m 9 %`, `5 of 110` pods; with its name `2 nvidia.com/gpu 50 %`; `0` where nobody asks."""
    number = overhead.requests.get(resource, 0)
    if resource == PODS:
        there = (overhead.machine.allocatable or {}).get(PODS, ENOUGH)
        return str(number) if there == ENOUGH else f"{number} of {there}"
    words = amount_words(resource, number)
    words = words if named else words.split(" ")[0]
    return f"{words} {share_words(overhead.share(resource)) if number else ''}".rstrip()


def who_asks(view: PlanView) -> list[Who]:
    """Return the DaemonSets, the largest request first, and those without requests last."""
    rows = told_overheads(view)
    running: dict[int, list[Overhead]] = {}
    for row in rows:
        for number in row.agents:
            running.setdefault(number, []).append(row)
    declared = Counter(row.pool for row in rows if row.counts is not None)
    workloads = view.planned.workloads
    return [
        Who(workloads[number].key, _asks(workloads[number]), _where(view, running[number], declared))
        for number in by_amount(view.planned, running)
    ]


def _where(view: PlanView, rows: Sequence[Overhead], declared: Counter[str]) -> str:
    """`general 14 of 18, arm 3`, and declared pools as `spot` or `part of gpu`."""
    nodes = 0
    for row in rows:
        nodes |= row.nodes & view.planned.there
    words = [share.words for share in pools_of(view.planned.index).shares(nodes)]
    here = Counter(row.pool for row in rows if not row.nodes & view.planned.there)
    words += [
        pool if number == declared.get(pool, number) else f"part of {pool}" for pool, number in here.items()
    ]
    more = len(words) - _MOST_POOLS
    return ", ".join(words[:_MOST_POOLS]) + (f" and {counted(more, 'more pool')}" if more > 0 else "")


def _asks(workload: Workload) -> str:
    origins = "; ".join(f"{name}: {words}" for name, words in workload.shape.origins.items())
    return f"{requests_words(workload.shape.requests)}{f' ({origins})' if origins else ''}"


def unplaced_sentences(view: PlanView) -> Iterator[str]:
    """Return a sentence per DaemonSet whose pod does not run on nodes that want it, without the reasons."""
    found: dict[int, list[Overhead]] = {}
    for row in view.overheads:
        for number in row.unplaced:
            found.setdefault(number, []).append(row)
    for workload in view.workloads:
        if workload.number in found:
            yield f"{workload.key} on {_places(view, found[workload.number])}"


def _places(view: PlanView, rows: Iterable[Overhead]) -> str:
    """`general (t3.nano, t3a.nano and 4 more), edge (2 nodes)`."""
    by_pool: dict[str, list[Overhead]] = {}
    for row in rows:
        by_pool.setdefault(row.pool, []).append(row)
    words = [_place(view, pool, of_pool) for pool, of_pool in islice(by_pool.items(), _MOST_POOLS)]
    more = len(by_pool) - _MOST_POOLS
    return ", ".join(words) + (f" and {counted(more, 'more pool')}" if more > 0 else "")


def _place(view: PlanView, pool: str, rows: Sequence[Overhead]) -> str:
    nodes = sum((row.nodes & view.planned.there).bit_count() for row in rows)
    types = list(dict.fromkeys(name for row in rows for name in row.machine.types))
    which = counted(nodes, "node") if nodes else some(types, _MOST_TYPES)
    return f"{pool or NO_POOL}{f' ({which})' if which else ''}"
