"""What `plan` and `diff` take from their options and inputs alike: the version, and the DaemonSets meant."""

from __future__ import annotations

from typing import NamedTuple

from dslint.cli.fail_level import versions_asked
from dslint.cli.outputs.stderr import note
from dslint.kubernetes.versions import KNOWN, NEWEST, UnknownVersion, at_least, minor, nearest_known
from dslint.planner.inventory.contents import Sourced
from dslint.planner.inventory.inventory import Inventory
from dslint.values.globs import chosen


class Version(NamedTuple):
    """The versions to judge by, oldest first, and where they come from in words."""

    known: tuple[str, ...]
    source: str


def version_for(written: str | None, inventory: Inventory) -> Version:
    """What was typed, else the newest kubelet of the inventory, else the newest known."""
    if written is not None:
        asked = versions_asked(written)
        if not asked.unknown:
            return Version(asked.versions, "")
        note(asked.note)
        return Version(asked.versions, f"nearest to {' and '.join(asked.unknown)}, as asked")
    newest = _newest_kubelet(inventory)
    if newest is None:
        return Version((NEWEST,), "the newest known; no node says its kubelet")
    where = f"newest kubelet in {', '.join(inventory.files)}" if inventory.files else "newest kubelet"
    if newest in KNOWN:
        return Version((newest,), where)
    nearest = nearest_known(newest)
    note(f"Kubernetes {newest} ({where}) is not known; judged by {nearest}, the nearest")
    return Version((nearest,), f"nearest to {newest}, the {where}")


def _newest_kubelet(inventory: Inventory) -> str | None:
    newest: str | None = None
    for kubelet in {node.kubelet for node in inventory.nodes if node.kubelet}:
        try:
            version = minor(kubelet)
        except UnknownVersion:
            continue
        if newest is None or at_least(version, newest):
            newest = version
    return newest


def chosen_objects(objects: tuple[Sourced, ...], only: tuple[str, ...]) -> tuple[Sourced, ...]:
    """The objects without the DaemonSets that `--only` (globs of NAMESPACE/NAME) leaves out."""
    if not only:
        return objects
    return tuple(
        sourced
        for sourced in objects
        if sourced.manifest.name.kind != "DaemonSet" or chosen(sourced.manifest.name.key, only)
    )
