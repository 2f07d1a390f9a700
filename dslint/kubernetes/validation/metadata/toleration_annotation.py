"""Tolerations written as JSON in an annotation, as before Kubernetes 1.6; the server still judges them.

Source: GetTolerationsFromPodAnnotations in pkg/apis/core/helper/helpers.go: Go's own JSON reader,
which matches names without regard to case.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from dslint.kubernetes.decode import LIMITS
from dslint.kubernetes.validation.context import Context
from dslint.kubernetes.validation.problem_constructors import invalid
from dslint.kubernetes.validation.scheduling.tolerations import toleration_problems
from dslint.values.path import FieldPath, field_text
from dslint.values.problem import Problem
from dslint.values.typed import Any

_FIELDS = {
    "key": "key",
    "operator": "operator",
    "value": "value",
    "effect": "effect",
    "tolerationseconds": "tolerationSeconds",
}


def toleration_annotation_problems(
    text: str, path: FieldPath, field: str, context: Context
) -> Iterator[Problem]:
    """Judge the annotation's value; `path` is its place, `field` the server's name of all annotations."""
    tolerations = _read(text)
    if tolerations is None:
        message = "the annotation is not a JSON list of tolerations"
        yield invalid("toleration-invalid", path, message, field=field, write="tolerations in the pod spec")
        return
    inside: FieldPath = ("",)
    for problem in toleration_problems(tolerations, inside, context):
        named = problem.field or field_text(problem.path)
        yield problem._replace(path=path, field=f"{field}.{path[-1]}{named}", related=(), changes=())


def _read(text: str) -> list[dict[str, Any]] | None:
    try:
        written = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if written is None:
        return []
    if not isinstance(written, list):
        return None
    read = [_toleration(item) for item in written]
    return None if any(item is None for item in read) else [item for item in read if item is not None]


def _toleration(written: Any) -> dict[str, Any] | None:
    if written is None:
        return {}
    if not isinstance(written, dict):
        return None
    toleration: dict[str, Any] = {}
    for name, value in written.items():
        field = _FIELDS.get(name.lower())
        if field is None or value is None:
            continue
        if field == "tolerationSeconds":
            limit = LIMITS["int64"]
            if type(value) is not int or not -limit <= value < limit:
                return None
        elif not isinstance(value, str):
            return None
        toleration[field] = value
    return toleration
