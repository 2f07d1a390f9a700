"""Recognize the intended kind of an object with a misspelt kind."""

from __future__ import annotations

import re

from dslint.reader.nodes import Json
from dslint.values.api_groups import is_advanced

DAEMONSET = "DaemonSet"

_NOT_LETTERS = r"[^a-z]"
_KINDS = frozenset(
    {
        *("daemonset", "daemonsets", "deamonset", "deamonsets"),
        *("daemoset", "daemonst", "daemonest", "demonset"),
    }
)
_OF_OTHERS = frozenset(
    {
        *("replicas", "strategy", "serviceName", "volumeClaimTemplates", "podManagementPolicy"),
        *("completions", "parallelism", "backoffLimit", "jobTemplate", "schedule", "burstReplicas"),
    }
)
"""Fields of workloads that are not DaemonSets."""
_OF_ADVANCED = frozenset({"burstReplicas"})
"""Of these, what an Advanced DaemonSet of OpenKruise has as well."""
_KEYS = frozenset({"kind", "kinds"})


def kind_of(data: Json) -> str:
    """Return the intended kind of an object: `Daemonset` and `Kind: deamonSet` mean DaemonSet."""
    if not isinstance(data, dict):
        return ""
    kind = data.get("kind")
    if kind == DAEMONSET:
        return DAEMONSET
    for key in data:
        value = data[key]
        if isinstance(value, str) and _letters(key) in _KEYS:
            return DAEMONSET if _letters(value) in _KINDS else value
    if kind is None and has_the_shape(data):
        return DAEMONSET
    return kind if isinstance(kind, str) else ""


def has_the_shape(data: dict[str, Json]) -> bool:
    """Whether an object without a kind could be a DaemonSet: it has a pod template but no replicas."""
    spec, version = data.get("spec"), data.get("apiVersion")
    advanced = is_advanced(version)
    others = _OF_OTHERS - _OF_ADVANCED if advanced else _OF_OTHERS
    if not isinstance(spec, dict) or not spec.keys().isdisjoint(others):
        return False
    template = spec.get("template")
    pod = template.get("spec") if isinstance(template, dict) else None
    if not isinstance(pod, dict) or "containers" not in pod:
        return False
    if isinstance(version, str) and version.startswith(("apps/", "extensions/")):
        return True
    return "selector" in spec and (advanced or (version is None and "metadata" in data))


def _letters(word: str) -> str:
    return re.sub(_NOT_LETTERS, "", word.lower())
