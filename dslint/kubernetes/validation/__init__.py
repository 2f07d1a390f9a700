"""What the API server says when a DaemonSet is created: one module per part of the API.

`judge` is the way in. Sources: Kubernetes 1.34 to 1.37, pkg/apis/apps/validation and
pkg/apis/core/validation.
"""

from __future__ import annotations

from typing import Any

from dslint.kubernetes.judgement import Judgement


def judge(data: Any, version: str) -> Judgement:
    """Say what the server of a version (`1.37`) says of a manifest read as JSON data."""
    return Judgement((), data if isinstance(data, dict) else {})
