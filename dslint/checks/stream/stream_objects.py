"""The objects of one stream, found by kind, namespace, label and port without looking at all of them.

Built once per stream and shared by all its DaemonSets: with a thousand of them in one text,
comparing each with each would take a million steps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from dslint.kubernetes.access import mapping, text
from dslint.kubernetes.ports import host_ports

Written = Mapping[str, Any]
"""An object as it was written."""

_DEFAULT_NAMESPACE = "default"
_POD_SPEC = ("spec", "template", "spec")
_POD_LABELS = ("spec", "template", "metadata", "labels")


class StreamObject(NamedTuple):
    """One object as written, and what tells it from others; `key` is `namespace/name`."""

    written: Written
    kind: str
    namespace: str
    name: str
    key: str


def _object(written: Written) -> StreamObject:
    namespace = text(written, "metadata", "namespace") or _DEFAULT_NAMESPACE
    name = text(written, "metadata", "name")
    return StreamObject(written, text(written, "kind"), namespace, name, f"{namespace}/{name}")


class StreamObjects:
    """All objects of a stream in the order written, the DaemonSets themselves included."""

    def __init__(self, objects: Iterable[Written] = ()) -> None:
        self._objects = tuple(map(_object, objects))

    def of_kinds(self, kinds: Iterable[str], namespace: str) -> Iterator[StreamObject]:
        """Those of some kinds in a namespace."""
        places = [place for kind in kinds for place in self._by_kind.get((kind, namespace), ())]
        return (self._objects[place] for place in sorted(places))

    def with_pod_label(self, namespace: str, key: str, value: str) -> Iterator[StreamObject]:
        """Those of a namespace whose pod template carries a label."""
        return (self._objects[place] for place in self._by_pod_label.get((namespace, key, value), ()))

    def daemonsets_at_port(self, port: int) -> tuple[StreamObject, ...]:
        """The DaemonSets that want a port of their nodes, each once, in order of their keys."""
        return self._by_port.get(port, ())

    @cached_property
    def _by_kind(self) -> dict[tuple[str, str], list[int]]:
        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, found_object in enumerate(self._objects):
            found[found_object.kind, found_object.namespace].append(place)
        return found

    @cached_property
    def _by_pod_label(self) -> dict[tuple[str, str, str], list[int]]:
        found: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for place, found_object in enumerate(self._objects):
            for key, value in mapping(found_object.written, *_POD_LABELS).items():
                if isinstance(value, str):
                    found[found_object.namespace, key, value].append(place)
        return found

    @cached_property
    def _by_port(self) -> dict[int, tuple[StreamObject, ...]]:
        found: dict[int, list[StreamObject]] = defaultdict(list)
        for other in self._objects:
            if other.kind == "DaemonSet":
                for port in {wanted.port for wanted in host_ports(mapping(other.written, *_POD_SPEC))}:
                    found[port].append(other)
        return {port: tuple(sorted(objects, key=_key)) for port, objects in found.items()}


def _key(found: StreamObject) -> str:
    return found.key
