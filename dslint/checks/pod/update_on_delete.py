"""updateStrategy OnDelete, with which somebody else must delete the pods.

Parameters: `labels` are keys of labels or annotations (whole, or a prefix that ends with `/`) that
operators give to DaemonSets whose pods they replace themselves; `not_operators` are values of
app.kubernetes.io/managed-by that stand for tools without a controller.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import at
from dslint.kubernetes.access import items, mapping, text
from dslint.values.typed import Any

_TYPE = ("spec", "updateStrategy", "type")
_MANAGED_BY = "app.kubernetes.io/managed-by"


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the type; an info if an operator replaces the pods."""
    if at(subject.written, _TYPE) == "OnDelete":
        yield Hit(_TYPE, severity="info" if _has_operator(subject, params) else None)


def _has_operator(subject: Subject, params: Mapping[str, Any]) -> bool:
    metadata = mapping(subject.manifest, "metadata")
    if items(metadata, "ownerReferences"):
        return True
    labels = mapping(metadata, "labels")
    managed_by = text(labels, _MANAGED_BY).lower()
    if managed_by and managed_by not in params["not_operators"]:
        return True
    keys = [*map(str, labels), *map(str, mapping(metadata, "annotations"))]
    return any(
        key == wanted or (wanted.endswith("/") and key.startswith(wanted))
        for key in keys
        for wanted in params["labels"]
    )
