"""Whether a DaemonSet is node infrastructure: network plugin, storage or device driver, kube-proxy.

Such a pod must run on every node, whatever the node's taints and state.
"""

from __future__ import annotations

from collections.abc import Iterable

from dslint.checks.base import Subject
from dslint.kubernetes.access import items, mapping, text

_MODULES = ("/lib/modules", "/run/xtables.lock", "/var/run/xtables.lock")


def is_node_infrastructure(subject: Subject, host_paths: Iterable[str]) -> bool:
    """Whether the pod mounts one of these host paths (or below), or controls the network of its node."""
    mounted = [text(volume, "hostPath", "path").rstrip("/") for _, volume in subject.volumes]
    wanted = tuple(host_paths)
    below = tuple(f"{folder}/" for folder in wanted)
    if any(path in wanted or path.startswith(below) for path in mounted if path):
        return True
    on_host_network = subject.pod_spec.get("hostNetwork") is True
    return on_host_network and any(path in _MODULES for path in mounted) and _rules_network(subject)


def _rules_network(subject: Subject) -> bool:
    for _, container in subject.all_containers:
        context = mapping(container, "securityContext")
        if context.get("privileged") is True or "NET_ADMIN" in items(context, "capabilities", "add"):
            return True
    return False
