"""The service account of a DaemonSet's pods, and its permissions."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.checks.stream.stream_objects import StreamObject
from dslint.kubernetes.access import items, text
from dslint.values.typed import Any

_ADMIN_ROLES = frozenset({"cluster-admin"})
_EVERYTHING = "*"
_TAKEOVER = {
    "escalate": ("roles", "clusterroles"),
    "bind": ("roles", "clusterroles", "rolebindings", "clusterrolebindings"),
    "impersonate": ("users", "groups", "serviceaccounts"),
}
"""Verbs with which the holder can get any other permission."""
_EXEC = ("nodes/proxy", "pods/exec", "pods/attach", "pods/ephemeralcontainers", "serviceaccounts/token")
_WRITES = frozenset({"create", "patch", "update", _EVERYTHING})
_READS = frozenset({"get", "list", "watch", _EVERYTHING})
_PODS = frozenset({"pods", "deployments", "daemonsets", "statefulsets", "jobs", "cronjobs", "replicasets"})


def account_of(daemonset: StreamObject) -> str:
    """Return the name of the account; the field's old name counts if the new one is empty."""
    return text(daemonset.pod_spec, "serviceAccountName") or text(daemonset.pod_spec, "serviceAccount")


def powers_of(role_name: str, rules: list[Any]) -> Iterator[tuple[str, bool]]:
    """What a cluster-wide role lets its holder do that puts the cluster at risk, and whether it is all of it.

    (the power in words, True where it is as good as owning the cluster).
    """
    if role_name in _ADMIN_ROLES:
        yield "do anything in the cluster", True
        return
    for rule in rules:
        yield from _of_rule(rule)


def _of_rule(rule: Any) -> Iterator[tuple[str, bool]]:
    verbs, resources = _strings(rule, "verbs"), _strings(rule, "resources")
    if _EVERYTHING in verbs and _EVERYTHING in resources and _EVERYTHING in _strings(rule, "apiGroups"):
        yield "do anything in the cluster", True
        return
    if items(rule, "resourceNames"):
        return
    resources |= _meant_by_star(rule) if _EVERYTHING in resources else set()
    for verb, kinds in _TAKEOVER.items():
        if verb in verbs and (_EVERYTHING in resources or resources.intersection(kinds)):
            yield f"{verb} {_shown(resources.intersection(kinds) or resources)}", True
    if "secrets" in resources and verbs & _READS:
        yield "read every Secret", False
    for resource in _EXEC:
        if resource in resources and verbs & _WRITES:
            yield f"use {resource}", True
    if "nodes/proxy" in resources and verbs & _READS and not verbs & _WRITES:
        yield "read from every kubelet", False
    created = resources & _PODS
    if created and verbs & _WRITES:
        yield f"create or change {_shown(created)} in every namespace", True


def _meant_by_star(rule: Any) -> set[str]:
    """Return the dangerous resources that `resources: ["*"]` includes in the API groups of a rule."""
    groups = _strings(rule, "apiGroups")
    found = {"secrets", "pods", "pods/exec"} if groups & {"", _EVERYTHING} else set()
    return found | ({"daemonsets"} if groups & {"apps", _EVERYTHING} else set())


def _strings(rule: Any, field: str) -> set[str]:
    return {item for item in items(rule, field) if isinstance(item, str)}


def _shown(names: set[str] | frozenset[str]) -> str:
    return ", ".join(sorted(names)[:3])
