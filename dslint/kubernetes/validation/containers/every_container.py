"""All containers of a pod, whatever list they are in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.values.path import POD_SPEC, FieldPath
from dslint.values.typed import Any


def containers_of(pod: Mapping[str, Any]) -> Iterator[tuple[FieldPath, Mapping[str, Any]]]:
    """Every container with its path: init, regular, ephemeral."""
    for name in ("initContainers", "containers", "ephemeralContainers"):
        for index, container in enumerate(pod.get(name) or ()):
            yield (*POD_SPEC, name, index), container
