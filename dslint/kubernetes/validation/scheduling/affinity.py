"""Affinity: to nodes, and to or away from other pods.

Source: validateAffinity in pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.kubernetes.validation.context import Context
from dslint.values.path import FieldPath
from dslint.values.problem import Problem
from dslint.values.typed import Any


def affinity_problems(affinity: Mapping[str, Any], path: FieldPath, context: Context) -> Iterator[Problem]:
    """Judge the affinity at `path`."""
    if "nodeAffinity" in affinity:
        from dslint.kubernetes.validation.scheduling.node_affinity import node_affinity_problems

        yield from node_affinity_problems(affinity["nodeAffinity"], (*path, "nodeAffinity"), context)
    for kind in ("podAffinity", "podAntiAffinity"):
        if kind in affinity:
            from dslint.kubernetes.validation.scheduling.pod_affinity import pod_affinity_problems

            yield from pod_affinity_problems(affinity[kind], (*path, kind), context)
