"""What can be said of a patch of a DaemonSet from the patch alone.

What it leaves out is in the manifest it is merged into: nothing is missing, and no rule is asked
that compares two fields of which the other one may stand there.
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
    """What a version says of the fields that a strategic merge patch writes (its directives taken out).

    Unknown fields, wrong types and values that no manifest around them can make right are
    problems; so are the server's warnings of single values.
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
    """Whether a value stands at a path; null in a patch takes a field away."""
    for step in path:
        try:
            data = data[step]
        except (LookupError, TypeError):
            return False
    return data is not None
