"""Labels that nodes carry under two names, with the same value: the one used today, and an older one.

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
    """The name used today of a label; the key itself where it has no other."""
    return _CURRENT.get(key, key)


def with_older_names(labels: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The labels, and each again under its older name where it has one."""
    for key, value in labels.items():
        yield key, value
        if key in _OLDER:
            yield _OLDER[key], value
