"""The effect of a change of nodes or template on pods, on sets of nodes as bits.

Bit i stands for node i of the inventory. Source: `manage` and `podsShouldBeOnNode` in
pkg/controller/daemon/daemon_controller.go, Kubernetes 1.34 to 1.37.
"""

from __future__ import annotations

from typing import NamedTuple


class Decision(NamedTuple):
    """The controller's decision for one DaemonSet: nodes that get a pod, nodes where one may stay."""

    run: int
    stay: int


class Change(NamedTuple):
    """The effect on the pods of one DaemonSet.

    created   a pod where there was none
    deleted   the pod goes and none comes
    kept      the pod stays although no new one would be made: once gone, it is gone
    stays     the pod stays and would be made again
    """

    created: int
    deleted: int
    kept: int
    stays: int

    @property
    def pods(self) -> int:
        """Return the nodes that have a pod afterwards."""
        return self.created | self.kept | self.stays


def change_of_nodes(had: int, wanted: Decision) -> Change:
    """Return what the controller does with the pods on `had` when it sees the nodes as they are now."""
    return Change(
        created=wanted.run & ~had,
        deleted=had & ~wanted.stay,
        kept=had & wanted.stay & ~wanted.run,
        stays=had & wanted.run,
    )
