"""What the server takes and warns of, in a pod template.

Source: GetWarningsForPodTemplate in pkg/api/pod/warnings.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dslint.kubernetes.validation.context import Context
from dslint.values.path import FieldPath
from dslint.values.problem import Problem


def template_warnings(template: Mapping[str, Any], path: FieldPath, context: Context) -> Iterator[Problem]:
    """Warn about a decoded, defaulted template that lies at `path` (`spec.template`)."""
    yield from ()
