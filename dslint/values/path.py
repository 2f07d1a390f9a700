"""The place of a value inside a manifest, without lines and columns: a path of fields, keys and indices."""

from __future__ import annotations

FieldPath = tuple[str | int, ...]
"""`("spec", "template", "spec", "containers", 0, "image")`.

A `str` is a field, an `int` an index into a list, and a `MapKey` a key of a map such as
labels, which the API server writes in brackets.
"""

TEMPLATE = ("spec", "template")
POD_SPEC = (*TEMPLATE, "spec")
POD_LABELS = (*TEMPLATE, "metadata", "labels")
POD_ANNOTATIONS = (*TEMPLATE, "metadata", "annotations")
"""The paths of a DaemonSet's pod template and of its most used parts."""


class MapKey(str):
    """A key of a map (labels, limits, nodeSelector), written in brackets: `labels[app]`."""

    __slots__ = ()


def field_text(path: FieldPath) -> str:
    """Write a path as the API server does: `spec.containers[0].resources.limits[cpu]`."""
    text = ""
    for step in path:
        if isinstance(step, int | MapKey):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text


def without_brackets(field: str) -> str:
    """Remove everything in brackets from a field text: `containers[0].args[1]` becomes `containers.args`."""
    text, depth = "", 0
    for character in field:
        if character == "[":
            depth += 1
        elif character == "]" and depth:
            depth -= 1
        elif not depth:
            text += character
    return text
