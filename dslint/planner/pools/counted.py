"""The configuration of one machine, and the number of machines with it: `config:` in an entry of `pools:`.

Configurations of kubeadm, k3s, RKE2 and Talos describe a machine, not how many of them exist.
"""

from __future__ import annotations

from dataclasses import replace

from dslint.kubernetes.access import text
from dslint.planner.pools.declarations import Declaration
from dslint.planner.pools.numbering import numbered, title_of
from dslint.planner.pools.pool import Counts, Pool

API_VERSION, KIND = "v1", "pools entry"
"""What such an entry is called among the declarations; no Kubernetes object is called so."""
CONFIG = "config"
_MOST_NAMED = 10_000
"""For a larger pool, one node represents all, and names are not needed."""


def config_of(entry: Declaration) -> Declaration:
    """Return the configuration inside an entry as a declaration; its faults are those of the entry."""
    config = entry.root.get(CONFIG)
    kind, name = text(config.data, "kind"), text(config.data, "metadata", "name")
    return Declaration(kind, name, "", entry.writing, config)


def counted(pool: Pool, entry: Declaration) -> Pool:
    """Return the pool of a configuration with the name and the count of the entry."""
    name, count = entry.root.get("name").text(), entry.root.get("count").number() or 0
    names = tuple(numbered(name, number) for number in range(1, count + 1)) if count <= _MOST_NAMED else ()
    notes = tuple(note for note in pool.notes if note != count_unknown(pool.name))
    return replace(pool, name=title_of(name), counts=Counts(count, count, count), names=names, notes=notes)


def count_unknown(name: str) -> str:
    """Return the note for a configuration without a count."""
    return (
        f"{name}: this configures one machine; how many have this configuration is not known "
        "(pools: with config: and count: in an inventory can say it)"
    )
