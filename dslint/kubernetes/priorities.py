"""The priorities that Kubernetes itself defines.

Source: pkg/apis/scheduling/types.go, Kubernetes 1.28 to 1.37.
"""

from __future__ import annotations

CRITICAL = 2_000_000_000
"""From this priority on, the kubelet treats a pod as critical."""

SYSTEM_CLASSES = {"system-cluster-critical": CRITICAL, "system-node-critical": CRITICAL + 1000}
"""The PriorityClasses that every cluster has."""
