"""Convert a manifest of a removed API version to apps/v1, with the necessary edits.

Sources: the deprecation guide of Kubernetes 1.16, and the defaults of the old versions
(`pkg/apis/extensions/v1beta1/defaults.go` of 1.15, `pkg/apis/apps/v1beta2/defaults.go`).
"""

from __future__ import annotations

from collections.abc import Mapping

from dslint.values.problem import Change
from dslint.values.typed import Any, Final, NamedTuple

SERVED: Final = "apps/v1"
REMOVED_IN: Final[Mapping[str, str]] = {
    "extensions/v1beta1": "1.16",
    "apps/v1beta1": "1.16",
    "apps/v1beta2": "1.16",
}
"""API version -> the Kubernetes version that no longer serves it."""
OLD_DEFAULTS: Final = "extensions/v1beta1"
"""The version that used the template's labels for a missing selector, and OnDelete as default."""
_GENERATION: Final = "templateGeneration"

Spec = dict[str, Any]


class Migrated(NamedTuple):
    """An old manifest as data of apps/v1, and the changes that convert the written one."""

    data: Mapping[str, Any]
    changes: tuple[Change, ...]


def migrate(data: Mapping[str, Any]) -> Migrated:
    """Convert an old manifest to apps/v1; a current one is returned unchanged.

    All old versions get a selector, because apps/v1 requires one.
    """
    version = data.get("apiVersion")
    if not isinstance(version, str) or version not in REMOVED_IN:
        return Migrated(data, ())
    changes = [Change("replace", ("apiVersion",), SERVED)]
    spec = data.get("spec")
    if not isinstance(spec, dict):
        return Migrated({**data, "apiVersion": SERVED}, tuple(changes))
    new = dict(spec)
    changes += _add_selector(new)
    if version == OLD_DEFAULTS:
        changes += _add_strategy(new)
    if _GENERATION in new:
        del new[_GENERATION]
        changes.append(Change("remove", ("spec", _GENERATION)))
    return Migrated({**data, "apiVersion": SERVED, "spec": new}, tuple(changes))


def _add_selector(spec: Spec) -> list[Change]:
    """Add the old default: all labels of the template."""
    labels = _template_labels(spec)
    if spec.get("selector") is not None or not labels:
        return []
    written = "selector" in spec
    spec["selector"] = {"matchLabels": labels}
    from dslint.kubernetes.yaml_text import yaml_text  # noqa: PLC0415 - old manifests only

    entries = [f"{yaml_text(key)}: {yaml_text(value)}" for key, value in labels.items()]
    if written:
        return [Change("replace", ("spec", "selector"), f"{{matchLabels: {{{', '.join(entries)}}}}}")]
    rows = ["selector:", "  matchLabels:", *(f"    {entry}" for entry in entries)]
    return [Change("insert", ("spec",), "\n".join(rows), before="template")]


def _add_strategy(spec: Spec) -> list[Change]:
    """Add the old default: OnDelete, also if `rollingUpdate` was written without a type."""
    strategy = spec.get("updateStrategy")
    if strategy is not None and not isinstance(strategy, dict):
        return []
    if strategy and strategy.get("type") is not None:
        return []
    path = ("spec", "updateStrategy")
    if not strategy:
        change = (
            Change("replace", path, "{type: OnDelete}")
            if "updateStrategy" in spec
            else Change("insert", ("spec",), "updateStrategy:\n  type: OnDelete", before="template")
        )
    elif "type" in strategy:
        change = Change("replace", (*path, "type"), "OnDelete")
    else:
        change = Change("insert", path, "type: OnDelete")
    spec["updateStrategy"] = {**(strategy or {}), "type": "OnDelete"}
    return [change]


def _template_labels(spec: Spec) -> dict[str, str]:
    """Return the labels of the template if all of them are strings that fit on a line, else none."""
    found: Any = spec
    for step in ("template", "metadata", "labels"):
        found = found.get(step) if isinstance(found, dict) else None
    if not isinstance(found, dict):
        return {}
    texts = [*found, *found.values()]
    return found if all(isinstance(text, str) and text.isprintable() for text in texts) else {}
