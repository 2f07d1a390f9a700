"""Paths in rule files: `spec.template.spec.containers[*].image`, `metadata.labels["app.kubernetes.io/name"]`.

Names are separated by dots, `[0]` is one item, `[*]` every item of a list or entry of a map, and a
key with dots or slashes stands in brackets and quotes. A `*` between dots is `[*]`.

`effective:securityContext.runAsNonRoot` is what holds for each container and init container: its
own value, else that of the pod, else nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from dslint.values.path import FieldPath, MapKey
from dslint.values.typed import Final, NamedTuple

_STEP = re.compile(
    r"""(?P<dot>\.)?(?P<name>[^.\[\]"'\s]+)|\[(?P<index>\d{1,9})\]|\[(?P<every>\*)\]"""
    r"""|\[(?P<quoted>"[^"\n]*"|'[^'\n]*')\]"""
)

EVERY: Final = "*"
EFFECTIVE: Final = "effective:"
_POD: Final = "spec.template.spec"
_CONTAINERS: Final = ("containers", "initContainers")
MISSING: Final = object()
"""The value of a path without a written value."""

Steps = tuple[str | int, ...]


class PathError(ValueError):
    """An invalid path; the message says where."""


class At(NamedTuple):
    """A place of a path, and its value; `MISSING` if the field is not written."""

    path: FieldPath
    value: object


class _Every(str):
    """The step `[*]`, which no key can equal."""

    __slots__ = ()


@lru_cache(maxsize=256)
def parse_path(written: str) -> Steps:
    """Return the steps of a path. Raises PathError."""
    steps: list[str | int] = []
    at = 0
    while at < len(written):
        match = _STEP.match(written, at)
        if match is None or (bool(match["dot"]) != (at > 0) and match["name"] is not None):
            raise PathError(f"the path {written!r} is not understood from character {at + 1} on")
        if match["index"] is not None:
            steps.append(int(match["index"]))
        elif match["quoted"] is not None:
            steps.append(MapKey(match["quoted"][1:-1]))
        elif match["every"] is not None or match["name"] == EVERY:
            steps.append(_Every(EVERY))
        else:
            steps.append(match["name"])
        at = match.end()
    if not steps:
        raise PathError("the path is empty")
    return tuple(steps)


def places(data: object, written: str) -> Iterator[At]:
    """Yield every place of a path. `[*]` yields nothing in an empty list; a missing field is a place."""
    if written.startswith(EFFECTIVE):
        yield from _effective(data, written.removeprefix(EFFECTIVE))
        return
    waiting: list[tuple[object, int, FieldPath]] = [(data, 0, ())]
    steps = parse_path(written)
    while waiting:
        value, taken, path = waiting.pop()
        if taken == len(steps):
            yield At(path, value)
            continue
        step = steps[taken]
        if isinstance(step, _Every):
            waiting.extend((item, taken + 1, (*path, key)) for key, item in reversed(_entries(value)))
        else:
            found = _child(value, step)
            if found is MISSING:
                if not any(isinstance(later, _Every) for later in steps[taken:]):
                    yield At((*path, *steps[taken:]), MISSING)
            else:
                waiting.append((found, taken + 1, (*path, step)))


def _effective(data: object, written: str) -> Iterator[At]:
    """Return the effective value of each container: its own, else that of the pod."""
    pod = next(places(data, _POD), At((), MISSING))
    of_pod = next(places(pod.value, written), At((), MISSING))
    for kind in _CONTAINERS:
        for index, container in _entries(_child(pod.value, kind)):
            for own in places(container, written):
                if own.value is MISSING and of_pod.value is not MISSING:
                    yield At((*pod.path, *of_pod.path), of_pod.value)
                else:
                    yield At((*pod.path, kind, index, *own.path), own.value)


def _entries(value: object) -> list[tuple[str | int, object]]:
    if isinstance(value, list):
        return list(enumerate(value))
    if isinstance(value, dict):
        return [(MapKey(key), item) for key, item in value.items()]
    return []


def _child(value: object, step: str | int) -> object:
    if isinstance(value, dict) and isinstance(step, str):
        return value.get(step, MISSING)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return MISSING
