"""The formats that declare pools, and which objects are in which of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from dslint.planner.errors import Fault
from dslint.planner.pools import karpenter
from dslint.planner.pools.declarations import Reader, Related, declaration_of
from dslint.planner.pools.pool import Pool
from dslint.reader.objects import Manifest

BY_KIND: dict[tuple[str, str], Reader] = {
    ("karpenter.sh", "NodePool"): karpenter.read,
}
"""(API group, kind) -> the reader of its pools."""

RELATED_KINDS = frozenset({"EC2NodeClass"})
"""Kinds that declarations refer to."""


class Declared(NamedTuple):
    """The pools of some objects, and what is wrong with their declarations."""

    pools: tuple[Pool, ...] = ()
    faults: tuple[Fault, ...] = ()


def belongs_to_a_pool(manifest: Manifest) -> bool:
    """Whether an object declares nodes, or is what such declarations refer to."""
    return _reader(manifest) is not None or manifest.name.kind in RELATED_KINDS


def _reader(manifest: Manifest) -> Reader | None:
    group = manifest.name.api_version.rpartition("/")[0]
    return BY_KIND.get((group, manifest.name.kind))


def pools_of(objects: Iterable[tuple[str, Manifest]]) -> Declared:
    """The pools of objects, each given with its file, in order."""
    found = [(declaration_of(file, manifest), _reader(manifest)) for file, manifest in objects]
    related = Related(declaration for declaration, _ in found)
    pools: list[Pool] = []
    faults: list[Fault] = []
    for declaration, reader in found:
        if reader is not None:
            pools.extend(reader(declaration, related))
            faults.extend(declaration.writing.faults)
    return Declared(tuple(pools), tuple(faults))
