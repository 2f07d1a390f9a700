"""Read JSON data that may be broken: a value of the wrong type counts as empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Entry, Subject
from dslint.values.path import POD_SPEC, FieldPath
from dslint.values.typed import Any

TOLERATIONS: FieldPath = (*POD_SPEC, "tolerations")
REQUIRED_TERMS: FieldPath = (
    *POD_SPEC,
    "affinity",
    "nodeAffinity",
    "requiredDuringSchedulingIgnoredDuringExecution",
    "nodeSelectorTerms",
)

__all__ = ["POD_SPEC", "Entry"]


def at(data: object, path: FieldPath) -> Any:
    """Return the value at a path, or None."""
    value: Any = data
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int):
            value = value[step] if step < len(value) else None
        else:
            return None
    return value


def mapping(data: object, path: FieldPath) -> Mapping[str, Any]:
    """Return the mapping at a path, or an empty one."""
    value = at(data, path)
    return value if isinstance(value, dict) else {}


def texts(data: object, path: FieldPath) -> dict[str, str]:
    """Return the entries with string values of the map at a path: labels, nodeSelector."""
    return {key: value for key, value in mapping(data, path).items() if isinstance(value, str)}


def text(data: object, path: FieldPath) -> str:
    """Return the text at a path, or an empty one."""
    value = at(data, path)
    return value if isinstance(value, str) else ""


def entries(data: object, path: FieldPath) -> Iterator[Entry]:
    """Yield the objects in the list at a path, each with its own path; other items are skipped."""
    value = at(data, path)
    if isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, dict):
                yield (*path, index), item


def pod_spec(subject: Subject) -> Mapping[str, Any]:
    """`spec.template.spec` with its defaults."""
    return subject.pod_spec


def containers(subject: Subject) -> Iterator[Entry]:
    """Yield the containers that run as long as the pod: `containers`, and sidecars of `initContainers`."""
    for path, container in subject.all_containers:
        if "containers" in path or container.get("restartPolicy") == "Always":
            yield path, container


def all_containers(subject: Subject) -> tuple[Entry, ...]:
    """Yield these and the init containers."""
    return subject.all_containers


def name_of(container: Mapping[str, Any]) -> str:
    """A container's name for a message."""
    name = container.get("name")
    return name if isinstance(name, str) and name else "(no name)"
