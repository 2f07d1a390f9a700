"""The assumptions of a plan about declared pools."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.planner.node_names import some
from dslint.planner.plan import Planned
from dslint.planner.pools.aliases import current_key
from dslint.planner.pools.machine_table import is_of_type
from dslint.planner.pools.values import Values

_MOST_VALUES = 4


def pool_assumptions(planned: Planned) -> Iterator[str]:
    """Return one sentence per assumption: selected labels, taints, sizes, and notes of the readers."""
    yield from _labels(planned)
    yield from _taints(planned)
    yield from _sizes(planned)
    yield from dict.fromkeys(note for pool in planned.inventory.pools for note in pool.notes)


def _labels(planned: Planned) -> Iterator[str]:
    asked = {current_key(key) for key in _asked(planned)}
    found: dict[tuple[str, str, str], list[str]] = {}
    for pool in planned.inventory.pools:
        for key, label in pool.labels.items():
            if key in asked and label.origin.assumed and not (pool.machines.cloud and is_of_type(key)):
                fact = key, _values(label.values), label.origin.assumed
                found.setdefault(fact, []).append(pool.name)
    for (key, values, why), names in found.items():
        yield f"{key} is {values} on {some(names)} ({why})"


def _asked(planned: Planned) -> Iterator[str]:
    for workload in planned.workloads:
        yield from (requirement.key for requirement in workload.demands.selector)
        yield from (requirement.key for requirement in workload.shape.selector)
        for term in workload.demands.terms or ():
            yield from (requirement.key for requirement in term.expressions)


def _values(values: Values) -> str:
    """`"a"`, `one of a, b`, `any value`."""
    if values.others:
        return "any value" + (", or missing" if values.absent else "")
    shown = ", ".join(value or '""' for value in sorted(values.listed)[:_MOST_VALUES])
    more = len(values.listed) - _MOST_VALUES
    words = f"one of {shown}" if len(values.listed) > 1 else shown
    return words + (f" and {more} more" if more > 0 else "") + (", or missing" if values.absent else "")


def _taints(planned: Planned) -> Iterator[str]:
    found: dict[tuple[str, str], list[str]] = {}
    for pool in planned.inventory.pools:
        for taint in (*pool.taints, *pool.startup_taints):
            if taint.origin.assumed:
                found.setdefault((str(taint.taint), taint.origin.assumed), []).append(pool.name)
    for (taint_text, why), names in found.items():
        yield f"taint {taint_text} on {some(names)} ({why})"


def _sizes(planned: Planned) -> Iterator[str]:
    estimated: dict[str, None] = {}
    unknown: dict[str, list[str]] = {}
    for variant in planned.inventory.variants.values():
        pool = variant.pool
        if not variant.possible:
            continue
        if variant.node.allocatable is None:
            unknown.setdefault(pool.name, []).append(variant.part.smallest)
        elif pool.machines.capacity is None:
            estimated[pool.name] = None
    if estimated:
        yield f"the room on nodes of {some(list(estimated))} is estimated from their machine types"
    together: dict[str, list[str]] = {}
    for name, types in unknown.items():
        named = [machine for machine in dict.fromkeys(types) if machine]
        together.setdefault(f" of type {some(named)}" if named else "", []).append(name)
    for of, names in together.items():
        yield f"the size of nodes of {some(names)}{of} is not known: whether pods fit there is not judged"
