"""A rolling update that cannot tell a working pod from a started one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.container.probe_target import can_never_pass
from dslint.checks.podspec import at, containers
from dslint.values.typed import Any


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at spec, where minReadySeconds would be. A readiness probe that can never pass does not count."""
    rolling = at(subject.manifest, ("spec", "updateStrategy", "type")) == "RollingUpdate"
    waits = at(subject.manifest, ("spec", "minReadySeconds"))
    running = list(containers(subject))
    if (
        rolling
        and not waits
        and running
        and not any(
            container.get("readinessProbe") and not can_never_pass(subject, path, container)
            for path, container in running
        )
    ):
        yield Hit(("spec",), anchor="key")
