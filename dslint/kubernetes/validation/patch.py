"""Judge a patch of a DaemonSet on its own.

Fields that it leaves out are in the base: nothing is missing, and rules that compare two fields do not apply
if the other one may be in the base.
"""

from __future__ import annotations

from collections.abc import Iterator

from dslint.kubernetes.validation.judging import judge
from dslint.values.path import FieldPath
from dslint.values.problem import Problem
from dslint.values.typed import Any

_KNOWN_FROM_ITSELF = frozenset({"FieldValueNotSupported", "FieldValueInvalid", "FieldValueTooLong"})
_NEEDS_THE_REST = frozenset(
    {
        *("api-version", "removed-api-version", "missing-name", "template-generation"),
        *("selector-missing", "selector-empty", "selector-mismatch"),
        *("update-budget-zero", "surge-with-unavailable", "host-port-mismatch", "overlapping-paths"),
    }
)
"""Rules whose verdict depends on fields that the patch may leave to the manifest."""
_REFUSED = "The manifest that the patch is merged into is rejected; nothing in the cluster changes."


def judge_patch(data: dict[str, Any], version: str) -> Iterator[Problem]:
    """Return the answer of a version to the fields of a strategic merge patch (without its directives).

    Problems are unknown fields, wrong types and values that are wrong in any manifest, and the server's
    warnings about single values.
    """
    for problem in judge(data, version).problems:
        if problem.rule in _NEEDS_THE_REST or not _is_written(problem.path, data):
            continue
        if _refuses(problem):
            yield problem._replace(result=_REFUSED)
        elif problem.source == "api-warning":
            yield problem


def _refuses(problem: Problem) -> bool:
    return problem.source in ("decode", "strict") or (
        problem.source == "api" and problem.reason in _KNOWN_FROM_ITSELF
    )


def _is_written(path: FieldPath, data: Any) -> bool:
    """Whether a value is written at a path; null in a patch removes a field."""
    for step in path:
        try:
            data = data[step]
        except (LookupError, TypeError):
            return False
    return data is not None
