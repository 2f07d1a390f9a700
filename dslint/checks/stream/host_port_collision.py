"""Two DaemonSets of one stream that want the same port of a node."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dslint.checks.base import Hit, Subject
from dslint.checks.placement.node_conditions import can_share_a_node
from dslint.checks.podspec import POD_SPEC, mapping, pod_spec
from dslint.kubernetes.ports import host_ports


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the port; once for a pair, in the one whose name comes later."""
    own = pod_spec(subject)
    wanted = host_ports(own)
    key = subject.name.key
    for other in subject.companions.daemonsets_at_ports(port.port for port in wanted):
        theirs = mapping(other.written, POD_SPEC)
        if other.key >= key or not can_share_a_node(own, theirs):
            continue
        taken = host_ports(theirs)
        for port in wanted:
            if any(port.conflicts_with(other) for other in taken):
                yield Hit((*POD_SPEC, *port.path), {"port": port.port, "other": other.key})
