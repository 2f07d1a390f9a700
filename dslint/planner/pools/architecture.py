"""The processor architecture of a pool whose machine types all have the same one."""

from __future__ import annotations

from dataclasses import replace

from dslint.kubernetes.affinity import Requirement
from dslint.planner.pools.machine_table import ARCH
from dslint.planner.pools.pool import Origin, Pool, PoolLabel
from dslint.planner.pools.sizes import NO_SIZES, machines_of
from dslint.planner.pools.values import Values

_ASKED = (Requirement(ARCH, "In", ("amd64",), ()), Requirement(ARCH, "In", ("arm64",), ()))


def with_architecture(pool: Pool) -> Pool:
    """Return the pool with the architectures of its machine types; unchanged if one of them is unknown."""
    label = pool.labels.get(ARCH)
    if label is None or label.values.only is not None:
        return pool
    found = {alike.labels.get(ARCH) for alike in machines_of(pool, {ARCH: _ASKED}, NO_SIZES)}
    known = frozenset(value for value in found if value is not None and label.values.may_be(value))
    if not known or None in found:
        return pool
    origin = Origin(label.origin.place, "follows from the machine types")
    return replace(pool, labels={**pool.labels, ARCH: PoolLabel(Values(known), origin)})
