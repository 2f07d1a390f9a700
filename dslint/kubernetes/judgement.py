"""The answer of the API server to one manifest."""

from __future__ import annotations

from dslint.values.problem import Problem
from dslint.values.typed import Any, NamedTuple

Manifest = dict[str, Any]
"""A DaemonSet as plain JSON data."""


class Judgement(NamedTuple):
    """The answer of one Kubernetes version to one manifest.

    `problems` are of source `decode`, `strict`, `api`, `api-warning`, and `policy` for
    `field-dropped`; their paths are those of the manifest as written. `manifest` is what the
    server would store: decoded, unknown and gated fields dropped, defaults filled in.
    """

    problems: tuple[Problem, ...]
    manifest: Manifest

    @property
    def refused(self) -> bool:
        """Whether the server rejects it."""
        return any(problem.source in ("decode", "strict", "api") for problem in self.problems)


class UpdateJudgement(NamedTuple):
    """The answer of one version to an update: the problems, and whether pods are replaced."""

    problems: tuple[Problem, ...]
    template_changed: bool
