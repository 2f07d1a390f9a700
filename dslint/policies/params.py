"""The parameter objects of a binding. Source: CollectParams in .../policy/generic/policy_dispatcher.go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from dslint.kubernetes.selectors import selects
from dslint.policies.matching import labels_of
from dslint.policies.policy import Policy
from dslint.policies.spec_fields import text

if TYPE_CHECKING:
    from dslint.policies.values import Request, Source

Data = Mapping[str, Any]
_CLUSTER_SCOPED = frozenset(
    {
        "ClusterRole",
        "ClusterRoleBinding",
        "Namespace",
        "Node",
        "PersistentVolume",
        "PriorityClass",
        "StorageClass",
    }
)
NOT_FOUND = "no params found for policy binding with `Deny` parameterNotFoundAction"


class BadParams(Exception):  # noqa: N818 - a fault of the binding, told as the server tells it
    """The parameters of a binding are not available."""


class Found(NamedTuple):
    """A parameter object, or None for a policy or binding without any."""

    data: Data | None


def params_of(policy: Policy, binding: Source, request: Request, objects: list[Data]) -> list[Found]:
    """Yield the parameter objects. Raises BadParams."""
    kind, reference = policy.param_kind, binding.spec.get("paramRef")
    if kind is None or not isinstance(reference, dict):
        return [Found(None)]
    namespace = text(reference, "namespace")
    chosen = [data for data in objects if _is_of(data, kind)]
    if text(kind, "kind") in _CLUSTER_SCOPED:
        if namespace:
            raise BadParams("paramRef.namespace must not be provided for a cluster-scoped `paramKind`")
    else:
        wanted = namespace or request.namespace_name
        chosen = [data for data in chosen if _namespace_of(data) in (wanted, None)]
    found = (
        _named(chosen, text(reference, "name")) if text(reference, "name") else _selected(chosen, reference)
    )
    if found:
        return [Found(data) for data in found]
    if reference.get("parameterNotFoundAction") == "Deny":
        raise BadParams(NOT_FOUND)
    return []


def _is_of(data: Data, kind: Mapping[str, Any]) -> bool:
    return data.get("kind") == kind.get("kind") and data.get("apiVersion") == kind.get("apiVersion")


def _namespace_of(data: Data) -> str | None:
    metadata = data.get("metadata")
    return text(metadata, "namespace") or None if isinstance(metadata, dict) else None


def _name_of(data: Data) -> str:
    metadata = data.get("metadata")
    return text(metadata, "name") if isinstance(metadata, dict) else ""


def _named(objects: list[Data], name: str) -> list[Data]:
    return [data for data in objects if _name_of(data) == name][-1:]


def _selected(objects: list[Data], reference: Mapping[str, Any]) -> list[Data]:
    latest = {_name_of(data): data for data in objects if selects(reference.get("selector"), labels_of(data))}
    return list(latest.values())
