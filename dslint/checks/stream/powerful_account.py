"""A DaemonSet whose service account controls the cluster or reads every Secret."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.stream.accounts import account_of, powers_of
from dslint.checks.stream.base import Elsewhere, StreamHit
from dslint.checks.stream.stream_objects import StreamObject, StreamObjects
from dslint.kubernetes.access import items, mapping, text
from dslint.values.path import POD_SPEC
from dslint.values.typed import Any

_EVERY_ACCOUNT = ("system:serviceaccounts", "system:authenticated")
"""Groups that contain every service account."""
_GROUP = "/group"
"""A placeholder for the namespace in the key of a group; no namespace has this name."""
_FEW = 20
"""The maximum number of bindings checked per account."""


def check_stream(objects: StreamObjects, _params: Mapping[str, Any]) -> Iterator[StreamHit]:
    """Point at the account; only bindings for the whole cluster count."""
    bindings: dict[tuple[str, str], list[StreamObject]] = {}
    for binding in objects.of_kind("ClusterRoleBinding"):
        for subject in items(binding.written, "subjects"):
            kind = text(subject, "kind")
            if kind == "ServiceAccount":
                key = objects.around.namespace or text(subject, "namespace"), text(subject, "name")
                bindings.setdefault(key, []).append(binding)
            elif kind == "Group":
                bindings.setdefault((_GROUP, text(subject, "name")), []).append(binding)
    if not bindings:
        return
    for daemonset in objects.of_kind("DaemonSet"):
        account = account_of(daemonset) or "default"
        groups = (*_EVERY_ACCOUNT, f"system:serviceaccounts:{daemonset.namespace}")
        subjects = ((daemonset.namespace, account), *((_GROUP, group) for group in groups))
        found = [binding for subject in subjects for binding in bindings.get(subject, ())]
        for binding in found[:_FEW]:
            hit = _hit(objects, daemonset, account, binding)
            if hit is not None:
                yield hit
                break


def _hit(
    objects: StreamObjects, daemonset: StreamObject, account: str, binding: StreamObject
) -> StreamHit | None:
    name = text(binding.written, "roleRef", "name")
    role = next(objects.named("ClusterRole", name), None)
    rules = items(role.written, "rules") if role is not None else []
    powers = list(powers_of(name, rules))
    if not powers:
        return None
    words, owns = next((power for power in powers if power[1]), powers[0])
    field = "serviceAccountName" if text(daemonset.pod_spec, "serviceAccountName") else "serviceAccount"
    written = mapping(daemonset.written, *POD_SPEC)
    path = (*POD_SPEC, field) if field in written else POD_SPEC
    return StreamHit(
        on=daemonset,
        path=path,
        anchor="value" if field in written else "key",
        values={
            "account": account,
            "powers": words,
            "binding": binding.name,
            "role": name,
            "result": "owns the cluster" if owns else "has that right too",
        },
        elsewhere=(Elsewhere(binding, ("roleRef", "name"), "this binding gives it"),),
        severity=None if owns else "info",
        about=daemonset,
    )
