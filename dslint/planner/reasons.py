"""Make reasons whose place lies in the pod template."""

from __future__ import annotations

from dslint.planner.values import Reason
from dslint.values.path import FieldPath, field_text

POD_SPEC: FieldPath = ("spec", "template", "spec")


def pod_reason(code: str, subject: str, words: str, path: FieldPath) -> Reason:
    """A reason at a path below the pod spec."""
    whole = (*POD_SPEC, *path)
    return Reason(code, subject, words, field_text(whole), whole)
