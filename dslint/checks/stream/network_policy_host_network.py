"""A NetworkPolicy for pods on the host network, to which it does not apply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.stream.base import Elsewhere, StreamHit
from dslint.checks.stream.stream_objects import StreamObjects
from dslint.kubernetes.access import mapping
from dslint.values.path import POD_SPEC
from dslint.values.typed import Any


def check_stream(objects: StreamObjects, _params: Mapping[str, Any]) -> Iterator[StreamHit]:
    """Point at the selector that names such pods; skip policies for all pods of a namespace."""
    for policy in objects.of_kind("NetworkPolicy"):
        selector = mapping(policy.written, "spec", "podSelector")
        names_pods = selector.get("matchLabels") or selector.get("matchExpressions")
        selected = objects.selected(selector, policy) if names_pods else None
        if not selected or not all(found.pod_spec.get("hostNetwork") is True for found in selected):
            continue
        daemonset = next((found for found in selected if found.kind == "DaemonSet"), None)
        if daemonset is not None:
            yield StreamHit(
                on=policy,
                path=("spec", "podSelector"),
                anchor="key",
                values={"name": policy.name, "daemonset": daemonset.name},
                elsewhere=(Elsewhere(daemonset, (*POD_SPEC, "hostNetwork"), "these pods", "key"),),
                about=daemonset,
            )
