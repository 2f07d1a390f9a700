"""Declared pools as text, with what was added and why, and as a compact inventory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dslint.kubernetes.amounts import exact
from dslint.planner.nodes import ENOUGH, Node
from dslint.planner.pools.architecture import with_architecture
from dslint.planner.pools.expand import Question, variants_of
from dslint.planner.pools.pool import Counts, Origin, Pool, PoolLabel, PoolTaint
from dslint.planner.pools.values import ANYTHING, Values
from dslint.report.layout import table, wrapped
from dslint.values.words import counted

_HEADINGS = ("POOL", "DECLARED AS", "NODES", "KUBELET", "MACHINES", "TAINTS")
_INDENT = 4
_MOST_VALUES = 6
_MOST_TYPES = 2


def render_pools(pools: Sequence[Pool]) -> str:
    """Return a line per pool, and below it the known facts."""
    lines = [counted(len(pools), "pool"), ""]
    lines += table([_HEADINGS, *map(_row, pools)])
    for pool in map(with_architecture, pools):
        lines += ["", f"{pool.name}  {pool.place}"]
        lines += _facts(pool)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _row(pool: Pool) -> tuple[str, ...]:
    taints = ", ".join(str(taint.taint) for taint in pool.taints) or "<none>"
    return pool.name, pool.format, bounds(pool.counts), pool.kubelet or "?", _machines(pool), taints


def bounds(counts: Counts) -> str:
    """`3`, `0..5`, `3 of 0..5`, `?`."""
    least, now, most = counts
    if most is None:
        return str(now) if now is not None else "?"
    if least == most:
        return str(most)
    return f"{now} of {least}..{most}" if now is not None else f"{least}..{most}"


def _machines(pool: Pool) -> str:
    types = pool.machines.types
    if not types:
        return "any" if pool.machines.cloud else "?"
    more = len(types) - _MOST_TYPES
    return ", ".join(types[:_MOST_TYPES]) + (f" and {more} more" if more > 0 else "")


def _facts(pool: Pool) -> Iterator[str]:
    written = {key: label for key, label in pool.labels.items() if not label.origin.assumed}
    added = {key: label for key, label in pool.labels.items() if label.origin.assumed}
    for key, label in sorted(written.items()):
        yield from wrapped(f"{key}={value_words(label.values)}  {label.origin.place}", _INDENT)
    for taint in pool.taints:
        yield from wrapped(f"taint {taint.taint}  {_whence(taint.origin)}", _INDENT)
    for taint in pool.startup_taints:
        words = f"taint {taint.taint} at first, until removed by {taint.until}  {_whence(taint.origin)}"
        yield from wrapped(words, _INDENT)
    for why in dict.fromkeys(label.origin.assumed for label in added.values()):
        known = [(key, label) for key, label in sorted(added.items()) if label.origin.assumed == why]
        said = [f"{key}={value_words(label.values)}" for key, label in known if not _is_free(label)]
        free = [key for key, label in known if _is_free(label)]
        if said:
            yield from wrapped(f"added ({why}): {', '.join(said)}", _INDENT)
        if free:
            yield from wrapped(f"added with any value ({why}): {', '.join(free)}", _INDENT)
    for note in pool.notes:
        yield from wrapped(f"assumed: {note}", _INDENT)


def _is_free(label: PoolLabel) -> bool:
    return label.values.others and not label.values.listed and label.values.above is label.values.below


def _whence(origin: Origin) -> str:
    return f"({origin.assumed})" if origin.assumed else str(origin.place)


def value_words(values: Values) -> str:
    """`a`, `a or b`, `any but a`, `more than 3`, `<missing>`."""
    if values.others:
        words = [f"any but {_listed(values)}"] if values.listed else []
        words += [f"more than {values.above}"] if values.above is not None else []
        words += [f"less than {values.below}"] if values.below is not None else []
        return " and ".join(words) or "<any>"
    if not values.listed:
        return "<missing>"
    return _listed(values) + (" or missing" if values.absent else "")


def _listed(values: Values) -> str:
    listed = sorted(values.listed)
    more = len(listed) - _MOST_VALUES
    return " or ".join(value or '""' for value in listed[:_MOST_VALUES]) + (
        f" or {more} more" if more > 0 else ""
    )


def render_inventory(pools: Iterable[Pool]) -> str:
    """Return the pools as a compact inventory, with comments on the origin of each line.

    The compact form has one value per label: labels that differ between nodes of a pool are comments.
    """
    lines = ["pools:", *(line for pool in pools for line in _entry(with_architecture(pool)))]
    return "".join(f"{line}\n" for line in lines) if len(lines) > 1 else "pools: []\n"


def _entry(pool: Pool) -> Iterator[str]:
    node = variants_of(pool, Question(()))[0].node
    yield f"  - name: {_quoted(pool.name)}  # {pool.format}, {pool.place}"
    now = pool.counts.now if pool.counts.now is not None else pool.counts.least
    yield f"    count: {now}  # {bounds(pool.counts)}"
    if pool.kubelet:
        yield f"    kubelet: {_quoted(pool.kubelet)}"
    fixed = {key: label for key, label in sorted(pool.labels.items()) if label.values.only is not None}
    if fixed:
        yield "    labels:"
    for key, label in fixed.items():
        yield f"      {_quoted(key)}: {_quoted(label.values.only or '')}  # {_comment(label.origin)}"
    for key, label in sorted(pool.labels.items()):
        if label.values.is_open and label.values != ANYTHING:
            yield f"      # {key}: {_one_line(value_words(label.values))} ({_comment(label.origin)})"
    yield from _taint_lines(pool.taints)
    yield from _allocatable(node)
    for taint in pool.startup_taints:
        yield f"    # at first: {taint.taint}, until removed by {taint.until}"
    for note in pool.notes:
        yield f"    # {_one_line(note)}"


def _taint_lines(taints: Sequence[PoolTaint]) -> Iterator[str]:
    if taints:
        yield "    taints:"
    for taint in taints:
        yield f"      - {_quoted(str(taint.taint))}  # {_comment(taint.origin)}"


def _allocatable(node: Node) -> Iterator[str]:
    if node.allocatable is None:
        return
    said = {name: exact(name, number) for name, number in node.allocatable.items() if number != ENOUGH}
    yield "    allocatable:  # of the smallest machine"
    for name, quantity in said.items():
        yield f"      {_quoted(name)}: {_quoted(quantity)}"


def _comment(origin: Origin) -> str:
    return _one_line(origin.assumed or str(origin.place))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _quoted(text: str) -> str:
    """Return a string as YAML in double quotes; pools come from files with arbitrary content."""
    escaped = "".join(
        character if character.isprintable() and character not in '"\\' else f"\\U{ord(character):08x}"
        for character in text
    )
    return f'"{escaped}"'
