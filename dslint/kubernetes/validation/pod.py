"""The pod spec of a template: the fields of its own, and the way into its parts.

Source: ValidatePodSpec in pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dslint.kubernetes.validation.context import Context
from dslint.values.path import FieldPath
from dslint.values.problem import Problem


def pod_problems(pod: Mapping[str, Any], path: FieldPath, context: Context) -> Iterator[Problem]:
    """Judge a decoded, defaulted pod spec that lies at `path` (`spec.template.spec`)."""
    yield from ()
