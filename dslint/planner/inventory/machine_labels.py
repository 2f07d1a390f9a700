"""Labels that only identify the machine of a node: its name, an id, an address, a time stamp.

No DaemonSet selects by their values, just as none selects by the name of a short-lived node. A label is one
of these if no two nodes share a value of it, and the value looks like an id, or the label is known.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from dslint.planner.nodes import Node
from dslint.planner.pools.pool_names import POOL_LABELS

HOSTNAME = "kubernetes.io/hostname"
_KNOWN = frozenset(
    {
        "alpha.eksctl.io/instance-id",
        "ibm-cloud.kubernetes.io/worker-id",
        "kops.k8s.io/instance-id",
        "node.kubernetes.io/instance-id",
        "nvidia.com/gfd.timestamp",
        "rke.cattle.io/machine",
    }
)
"""Who sets them: eksctl, IBM Cloud, kOps, cloud controllers, NVIDIA's GPU feature discovery, Rancher."""
_IDS = re.compile(
    r"(?:[A-Za-z]{1,8}[-_])?[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}"
    r"|i-[0-9a-f]{8,17}"
    r"|(?:[0-9]{1,3}\.){3}[0-9]{1,3}"
)
"""UUIDs, ids of EC2 instances, IPv4 addresses."""
_LONGEST = 63
"""Characters of a label's value."""
_SHORTEST = 3
"""The minimum length of a name that is searched in other text."""


class MachineLabels:
    """The labels of some nodes that only identify their machines."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        """Look for labels whose values differ on all nodes that have them, if several nodes do."""
        found: dict[str, set[str]] = {}
        number: dict[str, int] = {}
        for node in nodes:
            for key, value in node.labels.items():
                number[key] = number.get(key, 0) + 1
                found.setdefault(key, set()).add(value)
        self._differ = {
            key for key, values in found.items() if len(values) == number[key] > 1 and key not in POOL_LABELS
        }

    def without(self, node: Node, instead: str) -> Mapping[str, str]:
        """Return the labels of a node by key, with another name in place of its identity."""
        hostname = node.labels.get(HOSTNAME, "")
        own = {node.name, hostname, node.name.partition(".")[0], hostname.partition(".")[0]} - {""}
        found = {}
        for key, value in sorted(node.labels.items()):
            tells = key == HOSTNAME or key in self._differ
            found[key] = _replaced(key, value, own, instead) if tells else value
        return found


def _replaced(key: str, value: str, own: Collection[str], instead: str) -> str:
    if value in own or key in _KNOWN or _IDS.fullmatch(value):
        return instead
    for name in sorted(own, key=len, reverse=True):
        if len(name) >= _SHORTEST and name in value:
            part = re.search(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])", value)
            if part is not None:
                changed = f"{value[: part.start()]}{instead}{value[part.end() :]}"
                return changed if len(changed) <= _LONGEST else instead
    return value
