"""Labels that nodes have under two names with the same value: a current and an older name.

Source: pkg/controller/nodelifecycle and k8s.io/cloud-provider, Kubernetes 1.34 to 1.37.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

_CURRENT = {
    "beta.kubernetes.io/arch": "kubernetes.io/arch",
    "beta.kubernetes.io/os": "kubernetes.io/os",
    "beta.kubernetes.io/instance-type": "node.kubernetes.io/instance-type",
    "failure-domain.beta.kubernetes.io/zone": "topology.kubernetes.io/zone",
    "failure-domain.beta.kubernetes.io/region": "topology.kubernetes.io/region",
}
_OLDER = {current: older for older, current in _CURRENT.items()}


def current_key(key: str) -> str:
    """Return the current name of a label; the key itself if it has no other name."""
    return _CURRENT.get(key, key)


def with_older_names(labels: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Return the labels, and each again under its older name if it has one."""
    for key, value in labels.items():
        yield key, value
        if key in _OLDER:
            yield _OLDER[key], value
