"""The other objects of the input that decide over pods: classes, limits, quotas, Namespaces, accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from dslint.kubernetes.access import text
from dslint.kubernetes.versions import NEWEST

Object = Mapping[str, Any]


class Surroundings(NamedTuple):
    """Objects by name, or by namespace where they live in one; empty where the input has none.

    `version` is the Kubernetes version of the cluster.
    """

    priority_classes: Mapping[str, Object] = {}
    runtime_classes: Mapping[str, Object] = {}
    namespaces: Mapping[str, Object] = {}
    limit_ranges: Mapping[str, tuple[Object, ...]] = {}
    quotas: Mapping[str, tuple[Object, ...]] = {}
    service_accounts: Mapping[str, frozenset[str]] = {}
    version: str = NEWEST


def surroundings_of(objects: Iterable[Object], version: str = NEWEST) -> Surroundings:
    """Sort objects (JSON data) by kind; other kinds are left out."""
    by_kind: dict[str, list[Object]] = {}
    for item in objects:
        by_kind.setdefault(text(item, "kind"), []).append(item)
    return Surroundings(
        version=version,
        priority_classes=_by_name(by_kind.get("PriorityClass", [])),
        runtime_classes=_by_name(by_kind.get("RuntimeClass", [])),
        namespaces=_by_name(by_kind.get("Namespace", [])),
        limit_ranges=_by_namespace(by_kind.get("LimitRange", [])),
        quotas=_by_namespace(by_kind.get("ResourceQuota", [])),
        service_accounts={
            namespace: frozenset(text(account, "metadata", "name") for account in accounts)
            for namespace, accounts in _by_namespace(by_kind.get("ServiceAccount", [])).items()
        },
    )


def namespace_of(data: Object) -> str:
    """The namespace an object is in; kubectl's default where it says none."""
    return text(data, "metadata", "namespace") or "default"


def _by_name(objects: list[Object]) -> dict[str, Object]:
    return {text(item, "metadata", "name"): item for item in objects}


def _by_namespace(objects: list[Object]) -> dict[str, tuple[Object, ...]]:
    found: dict[str, tuple[Object, ...]] = {}
    for item in objects:
        namespace = namespace_of(item)
        found[namespace] = (*found.get(namespace, ()), item)
    return found
