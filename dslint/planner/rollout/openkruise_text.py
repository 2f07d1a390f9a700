"""How OpenKruise updates an Advanced DaemonSet, in sentences; `rollout.openkruise` says the same of nodes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dslint.planner.placement.openkruise import rolling_of, scales_by_partition
from dslint.planner.rollout.openkruise import updates_in_place
from dslint.values.api_groups import is_advanced

DRAIN = (
    "kubectl drain stops at its pods: it looks for a DaemonSet of apps/v1 and finds none. "
    "With --force it evicts them, and they are recreated."
)


def update_sentences(manifest: Mapping[str, Any]) -> Iterator[str]:
    """What to know beside the budget; nothing for a DaemonSet of Kubernetes."""
    rolling = rolling_of(manifest)
    if not is_advanced(manifest.get("apiVersion")) or not rolling:
        return
    if rolling.get("paused") is True:
        yield "It is paused: no pod is updated."
    elif rolling.get("selector") is not None:
        yield "Nodes are updated by name, last first, and only those that its selector matches."
    else:
        yield "Nodes are updated by name, last first."
    partition = rolling.get("partition")
    if partition:
        yield f"{_kept(partition, scales=scales_by_partition(manifest))}."
    if updates_in_place(manifest):
        yield "If only images, labels or annotations change, pods stay and containers restart."


def _kept(partition: int | str, *, scales: bool) -> str:
    if partition == 1:
        return f"One node keeps the old pod{', or gets none if it has none' if scales else ''}"
    share = f"{partition} of its nodes (rounded down)" if isinstance(partition, str) else f"{partition} nodes"
    return f"{share} keep the old pod{', or get none if they have none' if scales else ''}"
