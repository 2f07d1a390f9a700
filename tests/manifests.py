"""A DaemonSet as JSON data or YAML text, from its pod spec alone."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import indent
from typing import Any

CONTAINERS: list[dict[str, Any]] = [{"name": "c", "image": "example.com/c:1"}]
"""For pod specs in which the containers play no part."""


def daemonset_of(
    pod: Any,
    *,
    name: str = "agent",
    namespace: str = "",
    labels: Mapping[str, str] | None = None,
    annotations: Mapping[str, str] | None = None,
    **spec: Any,
) -> dict[str, Any]:
    """A DaemonSet without a fault but for what the pod spec brings; `spec` is what else stands in its spec.

    `labels` are those of the pods, of which the selector names all; `annotations` are the pods', too.
    """
    labels = {"app": name} if labels is None else labels
    metadata = {"labels": labels, **({} if annotations is None else {"annotations": annotations})}
    return {
        "apiVersion": "apps/v1",
        "kind": "DaemonSet",
        "metadata": {"name": name, **({"namespace": namespace} if namespace else {})},
        "spec": {
            "selector": {"matchLabels": labels},
            **spec,
            "template": {"metadata": metadata, "spec": pod},
        },
    }


def manifest_text(pod: str, namespace: str = "") -> str:
    """The YAML text of the DaemonSet `agent`; `pod` is the text of its pod spec, which begins at line 9."""
    where = f", namespace: {namespace}" if namespace else ""
    return f"""\
apiVersion: apps/v1
kind: DaemonSet
metadata: {{name: agent{where}}}
spec:
  selector: {{matchLabels: {{app: agent}}}}
  template:
    metadata: {{labels: {{app: agent}}}}
    spec:
{indent(pod, " " * 6)}"""
